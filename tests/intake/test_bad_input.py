"""Whatever is sent gets a sentence, is kept, writes nothing by halves, and leaves the rest of its message alone."""

import base64
import gzip
import json
from typing import Any

import pytest

from apps.chart.models import Patient, ResourceVersion, SourceDocument
from apps.intake.domain.media_types import FHIR_NDJSON
from apps.intake.domain.status import MessageStatus
from apps.intake.models import InboundMessage
from tests.factories import World
from tests.fhir import allergy, attachment, condition, encounter, note, observation, order, patient
from tests.intake.conftest import Send, bundle

SMALL = 2**20


def deep(levels: int) -> dict[str, Any]:
    nested: dict[str, Any] = {}
    for _ in range(levels):
        nested = {"extension": [nested]}
    return nested


BAD_RESOURCES = {
    "an unknown patient": (observation(patient="nobody"), "not known here"),
    "a patient of another organization": (observation(patient="carla"), "not known here"),
    "no patient": (observation(subject=None), "Observation.subject is missing"),
    "a patient only in words": (observation(subject={"display": "Anna"}), "only in words"),
    "a patient on another server": (observation(subject={"reference": "https://elsewhere.example/Patient/anna"}),
    "another server"),
    "another subject than a patient": (observation(subject={"reference": "Group/herd"}), "other than a patient"),
    "no code": (condition(code=None), "Condition.code is missing"),
    "an empty code": (condition(code={}), "Condition.code is missing"),
    "no value": (observation(valueQuantity=None), "value[x] or dataAbsentReason"),
    "no category": (observation(category=[]), "Observation.category is missing"),
    "no medication": (order(medicationCodeableConcept=None), "medicationCodeableConcept or medicationReference"),
    "a patient without identifier": (patient(identifier=None), "Patient.identifier is missing"),
    "an identifier without system": (patient(identifier=[{"value": "7"}]), "Patient.identifier.system is missing"),
    "a patient without a name": (patient(name=[{"use": "official"}]), "Patient.name.family or given or text"),
    "an encounter without class": (encounter(**{"class": None}), "Encounter.class is missing"),
    "a text where an object belongs": (condition(code="arthritis"), "Condition.code must be an object"),
    "an object where a list belongs": (observation(category={"text": "lab"}), "Observation.category must be a list"),
    "a value that is no number": (observation(valueQuantity={"value": "8.2"}), "valueQuantity.value must be a number"),
    "a date that is none": (condition(onsetDateTime="last spring"), "Condition.onsetDateTime must be a date"),
    "a day that does not exist": (condition(onsetDateTime="2024-02-31"), "must be a date"),
    "a year nobody lives in": (condition(onsetDateTime="9999-12-31T23:59:59-12:00"), "must be a date"),
    "no id": (observation(id_=""), "Observation.id must be"),
    "an id with a line break": (observation(id_="a\nb"), "Observation.id must be"),
    "a null character": (condition(code={"text": "arth\x00ritis"}), "null character"),
    "a null character in a name of an element": (condition(**{"a\x00b": 1}), "null character"),
    "half a character": (condition(code={"text": "\ud800"}), "half of a character"),
    "a number too large": (observation(valueQuantity={"value": 10**40}), "number too large"),
    "an infinite number": (observation(valueQuantity={"value": float("inf")}), "number too large"),
    "something that is not a number": (observation(valueQuantity={"value": float("nan")}), "number too large"),
    "nesting without end": (condition(**deep(80)), "levels deep"),
    "an attachment that is no base64": (note(content=[{"attachment": {"contentType": "text/plain",
    "data": "n@t base64"}}]), "not valid base64"),
    "an attachment cut off": (note(content=[{"attachment": {"contentType": "text/plain", "data": "QUJ"}}]),
    "not valid base64"),
    "an attachment in another character set": (note(content=[{"attachment": attachment("Müller".encode("latin-1"))}]),
    "not UTF-8 text"),
    "a character set nobody knows": (note(content=[{"attachment": attachment("x", "text/plain; charset=klingon")}]),
    "not known here"),
    "an attachment whose hash differs": (note(content=[{"attachment": attachment("x",
    hash="AAAAAAAAAAAAAAAAAAAAAAAAAAA=")}]), "does not match the hash"),
    "no attachment at all": (note(content=[{"format": {}}]), "DocumentReference.content.attachment is missing"),
    "no content": (note(content=[]), "DocumentReference.content is missing"),
    "no resource": ({}, "holds no resource"),
    "no resourceType": ({"id": "x"}, "resourceType is missing"),
}  # fmt: skip


@pytest.mark.parametrize(("resource", "sentence"), BAD_RESOURCES.values(), ids=BAD_RESOURCES)
def test_a_bad_resource_is_held_with_a_sentence_and_the_rest_is_taken(
    send: Send, world: World, resource: dict[str, Any], sentence: str
) -> None:
    message, report = send(allergy(), resource, condition(id_="good"))
    (held,) = message.held.all()
    assert sentence in held.reason
    assert held.reason.endswith(".")
    assert held.position == 2
    assert held.raw
    assert (report.accepted, report.quarantined, report.lost) == (2, 1, 0)
    assert set(ResourceVersion.objects.exclude(source_id="anna").filter(patient=world.anna).values_list("source_id",
    flat=True)) == {"allergy-1", "good"}  # fmt: skip
    assert message.status == MessageStatus.STORED


