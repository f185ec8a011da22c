"""One value that the chart gives for a quantity."""

from dataclasses import dataclass

from apps.drafting.domain.criteria.periods import EARLIEST, Interval
from apps.drafting.domain.criteria.units import Measured
from apps.drafting.domain.facts.quotes import Quote
from apps.drafting.domain.language.assertion import sides

BRIEF = 24


@dataclass(frozen=True, slots=True)
class Measurement:
    """One value, its day, what is said around it, and whether it can decide by itself."""

    quote: Quote
    label: str
    value: str
    measured: Measured | None
    polarity: frozenset[str]
    when: Interval | None
    context: str  # the words that stand with this value
    around: str = ""  # the whole sentence
    why_not: str = ""  # it cannot decide: from the patient, not final, of an unknown day
    measured_itself: bool = False  # a line of a resource, not a sentence about it
    moment: str = ""
    also: tuple[Quote, ...] = ()  # a sentence that tells the same value
    name: str = ""  # which name of the quantities asked for it goes by

    @property
    def counts(self) -> bool:
        """Whether it can decide by itself."""
        return not self.why_not

    @property
    def sides(self) -> frozenset[str]:
        """The sides it names."""
        return sides(self.context)

    @property
    def told(self) -> str:
        """The value with its name and day, as a reader is told it."""
        day = self.when.words if self.when and self.when.first != EARLIEST else "day not given"
        label = self.label if len(self.label) <= BRIEF * 4 else f"{self.label[: BRIEF * 4]}..."
        return f"{label}: {self.value} ({day})"
