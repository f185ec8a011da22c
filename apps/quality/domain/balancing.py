"""What stands beside the override figures so that they can be read: time at the drafts, what was opened."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import quantiles

from apps.quality.domain.counting import Figure
from apps.quality.domain.definitions import Metric

HASTY_SECONDS = 30  # own figure: less than it takes to find and read one passage behind one claim

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
class Spent:
    """What one counted decision says of attention. ``person`` is only counted, never shown."""

    person: str
    signed: bool
    measured: bool
    active_ms: int
    high_ms: int
    opened: int
    high_severity: int
    glanced: int
    spot_check: str


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


def balance(rows: Sequence[Spent]) -> Balance:
    """Return the balancing measures of the decisions that count."""
    minutes = [row.active_ms / 60_000 for row in rows if row.measured]
    signed = [row for row in rows if row.signed]
    hasty = [row for row in signed if row.high_ms <= HASTY_SECONDS * 1000 and not row.opened]
    by_signer = [sum(row.person == one for row in hasty) for one in {row.person for row in hasty}]
    looked = [row for row in rows if row.spot_check]
    return Balance(
        measured=len(minutes),
        estimated=len(rows) - len(minutes),
        partly=sum(not row.measured and row.active_ms > 0 for row in rows),
        minutes=_quartiles(minutes),
        figures=(
            Figure("glanced", sum(row.glanced for row in rows), sum(row.high_severity for row in rows)),
            Figure("hasty", len(hasty), len(signed)),
            Figure("looked_again", sum(row.spot_check == "wrong" for row in looked), len(looked)),
        ),
        signers=len({row.person for row in signed}),
        hasty_signers=len(by_signer),
        most_of_one=max(by_signer, default=0),
    )


def _quartiles(values: Sequence[float]) -> tuple[float, float, float] | None:
    if not values:
        return None
    if len(values) == 1:
        return (values[0],) * 3
    low, middle, high = quantiles(values, n=4, method="inclusive")
    return low, middle, high
