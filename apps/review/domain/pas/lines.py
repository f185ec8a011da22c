"""A bundle of ours read back: its lines, its trace numbers, who it is about (the way from FHIR to the 278, P07)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from apps.review.domain.pas.names import PAS
from apps.review.domain.pas.values import Change, Coded, Delivery, Item, Json


@dataclass(frozen=True, slots=True)
class Ours:
    """By what an answer is known to be about one of our requests, and about its patient."""

    claim_url: str
    trace: str
    patient_url: str
    member_id: str
    born: str


def claim_of(bundle: Json) -> Json:
    """Return the Claim of a request bundle: its first entry."""
    claim: Json = bundle["entry"][0]["resource"]
    return claim


def trace_of(bundle: Json) -> str:
    return str(claim_of(bundle)["identifier"][0]["value"])


def lines_issuer(bundle: Json) -> str:
    return str(claim_of(bundle)["identifier"][0]["system"])


def resource_at(bundle: Json, url: str) -> Json:
    """Return the resource that stands under an address, or an empty one."""
    found = (entry["resource"] for entry in bundle.get("entry", ()) if entry.get("fullUrl") == url)
    return next(found, {})


def ours(bundle: Json) -> Ours:
    """Return what an answer to a bundle of ours must name."""
    claim = claim_of(bundle)
    url = str(claim["patient"]["reference"])
    patient = resource_at(bundle, url)
    return Ours(
        claim_url=str(bundle["entry"][0]["fullUrl"]),
        trace=trace_of(bundle),
        patient_url=url,
        member_id=str(patient["identifier"][0]["value"]),
        born=str(patient.get("birthDate", "")),
    )


def items_of(bundle: Json) -> tuple[Item, ...]:
    """Return the lines of a request of ours as they were sent."""
    return tuple(_item(bundle, row) for row in claim_of(bundle)["item"])


def _item(bundle: Json, row: Json) -> Item:
    said = {one["url"].removeprefix(PAS): one for one in row["extension"]}
    order = resource_at(bundle, said["extension-requestedService"]["valueReference"]["reference"])
    serviced: Mapping[str, str] = row.get("servicedPeriod", {})
    amount = row["quantity"]
    return Item(
        sequence=row["sequence"],
        service=coding(row["productOrService"]),
        service_type=code_in(row["category"]),
        facility=code_in(row["locationCodeableConcept"]),
        trace=said["extension-itemTraceNumber"]["valueIdentifier"]["value"],
        delivery=Delivery(amount["value"], amount.get("unit", ""), _frequency(order)),
        start=date.fromisoformat(serviced["start"]) if "start" in serviced else None,
        end=date.fromisoformat(serviced["end"]) if "end" in serviced else None,
        category=code_in(said["extension-serviceItemRequestType"]["valueCodeableConcept"]),
        certification=code_in(said["extension-certificationType"]["valueCodeableConcept"]),
        care_team=tuple(row.get("careTeamSequence", ())),
        change=Change(said.get("extension-infoChanged", {}).get("valueCode", "")),
        cancelled=bool(row.get("modifierExtension")),
    )


def _frequency(order: Json) -> str:
    dosage: Json = next(iter(order.get("dosageInstruction", ())), {})
    timing: Json = order.get("occurrenceTiming", {}).get("code", {})
    return str(dosage.get("text") or timing.get("text") or "")


def coding(concept: Any) -> Coded:
    """Return the first coding of a CodeableConcept, with its words."""
    row: Json = next(iter(concept.get("coding", ())), {})
    return Coded(row.get("system", ""), row.get("code", ""), row.get("display", ""))


def code_in(concept: Any) -> str:
    return coding(concept).code
