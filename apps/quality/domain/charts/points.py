"""What every chart is made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Subgroup:
    """So many of so many in one stretch of time; ``start`` is its first day."""

    start: date
    numerator: int
    denominator: int

    @property
    def rate(self) -> float:
        """Return the fraction. A subgroup with nothing in it has none: see ``with_cases``."""
        return self.numerator / self.denominator


def with_cases(subgroups: Sequence[Subgroup]) -> list[Subgroup]:
    """Return the subgroups that hold anything, in order of time."""
    return sorted((one for one in subgroups if one.denominator), key=lambda one: one.start)


def centre_of(subgroups: Sequence[Subgroup]) -> float:
    """Return the rate of all together, each counted by its size."""
    return sum(one.numerator for one in subgroups) / sum(one.denominator for one in subgroups)
