"""Which chart a series bears: limits where there is enough to draw them from, else runs about the median."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from apps.quality.domain.charts.drift import drifts
from apps.quality.domain.charts.points import Subgroup, with_cases
from apps.quality.domain.charts.rules import false_alarm
from apps.quality.domain.charts.runs import Runs, runs_of
from apps.quality.domain.charts.shewhart import Baseline, ControlPoint, baseline_of, control_points, zones_in

FEWEST_POINTS = 2
FEWEST_SUBGROUPS = 20  # a baseline of fewer says too little (requirement Q03)
FEWEST_CASES = 10  # in the middle subgroup: with fewer, limits reach from nothing to half


@dataclass(frozen=True, slots=True)
class ControlChart:
    """A p-chart, or p' where ``baseline.sigma_z`` is above 1."""

    points: tuple[ControlPoint, ...]
    baseline: Baseline
    is_frozen: bool  # somebody signed the baseline; otherwise it is these very points

    @property
    def broken(self) -> tuple[ControlPoint, ...]:
        return tuple(point for point in self.points if point.broken)

    @property
    def drift(self) -> tuple[int, Subgroup | None]:
        """Return which way the newest weeks have drifted slowly (1, -1, or 0), and since which of them."""
        told = drifts([point.distance for point in self.points])
        if not told[-1]:
            return 0, None
        since = len(told) - next((back for back, side in enumerate(reversed(told)) if side != told[-1]), len(told))
        return told[-1], self.points[since].subgroup

    @property
    def false_alarm(self) -> float:
        """Return the chance that a process which did not change breaks a rule in weeks of these sizes."""
        return false_alarm(zones_in(point.subgroup.denominator, self.baseline) for point in self.points)


@dataclass(frozen=True, slots=True)
class RunChart:
    """Points about their median, and why no limits are drawn."""

    points: tuple[Subgroup, ...]
    runs: Runs
    why_no_limits: str


def chart_of(subgroups: Sequence[Subgroup], baseline: Baseline | None = None) -> ControlChart | RunChart | None:
    """Return the chart that a series bears; None where fewer than two subgroups hold anything."""
    points = with_cases(subgroups)
    if len(points) < FEWEST_POINTS:
        return None
    why_not = _why_no_limits(points, baseline)
    if why_not:
        return RunChart(tuple(points), runs_of([one.rate for one in points]), why_not)
    held_against = baseline or baseline_of(points)
    return ControlChart(tuple(control_points(points, held_against)), held_against, baseline is not None)


def _why_no_limits(points: Sequence[Subgroup], baseline: Baseline | None) -> str:
    if median(one.denominator for one in points) < FEWEST_CASES:
        return f"Half of these points rest on fewer than {FEWEST_CASES} decisions."
    if baseline:
        return ""
    if len(points) < FEWEST_SUBGROUPS:
        return f"Limits need {FEWEST_SUBGROUPS} points; there are {len(points)}."
    if all(one.numerator == 0 for one in points) or all(one.numerator == one.denominator for one in points):
        return "Every point is the same: there is no scatter to draw limits from."
    return ""
