"""Signed edits taken out to train a machine: only where allowed, only what may be used again, and naming nobody."""

import json
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from apps.access.selectors import actor_for
from apps.audit.selectors import events_for
from apps.chart.models import Patient, SourceDocument
from apps.core import clock
from apps.core.canonical import sha256_hex
from apps.core.crypto.sealed import sealing
from apps.core.errors import NotAllowed
from apps.drafting.domain.claims import DraftKind
from apps.drafting.domain.tasks import DraftInput, DraftTask, PassageView, input_to_json
from apps.drafting.models import InferenceRun
from apps.governance.models import Release
from apps.quality import learning as room
from apps.redaction.deidentified import Deidentified
from apps.review.domain.edit_kinds import EditKind
from apps.review.domain.rules import ReviewRules
from apps.review.domain.status import Outcome
from apps.review.models import ReviewItem
from apps.review.services import rules_set
from tests.canary import leaks
from tests.review.acts import confirm, finish, open_evidence, sign, waive, words
from tests.review.conftest import kept_after

PLANTED = (
    "Ms. Quennevar, 95-year-old woman, lives at 47 Wrenhaven Road, Sallowmere, VT 05977. SSN 900-55-1234, "
    "call 802-555-0177 or m.quennevar@example.org, seen on 6 Nov 2026."
)


def allow(world):
    rules, before = replace(ReviewRules(), learning_export=True), ReviewRules()
    rules_set(rules=rules, seen=before, reason="Agreed by the board.", person=world.admin, actor=actor_for(world.admin))


def given(desk, planted=""):
    """Return what the machine got: both documents of the draft as passages."""
    passages = []
    for name, document in desk.documents.items():
        redacted = document.redactions.get()
        passages.append(
            PassageView(
                passage_id=str(redacted.pk), text=f"{redacted.text} {planted}".strip(), document_id=str(redacted.pk),
                start=0, end=len(redacted.text), document_kind=document.kind, document_title=document.kind,
                section_kind="", section_title=name, dated_at=datetime(2024, 10, 3, 9, tzinfo=UTC), structured=False,
            )
        )  # fmt: skip
    task = DraftTask(DraftKind.CHART_SUMMARY, "Before first visit", date(2024, 10, 5), age=63, sex="female")
    return DraftInput(task, tuple(passages))


def keep_input(desk, planted=""):
    """Seal the input of the machine beside the draft."""
    release = Release.objects.create(digest="ab" * 32, backend="extractive", model_name="None")
    own = given(desk, planted)
    InferenceRun.objects.create(
        draft=desk.draft, release=release, fence=1, backend="extractive", prompt_version="1", output={},
        input_sha256=own.sha256(), output_sha256="0" * 64, duration_ms=1, **sealing(input=input_to_json(own)),
    )  # fmt: skip


def sign_with_input(desk):
    keep_input(desk)
    finish(desk, desk.world.okafor)
    sign(desk, desk.world.okafor, kinds={3: frozenset({EditKind.DOSE})})


kept_desk_with_input = kept_after(sign_with_input)


@pytest.fixture
def signed(kept_desk_with_input, desk):
    return desk


def period():
    return {"start": clock.now() - timedelta(days=1), "end": clock.now() + timedelta(days=1)}


@dataclass
class Made:
    """A file, read."""

    text: str
    sha256: str
    count: room.LearningCount


def export(desk, person=None, purpose="fine_tuning"):
    person = person or desk.world.people["marchetti"]
    made = room.learning_export(person=person, purpose=purpose, actor=actor_for(person), **period())
    with made.content:
        return Made(made.content.read().decode(), made.sha256, made.count)


def lines_of(made):
    return [json.loads(line) for line in made.text.splitlines()]


def answer(messages):
    return json.loads(messages[0]["content"])["claims"]


