"""The one place that asks what time it is, so that tests and replays can answer instead."""

from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    """Return the current moment, aware, in UTC."""
    return timezone.now()


def today() -> date:
    """Return the current date in the time zone people are shown."""
    return timezone.localdate()


def day_of(moment: datetime) -> date:
    """Return the day of an aware moment in the time zone people are shown."""
    return timezone.localdate(moment)
