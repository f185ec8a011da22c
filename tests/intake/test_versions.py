"""The same again changes nothing; something newer takes over; something older does not."""

import json
from typing import Any

from apps.audit.models import AuditEvent
from apps.chart.models import ResourceVersion, SourceDocument
from apps.intake.models import InboundMessage
from tests.factories import World
from tests.fhir import attachment, condition, encounter, note, observation, order, patient
from tests.intake.conftest import Send


def current_text(world: World, kind: str) -> str:
    return SourceDocument.objects.get(patient=world.anna, kind=kind, current=True).text


def test_the_same_message_again_changes_nothing(send: Send) -> None:
    first, _ = send(condition(), note(), name="file")
    before = SourceDocument.objects.count(), ResourceVersion.objects.count(), AuditEvent.objects.count()
    second, report = send(condition(), note(), name="file")
    assert second.pk == first.pk
    assert (report.repeated, report.accepted, report.unchanged, report.lost) == (1, 0, 2, 0)
    assert (SourceDocument.objects.count(), ResourceVersion.objects.count(), AuditEvent.objects.count()) == before


def test_the_same_resources_in_another_message_are_unchanged(send: Send) -> None:
    send(condition(), note(), name="first")
    before = SourceDocument.objects.count()
    message, report = send(note(), condition(), name="second")
    assert (report.accepted, report.unchanged) == (0, 2)
    assert (message.unchanged, SourceDocument.objects.count()) == (2, before)


def test_a_new_version_of_a_note_replaces_the_old_one_and_keeps_it(send: Send, world: World) -> None:
    send(note(words="HPI: Takes 20 mg."), name="first")
    send(note(words="HPI: Takes 10 mg."), name="second")
    old, new = SourceDocument.objects.filter(series="DocumentReference/note-1").order_by("version")
    assert (old.current, new.current, new.version, new.replaces_id) == (False, True, 2, old.pk)
    assert (old.text, new.text) == ("HPI: Takes 20 mg.", "HPI: Takes 10 mg.")


def test_a_changed_fact_gives_its_list_a_new_version(send: Send, world: World) -> None:
    send(condition("a"), condition("b", code={"text": "Gout"}), name="first")
    send(condition("b", code={"text": "Pseudogout"}), name="second")
    old, new = SourceDocument.objects.filter(patient=world.anna, kind="problem_list").order_by("version")
    assert "Gout" in old.text
    assert "Rheumatoid arthritis" in new.text
    assert "Pseudogout" in new.text
    assert new.replaces_id == old.pk


def test_an_unchanged_list_keeps_its_version(send: Send, world: World) -> None:
    send(condition(), order(), name="first")
    send(order(status="stopped"), name="second")
    assert SourceDocument.objects.get(patient=world.anna, kind="problem_list").version == 1
    assert SourceDocument.objects.get(patient=world.anna, kind="medication_list", current=True).version == 2


def test_an_older_version_that_comes_late_is_kept_but_does_not_stand(send: Send, world: World) -> None:
    send(condition(meta={"versionId": "2"}, code={"text": "Gout"}), name="first")
    _, report = send(condition(meta={"versionId": "1"}, code={"text": "Joint pain"}), name="second")
    assert report.accepted == 1
    assert "Gout" in current_text(world, "problem_list")
    assert ResourceVersion.objects.get(source_id="cond-1", current=True).version_id == "2"


def test_a_content_that_comes_back_stands_again(send: Send, world: World) -> None:
    for number, words in enumerate(["Gout", "Pseudogout", "Gout"]):
        send(condition(code={"text": words}), name=f"message {number}")
    assert "\nGout" in current_text(world, "problem_list")
    assert ResourceVersion.objects.filter(source_id="cond-1").count() == 2


def test_entered_in_error_takes_the_fact_out(send: Send, world: World) -> None:
    send(observation(), encounter(), name="first")
    send(observation(status="entered-in-error"), name="second")
    document = SourceDocument.objects.get(patient=world.anna, kind="results", current=True)
    assert "8.2" not in document.text
    assert document.lines == []
    assert document.source_status == "entered-in-error"


