"""A disagreement in the record: both sides, each with its quote. Nobody chooses here."""

from dataclasses import dataclass

from apps.drafting.domain.claims import CitedSpan, Severity, Stance
from apps.drafting.domain.facts.quotes import Quote


@dataclass(frozen=True, slots=True)
class Conflict:
    """``text`` names both sides; ``stands`` is the authoritative side, ``against`` what disagrees with it."""

    topic: str  # drug, allergy, result, problem: for telling duplicates apart
    text: str
    stands: tuple[Quote, ...]
    against: tuple[Quote, ...]
    severity: Severity = Severity.HIGH

    def citations(self) -> tuple[CitedSpan, ...]:
        """Return the citations of both sides."""
        return (
            *(quote.cite() for quote in self.stands),
            *(quote.cite(Stance.CONTRADICTS) for quote in self.against),
        )
