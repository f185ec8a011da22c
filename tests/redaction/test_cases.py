"""A correction as a regression case: invented where it was real, accepted by two, exported."""

import base64
import json
import re

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from apps.audit.models import AuditEvent
from apps.redaction.cases import case_accept, case_preview
from apps.redaction.domain.cases import TYPES, Marked, case_body, invented, line_of
from apps.redaction.domain.corrections import Act, LiftReason, Scope
from apps.redaction.domain.errors import CorrectionRefused
from apps.redaction.domain.kinds import IdentifierKind
from apps.redaction.selectors import redaction_in_use
from apps.redaction.services import correction_make, document_redact
from tests.factories import SETUP, make_document, make_person

NOTE = (
    "Anna Lindgren-Sato, called Young, came on 12 Mar 2024 with CDAI 31. Call 555-0142.\n"
    "Bell palsy ruled out by Dr. Imani Okafor, MRN-000405.\n"
)
K = IdentifierKind


def made(world, word, act=Act.MISSED, text=NOTE, **values):
    document = make_document(world.anna, text)
    redacted = document_redact(document_id=document.pk, actor=SETUP)
    start = text.index(word)
    correction = correction_make(
        redacted_document_id=redacted.pk, act=act, scope=Scope.DOCUMENT, start=start, end=start + len(word),
        person=world.privacy, actor=SETUP, **({"kind": K.PERSON} | values),
    ).correction  # fmt: skip
    document_redact(document_id=document.pk, actor=SETUP)
    return correction


@pytest.fixture
def second(world):
    return make_person(world.cedar, "second", "privacy_officer")


def accept(correction, person):
    return case_accept(correction=correction, seen=case_preview(correction)["text"], person=person, actor=SETUP)


def drawn(text):
    return sum(map(ord, text))


@pytest.mark.parametrize(
    ("kind", "written", "shape"),
    [
        (K.PERSON, "ZUZKA O'Hara", r"[A-Z]{5,} [A-Z]'[A-Z][a-z]+"),
        (K.PHONE, "(802) 555-0177", r"\([2-9]{3}\) [2-9]{3}-[2-9]{4}"),
        (K.MEMBER_ID, "ZQ-44812-07", r"[A-Z]{2}-[2-9]{5}-[2-9]{2}"),
        (K.EMAIL, "m.quen@clinic.org", r"[a-z]\.[a-z]{4}@[a-z]{6}\.org"),
        (K.ADDRESS, "47 Wrenhaven Road", r"[2-9]{2} [A-Z][a-z]+ Road"),
        (K.BIRTH_DATE, "17 Aug 1931", r"[1-9]{2} [A-Z][a-z]{2} (?:19|20)\d\d|0[1-9] [A-Z][a-z]{2} (?:19|20)\d\d"),
        (K.BIRTH_DATE, "1931-08-17", r"(?:19|20)\d\d-0[1-9]-0[1-9]"),
        (K.AGE_OVER_89, "95-year-old", r"9\d-year-old"),
    ],
)
def test_an_invented_value_has_the_shape_of_the_real_one(kind, written, shape):
    value = invented(kind, written, drawn)
    assert re.fullmatch(shape, value), value
    assert value != written


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\n\r"), min_size=1, max_size=40))
def test_spans_of_a_case_are_where_they_say_they_are(word):
    text = f"Seen with {word} today.\nNext line."
    corrected = Marked(10, 10 + len(word), K.PERSON)
    try:
        body = case_body(text, [], corrected, Act.MISSED, drawn)
    except CorrectionRefused:
        return
    for span in [*body["phi"], *body["phi_keep"]]:
        assert body["text"][span["start"] : span["end"]] == span["quote"]
    assert "\n" not in body["text"]


def test_every_class_has_a_type_of_the_format():
    assert set(TYPES) == set(K)


