"""What the checks say."""

from collections import Counter
from dataclasses import dataclass

from apps.drafting.domain.claims import CitedSpan, ProposedClaim, Severity, Support


@dataclass(frozen=True, slots=True)
class Note:
    """One rule's objection, as a sentence a reviewer can act on. Redacted text."""

    rule: str
    severity: Severity
    sentence: str
    criterion_id: str = ""
    place: CitedSpan | None = None  # where in the record it stands, when it speaks of a place


@dataclass(frozen=True, slots=True)
class CheckedClaim:
    """A claim with the citations that resolve, its verdict, and what the rules objected to."""

    claim: ProposedClaim
    support: Support
    citations: tuple[CitedSpan, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class CheckedDraft:
    """The whole draft after the checks. ``blocked`` is the sentence that says why nobody may review it, or empty."""

    claims: tuple[CheckedClaim, ...]
    notes: tuple[Note, ...]
    missing: tuple[str, ...]
    blocked: str = ""

    def tally(self) -> dict[str, int]:
        """Return how many claims got which verdict, for the audit event."""
        counts = Counter(checked.support.value for checked in self.claims)
        return {
            "claims": len(self.claims),
            "findings": sum(len(c.notes) for c in self.claims) + len(self.notes),
            **counts,
        }
