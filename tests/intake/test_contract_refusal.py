"""A field that no data contract names is not guessed at: its resource waits, and the rest of the message goes in."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from apps.chart.models import ResourceVersion
from apps.redaction.contract import FOLDER
from apps.redaction.domain.contract import Contract, read_contract
from tests.factories import World
from tests.fhir import condition, observation, order, patient, text
from tests.intake.conftest import Send

UNNAMED = {
    "a field of the patient": (patient(nickname="Dodo"), "It holds Patient.nickname, which"),
    "a field of a contact": (patient(contact=[{"nickname": "Bo"}]), "It holds Patient.contact[].nickname, which"),
    "a field of a data type": (
        condition(code={"text": "Gout", "spoken": "gout"}), "It holds Condition.code.spoken, which"
    ),
    "a field of an extension": (
        patient(extension=[{"url": "urn:x", "valueNickname": "Do"}]),
        "It holds Patient.extension[].valueNickname, which",
    ),
    "a twin of a field that is none": (patient(_nickname={"id": "1"}), "It holds Patient._nickname, which"),
    "an object where a value stands": (patient(active={"since": "2020"}), "It holds Patient.active.since, which"),
    "a field of a contained drug": (
        order(medicationCodeableConcept=None, medicationReference={"reference": "#m"},
              contained=[{"resourceType": "Medication", "id": "m", "colour": "red"}]),
        "It holds MedicationRequest.contained[Medication].colour, which",
    ),
    "a modifier nobody understands": (
        observation(modifierExtension=[{"url": "urn:not", "valueBoolean": True}]),
        "It holds Observation.modifierExtension[], which",
    ),
    "several fields": (
        condition(a1=1, b2=2, c3=3, d4=4), "Condition.a1, Condition.b2, Condition.c3 and 1 more, which"
    ),
    "a type of record": ({"resourceType": "Horoscope", "id": "h"}, "It is a Horoscope, a type of record"),
}  # fmt: skip


@pytest.mark.parametrize(("body", "said"), UNNAMED.values(), ids=UNNAMED)
def test_what_no_contract_names_is_held_and_the_rest_goes_in(send: Send, body: dict[str, Any], said: str) -> None:
    message, report = send(body, condition("sound"))
    assert (report.resources, report.accepted, report.quarantined, report.lost) == (2, 1, 1, 0)
    held = message.held.get()
    assert said in held.reason
    assert "Add " in held.reason
    assert json.loads(held.raw) == body
    assert ResourceVersion.objects.filter(source_id="sound").exists()


NAMED = {
    "an extension of a vendor": patient(extension=[{"url": "https://vendor.example/x", "valueCode": "7"}]),
    "a twin that carries an extension": patient(_birthDate={"extension": [{"url": "urn:x", "valueDateTime": "1970"}]}),
    "a list with gaps": patient(name=[{"family": "Q", "given": [None, "Ann"], "_given": [{"id": "1"}, None]}]),
    "an element we do not read": condition(evidence=[{"code": [text("swelling")], "detail": [{"display": "X-ray"}]}]),
    "a sealed type with whatever it holds": {"resourceType": "Claim", "id": "c", "anything": {"goes": [1]}},
    "a sealed type inside": condition(contained=[{"resourceType": "Goal", "id": "g", "anything": 1}]),
}  # fmt: skip


@pytest.mark.parametrize("body", NAMED.values(), ids=NAMED)
def test_what_the_contract_names_is_taken(send: Send, body: dict[str, Any]) -> None:
    _, report = send(body)
    assert (report.accepted, report.quarantined, dict(report.reasons)) == (1, 0, {})


def test_the_sentence_repeats_no_name_that_is_none_of_fhirs(send: Send) -> None:
    message, _ = send(patient(**{"Dora Quennell, 555-0142": "x"}))
    reason = message.held.get().reason
    assert "Quennell" not in reason
    assert "(not a name of FHIR)" in reason


def test_a_field_deep_down_leaves_room_for_what_to_do(send: Send) -> None:
    deep = {"url": "urn:x", "nickname": 1}
    for _ in range(20):
        deep = {"url": "urn:x", "extension": [deep]}
    reason = send(patient(extension=[deep]))[0].held.get().reason
    assert "It holds Patient.extension[]" in reason
    assert ".nickname, which no data contract names" in reason
    assert reason.endswith("have the sender leave it out.")


def narrower() -> Contract:
    """Return the contract in force as it would be without Condition.severity."""
    files = {path.relative_to(FOLDER).as_posix(): path.read_bytes() for path in FOLDER.rglob("*.yaml")}
    files["fhir/problems.yaml"] = files["fhir/problems.yaml"].replace(b"      severity: CodeableConcept\n", b"")
    return read_contract(files)


@pytest.fixture
def held_by_an_older_contract(send: Send, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as before:
        before.setattr("apps.redaction.selectors.redacted.data_contract", narrower)
        _, report = send(condition(severity=text("severe")), condition("sound"))
    assert (report.accepted, report.quarantined) == (1, 1)


def test_a_later_contract_lets_in_what_was_held(held_by_an_older_contract: None, world: World) -> None:
    said = StringIO()
    call_command("intake_retry", organization="cedar", stdout=said)
    assert "1 message read again: 1 accepted, 0 still held." in said.getvalue()
    assert ResourceVersion.objects.get(source_id="cond-1").body["severity"] == {"text": "severe"}


def test_what_is_still_not_named_stays_held(send: Send, world: World) -> None:
    send(patient(nickname="Dodo"))
    said = StringIO()
    call_command("intake_retry", organization="cedar", stdout=said)
    assert "0 accepted, 1 still held" in said.getvalue()
    assert "1 held: It holds Patient.nickname" in said.getvalue()


def test_another_organization_is_left_alone(held_by_an_older_contract: None, world: World) -> None:
    said = StringIO()
    call_command("intake_retry", organization="brightwater", stdout=said)
    assert "0 messages read again" in said.getvalue()
    with pytest.raises(CommandError, match="no organization"):
        call_command("intake_retry", organization="nowhere")
