"""What stands beside the override figures so that they can be read: time at the drafts, what was opened."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import ceil, floor

from apps.quality.domain.counting import Figure
from apps.quality.domain.definitions import Metric

HASTY_SECONDS = 30  # own figure: less than it takes to find and read one passage behind one claim
TENTH_MS = 6_000  # a tenth of a minute: what times are counted in

BALANCING: Mapping[str, Metric] = {
    "active_minutes": Metric(
        "Active minutes per draft",
        "Median and middle half of the time the decider's pages were visible, in front and in use within the last "
        "minute. Decisions made without that measure are counted apart.",
        "Neither short nor long is good in itself: it says with what attention the other figures came about.",
    ),
    "glanced": Metric(
        "Confirmed at a glance",
        "High-severity claims confirmed although their sources were open for less than two seconds.",
    ),
    "hasty": Metric(
        f"Signed within {HASTY_SECONDS} seconds, nothing opened",
        f"Signatures before which the signer can have been at the draft for {HASTY_SECONDS} seconds at most and "
        "opened no source of it.",
        "A signal to talk about with the signer, never a measure of a person.",
    ),
    "looked_again": Metric(
        "Wrong at a second look",
        "Claims that were asked about before a signature because the draft was checked faster than anybody reads, and "
        "that the signer then called wrong.",
    ),
}


@dataclass(frozen=True, slots=True)
class Sums:
    """What the decisions of a period add up to. Who signed is counted here and shown to nobody."""

    minutes: Mapping[int, int]  # tenths of a minute, and how many decisions took them
    partly: int
    unmeasured: int
    glanced: int
    high_severity: int
    signed_by: Sequence[int]  # signatures of each signer
    hasty_by: Sequence[int]
    looked_again: int
    found_wrong: int


@dataclass(frozen=True, slots=True)
class Balance:
    """The balancing measures of a period."""

    measured: int
    estimated: int
    partly: int  # of these: pages measured some of the time, requests tell of more
    minutes: tuple[float, float, float] | None  # lower quartile, median, upper quartile
    figures: tuple[Figure, ...]
    signers: int
    hasty_signers: int
    most_of_one: int

    @property
    def decisions(self) -> int:
        return self.measured + self.estimated


def tenths_of(active_ms: int) -> int:
    """Return a time as it is counted: in tenths of a minute, rounded half up."""
    return (active_ms + TENTH_MS // 2) // TENTH_MS


def is_hasty(high_ms: int, opened: int) -> bool:
    """Return whether a signer can have been at the draft for the shortest time alone, and opened nothing."""
    return high_ms <= HASTY_SECONDS * 1000 and not opened


def balance(sums: Sums) -> Balance:
    """Return the balancing measures of the decisions that count."""
    return Balance(
        measured=sum(sums.minutes.values()),
        estimated=sums.partly + sums.unmeasured,
        partly=sums.partly,
        minutes=_quartiles(sums.minutes),
        figures=(
            Figure("glanced", sums.glanced, sums.high_severity),
            Figure("hasty", sum(sums.hasty_by), sum(sums.signed_by)),
            Figure("looked_again", sums.found_wrong, sums.looked_again),
        ),
        signers=len(sums.signed_by),
        hasty_signers=len(sums.hasty_by),
        most_of_one=max(sums.hasty_by, default=0),
    )


def _quartiles(tenths: Mapping[int, int]) -> tuple[float, float, float] | None:
    """Return the quartiles, in minutes, between neighbours where they fall between (Hyndman and Fan 1996, type 7)."""
    if not tenths:
        return None
    values = sorted(tenths)
    last = list(accumulate(tenths[value] for value in values))
    low, middle, high = (_between(values, last, quarter * (last[-1] - 1)) for quarter in (0.25, 0.5, 0.75))
    return low, middle, high


def _between(values: Sequence[int], last: Sequence[int], place: float) -> float:
    """Return what stands at a place of the values in order, of which ``last`` counts those up to each."""
    below, above = values[bisect_right(last, floor(place))], values[bisect_right(last, ceil(place))]
    return (below + (above - below) * (place - floor(place))) / 10
