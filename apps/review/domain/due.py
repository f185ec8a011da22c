"""A deadline in words: which clock it is, and its moment with the time zone. Calm: no countdown."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ClockKind(StrEnum):
    """Whose time it is."""

    ASKED = "asked"
    TARGET = "target"
    PAYER = "payer"
    APPEAL = "appeal"


CLOCK_WORDS = {
    ClockKind.ASKED: "Asked for by then",
    ClockKind.TARGET: "Internal target: send by then",
    ClockKind.PAYER: "The payer decides by then",
    ClockKind.APPEAL: "File the appeal by then",
}


@dataclass(frozen=True, slots=True)
class Clock:
    """One clock of a draft; ``at`` is aware and stands in the zone people are shown."""

    kind: ClockKind
    at: datetime
    has_passed: bool
    days: int = 0  # from today to that day, as a calendar counts

    @property
    def day(self) -> str:
        """Say when in the nearest words there are, with its time where it is today."""
        return day_words(self.days, self.at)

    @property
    def moment(self) -> str:
        return moment_words(self.at)

    @property
    def words(self) -> str:
        passed = "; this moment has passed" if self.has_passed else ""
        return f"{CLOCK_WORDS[self.kind]}{passed}"


def moment_words(at: datetime) -> str:
    """Return e.g. ``Tue 24 Nov 2026, 17:00 CST``: an absolute date, the time and its zone."""
    return f"{at:%a} {at.day} {at:%b %Y}, {at:%H:%M} {at:%Z}"


def day_words(days: int, at: datetime) -> str:
    """Return e.g. ``in 3 days``: what stands before the date, never in its place."""
    if days == 0:
        return f"today, {at:%H:%M}"
    if abs(days) == 1:
        return "tomorrow" if days > 0 else "yesterday"
    return f"in {days} days" if days > 0 else f"{-days} days ago"


def nearest(clocks: Iterable[tuple[ClockKind, datetime | None]], now: datetime) -> Clock | None:
    """Return the clock that ends first among those that run, or None; all moments in the zone people are shown."""
    running = [(at, kind) for kind, at in clocks if at is not None]
    if not running:
        return None
    at, kind = min(running, key=lambda row: row[0])
    today = now.astimezone(at.tzinfo).date()
    return Clock(kind, at, has_passed=at < now, days=(at.date() - today).days)
