"""Intervals of agreement and of what is pooled over strata: cases drawn anew from those that were read, many times.

Efron and Tibshirani 1993, chapter 13 (percentiles). Where resampling cannot see the uncertainty, as with no event at
all, there is no interval: whoever shows the figure says what can be said instead.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from apps.quality.domain.agreement import Pairs, ac1, kappa

if TYPE_CHECKING:
    from numpy.random import Generator

TIMES = 2000
TAIL = 2.5  # percent, on each side
ENOUGH_DRAWS = 0.95
CLASSES = 2  # an error of content, or none


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure that is no plain proportion, with its bootstrap 95 % interval, where one can be drawn."""

    key: str
    value: float | None
    interval: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Sampled:
    """One stratum: how many it holds in all, how many were read, and of those how many were errors."""

    population: int
    read: int
    errors: int

    @property
    def is_mixed(self) -> bool:
        return 0 < self.errors < self.read

    def total(self, errors: int) -> float:
        """Return how many of the whole stratum that many in the sample stand for."""
        return self.population * errors / self.read


def agreement(pairs: Pairs, seed: str) -> tuple[Estimate, Estimate]:
    """Return Cohen's kappa and Gwet's AC1 of pairs of answers, with intervals."""
    draws = _tables(pairs, seed)
    measures: tuple[tuple[str, Callable[[Pairs], float | None]], ...] = (
        ("kappa", kappa),
        ("ac1", lambda table: ac1(table, CLASSES)),
    )
    first, second = (Estimate(key, of(pairs), _interval([of(table) for table in draws])) for key, of in measures)
    return first, second


def share_overridden(overrides: Sampled, accepts: Sampled, seed: str) -> Estimate:
    """Return, of all drafts with an error, the share that was overridden; each case counts for those it stands for."""

    def share(of_overrides: int, of_accepts: int) -> float | None:
        found, missed = overrides.total(of_overrides), accepts.total(of_accepts)
        return found / (found + missed) if found + missed else None

    return _pooled("share_overridden", share, overrides, accepts, seed)


def error_rate(overrides: Sampled, accepts: Sampled, seed: str) -> Estimate:
    """Return, of all drafts of the period, the share with an error."""

    def rate(of_overrides: int, of_accepts: int) -> float | None:
        whole = overrides.population + accepts.population
        return (overrides.total(of_overrides) + accepts.total(of_accepts)) / whole

    return _pooled("error_rate", rate, overrides, accepts, seed)


def _pooled(
    key: str, of: Callable[[int, int], float | None], overrides: Sampled, accepts: Sampled, seed: str
) -> Estimate:
    if not (overrides.read and accepts.read):
        return Estimate(key, None, None)
    value = of(overrides.errors, accepts.errors)
    if not (overrides.is_mixed and accepts.is_mixed):
        return Estimate(key, value, None)
    draws = zip(_counts(overrides, seed, 0), _counts(accepts, seed, 1), strict=True)
    return Estimate(key, value, _interval([of(*one) for one in draws]))


def _counts(stratum: Sampled, seed: str, stream: int) -> list[int]:
    """Return how many errors each new draw of a stratum holds: its cases are alike but for being one or not."""
    counts: list[int] = _generator(seed, stream).binomial(stratum.read, stratum.errors / stratum.read, TIMES).tolist()
    return counts


def _tables(pairs: Pairs, seed: str) -> list[Pairs]:
    cells = sorted(pairs)
    number = sum(pairs.values())
    if not number or all(first == second for first, second in cells):
        return []  # drawn anew, cases of which none differs never differ
    rows = _generator(seed, 2).multinomial(number, [pairs[cell] / number for cell in cells], TIMES).tolist()
    return [Counter({cell: n for cell, n in zip(cells, row, strict=True) if n}) for row in rows]


def _generator(seed: str, stream: int) -> "Generator":
    from numpy.random import PCG64, Generator  # slow to load: not at every start of every process

    return Generator(PCG64([int(seed, 16), stream]))


def _interval(values: Sequence[float | None]) -> tuple[float, float] | None:
    """Return the middle 95 % of what the draws gave; None where too few of them gave anything."""
    given = sorted(value for value in values if value is not None)
    if not given or len(given) < ENOUGH_DRAWS * len(values):
        return None
    from numpy import percentile

    low, high = percentile(given, [TAIL, 100 - TAIL])
    return float(low), float(high)
