"""The answer to one question: may the machine draft now?"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Act:
    """What is about to be done, as far as a stop may concern it. Empty: that part is not known, or plays no part."""

    organization_id: str = ""
    workflow: str = ""  # a kind of draft: "chart_summary"
    release: str = ""  # digest of the release that would do it


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether drafting is allowed, and the sentence that says so to a person."""

    allowed: bool
    sentence: str


ON = Verdict(True, "Drafting is on.")
UNREADABLE = Verdict(False, "Drafting is stopped, because the kill switch cannot be read.")


def stopped(reason: str) -> Verdict:
    """Return the verdict of a switch that someone turned off for a reason."""
    return Verdict(False, f"Drafting is stopped: {reason.rstrip('. ')}.")
