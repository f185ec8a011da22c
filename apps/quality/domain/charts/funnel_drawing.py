"""Where everything of a funnel stands in its frame. Pure numbers; one template draws them, on the page and in print."""

from dataclasses import dataclass
from math import ceil, log10

from apps.quality.domain.charts.drawing import GRID_STEPS, LEFT, RIGHT, GridLine, height_of, top_of
from apps.quality.domain.charts.funnel import NARROW, WIDE, Funnel, Standing, Unit, limits_at

STEPS = 40  # places at which the limits are drawn
MARKS = 4


@dataclass(frozen=True, slots=True)
class DrawnUnit:
    """One unit; ``label_end`` says on which side of it its name has room."""

    x: float
    y: float
    unit: Unit
    standing: Standing
    label_end: bool


@dataclass(frozen=True, slots=True)
class Mark:
    x: float
    cases: int


@dataclass(frozen=True, slots=True)
class FunnelDrawing:
    """Coordinates in the view box of the other charts; limits are lines of points: lower and upper of each share."""

    units: tuple[DrawnUnit, ...]
    grid: tuple[GridLine, ...]
    marks: tuple[Mark, ...]
    centre: float
    centre_y: float
    narrow: tuple[str, str]
    wide: tuple[str, str]

    @property
    def outstanding(self) -> tuple[DrawnUnit, ...]:
        return tuple(one for one in self.units if one.standing in {Standing.ABOVE, Standing.BELOW})


def funnel_drawing(funnel: Funnel) -> FunnelDrawing:
    """Place units by how many decisions they have (across) and their rate (up), between the limits of chance."""
    widest = max(unit.denominator for unit, _ in funnel.units)
    end = _round_up(widest)
    sizes = [max(1, ceil(end * step / STEPS)) for step in range(1, STEPS + 1)]
    judged = [unit.rate for unit, standing in funnel.units if standing is not Standing.TOO_FEW]
    at_smallest = limits_at(sizes[1], funnel.centre, NARROW)[1]
    top = top_of([*judged, funnel.centre, min(1.0, at_smallest)])
    return FunnelDrawing(
        units=tuple(
            DrawnUnit(_x(unit.denominator, end), height_of(min(unit.rate, top), top), unit, standing,
                      unit.denominator > end / 2)
            for unit, standing in funnel.units
        ),
        grid=tuple(
            GridLine(height_of(top * at / GRID_STEPS, top), round(100 * top * at / GRID_STEPS))
            for at in range(GRID_STEPS + 1)
        ),
        marks=tuple(Mark(_x(end * at // MARKS, end), end * at // MARKS) for at in range(MARKS + 1)),
        centre=funnel.centre,
        centre_y=height_of(funnel.centre, top),
        narrow=_limits(sizes, end, top, funnel.centre, NARROW),
        wide=_limits(sizes, end, top, funnel.centre, WIDE),
    )  # fmt: skip


def _limits(sizes: list[int], end: int, top: float, centre: float, share: float) -> tuple[str, str]:
    both = [limits_at(size, centre, share) for size in dict.fromkeys(sizes)]
    across = [_x(size, end) for size in dict.fromkeys(sizes)]
    lower, upper = (
        " ".join(
            f"{x:.1f},{height_of(min(limits[side], top), top):.1f}" for x, limits in zip(across, both, strict=True)
        )
        for side in (0, 1)
    )
    return lower, upper


def _x(cases: int, end: int) -> float:
    return round(LEFT + (RIGHT - LEFT) * cases / end, 1)


def _round_up(cases: int) -> int:
    """Return the next number of one or two digits and zeros that four marks divide."""
    step = 4 * 10 ** max(0, int(log10(max(cases, 1))) - 1)
    return int(max(4, ceil(cases / step) * step))
