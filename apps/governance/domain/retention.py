"""What is kept, for how long, and what its end does: all of it as data, in days.

A period runs from what ``counts_from`` says. HIPAA's own documentation is kept six years (45 CFR 164.316(b)(2)(i)); how
long a chart itself must be kept is state law and the record-keeper's, so nothing here purges a chart.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

SIX_YEARS = 2192
DAYS_IN_A_YEAR = 365.25


class Pathway(StrEnum):
    """What becomes of the working material of a draft."""

    INFERENCE_ONLY = "inference-only"  # purged as soon as the draft is decided or its time is up
    RETAINED = "retained"  # kept, so that the draft can be rebuilt and argued about


# By kind of draft. A letter may be appealed for years, and who wrote what from which passages must then be shown.
PATHWAYS: Mapping[str, Pathway] = {
    "chart_summary": Pathway.INFERENCE_ONLY,
    "prior_auth_letter": Pathway.RETAINED,
}


class RecordClass(StrEnum):
    RAW_MESSAGES = "raw_messages"
    REPLACED_PASSAGES = "replaced_passages"
    SEARCHES = "searches"
    INFERENCE_INPUTS = "inference_inputs"
    RETAINED_INPUTS = "retained_inputs"
    UNDECIDED_DRAFTS = "undecided_drafts"
    SESSIONS = "sessions"
    EXPORTS = "exports"
    LOGS = "logs"


@dataclass(frozen=True, slots=True)
class Rule:
    """One class of record: what it holds, how long it is kept from when, and what is left of it afterwards."""

    name: str
    days: int
    counts_from: str
    leaves: str

    @property
    def period(self) -> str:
        """Return how long this class is kept, in words."""
        return period_of(self.days)

    def before(self, moment: datetime) -> datetime:
        """Return the moment before which a record of this class is due."""
        return moment - timedelta(days=self.days)


RULES: Mapping[RecordClass, Rule] = {
    RecordClass.RAW_MESSAGES: Rule(
        "Raw messages, and what of them was quarantined", 90, "their arrival, once they are worked through",
        "sender, counts and sha256; every resource that was taken stays in the chart",
    ),
    RecordClass.REPLACED_PASSAGES: Rule(
        "Redacted passages of replaced document versions", 365, "their indexing",
        "nothing; a citation keeps its own span of the source version",
    ),
    RecordClass.SEARCHES: Rule(
        "What people searched charts for", 30, "the search", "who searched when, how many passages it found",
    ),
    RecordClass.INFERENCE_INPUTS: Rule(
        "Inputs, prompts and raw output of inference-only drafts, and their searches", 0,
        "the decision, or the end of the draft", "the sha256 of input and output, the release, tokens and time",
    ),
    RecordClass.RETAINED_INPUTS: Rule(
        "Inputs, prompts and raw output of retained drafts, and their searches", SIX_YEARS, "the draft's request",
        "the sha256 of input and output, the release, tokens and time",
    ),
    RecordClass.UNDECIDED_DRAFTS: Rule(
        "Drafts that nobody decided on", 90, "the request, or the last act on it",
        "who asked for which kind of draft when, and how it ended",
    ),
    RecordClass.SESSIONS: Rule("Sessions", 0, "their end", "nothing"),
    RecordClass.EXPORTS: Rule(
        "Exported PDFs and tables", 0, "their making",
        "the record of who took which document out; the file is made for its reader and never kept here",
    ),
    RecordClass.LOGS: Rule("Log files of the embedded services", 30, "their first line", "nothing"),
}  # fmt: skip


def pathway_of(kind: str) -> Pathway:
    """Return the pathway of a kind of draft. Raises KeyError for a kind that nobody declared: it must not run."""
    return PATHWAYS[kind]


def kinds_on(pathway: Pathway) -> list[str]:
    """Return the kinds of draft that were declared to follow a pathway."""
    return [kind for kind, its in PATHWAYS.items() if its is pathway]


def period_of(days: int) -> str:
    """Return a number of days in words: whole years as years ("6 years"), all else as days."""
    years = round(days / DAYS_IN_A_YEAR)
    if years and abs(days - years * DAYS_IN_A_YEAR) <= 1:
        return "1 year" if years == 1 else f"{years} years"
    return "1 day" if days == 1 else f"{days} days"
