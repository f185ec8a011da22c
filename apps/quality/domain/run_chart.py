"""The geometry of a run chart: weekly rates about their median. Pure numbers; the template draws them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

WIDTH, HEIGHT = 760, 250
LEFT, RIGHT, TOP, BOTTOM = 44, 748, 20, 220
GRID_STEPS = 4
LABELS_AT_MOST = 8
FEWEST_POINTS = 2


@dataclass(frozen=True, slots=True)
class WeekRate:
    week: date  # its Monday
    numerator: int
    denominator: int


@dataclass(frozen=True, slots=True)
class Point:
    x: float
    y: float
    week: WeekRate
    labelled: bool


@dataclass(frozen=True, slots=True)
class GridLine:
    y: float
    percent: int


@dataclass(frozen=True, slots=True)
class RunChart:
    """Coordinates in a ``WIDTH`` x ``HEIGHT`` view box."""

    points: tuple[Point, ...]
    grid: tuple[GridLine, ...]
    median_y: float
    median_percent: float

    @property
    def polyline(self) -> str:
        return " ".join(f"{point.x:.1f},{point.y:.1f}" for point in self.points)


def run_chart(weeks: Sequence[WeekRate]) -> RunChart | None:
    """Place weeks that had decisions on the chart, oldest first. None when fewer than two weeks had any."""
    weeks = [week for week in weeks if week.denominator]
    if len(weeks) < FEWEST_POINTS:
        return None
    rates = [week.numerator / week.denominator for week in weeks]
    top = _round_up(max(rates))
    step = (RIGHT - LEFT) / (len(weeks) - 1)
    every = -(-len(weeks) // LABELS_AT_MOST)
    points = tuple(
        Point(LEFT + i * step, _y(rate, top), week, labelled=i % every == 0)
        for i, (week, rate) in enumerate(zip(weeks, rates, strict=True))
    )
    grid = tuple(
        GridLine(_y(top * i / GRID_STEPS, top), round(100 * top * i / GRID_STEPS)) for i in range(GRID_STEPS + 1)
    )
    return RunChart(points, grid, _y(median(rates), top), 100 * median(rates))


def _round_up(rate: float) -> float:
    return min(1.0, max(0.2, -(-rate * 10 // 2) * 2 / 10))


def _y(rate: float, top: float) -> float:
    return round(BOTTOM - (BOTTOM - TOP) * rate / top, 1)
