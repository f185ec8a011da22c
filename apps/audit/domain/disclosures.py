"""What leaves the organization, as 45 CFR 164.528 has it accounted for: when, to whom, what, for which purpose."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Protocol

from apps.audit.domain.actions import Action

YEARS = 6  # back, from the day of the request
LONGEST_SAID = 300


class Purpose(StrEnum):
    """Why something was disclosed. The first three are what the law leaves out of the accounting."""

    TREATMENT = "treatment"
    PAYMENT = "payment"
    OPERATIONS = "operations"
    PUBLIC_HEALTH = "public_health"
    REQUIRED_BY_LAW = "required_by_law"
    COURT = "court"
    LAW_ENFORCEMENT = "law_enforcement"
    OVERSIGHT = "oversight"
    ABUSE = "abuse"
    CORONER = "coroner"
    RESEARCH = "research"
    WORKERS_COMPENSATION = "workers_compensation"
    SAFETY = "safety"
    IN_ERROR = "in_error"


PURPOSE_WORDS: Mapping[Purpose, str] = {
    Purpose.TREATMENT: "Treatment",
    Purpose.PAYMENT: "Payment",
    Purpose.OPERATIONS: "Health care operations",
    Purpose.PUBLIC_HEALTH: "Public health, 164.512(b)",
    Purpose.REQUIRED_BY_LAW: "Required by law, 164.512(a)",
    Purpose.COURT: "Court or agency order, 164.512(e)",
    Purpose.LAW_ENFORCEMENT: "Law enforcement, 164.512(f)",
    Purpose.OVERSIGHT: "Health oversight, 164.512(d)",
    Purpose.ABUSE: "Report of abuse or neglect, 164.512(c)",
    Purpose.CORONER: "Coroner, funeral or donation, 164.512(g)-(h)",
    Purpose.RESEARCH: "Research under a waiver, 164.512(i)",
    Purpose.WORKERS_COMPENSATION: "Workers' compensation, 164.512(l)",
    Purpose.SAFETY: "Serious threat to safety, 164.512(j)",
    Purpose.IN_ERROR: "In error, or without permission",
}
LEFT_OUT = frozenset({Purpose.TREATMENT, Purpose.PAYMENT, Purpose.OPERATIONS})
TO_RECORD = tuple(purpose for purpose in Purpose if purpose not in LEFT_OUT)

# What the workbench itself hands out: each such act says so in the log, and nothing else counts as a disclosure.
HANDED_OUT: Mapping[Action, tuple[str, Purpose]] = {
    Action.AUTHORIZATION_SUBMITTED: ("Signed letter with what it encloses", Purpose.PAYMENT),
    Action.PAYER_REQUEST_SENT: ("Request with the signed letter, to the payer's system", Purpose.PAYMENT),
    Action.PAYER_REQUEST_DOWNLOADED: ("Request with the signed letter, as a file", Purpose.PAYMENT),
    Action.DOCUMENT_EXPORTED: ("Signed document, as a PDF", Purpose.OPERATIONS),
    Action.TRACE_EXPORTED: ("Trace of a draft, without names", Purpose.OPERATIONS),
}
DISCLOSING = (*HANDED_OUT, Action.DISCLOSURE_RECORDED)
PAYERS = (Action.AUTHORIZATION_SUBMITTED, Action.PAYER_REQUEST_SENT)


@dataclass(frozen=True, slots=True)
class Disclosure:
    """One disclosure. ``on`` is the day it was made, ``recorded_at`` when the log was told."""

    on: date
    recorded_at: datetime
    recipient: str
    what: str
    purpose: Purpose
    person_id: str
    draft_id: str
    sequence: int

    @property
    def is_left_out(self) -> bool:
        return self.purpose in LEFT_OUT

    @property
    def purpose_words(self) -> str:
        return PURPOSE_WORDS[self.purpose]


class Event(Protocol):
    """What an accounting needs of an audit event."""

    sequence: int
    recorded_at: datetime
    actor_id: str
    action: str
    object_type: str
    object_id: str
    details: dict[str, Any]


def disclosure_of(event: Event, recorded_on: date) -> Disclosure:
    """Return the disclosure that an event tells of; ``recorded_on`` is its day where the clinic stands."""
    told = event.details
    draft_id = event.object_id if event.object_type == "draft" else str(told.get("draft_id") or "")
    if event.action == Action.DISCLOSURE_RECORDED:
        what, purpose, on = str(told["what"]), Purpose(told["purpose"]), date.fromisoformat(told["disclosed_on"])
    else:
        (what, purpose), on = HANDED_OUT[Action(event.action)], recorded_on
    return Disclosure(on, event.recorded_at, _recipient(event), what, purpose, event.actor_id, draft_id, event.sequence)


def _recipient(event: Event) -> str:
    if said := str(event.details.get("recipient") or ""):
        return said
    return "The payer of this letter" if event.action in PAYERS else "Whoever took the file"
