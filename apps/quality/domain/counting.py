"""What is counted, and the rates made of it, with the exclusions beside every figure."""

from dataclasses import dataclass
from functools import lru_cache

ENOUGH = 30  # below this many decisions no figure is compared with anything (requirement Q01)


@dataclass(frozen=True, slots=True)
class Figure:
    """A rate as it must be shown: with its numerator, denominator and 95 % Wilson interval (fractions)."""

    key: str
    numerator: int
    denominator: int

    @property
    def rate(self) -> float | None:
        return self.numerator / self.denominator if self.denominator else None

    @property
    def interval(self) -> tuple[float, float] | None:
        return wilson(self.numerator, self.denominator) if self.denominator else None

    @property
    def enough(self) -> bool:
        return self.denominator >= ENOUGH


@dataclass(frozen=True, slots=True)
class Counts:
    """How a set of decisions splits up. The first four add up to ``decisions``."""

    unedited: int = 0
    style: int = 0
    substantive: int = 0
    rejected: int = 0
    opened: int = 0
    cannot_judge: int = 0
    returned: int = 0
    reopened: int = 0

    @property
    def decisions(self) -> int:
        return self.unedited + self.style + self.substantive + self.rejected

    def figures(self) -> list[Figure]:
        """Return every figure of a rate of decisions, in the order they are shown."""
        numerators = {
            "substantive_override": self.rejected + self.substantive,
            "reject": self.rejected,
            "style_edit": self.style,
            "unedited_approve": self.unedited,
            "evidence_opened": self.opened,
        }
        return [Figure(key, numerator, self.decisions) for key, numerator in numerators.items()]


@lru_cache(maxsize=4096)
def wilson(numerator: int, denominator: int) -> tuple[float, float]:
    """Return the 95 % Wilson score interval without continuity correction, as fractions. Wilson 1927, JASA 22."""
    from scipy.stats import binomtest  # two seconds to load: not at every start of every process

    interval = binomtest(numerator, denominator).proportion_ci(confidence_level=0.95, method="wilson")
    return float(interval.low), float(interval.high)
