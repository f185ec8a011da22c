"""A complete request about a person who does not exist, and payers' answers to it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import count
from typing import Any
from uuid import UUID

from apps.review.domain.pas.building import Built, request_bundle
from apps.review.domain.pas.lines import claim_of, ours
from apps.review.domain.pas.names import PAS, SERVICE_SYSTEMS
from apps.review.domain.pas.values import (
    Attachment,
    Clinic,
    Coded,
    Delivery,
    Diagnosis,
    FormAnswer,
    Individual,
    Item,
    Member,
    Origin,
    PasRequest,
)

NOW = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
DOCTOR = Individual("Okafor", "Imani", "1234567893", "Rheumatology")
LETTER = Attachment("Letter of medical necessity", "application/pdf", b"%PDF-1.7 letter", "CTL-1")


def item(sequence: int = 1, code: str = "J0139", system: str = "HCPCS", **changed: Any) -> Item:
    service = Coded(SERVICE_SYSTEMS[system], code)
    line = Item(sequence, service, "1", "11", f"T{sequence}", Delivery(6, "UN", "every 2 weeks"))
    return replace(line, **changed)


def a_request(**changed: Any) -> PasRequest:
    request = PasRequest(
        trace="CRW-1", issuer="urn:uuid:0b1a4c9e-0000-4000-8000-000000000000", payer="Northfield", payer_id="NF-1",
        member=Member("Lindgren-Sato", "Anna", date(1961, 5, 4), "female", "M-77", "self", plan="Gold", group="G1"),
        clinic=Clinic("Cedar Hollow Clinic", "1 Hill Road\nMillbrook", "555-0100"), provider=DOCTOR,
        items=(item(),), diagnoses=(Diagnosis("M05.79", "Rheumatoid arthritis"),), letter=LETTER,
        enclosures=(Attachment("Progress note", "text/plain", b"CDAI 31", "CTL-2"),), urgent=True,
        form=(FormAnswer("2a", "Was methotrexate taken?", "For six months.", Origin.OVERRIDE, DOCTOR),),
    )  # fmt: skip
    return replace(request, **changed)


def minting() -> Callable[[], str]:
    """Return a mint whose GUIDs are told apart by their number."""
    numbers = count(1)
    return lambda: str(UUID(int=next(numbers), version=4))


def built(**changed: Any) -> Built:
    return request_bundle(a_request(**changed), minting(), NOW)


def extended(name: str, **value: Any) -> dict[str, Any]:
    return {"url": f"{PAS}{name}", **value}


def reviewed(action: str, reason: str = "", words: str = "", number: str = "") -> dict[str, Any]:
    """Return the adjudication of a line with the payer's action."""
    parts: list[dict[str, Any]] = [
        extended("extension-reviewActionCode", valueCodeableConcept={"coding": [{"code": action}]})
    ]
    if reason or words:
        coding = {"code": reason, "display": words}
        parts.append({"url": "reasonCode", "valueCodeableConcept": {"coding": [coding]}})
    if number:
        parts.append({"url": "number", "valueString": number})
    return {"category": {"text": "submitted"}, "extension": [extended("extension-reviewAction", extension=parts)]}


def line(action: str, sequence: int = 1, **review: str) -> dict[str, Any]:
    return {"itemSequence": sequence, "adjudication": [reviewed(action, **review)]}


def answer_to(bundle: Any, *lines: dict[str, Any], **changed: Any) -> dict[str, Any]:
    """Return a payer's answer to a request bundle, with the patient as the payer has them."""
    known = ours(bundle)
    patient = {
        "resourceType": "Patient", "identifier": [{"value": known.member_id}], "birthDate": known.born,
    }  # fmt: skip
    response = {
        "resourceType": "ClaimResponse", "id": "payer-7", "status": "active", "use": "preauthorization",
        "outcome": "complete", "created": claim_of(bundle)["created"][:10],
        "identifier": [claim_of(bundle)["identifier"][0]],
        "patient": {"reference": "https://payer.example/Patient/9"}, "request": {"reference": known.claim_url},
        "item": list(lines), **changed,
    }  # fmt: skip
    return {
        "resourceType": "Bundle", "type": "collection",
        "entry": [
            {"fullUrl": "https://payer.example/ClaimResponse/payer-7", "resource": response},
            {"fullUrl": "https://payer.example/Patient/9", "resource": patient},
        ],
    }  # fmt: skip


def approved(bundle: Any, **changed: Any) -> dict[str, Any]:
    period = {"start": "2026-11-20", "end": "2027-05-19"}
    return answer_to(bundle, line("A1", number="AUTH-9"), preAuthRef="AUTH-9", preAuthPeriod=period, **changed)
