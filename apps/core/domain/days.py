"""Days and moments that people type, held against today: a slip in the year is found before it is kept. Pure."""

from datetime import date, datetime, timedelta
from typing import TypeVar

LONGEST_YEAR = 366  # days

When = TypeVar("When", date, datetime)


def is_far(when: When, now: When, *, years: int) -> bool:
    """Return whether a day, or an aware moment, lies more than so many years before or after another."""
    return abs(when - now) > timedelta(days=LONGEST_YEAR * years)