def test_a_note_entered_in_error_is_withdrawn(send: Send, world: World) -> None:
    send(note(words="HPI: Wrong patient."), name="first")
    send(note(words="HPI: Wrong patient.", status="entered-in-error"), name="second")
    document = SourceDocument.objects.get(patient=world.anna, structured=False, current=True)
    assert "withdrawn" in document.text
    assert document.version == 2


def test_a_note_that_arrives_as_an_error_becomes_no_document(send: Send, world: World) -> None:
    send(note(status="entered-in-error"))
    assert not SourceDocument.objects.filter(patient=world.anna, structured=False).exists()


def test_a_refuted_condition_never_becomes_a_line(send: Send, world: World) -> None:
    refuted = {"coding": [{"code": "refuted"}]}
    send(condition("a", verificationStatus=refuted, code={"text": "Pulmonary embolism"}), condition("b"))
    assert "embolism" not in current_text(world, "problem_list")


def test_a_note_that_replaces_another_is_its_next_version(send: Send, world: World) -> None:
    addendum = note(
        "note-2",
        words="HPI: Corrected.",
        relatesTo=[{"code": "replaces", "target": {"reference": "DocumentReference/note-1"}}],
    )
    send(addendum, note("note-1", words="HPI: Draft."))
    first, second = SourceDocument.objects.filter(series="DocumentReference/note-1").order_by("version")
    assert (first.text, second.text, second.current) == ("HPI: Draft.", "HPI: Corrected.", True)
    send(note("note-1", words="HPI: Draft.", status="superseded"), name="late news about the first")
    assert SourceDocument.objects.get(series="DocumentReference/note-1", current=True).text == "HPI: Corrected."


def test_what_was_held_gets_in_when_its_message_is_sent_again(send: Send) -> None:
    message, report = send(condition(patient="dora"), condition("known"), name="bulk")
    assert (report.accepted, report.quarantined) == (1, 1)
    send(patient("dora"), name="the patient")
    again, report = send(condition(patient="dora"), condition("known"), name="bulk")
    assert again.pk == message.pk
    assert (report.accepted, report.unchanged, report.quarantined) == (1, 1, 0)
    assert (again.resources, again.accepted, again.quarantined, again.held.count()) == (2, 2, 0, 0)


def test_reading_an_old_message_again_brings_nothing_back(send: Send, world: World) -> None:
    send(condition(code={"text": "Gout"}), observation(patient="nobody"), name="old")
    send(condition(code={"text": "Pseudogout"}), name="new")
    send(condition(code={"text": "Gout"}), observation(patient="nobody"), name="old")
    assert "Pseudogout" in current_text(world, "problem_list")


def test_a_message_says_what_it_kept_without_understanding_it(send: Send, world: World) -> None:
    claim = {"resourceType": "Claim", "id": "c", "status": "active", "patient": {"reference": "Patient/anna"}}
    pdf = note("scan", content=[{"attachment": attachment(b"%PDF-1.7", "application/pdf")}])
    message, report = send(claim, pdf)
    assert report.accepted == 2
    assert message.not_understood == {"types": {"Claim": 1}, "attachments": {"application/pdf": 1}}
    kept = ResourceVersion.objects.get(resource_type="Claim")
    assert (kept.understood, kept.patient_id, kept.body) == (False, world.anna.pk, claim)


def test_the_raw_bytes_outlive_a_failure_to_read_them(send: Send, monkeypatch: Any) -> None:
    monkeypatch.setattr("apps.intake.services.reading.prepare", lambda *_: 1 / 0)
    message, report = send(condition())
    assert report.faults == 1
    assert "stumbled over it (ZeroDivisionError)" in message.reason
    assert InboundMessage.objects.get().body
    monkeypatch.undo()
    _, report = send(condition())
    assert (report.accepted, report.faults) == (1, 0)


def test_counts_of_a_message_can_never_disagree(send: Send) -> None:
    message, _ = send(*(json.loads(json.dumps(condition(f"c{n}"))) for n in range(5)), observation(patient="nobody"))
    assert (message.resources, message.accepted, message.unchanged, message.quarantined) == (6, 5, 0, 1)
