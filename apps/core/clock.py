"""The one place that asks what time it is, so that tests and replays can answer instead."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time

from django.utils import timezone

_standing: ContextVar[datetime | None] = ContextVar("clock_standing", default=None)


def now() -> datetime:
    """Return the current moment, aware, in UTC."""
    return _standing.get() or timezone.now()


def today() -> date:
    """Return the current date in the time zone people are shown."""
    return timezone.localdate(_standing.get())


def day_of(moment: datetime) -> date:
    """Return the day of an aware moment in the time zone people are shown."""
    return timezone.localdate(moment)


def start_of(day: date) -> datetime:
    """Return the first moment of a day in the time zone people are shown."""
    return timezone.make_aware(datetime.combine(day, time.min))


def local(moment: datetime) -> datetime:
    """Return an aware moment in the time zone people are shown."""
    return timezone.localtime(moment)


@contextmanager
def standing_at(moment: datetime) -> Iterator[None]:
    """Let this thread's clock stand at an aware moment: what is asked inside is asked on that day."""
    token = _standing.set(moment)
    try:
        yield
    finally:
        _standing.reset(token)
