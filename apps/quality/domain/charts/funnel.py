"""A funnel plot compares units by what chance alone would do to each: never a league table.

Spiegelhalter 2005, Statistics in Medicine 24; false discoveries by Benjamini and Hochberg 1995.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

NARROW, WIDE = 0.95, 0.998  # two and three sigma
FEWEST_UNITS = 2
DISCOVERIES = 0.05  # of the units called different, the share that may be by chance


class Standing(StrEnum):
    """Where a unit lies."""

    WITHIN = "within"  # what chance alone explains
    ABOVE = "above"
    BELOW = "below"
    TOO_FEW = "too_few"


@dataclass(frozen=True, slots=True)
class Unit:
    """One site or service: so many of so many."""

    name: str
    numerator: int
    denominator: int

    @property
    def rate(self) -> float:
        return self.numerator / self.denominator


@dataclass(frozen=True, slots=True)
class Funnel:
    """Units about the rate of all, and where each stands."""

    centre: float
    units: tuple[tuple[Unit, Standing], ...]


def limits_at(cases: int, centre: float, share: float) -> tuple[float, float]:
    """Return the fractions between which ``share`` of units of this size lie when all have the rate ``centre``.

    By the binomial distribution, interpolated between counts so that the funnel has no steps. Spiegelhalter, A.1.1.
    """
    tail = (1 - share) / 2
    return _quantile(cases, centre, tail), _quantile(cases, centre, 1 - tail)


def _quantile(cases: int, centre: float, chance: float) -> float:
    from scipy.stats import binom

    number = int(binom.ppf(chance, cases, centre))
    here = float(binom.cdf(number, cases, centre))
    of_this_count = float(binom.pmf(number, cases, centre))
    past = (here - chance) / of_this_count if of_this_count else 0.0
    return min(1.0, max(0.0, (number - past) / cases))


def funnel(units: Sequence[Unit], *, fewest: int) -> Funnel | None:
    """Place units about the rate of all. None for fewer than two, or where no rate lies between 0 and 1.

    A unit stands out where it lies outside the wide limits, and also among the discoveries when all units are looked
    at together; one of fewer than ``fewest`` cases is not judged.
    """
    from scipy.stats import false_discovery_control

    units = [unit for unit in units if unit.denominator]
    cases = sum(unit.denominator for unit in units)
    centre = sum(unit.numerator for unit in units) / cases if cases else 0.0
    judged = [unit for unit in units if unit.denominator >= fewest]
    if len(judged) < FEWEST_UNITS or not 0 < centre < 1:
        return None
    adjusted = false_discovery_control([_p_value(unit, centre) for unit in judged])
    stands_out = {unit for unit, chance in zip(judged, adjusted, strict=True) if chance < DISCOVERIES}
    return Funnel(
        centre, tuple((unit, _standing(unit, centre, fewest=fewest, is_discovery=unit in stands_out)) for unit in units)
    )


def _p_value(unit: Unit, centre: float) -> float:
    from scipy.stats import binomtest

    return float(binomtest(unit.numerator, unit.denominator, centre).pvalue)


def _standing(unit: Unit, centre: float, *, fewest: int, is_discovery: bool) -> Standing:
    if unit.denominator < fewest:
        return Standing.TOO_FEW
    lower, upper = limits_at(unit.denominator, centre, WIDE)
    if not is_discovery or lower <= unit.rate <= upper:
        return Standing.WITHIN
    return Standing.ABOVE if unit.rate > upper else Standing.BELOW
