"""The days on which an organization works: all but its weekend and its holidays."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from apps.coverage.domain.errors import TableInvalid

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ONE = timedelta(days=1)
LONGEST_BREAK = 60  # days in a row: more than that is no list of holidays


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """``weekend`` holds weekdays (Monday is 0), ``holidays`` days of the calendar."""

    weekend: frozenset[int] = frozenset({5, 6})
    holidays: frozenset[date] = frozenset()

    @classmethod
    def told(cls, weekend: Iterable[str], holidays: Iterable[str]) -> Self:
        """Return them as settings tell them: ``sat``, ``2026-12-25``. Raises TableInvalid with a sentence."""
        try:
            days = frozenset(WEEKDAYS.index(day.lower()[:3]) for day in weekend)
            free = frozenset(date.fromisoformat(day) for day in holidays)
        except ValueError as error:
            raise TableInvalid(f"The days on which nobody works cannot be read: {error}.") from None
        if len(days) == len(WEEKDAYS):
            raise TableInvalid("Every weekday is named as weekend: no working day is left.")
        return cls(days, free)

    def works_on(self, day: date) -> bool:
        return day.weekday() not in self.weekend and day not in self.holidays

    def on_or_before(self, day: date) -> date:
        """Return the day itself when somebody works on it, else the working day before it."""
        for back in range(LONGEST_BREAK):
            if self.works_on(day - back * ONE):
                return day - back * ONE
        raise TableInvalid(f"Nobody works in the {LONGEST_BREAK} days before {day.isoformat()}: check the holidays.")

    def after(self, day: date, number: int) -> date:
        """Return the n-th working day after a day."""
        left = number
        for _ in range(number * 7 + LONGEST_BREAK):
            if left <= 0:
                break
            day += ONE
            left -= self.works_on(day)
        return day
