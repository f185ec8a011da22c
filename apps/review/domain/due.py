"""A payer's clock in words: calm, exact, in the clinic's time zone."""

from datetime import datetime, timedelta

SOON = timedelta(hours=24)


def due_words(due: datetime, now: datetime) -> str:
    """Return "Today 16:30" or "Tue 24 Nov 17:00"; both moments in the zone people are shown."""
    if due.date() == now.date():
        return f"Today {due:%H:%M}"
    year = f" {due.year}" if due.year != now.year else ""
    return f"{due:%a} {due.day} {due:%b}{year} {due:%H:%M}"


def time_left(due: datetime, now: datetime) -> str:
    """Return "in 2 d 6 h", "in 1 h 50 min" or "40 min over"."""
    seconds = int((due - now).total_seconds())
    words = _span(abs(seconds) // 60)
    return f"in {words}" if seconds >= 0 else f"{words} over"


def is_soon(due: datetime, now: datetime) -> bool:
    return due - now < SOON


def _span(minutes: int) -> str:
    days, rest = divmod(minutes, 24 * 60)
    hours, left = divmod(rest, 60)
    if days:
        return f"{days} d {hours} h" if hours else f"{days} d"
    if hours:
        return f"{hours} h {left} min" if left else f"{hours} h"
    return f"{left} min"
