"""A request and its answer as the fields of the X12 278 (005010X217), for staff who talk to a payer in them (P07).

No X12 is written here and no code list is copied: the fields are named, the values are those of the bundle.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from apps.review.domain.pas.lines import claim_of, code_in, coding, items_of, trace_of
from apps.review.domain.pas.names import PAS
from apps.review.domain.pas.replies import ACTION_WORDS, Fault, ItemReply, Reply
from apps.review.domain.pas.values import Item, Json


@dataclass(frozen=True, slots=True)
class Field278:
    """One field: its name in the 278, what it holds in plain words, its value."""

    name: str
    words: str
    value: str


@dataclass(frozen=True, slots=True)
class Line278:
    """The fields of one service line, with what the payer decided about it."""

    sequence: int
    fields: tuple[Field278, ...]


@dataclass(frozen=True, slots=True)
class Sheet278:
    """A request, line by line, and why it was not processed where it was not."""

    fields: tuple[Field278, ...]
    lines: tuple[Line278, ...]
    rejects: tuple[tuple[Field278, ...], ...] = ()


def sheet(bundle: Json, reply: Reply | None = None) -> Sheet278:
    """Return the fields of a request of ours and of the last answer to it; fields without a value are left out."""
    claim = claim_of(bundle)
    replies = {item.sequence: item for item in reply.items} if reply else {}
    return Sheet278(
        fields=_said(_of_claim(claim, bundle)),
        lines=tuple(
            Line278(item.sequence, _said((*_of_item(item), *_of_reply(replies.get(item.sequence)))))
            for item in items_of(bundle)
        ),
        rejects=tuple(_said(_of_fault(fault)) for fault in reply.faults) if reply else (),
    )


def _said(fields: Iterable[Field278]) -> tuple[Field278, ...]:
    return tuple(field for field in fields if field.value)


def _of_claim(claim: Json, bundle: Json) -> Iterable[Field278]:
    level = _extension(claim, "extension-levelOfServiceCode")
    accident: Json = claim.get("accident", {})
    diagnoses = [coding(row["diagnosisCodeableConcept"]) for row in claim.get("diagnosis", ())]
    yield Field278("TRN02", "Trace number", trace_of(bundle))
    yield Field278("UM05", "Accident", code_in(accident.get("type", {})))
    yield Field278("UM06", "Level of service", code_in(level.get("valueCodeableConcept", {})))
    for number, one in enumerate(diagnoses, start=1):
        yield Field278(f"HI{number:02d}", "Diagnosis", f"{one.code} {one.display}".strip())
    for row in claim.get("supportingInfo", ()):
        yield Field278("PWK06", "Attachment control number", _control(row))


def _control(row: Json) -> str:
    said = _extension(row, "extension-documentInformation")
    parts = {one["url"]: one for one in said.get("extension", ())}
    return str(parts.get("controlNumber", {}).get("valueString", ""))


def _of_item(item: Item) -> Iterable[Field278]:
    days = [day.isoformat() for day in (item.start, item.end) if day]
    yield Field278("UM01", "Request category", item.category)
    yield Field278("UM02", "Certification type", item.certification)
    yield Field278("UM03", "Service type", item.service_type)
    yield Field278("UM04", "Facility (place of service)", item.facility)
    yield Field278("TRN02", "Trace number of the line", item.trace)
    yield Field278("DTP03", "Dates of service", " to ".join(days))
    yield Field278("SV101/SV202", "Service", f"{item.service.code} {item.service.display}".strip())
    yield Field278("SV104/SV205", "Units", f"{item.delivery.quantity:g} {item.delivery.unit}".strip())
    yield Field278("HSD", "Frequency", item.delivery.frequency)


def _of_reply(item: ItemReply | None) -> Iterable[Field278]:
    if item is None:
        return
    action = f"{item.action.value} {ACTION_WORDS[item.action]}" if item.action else ""
    period = [day.isoformat() for day in (item.start, item.end) if day]
    yield Field278("HCR01", "Action", action)
    yield Field278("HCR02", "Authorization number", item.number)
    for reason in item.reasons:
        yield Field278("HCR03", "Reason", f"{reason.code} {reason.display}".strip())
    yield Field278("DTP03", "Authorized period", " to ".join(period))
    yield Field278("NM1", "Authorized provider", item.provider)
    if item.detail:
        delivery = item.detail.delivery
        amount = f"{delivery.quantity:g} {delivery.unit}".strip() if delivery.quantity else ""
        yield Field278("SV101/SV202", "Authorized service", item.detail.service.code)
        yield Field278("SV104/SV205", "Authorized units", amount)


def _of_fault(fault: Fault) -> Iterable[Field278]:
    yield Field278("AAA03", "Reject reason", f"{fault.code} {fault.words}".strip())
    yield Field278("AAA04", "Follow-up action", fault.follow_up)
    yield Field278("", "Place in the 278", fault.element)
    yield Field278("", "Place in the bundle", fault.path)


def _extension(body: Json, name: str) -> Any:
    return next((one for one in body.get("extension", ()) if one["url"] == f"{PAS}{name}"), {})
