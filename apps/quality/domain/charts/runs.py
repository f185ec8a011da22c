"""Run charts: for few points and small numbers, where no limits can be drawn honestly.

Anhoej and Olesen 2014, PLoS ONE 9(11) e113825: a run unusually long, or the median crossed unusually rarely.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from math import log2
from statistics import median

CROSSINGS_LEVEL = 0.05
FEWEST = 10  # points off the median: with fewer the rules have no power


@dataclass(frozen=True, slots=True)
class Runs:
    """What a series says about its own median."""

    median: float
    useful: int  # points that do not lie on the median
    longest: int
    longest_expected: int
    crossings: int
    crossings_expected: int

    @property
    def is_enough(self) -> bool:
        return self.useful >= FEWEST

    @property
    def has_shifted(self) -> bool:
        """Return whether the series moved in a way that chance alone seldom makes."""
        return self.is_enough and (self.longest > self.longest_expected or self.crossings < self.crossings_expected)


def runs_of(values: Sequence[float]) -> Runs:
    """Return the runs of a series about its median. Raises ValueError for an empty one."""
    if not values:
        raise ValueError("A series of nothing has no runs.")
    middle = median(values)
    sides = [value > middle for value in values if value != middle]
    lengths = [len(list(run)) for _, run in groupby(sides)]
    return Runs(
        median=middle,
        useful=len(sides),
        longest=max(lengths, default=0),
        longest_expected=_longest_expected(len(sides)),
        crossings=max(0, len(lengths) - 1),
        crossings_expected=_crossings_expected(len(sides)),
    )


def _longest_expected(useful: int) -> int:
    return round(log2(useful) + 3) if useful else 0


def _crossings_expected(useful: int) -> int:
    from scipy.stats import binom

    return int(binom.ppf(CROSSINGS_LEVEL, useful - 1, 0.5)) if useful > 1 else 0