BAD_MESSAGES = {
    "truncated JSON": (bundle(condition())[:-20], "cut off"),
    "truncated in a text": (b'{"resourceType": "Bundle", "id": "abc', "cut off"),
    "not JSON": (b"{'resourceType': 'Bundle'}", "not valid JSON"),
    "another character set": (bundle(condition()).replace(b"Rheumatoid", b"Rheumat\xefde"), "not UTF-8 text"),
    "not FHIR": (b'{"hello": "world"}', "not FHIR"),
    "a list": (b"[1, 2]", "not FHIR"),
    "XML": (b"<Bundle xmlns='http://hl7.org/fhir'/>", "XML"),
    "nothing": (b"  \n", "empty"),
    "gzip cut off": (gzip.compress(bundle(condition()))[:-12], "gzip file is damaged"),
    "gzip that is none": (b"\x1f\x8b" + b"nonsense", "gzip file is damaged"),
    "nested to death": (b'{"a":' * 100_000, "levels deep"),
    "entry that is no list": (b'{"resourceType": "Bundle", "entry": {}}', "entry is not a list"),
}


@pytest.mark.parametrize(("body", "sentence"), BAD_MESSAGES.values(), ids=BAD_MESSAGES)
def test_an_unreadable_message_is_quarantined_whole_with_a_sentence(send: Send, body: bytes, sentence: str) -> None:
    before = ResourceVersion.objects.count(), SourceDocument.objects.count()
    message, report = send(body=body)
    assert message.status == MessageStatus.QUARANTINED
    assert sentence in message.reason
    assert InboundMessage.objects.get(pk=message.pk).body == body
    assert (ResourceVersion.objects.count(), SourceDocument.objects.count()) == before
    assert (report.unreadable, report.faults, report.lost) == (1, 0, 0)


@pytest.mark.parametrize("status", ["cancelled", "registered"])
def test_an_observation_that_was_never_made_needs_no_value(send: Send, status: str) -> None:
    _, report = send(observation(status=status, valueQuantity=None))
    assert (report.accepted, report.quarantined) == (1, 0)


def test_a_60_mb_attachment_is_refused_before_it_is_decoded(send: Send) -> None:
    large = {"contentType": "application/pdf", "data": "A" * (80 * SMALL)}
    message, report = send(note(content=[{"attachment": large}]), condition())
    assert "larger than 20 MB" in message.held.get().reason
    assert (report.accepted, report.quarantined) == (1, 1)


def test_a_gzip_bomb_is_refused_at_the_limit(send: Send, settings: Any) -> None:
    settings.WORKBENCH_MAX_MESSAGE_BYTES = SMALL
    message, _ = send(body=gzip.compress(b" " * (5 * SMALL)))
    assert "larger than 1 MB unpacked" in message.reason


def test_one_bad_line_of_ndjson_is_one_held_line(send: Send) -> None:
    lines = [
        json.dumps(condition()).encode(),
        b'{"resourceType": "Condition", "id":',
        b"\xff\xfe",
        json.dumps(order()).encode(),
    ]
    message, report = send(body=b"\n".join(lines), media_type=FHIR_NDJSON)
    assert [row.position for row in message.held.all()] == [2, 3]
    assert (report.accepted, report.quarantined, report.lost) == (2, 2, 0)


def test_an_element_named_twice_is_held(send: Send) -> None:
    body = b'{"resourceType": "Condition", "id": "c", "id": "d", "subject": {"reference": "Patient/anna"}}'
    message, _ = send(body=body)
    assert "names one element twice" in message.held.get().reason


def test_one_id_twice_with_different_content_takes_the_first_and_holds_the_second(send: Send) -> None:
    message, report = send(condition(), condition(code={"text": "Gout"}), condition())
    assert "twice with different content" in message.held.get().reason
    assert (report.accepted, report.unchanged, report.quarantined) == (1, 1, 1)


def test_a_record_never_moves_to_another_patient(send: Send, world: World) -> None:
    send(condition())
    message, _ = send(condition(patient="berta"), name="second")
    assert "another patient" in message.held.get().reason
    assert ResourceVersion.objects.get(source_id="cond-1").patient_id == world.anna.pk


def test_an_encounter_of_another_patient_holds_what_refers_to_it(send: Send) -> None:
    message, _ = send(encounter(patient="berta"), observation(encounter={"reference": "Encounter/enc-1"}))
    assert "encounter belongs to another patient" in message.held.get().reason


def test_what_belongs_to_a_refused_patient_is_held_with_it(send: Send) -> None:
    message, report = send(patient("dora", name=None), condition(patient="dora"))
    assert report.quarantined == 2
    assert not Patient.objects.filter(source_id="dora").exists()
    assert "not known here" in message.held.get(position=2).reason


def test_a_deletion_is_not_obeyed(send: Send) -> None:
    send(condition())
    entry = {"request": {"method": "DELETE", "url": "Condition/cond-1"}}
    message, _ = send(body=json.dumps({"resourceType": "Bundle", "entry": [entry]}).encode(), name="second")
    assert "asks for a deletion" in message.held.get().reason
    assert ResourceVersion.objects.filter(source_id="cond-1", current=True).exists()


def test_a_null_character_inside_an_attachment_becomes_a_space(send: Send, world: World) -> None:
    send(note(words="HPI: a\x00b"))
    assert SourceDocument.objects.get(patient=world.anna, structured=False).text == "HPI: a b"


def test_a_sentence_names_no_patient(send: Send) -> None:
    message, _ = send(observation(patient="secret-name"), condition(id_="secret-name", code=None))
    assert not [row.reason for row in message.held.all() if "secret-name" in row.reason]


def test_base64_with_line_breaks_is_read(send: Send, world: World) -> None:
    data = base64.encodebytes(b"HPI: " + b"well " * 40).decode()
    send(note(content=[{"attachment": {"contentType": "text/plain", "data": data}}]))
    assert SourceDocument.objects.get(patient=world.anna, structured=False).text.startswith("HPI: well")
