"""Where everything of a chart of gaps stands in its frame: what must stay rare stands the higher the better."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from apps.quality.domain.charts.drawing import BOTTOM, LEFT, RIGHT, TOP
from apps.quality.domain.charts.rare import RareChart, Turn

SHOWN = 60  # gaps, the newest
LABELS_AT_MOST = 8
STEPS = 4


@dataclass(frozen=True, slots=True)
class DrawnGap:
    """What lay before the event of ``day``."""

    x: float
    y: float
    gap: float
    day: date
    turn: Turn | None
    is_labelled: bool


@dataclass(frozen=True, slots=True)
class RareDrawing:
    """Coordinates in the view box of the other charts."""

    gaps: tuple[DrawnGap, ...]
    grid: tuple[tuple[float, float], ...]  # where, and what it stands for
    middle_y: float
    upper_y: float | None  # None: above the frame
    lower_y: float

    @property
    def line(self) -> str:
        return " ".join(f"{one.x:.1f},{one.y:.1f}" for one in self.gaps)

    @property
    def turned(self) -> tuple[DrawnGap, ...]:
        return tuple(one for one in self.gaps if one.turn)


def rare_drawing(chart: RareChart, ended_on: Sequence[date]) -> RareDrawing:
    """Place the newest gaps, oldest first; ``ended_on`` are the days of the events that ended them."""
    shown = list(zip(chart.gaps, chart.turns, ended_on, strict=True))[-SHOWN:]
    top = max(*(gap for gap, _, _ in shown), chart.middle * 2, 1.0) * 1.05
    every = -(-len(shown) // LABELS_AT_MOST)
    step = (RIGHT - LEFT) / max(1, len(shown) - 1)
    return RareDrawing(
        gaps=tuple(
            DrawnGap(LEFT + at * step, _y(gap, top), gap, day, turn, at % every == 0)
            for at, (gap, turn, day) in enumerate(shown)
        ),
        grid=tuple((_y(top * at / STEPS, top), top * at / STEPS) for at in range(STEPS + 1)),
        middle_y=_y(chart.middle, top),
        upper_y=_y(chart.upper, top) if chart.upper <= top else None,
        lower_y=_y(chart.lower, top),
    )


def _y(gap: float, top: float) -> float:
    return round(BOTTOM - (BOTTOM - TOP) * gap / top, 1)
