"""Which acts show somebody something of a patient: what "who looked at this chart" is made of."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from apps.audit.domain.actions import Action

# What was seen, as the report for a patient says it. Whoever adds an act that shows a record adds it here.
LOOKS: Mapping[Action, str] = {
    Action.CHART_VIEWED: "Overview of the chart",
    Action.DOCUMENT_VIEWED: "Document",
    Action.EVIDENCE_OPENED: "Passage of a document",
    Action.CITED_LETTER_VIEWED: "Letter to the payer, to see it there",
    Action.CITED_WORDS_VIEWED: "Words of a document that a letter cites",
    Action.PASSAGES_SEARCHED: "Search in the chart",
    Action.EMERGENCY_CHOICE_SHOWN: "First letters of the name, to tell two patients apart in an emergency",
    Action.REDACTION_VIEWED: "Document, to review its redaction",
    Action.REIDENTIFIED: "Names and numbers put back into a text",
    Action.IDENTITY_REVEALED: "Name, birth date and record number",
    Action.DRAFT_VIEWED: "Draft about the patient",
    Action.READING_OPENED: "Draft about the patient",  # who reads a second time is told to nobody
    Action.SECOND_READING_VIEWED: "Draft about the patient",
    Action.AUTHORIZATION_VIEWED: "What the payer answered",
    Action.LEDGER_VIEWED: "What left the building for a draft",
    Action.TRACE_VIEWED: "Trace of a draft, without names",
    Action.DOCUMENT_VERIFIED: "Signed document, to verify it",
    Action.DOCUMENT_EXPORTED: "Signed document, as a file",
    Action.PAYER_REQUEST_DOWNLOADED: "Request to the payer, as a file",
    Action.LOOKS_VIEWED: "Who looked at the chart",
    Action.DISCLOSURES_VIEWED: "Accounting of disclosures",
    Action.DISCLOSURES_EXPORTED: "Accounting of disclosures, as a file",
}
EMERGENCY = "BTG"  # v3-ActReason: the purpose of use of what is done in an emergency (F20)
EMERGENCY_ENDS = (
    Action.BREAK_GLASS_OPENED, Action.BREAK_GLASS_REPEATED, Action.BREAK_GLASS_ENDED, Action.BREAK_GLASS_REFUSED,
    Action.BREAK_GLASS_REVIEWED,
)  # fmt: skip
MOST_LINES = 1000  # told one by one; the figures beside each person count all


@dataclass(frozen=True, slots=True)
class Looker:
    """How often somebody looked, in which role."""

    person_id: str
    role: str
    times: int
    in_emergency: int
    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True)
class Look:
    """One look."""

    person_id: str
    role: str
    at: datetime
    what: str
    in_emergency: bool


def look_words(action: str) -> str:
    """Return what an act showed; an act of a later version is told by its name."""
    try:
        return LOOKS[Action(action)]
    except (KeyError, ValueError):
        return action.replace("_", " ").capitalize()
