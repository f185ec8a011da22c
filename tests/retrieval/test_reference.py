"""Policies, protocols and guidelines: searched by everybody, because nothing in them is anybody's."""

from datetime import date
from io import StringIO
from itertools import pairwise

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from apps.drafting.services import policies_index
from apps.retrieval.domain.reference import ReferenceKind, sections
from apps.retrieval.models import ReferenceDocument
from apps.retrieval.selectors import reference_search
from apps.retrieval.services import Reference, ReferenceRefused, reference_add
from tests.retrieval.conftest import WORKER

PROTOCOL = """# Starting a TNF inhibitor

Screen for tuberculosis and hepatitis B before the first dose.

## Monitoring

Measure liver enzymes every three months."""
TODAY = date(2026, 11, 21)


def add(text: str = PROTOCOL, **changes):
    values = {"key": "tnf", "kind": ReferenceKind.PROTOCOL, "title": "TNF inhibitors", "version": "1", "text": text}
    reviewed = changes.pop("reviewed", False)
    return reference_add(reference=Reference(**values | changes), reviewed=reviewed, actor=WORKER)


def ask(world, text: str, on: date = TODAY, organization: str = "cedar"):
    return reference_search(text, organization_id=getattr(world, organization).pk, on=on, limit=3)


def test_a_protocol_answers_with_the_part_that_says_it(world):
    assert add() == 2
    best = ask(world, "how often should liver enzymes be checked")[0]
    assert (best.section_title, best.document.title) == ("Monitoring", "TNF inhibitors")
    assert best.text == best.document.text[best.start : best.end] == "Measure liver enzymes every three months."
    assert add() == 0


def test_what_speaks_of_a_patient_is_refused_with_the_line_and_nothing_is_kept(world):
    with pytest.raises(ReferenceRefused, match=r"Line 3 .* add the text again"):
        add("# Case\n\nMRN: 774193-22, seen in May.", reviewed=True)
    assert not ReferenceDocument.objects.exists()


def test_a_name_passes_when_a_person_has_looked_that_it_is_no_patient(world):
    text = "# Staging\n\nAs agreed with Marisolde Quennevar, stage before treating."
    with pytest.raises(ReferenceRefused, match="--reviewed"):
        add(text)
    assert add(text, reviewed=True) == 1


def test_another_text_under_the_same_version_is_refused(world):
    add()
    with pytest.raises(ReferenceRefused, match="Give it a new version"):
        add(PROTOCOL + " Stop at three times normal.")
    assert add(PROTOCOL + " Stop at three times normal.", version="2") == 2


def test_a_text_answers_only_while_it_is_in_force_and_only_whom_it_is_for(world):
    add(effective_start=date(2026, 1, 1), effective_end=date(2026, 6, 30))
    add(key="own", organization_id=world.brightwater.pk)
    assert {hit.document.key for hit in ask(world, "tuberculosis", on=date(2026, 3, 1))} == {"tnf"}
    assert ask(world, "tuberculosis") == []
    assert {hit.document.key for hit in ask(world, "tuberculosis", organization="brightwater")} == {"own"}


def test_the_index_is_an_approximate_one_and_answers_in_full_behind_the_filter(world):
    for number in range(30):
        add(key=f"other-{number}", organization_id=world.brightwater.pk)
    add()
    assert len(ask(world, "screening before the first dose")) == 2
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'reference_vectors'")
        assert "USING hnsw" in cursor.fetchone()[0]


def test_loaded_policies_become_searchable_once(world):
    call_command("policy_load", "fixtures/policies", fixture=True, stdout=StringIO())
    assert policies_index(actor=WORKER) > 0
    assert policies_index(actor=WORKER) == 0
    hit = ask(world, "continuous glucose monitor coverage")[0]
    assert (hit.document.kind, hit.document.key) == ("policy", "CGM-01")


def test_a_policy_reads_as_its_payer_means_it(world):
    call_command("policy_load", "fixtures/policies", fixture=True, stdout=StringIO())
    policies_index(actor=WORKER)
    migraine = ReferenceDocument.objects.get(key="MAB-07").text
    assert "## Type of migraine (any of these)\n2a:" in migraine
    assert "## None of the following\n" in migraine
    # What follows a group is no part of it.
    adalimumab = ReferenceDocument.objects.get(key="RA-04", version="3").text
    assert "## All of the following, continued\n3: Adalimumab is prescribed by" in adalimumab


