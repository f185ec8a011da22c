"""Charts for what must stay rare: cases between two events (g), or days between them (t), not a rate that is nearly 0.

Benneyan 2001, Health Care Management Science 4 (g); Nelson 1994, Journal of Quality Technology 26 (t).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from math import exp, isclose, log, sqrt

from apps.quality.domain.charts.rules import BEYOND, RUN

INDIVIDUALS = 2.66  # 3 / d2 for a moving range of two
NELSON = 3.6  # the power that makes waiting times nearly normal
EVEN = 1e-9  # gaps that differ by less are the same: limits of gaps that are all alike have no width
FEWEST = 5  # gaps: with fewer there is nothing to draw limits from


class Turn(StrEnum):
    """Which way a gap, or a run of gaps, speaks."""

    LONGER = "longer"  # the event came later than chance explains: it grows rarer
    SHORTER = "shorter"


@dataclass(frozen=True, slots=True)
class RareChart:
    """Gaps between events, oldest first, with what they are held against."""

    gaps: tuple[float, ...]
    mean: float
    middle: float  # half of all gaps are shorter: what runs are counted about
    lower: float
    upper: float
    turns: tuple[Turn | None, ...]


def g_chart(cases_between: Sequence[int]) -> RareChart | None:
    """Chart how many cases lay between one event and the next; None for fewer than five gaps. Benneyan 2001."""
    if len(cases_between) < FEWEST:
        return None
    mean = sum(cases_between) / len(cases_between)
    chance = 1 / (mean + 1)
    middle = log(0.5) / log(1 - chance) - 1 if mean else 0.0
    upper = mean + BEYOND * sqrt(mean * (mean + 1))
    return _charted(cases_between, mean, max(0.0, middle), 0.0, upper)


def t_chart(days_between: Sequence[float]) -> RareChart | None:
    """Chart how many days lay between one event and the next; None for fewer than five gaps. Nelson 1994."""
    if len(days_between) < FEWEST:
        return None
    made_even = [days ** (1 / NELSON) for days in days_between]
    mean = sum(made_even) / len(made_even)
    moves = [abs(after - before) for before, after in pairwise(made_even)]
    reach = INDIVIDUALS * sum(moves) / len(moves)
    centre, lower, upper = (max(0.0, value) ** NELSON for value in (mean, mean - reach, mean + reach))
    return _charted(days_between, centre, centre, lower, upper)


def _charted(gaps: Sequence[float], mean: float, middle: float, lower: float, upper: float) -> RareChart:
    """Mark what lies outside the limits, and the eighth and later of a run on one side of the middle."""
    turns: list[Turn | None] = []
    run = 0
    for gap in gaps:
        side = 0 if isclose(gap, middle, rel_tol=EVEN) else (gap > middle) - (gap < middle)
        run = run + side if run * side > 0 else side
        turns.append(_turn(gap, run, lower, upper))
    return RareChart(tuple(gaps), mean, middle, lower, upper, tuple(turns))


def _turn(gap: float, run: int, lower: float, upper: float) -> Turn | None:
    if (gap > upper and not isclose(gap, upper, rel_tol=EVEN)) or run >= RUN:
        return Turn.LONGER
    is_below = gap < lower and not isclose(gap, lower, rel_tol=EVEN)
    return Turn.SHORTER if is_below or run <= -RUN else None


def rate_bound(cases: int) -> float:
    """Return the fraction below which the rate lies with 95 % confidence when none of so many cases was an event.

    The exact bound of Clopper and Pearson 1934; 299 cases are needed to say "below 1 %" (requirement Q07).
    """
    return 1 - exp(log(0.05) / cases)
