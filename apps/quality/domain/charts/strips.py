"""Small pictures in a row of a table: a rate with its interval on a scale that all rows share, and bars of a Pareto."""

from collections.abc import Sequence
from dataclasses import dataclass

from apps.quality.domain.counting import Figure

STRIP = 150  # of its view box
EDGE = 3  # so that a dot at 0 or at the end stands whole


@dataclass(frozen=True, slots=True)
class Strip:
    """Where a rate, its interval and the rate of all stand from left to right."""

    at: float
    low: float
    high: float
    whole: float


def strips(figures: Sequence[Figure], whole: Figure) -> list[Strip | None]:
    """Place figures on one scale that ends above the widest interval; None for one of too few decisions to compare."""
    intervals = [figure.interval for figure in (*figures, whole) if figure.enough and figure.interval]
    top = max((high for _, high in intervals), default=1.0) or 1.0
    return [_strip(figure, whole, top) for figure in figures]


def _strip(figure: Figure, whole: Figure, top: float) -> Strip | None:
    if not figure.enough or figure.rate is None or figure.interval is None or whole.rate is None:
        return None
    low, high = figure.interval
    return Strip(*(round(EDGE + (STRIP - 2 * EDGE) * rate / top, 1) for rate in (figure.rate, low, high, whole.rate)))


@dataclass(frozen=True, slots=True)
class Bar:
    """One reason of a Pareto: how often, what share of all, and of it with those above it."""

    name: str
    number: int
    width: float  # of the longest, in per cent
    share: float
    together: float


def pareto(rows: Sequence[tuple[str, int]]) -> list[Bar]:
    """Return bars, the longest first."""
    ordered = sorted((row for row in rows if row[1]), key=lambda row: (-row[1], row[0]))
    every = sum(number for _, number in ordered)
    bars: list[Bar] = []
    above = 0
    for name, number in ordered:
        above += number
        bars.append(Bar(name, number, round(100 * number / ordered[0][1], 1), number / every, above / every))
    return bars
