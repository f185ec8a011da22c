"""p-charts with limits of their own for each subgroup, and Laney's p' where rates scatter more than counting explains.

Shewhart 1931; Laney 2002, Quality Engineering 14; exact limits for small subgroups by the binomial distribution.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt
from typing import TYPE_CHECKING, Any

from apps.quality.domain.charts.points import Subgroup, centre_of
from apps.quality.domain.charts.rules import BEYOND, WARNING, Rule, Zones, normal_zones, signals

if TYPE_CHECKING:
    from numpy.typing import NDArray

EXACT_BELOW = 50  # cases: in smaller subgroups the normal curve says too much (requirement Q03)
NEXT_TO_NOTHING = 1e-9  # sigmas: on a side of the centre, and no further
MOVING_RANGE = 1.128  # mean of the range of two normal values, in sigmas (d2 for n = 2)
OVERDISPERSED = 0.05  # level of the test below which p' takes the place of p


@dataclass(frozen=True, slots=True)
class Baseline:
    """What later points are held against: frozen until somebody signs another."""

    centre: float
    sigma_z: float  # 1 where counting alone explains the scatter
    subgroups: int


@dataclass(frozen=True, slots=True)
class ControlPoint:
    """One subgroup with its limits (fractions) and what it breaks."""

    subgroup: Subgroup
    lower: float
    upper: float
    distance: float  # from the centre, in sigmas of this subgroup
    broken: frozenset[Rule]


def _sigma(centre: float, cases: int) -> float:
    return sqrt(centre * (1 - centre) / cases)


def _z_values(subgroups: Sequence[Subgroup], centre: float) -> list[float]:
    return [(one.rate - centre) / _sigma(centre, one.denominator) for one in subgroups]


def sigma_z(subgroups: Sequence[Subgroup]) -> float:
    """Return how much wider rates move from one subgroup to the next than counting explains. Laney 2002."""
    z = _z_values(subgroups, centre_of(subgroups))
    moves = [abs(after - before) for before, after in pairwise(z)]
    return sum(moves) / len(moves) / MOVING_RANGE


def dispersion_p_value(subgroups: Sequence[Subgroup]) -> float:
    """Return the chance of at least this much scatter were all subgroups of one rate (chi-squared of homogeneity)."""
    from scipy.stats import chi2

    squares = sum(z * z for z in _z_values(subgroups, centre_of(subgroups)))
    return float(chi2.sf(squares, len(subgroups) - 1))


def baseline_of(subgroups: Sequence[Subgroup]) -> Baseline:
    """Return the centre of these subgroups, and the wider scatter where there is some.

    Raises ValueError where nothing, or everything, was counted: no limits can be drawn about 0 or 1.
    """
    centre = centre_of(subgroups)
    if not 0 < centre < 1:
        raise ValueError("No limits can be drawn: nothing was counted, or everything was.")
    wider = sigma_z(subgroups)
    is_wider = wider > 1 and dispersion_p_value(subgroups) < OVERDISPERSED
    return Baseline(centre, wider if is_wider else 1.0, len(subgroups))


def control_points(subgroups: Sequence[Subgroup], baseline: Baseline) -> list[ControlPoint]:
    """Hold subgroups against a baseline."""
    distances = [_distance(one, baseline) for one in subgroups]
    limits = [_limits(one.denominator, baseline) for one in subgroups]
    return [
        ControlPoint(one, *limit, distance, broken)
        for one, limit, distance, broken in zip(subgroups, limits, distances, signals(distances), strict=True)
    ]


def _is_exact(cases: int, baseline: Baseline) -> bool:
    return cases < EXACT_BELOW and baseline.sigma_z == 1


def _limits(cases: int, baseline: Baseline) -> tuple[float, float]:
    """Return the fractions outside of which a point lies beyond three sigma, never below 0 or above 1."""
    if not _is_exact(cases, baseline):
        reach = BEYOND * baseline.sigma_z * _sigma(baseline.centre, cases)
        return max(0.0, baseline.centre - reach), min(1.0, baseline.centre + reach)
    from scipy.stats import binom, norm

    tail = float(norm.sf(BEYOND))
    lowest, highest = binom.ppf([tail, 1 - tail], cases, baseline.centre)
    return float(lowest) / cases, float(highest) / cases


def _distance(one: Subgroup, baseline: Baseline) -> float:
    """Return how far a subgroup lies from the centre, in sigmas."""
    return float(_distances([one.numerator], one.denominator, baseline)[0])


def _distances(numerators: Sequence[int], cases: int, baseline: Baseline) -> "NDArray[Any]":
    """Return how far counts in a subgroup of one size lie from the centre, in sigmas.

    In a small one it is the normal distance of the same chance, of this many or more, or of this many or fewer: near
    the centre that is nothing, and the side alone counts.
    """
    import numpy as np
    from scipy.stats import binom, norm

    numbers = np.asarray(numerators)
    apart = numbers - baseline.centre * cases
    if not _is_exact(cases, baseline):
        return np.asarray(apart / cases / (baseline.sigma_z * _sigma(baseline.centre, cases)))
    over = norm.isf(binom.sf(numbers - 1, cases, baseline.centre))
    under = -norm.ppf(binom.cdf(numbers, cases, baseline.centre))
    size = np.maximum(np.where(apart > 0, over, under), NEXT_TO_NOTHING)
    return np.asarray(np.sign(apart) * size)


def zones_in(cases: int, baseline: Baseline) -> Zones:
    """Return how likely a subgroup of this size lies in each zone within three sigma, were nothing changed.

    By the binomial distribution; where rates scatter wider than counting, by the normal one.
    """
    if baseline.sigma_z > 1:
        return normal_zones()
    import numpy as np
    from scipy.stats import binom

    counts = np.arange(cases + 1)
    chances = binom.pmf(counts, cases, baseline.centre)
    distances = _distances(range(cases + 1), cases, baseline)
    zones: dict[tuple[int, bool], float] = {}
    for side in (-1, 0, 1):
        for is_far in (False, True):
            inside = (np.sign(distances) == side) & (np.abs(distances) <= BEYOND)
            zones[side, is_far] = float(chances[inside & ((np.abs(distances) > WARNING) == is_far)].sum())
    return zones
