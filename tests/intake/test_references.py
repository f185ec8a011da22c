"""References: inside the message by fullUrl, id or identifier; to earlier messages; never to another host."""

import json
from typing import Any

import pytest

from apps.chart.models import SourceDocument
from apps.chart.selectors import known_identifiers
from tests.factories import World
from tests.fhir import attachment, coded, encounter, note, observation, order, patient, text
from tests.intake.conftest import Send

NPI = "http://hl7.org/fhir/sid/us-npi"
RUIZ = {
    "resourceType": "Practitioner", "id": "ruiz", "identifier": [{"system": NPI, "value": "99"}],
    "name": [{"family": "Ruiz", "given": ["Ana"], "prefix": ["Dr."]}],
    "qualification": [{"code": text("Rheumatologist")}],
}  # fmt: skip
MEDICATION = {"resourceType": "Medication", "id": "mtx", "code": text("Methotrexate 2.5 mg tablet")}


def sent(send: Send, *pairs: tuple[str, dict[str, Any]]) -> None:
    entries = [{"fullUrl": url, "resource": resource} for url, resource in pairs]
    message, report = send(body=json.dumps({"resourceType": "Bundle", "entry": entries}).encode())
    assert report.quarantined == 0, [row.reason for row in message.held.all()]


@pytest.mark.parametrize(
    "reference",
    [
        {"reference": "Practitioner/ruiz"},
        {"reference": "urn:uuid:0000-ruiz"},
        {"reference": f"Practitioner?identifier={NPI}|99"},
        {"reference": "https://ehr.example/fhir/Practitioner/ruiz"},
    ],
)
def test_an_author_is_found_however_they_are_referred_to(send: Send, world: World, reference: dict[str, Any]) -> None:
    url = "https://ehr.example/fhir/Practitioner/ruiz" if "https" in reference["reference"] else "urn:uuid:0000-ruiz"
    sent(send, ("", note(author=[reference])), (url, RUIZ))
    document = SourceDocument.objects.get(patient=world.anna, structured=False)
    assert (document.author, document.author_role) == ("Dr. Ana Ruiz", "Rheumatologist")


def test_an_author_of_an_earlier_message_is_found(send: Send, world: World) -> None:
    send(RUIZ, name="people")
    send(note(author=[{"reference": f"Practitioner?identifier={NPI}|99"}]), name="notes")
    assert SourceDocument.objects.get(patient=world.anna, structured=False).author == "Dr. Ana Ruiz"


def test_a_medication_is_resolved_contained_or_referenced(send: Send, world: World) -> None:
    contained = {"resourceType": "Medication", "id": "m", "code": text("Folic acid 1 mg tablet")}
    send(
        order("a", medicationCodeableConcept=None, medicationReference={"reference": "Medication/mtx"}),
        order("b", medicationCodeableConcept=None, medicationReference={"reference": "#m"}, contained=[contained]),
        MEDICATION,
    )
    words = SourceDocument.objects.get(patient=world.anna, kind="medication_list").text
    assert "Methotrexate 2.5 mg tablet, weekly, by mouth" in words
    assert "Folic acid 1 mg tablet, weekly, by mouth" in words


def test_a_binary_in_the_message_is_read_and_one_elsewhere_is_not_followed(send: Send, world: World) -> None:
    binary = {"resourceType": "Binary", "id": "b1", **attachment("HPI: From the Binary.", "text/plain")}
    here = note("here", content=[{"attachment": {"contentType": "text/plain", "url": "Binary/b1"}}])
    away = note(
        "away", content=[{"attachment": {"contentType": "text/plain", "url": "https://elsewhere.example/Binary/b1"}}]
    )
    message, report = send(here, away, binary)
    assert (report.accepted, message.not_understood["attachments"]) == (3, {"text/plain": 1})
    assert SourceDocument.objects.get(patient=world.anna, structured=False).text == "HPI: From the Binary."


def test_html_becomes_text_without_its_scripts(send: Send, world: World) -> None:
    html = "<h1>Assessment</h1><script>alert(1)</script><p>RA, <b>active</b> &amp; painful.</p><ul><li>MTX</li></ul>"
    send(note(content=[{"attachment": attachment(html, "text/html")}]))
    assert (
        SourceDocument.objects.get(patient=world.anna, structured=False).text
        == "# Assessment\nRA, active & painful.\n- MTX"
    )


def test_a_declared_character_set_is_respected(send: Send, world: World) -> None:
    latin = attachment("HPI: Sjögren 38 °C".encode("latin-1"), "text/plain; charset=ISO-8859-1")
    send(note(content=[{"attachment": latin}]))
    assert "Sjögren 38 °C" in SourceDocument.objects.get(patient=world.anna, structured=False).text


def test_results_gather_by_encounter_and_by_day_without_one(send: Send, world: World) -> None:
    send(
        encounter(),
        observation("a", encounter={"reference": "Encounter/enc-1"}),
        observation("b", encounter={"reference": "Encounter/enc-1"}, code=text("Creatinine")),
        observation("c", effectiveDateTime="2026-07-01"),
        observation("d", effectiveDateTime="2026-07-02"),
    )
    documents = SourceDocument.objects.filter(patient=world.anna, kind="results").order_by("dated_at")
    assert [(bool(d.encounter_id), len(d.lines)) for d in documents] == [(True, 2), (False, 1), (False, 1)]


def test_people_mentioned_anywhere_are_known_to_the_redaction_room(send: Send, world: World) -> None:
    coverage = {
        "resourceType": "Coverage", "id": "cov", "status": "active", "subscriberId": "NF-88213-04",
        "beneficiary": {"reference": "Patient/anna"}, "relationship": coded("x", "self"),
        "payor": [{"display": "Northfield PPO"}],
    }  # fmt: skip
    send(order(requester={"reference": "Practitioner/ruiz"}), RUIZ, coverage)
    world.anna.refresh_from_db()
    known = {(one.kind.value, one.text) for one in known_identifiers(world.anna)}
    assert known >= {
        ("clinician_name", "Dr. Ana Ruiz"), ("clinician_name", "Ruiz"), ("member_id", "NF-88213-04"),
        ("organization", "Northfield PPO"), ("patient_name", "Anna Lindgren-Sato"),
    }  # fmt: skip


def test_an_address_that_two_patients_claim_leads_to_neither(send: Send, world: World) -> None:
    people = [("urn:uuid:1", patient("one")), ("urn:uuid:1", patient("two"))]
    observed = ("urn:uuid:2", observation(subject={"reference": "urn:uuid:1"}))
    entries = [{"fullUrl": url, "resource": resource} for url, resource in [*people, observed]]
    message, report = send(body=json.dumps({"resourceType": "Bundle", "entry": entries}).encode())
    assert "not known here" in message.held.get().reason
    assert report.accepted == 2


def test_an_identifier_that_two_patients_share_leads_to_neither(send: Send) -> None:
    shared = [{"system": "urn:mrn", "value": "7"}]
    by_identifier = observation(subject={"reference": "Patient?identifier=urn:mrn|7"})
    message, _ = send(patient("one", identifier=shared), patient("two", identifier=shared), by_identifier)
    assert message.held.get().resource_type == "Observation"
