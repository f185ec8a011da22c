"""The Claim of a request: what stands in it, line by line (PAS Claim, PAS Claim Update)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from apps.review.domain.pas.names import (
    ICD,
    NPI,
    PAS_CODES,
    PLACE_OF_SERVICE,
    TERMINOLOGY,
    UM01,
    UM02,
    UM03,
    UM05,
    UM06,
)
from apps.review.domain.pas.parts import (
    coded,
    concept,
    part,
    pas_extension,
    period,
    profile,
    quantity,
    ref,
    without_empty,
)
from apps.review.domain.pas.resources import versions_of
from apps.review.domain.pas.values import URGENT, Attachment, Change, Item, PasRequest


@dataclass(frozen=True, slots=True)
class Places:
    """Where the resources of a bundle stand that a Claim refers to."""

    patient: str
    insurer: str
    provider: str
    coverage: str
    team: Mapping[int, str]  # sequence of a member -> their role
    orders: Mapping[int, str]  # sequence of a line -> what is ordered
    documents: Sequence[tuple[Attachment, str]]
    form: str = ""


def claim(request: PasRequest, places: Places, moment: datetime) -> dict[str, Any]:
    """Return the Claim of a first request."""
    return without_empty({
        "resourceType": "Claim",
        "meta": profile("profile-claim", versions_of(request)),
        "extension": [pas_extension("extension-levelOfServiceCode", valueCodeableConcept=concept(UM06, URGENT))]
        if request.urgent
        else [],
        "identifier": [trace_identifier(request.trace, request.issuer, request.provider.npi)],
        "status": "active",
        "type": concept(f"{TERMINOLOGY}claim-type", "professional"),
        "use": "preauthorization",
        "patient": ref(places.patient),
        "created": moment.isoformat(timespec="seconds"),
        "insurer": ref(places.insurer),
        "provider": ref(places.provider),
        "priority": concept(f"{TERMINOLOGY}processpriority", "stat" if request.urgent else "normal"),
        "careTeam": [_care(member.sequence, places, of_claim=member.of_claim) for member in request.team],
        "supportingInfo": supporting(places.documents, places.form),
        "diagnosis": [
            {"sequence": number, "diagnosisCodeableConcept": concept(ICD, one.code, one.words)}
            for number, one in enumerate(request.diagnoses, start=1)
        ],
        "insurance": [{"sequence": 1, "focal": True, "coverage": ref(places.coverage)}],
        "accident": _accident(request),
        "item": [
            line(item, places.orders[item.sequence], range(1, len(request.diagnoses) + 1), request.issuer)
            for item in request.items
        ],
    })  # fmt: skip


def trace_identifier(trace: str, issuer: str, npi: str) -> dict[str, Any]:
    """Return a trace number (TRN) with the address under which it is unique and who gave it."""
    return {"system": issuer, "value": trace, "assigner": {"identifier": {"system": NPI, "value": npi}}}


def _care(sequence: int, places: Places, *, of_claim: bool) -> dict[str, Any]:
    scope = pas_extension("extension-careTeamClaimScope", valueBoolean=of_claim)
    return {"extension": [scope], "sequence": sequence, "provider": ref(places.team[sequence])}


def supporting(documents: Sequence[tuple[Attachment, str]], form: str = "", first: int = 1) -> list[dict[str, Any]]:
    """Return what supports a request, numbered from ``first``: its documents, then the payer's form."""
    category = concept(PAS_CODES, "additionalInformation")
    rows: list[dict[str, Any]] = [
        {"extension": [_information(one)], "sequence": number, "category": category, "valueReference": ref(url)}
        for number, (one, url) in enumerate(documents, start=first)
    ]
    if form:
        rows.append({"sequence": first + len(rows), "category": category, "valueReference": ref(form)})
    return rows


def _information(attachment: Attachment) -> dict[str, Any]:
    """Return how a document goes along (PWK). X12's list of report types is licensed: the type is said in words."""
    return pas_extension(
        "extension-documentInformation",
        extension=[
            part("reportTypeCode", valueCodeableConcept={"text": attachment.title}),
            part("controlNumber", valueString=attachment.control),
        ],
    )


def _accident(request: PasRequest) -> dict[str, Any] | None:
    if request.accident is None or request.accident.on is None:
        return None
    return {"date": request.accident.on.isoformat(), "type": concept(UM05, request.accident.code)}


def line(item: Item, order_url: str, diagnoses: Sequence[int], issuer: str) -> dict[str, Any]:
    """Return one line. One that was taken back stays, flagged and with certification type 3 (P04)."""
    extensions = [
        pas_extension("extension-itemTraceNumber", valueIdentifier={"system": issuer, "value": item.trace}),
        pas_extension("extension-serviceItemRequestType", valueCodeableConcept=concept(UM01, item.category)),
        pas_extension("extension-certificationType", valueCodeableConcept=concept(UM02, item.certification)),
        pas_extension("extension-requestedService", valueReference=ref(order_url)),
    ]
    if item.change is not Change.NONE:
        extensions.append(pas_extension("extension-infoChanged", valueCode=item.change.value))
    flag = pas_extension("modifierextension-infoCancelled", valueBoolean=True)
    return without_empty({
        "extension": extensions,
        "modifierExtension": [flag] if item.cancelled else [],
        "sequence": item.sequence,
        "careTeamSequence": list(item.care_team),
        "diagnosisSequence": list(diagnoses),
        "category": concept(UM03, item.service_type),
        "productOrService": coded(item.service),
        "servicedPeriod": period(item.start, item.end),
        "locationCodeableConcept": concept(PLACE_OF_SERVICE, item.facility),
        "quantity": quantity(item.delivery.quantity, item.delivery.unit),
    })  # fmt: skip
