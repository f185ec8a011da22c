"""Rules by which a point of a control chart is worth a look, and how often they speak up about nothing.

Western Electric Statistical Quality Control Handbook, 1956; the run lengths are those of Champ and Woodall 1987,
Technometrics 29.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cache
from itertools import repeat, takewhile
from typing import NamedTuple

BEYOND, WARNING, RUN = 3.0, 2.0, 8
NEARLY_NEVER = 1e-9


class Rule(StrEnum):
    """One way in which points are not chance alone."""

    BEYOND_THREE = "beyond_three"
    TWO_OF_THREE = "two_of_three"
    EIGHT_ON_ONE_SIDE = "eight_on_one_side"


RULE_WORDS: Mapping[Rule, str] = {
    Rule.BEYOND_THREE: "One point beyond three sigma.",
    Rule.TWO_OF_THREE: "Two of three points beyond two sigma on the same side.",
    Rule.EIGHT_ON_ONE_SIDE: "Eight points in a row on one side of the centre.",
}


class _Seen(NamedTuple):
    """What of the points before still matters: the run (its sign is its side), and the last two's sides beyond two."""

    run: int = 0
    far: tuple[int, int] = (0, 0)


def _side(distance: float) -> int:
    return (distance > 0) - (distance < 0)


def _after(seen: _Seen, side: int, *, is_far: bool) -> _Seen:
    run = seen.run + side if side and seen.run * side > 0 else side
    return _Seen(run, (seen.far[1], side if is_far else 0))


def _broken(before: _Seen, after: _Seen, *, is_beyond: bool) -> frozenset[Rule]:
    far = after.far[1]
    broken = {
        Rule.BEYOND_THREE: is_beyond,
        Rule.TWO_OF_THREE: far != 0 and far in before.far,
        Rule.EIGHT_ON_ONE_SIDE: abs(after.run) >= RUN,
    }
    return frozenset(rule for rule, it in broken.items() if it)


def signals(distances: Sequence[float]) -> list[frozenset[Rule]]:
    """Return the rules that each point breaks; a distance is from the centre, in sigmas of that point."""
    return list(_signals(distances))


def _signals(distances: Sequence[float]) -> Iterator[frozenset[Rule]]:
    seen = _Seen()
    for distance in distances:
        after = _after(seen, _side(distance), is_far=abs(distance) > WARNING)
        yield _broken(seen, after, is_beyond=abs(distance) > BEYOND)
        seen = after


# How likely a point within three sigma lies on which side, and whether beyond two; what is missing to 1 lies beyond.
Zones = Mapping[tuple[int, bool], float]


@cache
def normal_zones() -> Zones:
    """Return the zones of a normal point."""
    from scipy.stats import norm

    near = float(norm.cdf(WARNING) - norm.cdf(0))
    far = float(norm.cdf(BEYOND) - norm.cdf(WARNING))
    return {(side, is_far): far if is_far else near for side in (-1, 1) for is_far in (False, True)}


def _quiet(rules: frozenset[Rule], points: Iterable[Zones]) -> Iterator[float]:
    """Yield the chance that nothing spoke by the first, the second, ... point of a process in control.

    A point beyond three sigma always speaks; ``rules`` are the others.
    """
    states = {_Seen(): 1.0}
    for zones in points:
        following: dict[_Seen, float] = {}
        for seen, chance in states.items():
            for (side, is_far), zone in zones.items():
                after = _after(seen, side, is_far=is_far)
                if not rules & _broken(seen, after, is_beyond=False):
                    kept = after._replace(run=max(-RUN, min(RUN, after.run)))
                    following[kept] = following.get(kept, 0.0) + chance * zone
        states = following
        yield sum(states.values())


@cache
def run_length(rules: frozenset[Rule] = frozenset(Rule)) -> float:
    """Return how many points a process that did not change shows on average until something speaks up.

    Of normal points that do not depend on each other. Champ and Woodall 1987.
    """
    heard = takewhile(lambda quiet: quiet > NEARLY_NEVER, _quiet(rules, repeat(normal_zones())))
    return 1.0 + sum(heard)


def false_alarm(points: Iterable[Zones], rules: frozenset[Rule] = frozenset(Rule)) -> float:
    """Return the chance (0 to 1) that something speaks up in these points of a process that did not change.

    That one point lies beyond three sigma is always among the rules.
    """
    return 1.0 - (deque(_quiet(rules, points), maxlen=1) or [1.0])[-1]
