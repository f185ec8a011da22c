"""Where everything of a chart stands in its frame. Pure numbers; one template draws them, on the page and in print."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from apps.quality.domain.charts.choice import ControlChart, RunChart
from apps.quality.domain.charts.points import Subgroup
from apps.quality.domain.charts.rules import RULE_WORDS

WIDTH, HEIGHT = 760, 250
LEFT, RIGHT, TOP, BOTTOM = 44, 748, 20, 220
GRID_STEPS = 4
LABELS_AT_MOST = 8


@dataclass(frozen=True, slots=True)
class DrawnPoint:
    """One subgroup; ``broken`` says in words which rules it breaks."""

    x: float
    y: float
    subgroup: Subgroup
    is_labelled: bool
    broken: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GridLine:
    y: float
    percent: int


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened between two points, such as a new release."""

    x: float
    name: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """Coordinates in a ``WIDTH`` x ``HEIGHT`` view box; limits are lines of points, empty where none are drawn."""

    points: tuple[DrawnPoint, ...]
    grid: tuple[GridLine, ...]
    events: tuple[Event, ...]
    centre: float
    centre_y: float
    upper: str
    lower: str

    @property
    def line(self) -> str:
        return _line([(point.x, point.y) for point in self.points])


def drawing(chart: ControlChart | RunChart, events: Mapping[str, date]) -> Drawing:
    """Place a chart, oldest point first; an event of before its first point is left out."""
    if isinstance(chart, ControlChart):
        points = [point.subgroup for point in chart.points]
        limits = [(point.lower, point.upper) for point in chart.points]
        words = [tuple(RULE_WORDS[rule] for rule in sorted(point.broken)) for point in chart.points]
        centre = chart.baseline.centre
    else:
        points, limits, words, centre = list(chart.points), [], [()] * len(chart.points), chart.runs.median
    top = top_of([centre, *(one.rate for one in points), *(upper for _, upper in limits)])
    across = _across(len(points))
    heights = [height_of(one.rate, top) for one in points]
    return Drawing(
        points=_points(points, across, heights, words),
        grid=tuple(
            GridLine(height_of(top * at / GRID_STEPS, top), round(100 * top * at / GRID_STEPS))
            for at in range(GRID_STEPS + 1)
        ),
        events=_events([one.start for one in points], across, events),
        centre=centre,
        centre_y=height_of(centre, top),
        upper=_line([(x, height_of(upper, top)) for x, (_, upper) in zip(across, limits, strict=False)]),
        lower=_line([(x, height_of(lower, top)) for x, (lower, _) in zip(across, limits, strict=False)]),
    )


def _points(
    points: Sequence[Subgroup], across: Sequence[float], heights: Sequence[float], words: Sequence[tuple[str, ...]]
) -> tuple[DrawnPoint, ...]:
    every = -(-len(points) // LABELS_AT_MOST)
    placed = enumerate(zip(across, heights, points, words, strict=True))
    return tuple(DrawnPoint(x, y, one, at % every == 0, broken) for at, (x, y, one, broken) in placed)


def _events(starts: Sequence[date], across: Sequence[float], events: Mapping[str, date]) -> tuple[Event, ...]:
    """Place each event at the last point that had begun by then."""
    found = []
    for name, day in sorted(events.items(), key=lambda event: event[1]):
        begun = [x for start, x in zip(starts, across, strict=True) if start <= day]
        if begun and day > starts[0]:
            found.append(Event(begun[-1], name))
    return tuple(found)


def _across(number: int) -> list[float]:
    step = (RIGHT - LEFT) / (number - 1)
    return [LEFT + at * step for at in range(number)]


def top_of(rates: Sequence[float]) -> float:
    """Return the height of the scale: the next fifth above everything that is drawn."""
    return min(1.0, max(0.2, -(-max(rates) * 10 // 2) * 2 / 10))


def height_of(rate: float, top: float) -> float:
    """Return how far down a rate stands on a scale that ends at ``top``."""
    return round(BOTTOM - (BOTTOM - TOP) * rate / top, 1)


def _line(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
