"""Small FHIR R4 resources that a test can bend: valid as they are, changed by keyword."""

import base64
from typing import Any

Resource = dict[str, Any]


def text(words: str) -> Resource:
    return {"text": words}


def coded(system: str, code: str, display: str = "") -> Resource:
    return {"coding": [{"system": system, "code": code, **({"display": display} if display else {})}]}


def category(code: str) -> list[Resource]:
    return [coded("http://terminology.hl7.org/CodeSystem/observation-category", code)]


def resource(type_: str, id_: str, patient: str, elements: Resource, changes: Resource) -> Resource:
    owner = {"AllergyIntolerance": "patient", "Immunization": "patient", "Coverage": "beneficiary"}.get(
        type_, "subject"
    )
    made = {"resourceType": type_, "id": id_, owner: {"reference": f"Patient/{patient}"}, **elements, **changes}
    return {name: value for name, value in made.items() if value is not None}


def observation(id_: str = "obs-1", patient: str = "anna", **changes: Any) -> Resource:
    elements = {
        "status": "final",
        "category": category("laboratory"),
        "code": {"coding": [{"system": "http://loinc.org", "code": "4548-4"}], "text": "Hemoglobin A1c"},
        "effectiveDateTime": "2026-06-12T09:30:00-05:00",
        "valueQuantity": {"value": 8.2, "unit": "%"},
    }
    return resource("Observation", id_, patient, elements, changes)


def condition(id_: str = "cond-1", patient: str = "anna", **changes: Any) -> Resource:
    return resource(
        "Condition", id_, patient, {"code": text("Rheumatoid arthritis"), "onsetDateTime": "2019-03-14"}, changes
    )


def allergy(id_: str = "allergy-1", patient: str = "anna", **changes: Any) -> Resource:
    elements = {"code": text("Penicillin"), "reaction": [{"manifestation": [text("rash")], "severity": "mild"}]}
    return resource("AllergyIntolerance", id_, patient, elements, changes)


def order(id_: str = "order-1", patient: str = "anna", **changes: Any) -> Resource:
    elements = {
        "status": "active",
        "intent": "order",
        "medicationCodeableConcept": text("Methotrexate 20 mg"),
        "dosageInstruction": [{"text": "weekly, by mouth"}],
        "authoredOn": "2024-04-16",
    }
    return resource("MedicationRequest", id_, patient, elements, changes)


def encounter(id_: str = "enc-1", patient: str = "anna", **changes: Any) -> Resource:
    elements = {
        "status": "finished",
        "class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "AMB"},
        "type": [text("Office visit")],
        "period": {"start": "2026-06-12T09:00:00-05:00", "end": "2026-06-12T09:40:00-05:00"},
    }
    return resource("Encounter", id_, patient, elements, changes)


def attachment(words: str | bytes, content_type: str = "text/plain; charset=utf-8", **changes: Any) -> Resource:
    content = words.encode() if isinstance(words, str) else words
    return {"contentType": content_type, "data": base64.b64encode(content).decode(), **changes}


def note(id_: str = "note-1", patient: str = "anna", words: str = "HPI: Well.", **changes: Any) -> Resource:
    elements = {
        "status": "current",
        "type": coded("http://loinc.org", "11506-3", "Progress note"),
        "category": [text("Clinical note")],
        "date": "2026-06-12T10:00:00-05:00",
        "content": [{"attachment": attachment(words)}],
    }
    return resource("DocumentReference", id_, patient, elements, changes)


def patient(id_: str = "dora", **changes: Any) -> Resource:
    made = {
        "resourceType": "Patient",
        "id": id_,
        "identifier": [{"system": "urn:example:mrn", "value": f"MRN-{id_}"}],
        "name": [{"family": "Quennell", "given": ["Dora", "Ann"]}],
        "birthDate": "1970-02-03",
        **changes,
    }
    return {name: value for name, value in made.items() if value is not None}
