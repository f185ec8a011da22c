"""Days and stretches of days as people read them. Pure."""

from datetime import date


def day_words(day: date) -> str:
    """Return e.g. ``12 Mar 2026``."""
    return f"{day.day} {day:%b %Y}"


def in_force_words(start: date, end: date | None) -> str:
    """Return e.g. ``from 1 Jan 2026 to 30 Jun 2026``; ``from 1 Jan 2026, no end so far`` without an end."""
    return f"from {day_words(start)} to {day_words(end)}" if end else f"from {day_words(start)}, no end so far"
