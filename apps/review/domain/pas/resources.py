"""The resources around a Claim, one function for each. References are given; nothing here knows a bundle."""

from base64 import b64encode
from typing import Any

from apps.review.domain.pas.names import ICD, ROLE, TERMINOLOGY
from apps.review.domain.pas.parts import (
    coded,
    concept,
    name_of,
    npi_identifier,
    period,
    profile,
    quantity,
    ref,
    without_empty,
)
from apps.review.domain.pas.values import Attachment, Clinic, Diagnosis, Individual, Item, Member, PasRequest

RELATIONSHIP = f"{TERMINOLOGY}subscriber-relationship"
DOCUMENT_CATEGORY = "http://hl7.org/fhir/us/core/CodeSystem/us-core-documentreference-category"
DEVICES = ("E", "K", "L")  # first letters of HCPCS codes
DRUGS = ("J",)


def patient(member: Member, version: object) -> dict[str, Any]:
    own = member.relationship == "self"
    return without_empty({
        "resourceType": "Patient",
        "meta": profile("profile-subscriber" if own else "profile-beneficiary", version),
        "identifier": [{"type": concept(f"{TERMINOLOGY}v2-0203", "MB"), "value": member.member_id}],
        "name": [{"family": member.family, "given": member.given.split()}],
        "gender": member.sex,
        "birthDate": member.born.isoformat() if member.born else "",
    })  # fmt: skip


def subscriber(person: Individual, version: object) -> dict[str, Any]:
    return {"resourceType": "Patient", "meta": profile("profile-subscriber", version), "name": name_of(person)}


def insurer(name: str, payer_id: str, version: object) -> dict[str, Any]:
    return without_empty({
        "resourceType": "Organization",
        "meta": profile("profile-insurer", version),
        "identifier": [{"value": payer_id}] if payer_id else [],
        "active": True,
        "type": [concept(ROLE, "PR")],
        "name": name,
    })  # fmt: skip


def clinic(organization: Clinic, version: object) -> dict[str, Any]:
    telecom = [{"system": "phone", "value": organization.phone}, {"system": "fax", "value": organization.fax}]
    lines = [line.strip() for line in organization.address.splitlines() if line.strip()]
    return without_empty({
        "resourceType": "Organization",
        "meta": profile("profile-organization", version),
        "active": True,
        "name": organization.name,
        "telecom": [row for row in telecom if row["value"]],
        "address": [{"text": "\n".join(lines), "line": lines}] if lines else [],
    })  # fmt: skip


def practitioner(person: Individual, version: object) -> dict[str, Any]:
    return without_empty({
        "resourceType": "Practitioner",
        "meta": profile("profile-practitioner", version),
        "identifier": npi_identifier(person.npi) if person.npi else [],
        "name": name_of(person),
    })  # fmt: skip


def role(practitioner_url: str, clinic_url: str, person: Individual, version: object) -> dict[str, Any]:
    return without_empty({
        "resourceType": "PractitionerRole",
        "meta": profile("profile-practitionerrole", version),
        "practitioner": ref(practitioner_url),
        "organization": ref(clinic_url) if clinic_url else None,
        "specialty": [{"text": person.specialty}] if person.specialty else [],
    })  # fmt: skip


def coverage(
    member: Member, patient_url: str, insurer_url: str, subscriber_url: str, version: object
) -> dict[str, Any]:
    return without_empty({
        "resourceType": "Coverage",
        "meta": profile("profile-coverage", version),
        "status": "active",
        "subscriber": ref(subscriber_url) if subscriber_url else None,
        "subscriberId": member.member_id,
        "beneficiary": ref(patient_url),
        "relationship": concept(RELATIONSHIP, member.relationship),
        "payor": [ref(insurer_url)],
        "class": [
            {"type": concept(f"{TERMINOLOGY}coverage-class", kind), "value": value}
            for kind, value in (("plan", member.plan), ("group", member.group))
            if value
        ],
    })  # fmt: skip


def condition(diagnosis: Diagnosis, patient_url: str) -> dict[str, Any]:
    return {
        "resourceType": "Condition",
        "clinicalStatus": concept(f"{TERMINOLOGY}condition-clinical", "active"),
        "category": [concept(f"{TERMINOLOGY}condition-category", "problem-list-item")],
        "code": concept(ICD, diagnosis.code, diagnosis.words),
        "subject": ref(patient_url),
    }


def order(item: Item, patient_url: str, requester_url: str, reasons: list[str], version: object) -> dict[str, Any]:
    """Return what is asked for as an order: of a medication, of a device, or of a service."""
    shared = {
        "status": "active",
        "intent": "order",
        "subject": ref(patient_url),
        "requester": ref(requester_url),
        "reasonReference": [ref(url) for url in reasons],
    }
    amount = quantity(item.delivery.quantity, item.delivery.unit)
    often = {"text": item.delivery.frequency} if item.delivery.frequency else None
    if _is_drug(item):
        return without_empty({
            "resourceType": "MedicationRequest", "meta": profile("profile-medicationrequest", version), **shared,
            "medicationCodeableConcept": coded(item.service),
            "dosageInstruction": [often] if often else [],
            "dispenseRequest": {"quantity": amount},
        })  # fmt: skip
    when = _when(item)
    if _is_hcpcs(item, DEVICES):
        return without_empty({
            "resourceType": "DeviceRequest", "meta": profile("profile-devicerequest", version), **shared,
            "codeCodeableConcept": coded(item.service), **when,
        })  # fmt: skip
    return without_empty({
        "resourceType": "ServiceRequest", "meta": profile("profile-servicerequest", version), **shared,
        "code": coded(item.service), "quantityQuantity": amount, **when,
    })  # fmt: skip


def _when(item: Item) -> dict[str, Any]:
    """Return when and how often, as far as the line says: R4 takes a period or a timing, and a timing holds both."""
    span = period(item.start, item.end)
    if not item.delivery.frequency:
        return {"occurrencePeriod": span} if span else {}
    timing: dict[str, Any] = {"code": {"text": item.delivery.frequency}}
    return {"occurrenceTiming": timing | ({"repeat": {"boundsPeriod": span}} if span else {})}


def _is_drug(item: Item) -> bool:
    return item.service.system.endswith("/ndc") or _is_hcpcs(item, DRUGS)


def _is_hcpcs(item: Item, letters: tuple[str, ...]) -> bool:
    return "HCPCS" in item.service.system and item.service.code.startswith(letters)


def document(attachment: Attachment, patient_url: str, version: object) -> dict[str, Any]:
    return {
        "resourceType": "DocumentReference",
        "meta": profile("profile-documentreference", version),
        "identifier": [{"value": attachment.control}],
        "status": "current",
        "type": {"text": attachment.title},
        "category": [concept(DOCUMENT_CATEGORY, "clinical-note")],
        "subject": ref(patient_url),
        "content": [{
            "attachment": {
                "contentType": attachment.media_type, "data": b64encode(attachment.content).decode(),
                "title": attachment.title,
            },
        }],
    }  # fmt: skip


def versions_of(request: PasRequest) -> object:
    """Return the version of PAS that is in force, or nothing: then a profile is named without one (P02)."""
    return request.versions.get("HL7 Da Vinci PAS", "")