def test_the_command_adds_what_it_can_and_names_what_it_could_not(tmp_path, db):
    (tmp_path / "good.md").write_text(PROTOCOL)
    (tmp_path / "empty.md").write_text(" ")
    said, complained = StringIO(), StringIO()
    with pytest.raises(CommandError, match="1 of 2 files"):
        call_command("reference_add", *map(str, sorted(tmp_path.iterdir())), stdout=said, stderr=complained)
    assert said.getvalue() == "Starting a TNF inhibitor: added.\n"
    assert "holds no text" in complained.getvalue()


def refused(*arguments):
    complained = StringIO()
    with pytest.raises(CommandError) as error:
        call_command("reference_add", *map(str, arguments), stdout=StringIO(), stderr=complained)
    return complained.getvalue(), str(error.value)


def test_the_command_says_of_a_file_it_cannot_read_what_to_do(tmp_path, db):
    (tmp_path / "latin.txt").write_bytes("Grüße".encode("latin-1"))
    for name, sentence in (("none.md", "no such file"), ("", "This is a folder"), ("latin.txt", "UTF-8")):
        said, end = refused(tmp_path / name)
        assert str(tmp_path / name) in said
        assert sentence in said
        assert "Errno" not in said
        assert end == "The file was not added."


def test_the_command_names_a_file_that_speaks_of_a_patient_and_says_nothing_of_what_it_holds(tmp_path, db):
    (tmp_path / "case.md").write_text("Marisolde Quennevar, MRN: 774193-22, was seen in May.")
    said, _ = refused(tmp_path / "case.md")
    assert "case was not added: this corpus holds nothing of a patient. Line 1" in said
    assert not [word for word in ("Marisolde", "Quennevar", "774193") if word in said]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.pdf", b"%PDF-1.7\n" + PROTOCOL.encode(), "no plain text"),
        ("a.md", b"PK\x03\x04word/document.xml", "no plain text"),
        ("a.png", b"\x89PNG\r\n\x1a\n\x00", "not text in UTF-8"),
        ("a.bin", b"liver\x00enzymes", "holds a NUL character"),
        ("a.txt", b"liver enzymes " * 500_000, "larger than 1 MB"),
    ],
)
def test_the_command_refuses_in_a_sentence_what_is_no_text_or_too_large(tmp_path, db, name, content, sentence):
    (tmp_path / name).write_bytes(content)
    said, _ = refused(tmp_path / name)
    assert sentence in said
    assert len(said) < 300
    assert not ReferenceDocument.objects.exists()


def test_the_command_drops_a_byte_order_mark_and_cuts_a_title_that_is_a_whole_text(tmp_path, db):
    (tmp_path / "mark.md").write_text(PROTOCOL, encoding="utf-8-sig")
    (tmp_path / "line.txt").write_text("Measure liver enzymes every three months. " * 40)
    said = StringIO()
    call_command("reference_add", *map(str, sorted(tmp_path.iterdir())), stdout=said, stderr=StringIO())
    marked, cut = ReferenceDocument.objects.get(key="mark"), ReferenceDocument.objects.get(key="line")
    assert (marked.title, marked.text) == ("Starting a TNF inhibitor", PROTOCOL)
    assert (len(cut.title) <= 120, cut.title[-1]) == (True, "…")
    assert max(map(len, said.getvalue().splitlines())) < 160


def test_what_is_too_long_to_keep_is_refused_in_a_sentence(tmp_path, db):
    (tmp_path / "good.md").write_text(PROTOCOL)
    said, _ = refused(tmp_path / "good.md", "--text-version", "9" * 41)
    assert "its version has 41 characters; 40 are the most" in said
    for field, most in (("key", 200), ("title", 300)):
        with pytest.raises(ReferenceRefused, match=f"{most} are the most"):
            add(**{field: "x" * (most + 1)})
    assert add(key="x" * 200, title="x" * 300, version="9" * 40) == 2


@given(st.text(alphabet="ab #\n1.", max_size=120))
def test_sections_lie_in_the_text_in_order_and_apart(text):
    spans = [(span.start, span.end) for span in sections(text)]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