def test_a_file_holds_what_was_signed_beside_what_the_machine_wrote(signed):
    allow(signed.world)
    header, *lines = lines_of(export(signed))
    assert (header["format"], header["purpose"]) == ("workbench.learning/1", "fine_tuning")
    assert [(line["kind"], line["scope"]) for line in lines] == [
        ("sft", "draft"), ("preference", "draft"), ("preference", "claim"), ("preference", "claim"),
    ]  # fmt: skip
    whole, pair, edited, removed = lines
    said = [claim["text"] for claim in answer(whole["completion"])]
    assert said == [claim["text"] for claim in answer(pair["chosen"])]
    assert "Methotrexate was stopped after 5 doses because of nausea." in said
    assert "Methotrexate 20 mg weekly failed." in [claim["text"] for claim in answer(pair["rejected"])]
    assert "[1]" in whole["prompt"][1]["content"]
    assert answer(edited["rejected"])[0]["text"] == "Methotrexate 20 mg weekly failed."
    assert answer(edited["chosen"])[0]["basis"] == "clinician_statement"
    assert (edited["meta"]["kinds"], removed["meta"]["kinds"]) == (["dose"], ["removal"])
    assert answer(removed["chosen"]) == []


def test_a_file_that_teaches_what_to_prefer_holds_pairs_alone(signed):
    allow(signed.world)
    _, *lines = lines_of(export(signed, purpose="preference"))
    assert {line["kind"] for line in lines} == {"preference"}


def test_a_draft_that_nobody_changed_has_nothing_to_prefer_and_the_page_says_so(desk):
    keep_input(desk)
    okafor = desk.world.okafor
    open_evidence(desk, okafor, 1, 2)
    confirm(desk, okafor, 1)
    waive(desk, okafor, 3)
    waive(desk, okafor, 4)
    sign(desk, okafor, outcome=Outcome.APPROVE, reason_code="")
    allow(desk.world)
    made = export(desk, purpose="preference")
    assert (len(made.text.splitlines()), made.count.total, made.count.left_out["unchanged"]) == (1, 0, 1)
    told = "Signed as the machine wrote it: there is nothing to prefer to it: 1"
    client = desk.client(desk.world.people["marchetti"])
    assert told in words(client.post(reverse(PAGE), {"days": "30", "purpose": "preference"}))
    assert export(desk, purpose="fine_tuning").count.left_out["unchanged"] == 0


def test_every_citation_is_the_number_of_a_passage_that_is_shown(signed):
    allow(signed.world)
    _, whole, *_ = lines_of(export(signed))
    first = answer(whole["completion"])[0]
    assert first["cites"] == [1]
    assert "CDAI 31" in whole["prompt"][1]["content"].split("[2]")[0]


def test_nobody_is_named_and_dates_move_alike(signed):
    allow(signed.world)
    text = export(signed).text
    for word in ("Lindgren", "Anna", "Okafor", "2024-10-03", str(signed.world.anna.pk), str(signed.draft.pk)):
        assert word not in text
    assert "[PATIENT-1" in text


def test_what_the_first_wall_left_in_is_taken_out_on_the_way(desk):
    keep_input(desk, PLANTED)
    finish(desk, desk.world.okafor)
    sign(desk, desk.world.okafor)
    allow(desk.world)
    made = export(desk)
    assert made.count.total
    assert not leaks([("file", made.text)])


def test_a_line_that_still_names_somebody_is_held_back_and_counted(signed, monkeypatch):
    allow(signed.world)
    blind = "Anna Lindgren-Sato was seen."

    def leave_in(*, patient_id, texts, days, actor):
        left = [text.replace("Methotrexate 20 mg weekly failed.", blind) for text in texts]
        return Deidentified(tuple(left), tuple(days))

    monkeypatch.setattr(room, "texts_deidentify", leave_in)
    made = export(signed)
    assert "Lindgren" not in made.text
    assert made.count.left_out["leak"] == 2  # the pair of the draft and the pair of the claim
    assert made.count.total == 2


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"labels": ["hiv"]}, "restricted"),
        ({"confidentiality": "R"}, "restricted"),
        ({"label_basis": [["", "NOREUSE", "received"]]}, "handling"),
    ],
)
def test_a_draft_that_rests_on_a_record_not_to_be_used_again_is_left_out_and_counted(signed, change, reason):
    allow(signed.world)
    SourceDocument.objects.filter(pk=signed.documents["phone"].pk).update(**change)
    made = export(signed)
    assert (made.count.signed, made.count.total, dict(made.count.left_out)) == (1, 0, {reason: 1})
    assert len(lines_of(made)) == 1


