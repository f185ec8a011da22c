"""The one grid of periods that figures are published for: they follow on each other and never overlap. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

GRIDS = {1: "Each calendar month", 3: "Each calendar quarter"}
CLOSES_AFTER = timedelta(days=2)  # a decision may be written down a day after the moment it bears
MOST_LISTED = 36


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days, the first and the last among them."""

    first: date
    last: date

    @property
    def name(self) -> str:
        if (self.first.year, self.first.month) == (self.last.year, self.last.month):
            return f"{self.first:%B %Y}"
        return f"{self.first:%B} to {self.last:%B %Y}"

    def is_closed(self, today: date) -> bool:
        return today >= self.last + CLOSES_AFTER


def period_of(day: date, months: int) -> Period:
    """Return the period of the grid that a day lies in."""
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    later = first.month - 1 + months
    return Period(first, date(first.year + later // 12, later % 12 + 1, 1) - timedelta(days=1))


def periods_between(first: date, today: date, months: int) -> Iterator[Period]:
    """Yield the periods from the running one back to that of a day, the newest first, so many at most."""
    period = period_of(today, months)
    for _ in range(MOST_LISTED):
        yield period
        if period.first <= first:
            return
        period = period_of(period.first - timedelta(days=1), months)