def test_a_long_line_is_cut_at_its_sentences():
    text = "Something was said here before. " * 10 + "Young came. " + "And more was said after that. " * 10
    start = text.index("Young")
    left, right = line_of(text, start, start + 5)
    assert text[left:right].strip() == "Young came."


def test_a_case_of_a_missed_name_keeps_the_line_and_no_identifier_of_it(world):
    body = case_preview(made(world, "Young"))
    assert "with CDAI 31" in body["text"]
    for real in ("Anna", "Lindgren", "Young", "12 Mar 2024", "555-0142"):
        assert real not in body["text"]
    scored = [span for span in body["phi"] if not span.get("optional")]
    assert [span["type"] for span in scored] == ["NAME"]
    assert {span["type"] for span in body["phi"]} >= {"NAME", "DATE", "PHONE"}


def test_a_case_of_a_lifted_word_keeps_that_word(world):
    body = case_preview(made(world, "555-0142", Act.LIFTED, reason=LiftReason.NUMBER))
    assert [span["quote"] for span in body["phi_keep"]] == ["555-0142"]
    assert "Lindgren" not in body["text"]


def test_a_line_that_says_the_name_once_more_unmarked_makes_no_case(world):
    correction = made(world, "Young", text="Young came. Her name is Young.")
    with pytest.raises(CorrectionRefused, match="a second time"):
        case_preview(correction)


def test_who_corrected_does_not_accept_and_a_second_person_does(world, second):
    correction = made(world, "Young")
    with pytest.raises(CorrectionRefused, match="second person"):
        accept(correction, world.privacy)
    case = accept(correction, second)
    assert case == accept(correction, second)
    assert AuditEvent.objects.filter(action="redaction_case_accepted").count() == 1


def test_a_case_that_reads_differently_now_is_not_accepted(world, second):
    with pytest.raises(CorrectionRefused, match="reads differently"):
        case_accept(correction=made(world, "Young"), seen="something else", person=second, actor=SETUP)


def test_a_correction_that_was_taken_back_makes_no_case(world):
    correction = made(world, "Young")
    correction_make(
        redacted_document_id=redaction_in_use(correction.document_id).pk, act=Act.LIFTED, scope=Scope.DOCUMENT,
        start=correction.start, end=correction.end, person=world.privacy, actor=SETUP,
    )  # fmt: skip
    with pytest.raises(CorrectionRefused, match="took this one back"):
        case_preview(correction)


def test_nothing_is_exported_that_no_second_person_accepted(world, tmp_path):
    made(world, "Young")
    with pytest.raises(CommandError, match="accepted none"):
        call_command("redaction_cases_export", str(tmp_path))
    assert not list(tmp_path.iterdir())


def test_an_accepted_case_is_exported_as_a_bundle_with_spans_into_its_note(world, second, tmp_path, capsys):
    accept(made(world, "Young"), second)
    call_command("redaction_cases_export", str(tmp_path))
    (folder,) = tmp_path.iterdir()
    bundle, gold = (json.loads((folder / name).read_text()) for name in ("bundle.json", "gold.json"))
    note = next(e["resource"] for e in bundle["entry"] if e["resource"]["resourceType"] == "DocumentReference")
    text = base64.b64decode(note["content"][0]["attachment"]["data"]).decode()
    for span in gold["phi"]:
        assert span["document"] == note["id"] == gold["documents"][0]["id"]
        assert text[span["start"] : span["end"]] == span["quote"]
    assert "Young" not in json.dumps(bundle) + json.dumps(gold)
    assert AuditEvent.objects.filter(action="redaction_cases_exported").exists()


def test_a_folder_that_cannot_be_written_is_named_and_nothing_counts_as_exported(world, second, tmp_path):
    accept(made(world, "Young"), second)
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(CommandError, match=r"taken.*cannot be written"):
        call_command("redaction_cases_export", str(tmp_path / "taken"))
    assert not AuditEvent.objects.filter(action="redaction_cases_exported").exists()