def test_a_draft_that_was_amended_is_left_out(signed):
    allow(signed.world)
    ReviewItem.objects.filter(draft=signed.draft).update(status="AMENDED")
    assert dict(export(signed).count.left_out) == {"amended": 1}


def test_a_test_patient_is_left_out(signed):
    allow(signed.world)
    Patient.objects.filter(pk=signed.world.anna.pk).update(is_test=True)
    assert dict(export(signed).count.left_out) == {"test": 1}


def test_a_draft_whose_input_is_no_longer_kept_is_left_out(desk):
    allow(desk.world)
    finish(desk, desk.world.okafor)
    sign(desk, desk.world.okafor)
    assert dict(export(desk).count.left_out) == {"input_gone": 1}


def test_what_is_not_signed_is_not_there(finished):
    keep_input(finished)
    allow(finished.world)
    assert (export(finished).count.signed, export(finished).count.total) == (0, 0)


def test_another_organization_takes_out_nothing_of_this_one(signed, world):
    allow(world)
    quill = world.people["quill"]
    quill.role = "quality"
    with pytest.raises(NotAllowed, match="does not let edits be taken out"):
        export(signed, person=quill)


def test_the_file_is_on_record_with_its_purpose_count_and_sha256(signed):
    allow(signed.world)
    made = export(signed, purpose="evaluation")
    event = events_for(organization_id=signed.world.cedar.pk, action="learning_exported").get()
    told = event.details
    assert told["sha256"] == made.sha256 == sha256_hex(made.text)
    assert (told["purpose"], told["signed"], told["drafts"], told["lines"], told["left_out"]) == (
        "evaluation", 1, 1, 4, {},
    )  # fmt: skip


PAGE, FILE = "quality:learning", "quality:learning_file"


@pytest.mark.parametrize(("person", "status"), [("marchetti", 200), ("okafor", 403), ("admin", 403), ("reyes", 403)])
def test_only_the_quality_team_opens_the_page_and_takes_the_file(signed, person, status):
    allow(signed.world)
    client = signed.client(signed.world.people[person])
    assert client.get(reverse(PAGE)).status_code == status
    response = client.post(reverse(FILE), {"days": "30", "purpose": "preference"})
    if status == 200:
        assert b"".join(response.streaming_content)  # read to its end, a file is closed
    assert response.status_code == status
    assert events_for(organization_id=signed.world.cedar.pk, action="learning_exported").exists() is (status == 200)


def test_while_the_rule_is_off_the_page_says_so_and_no_file_is_made(signed):
    client = signed.client(signed.world.people["marchetti"])
    assert "does not let edits be taken out" in client.get(reverse(PAGE)).content.decode()
    assert client.post(reverse(FILE), {"days": "30", "purpose": "preference"}).status_code == 403
    assert client.post(reverse(PAGE), {"days": "30"}).status_code == 403


def test_the_page_counts_first_asks_for_a_purpose_and_lists_what_was_taken_out(signed):
    allow(signed.world)
    client = signed.client(signed.world.people["marchetti"])
    counted = client.post(reverse(PAGE), {"days": "30"}).content.decode()
    assert "What to prefer, by changed claim" in counted
    refused = client.post(reverse(FILE), {"days": "30"})
    assert refused.status_code == 422
    assert "Choose what the file is for." in refused.content.decode()
    assert client.get(reverse(FILE)).status_code == 405
    response = client.post(reverse(FILE), {"days": "30", "purpose": "preference"})
    assert response["Content-Disposition"].startswith("attachment; filename=")
    assert len(b"".join(response.streaming_content).splitlines()) == 4  # its header, and pairs
    assert response["X-Content-SHA256"][:12] in client.get(reverse(PAGE)).content.decode()
