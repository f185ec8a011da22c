"""What several kinds share: the names of a test in words, lists, the newest of something outside a window."""

from collections.abc import Sequence
from typing import Any

from apps.drafting.domain.criteria.case import Test
from apps.drafting.domain.criteria.periods import Interval, Window


def as_list(value: Any) -> Sequence[Any]:
    """Return a field that may be one thing, a list of them, or nothing, as a list."""
    if value is None:
        return []
    return value if isinstance(value, (list, tuple)) else [value]


def names_of(test: Test) -> list[str]:
    """Return the names a test looks for."""
    return [str(name) for name in as_list(test.get("any_of"))]


def named_words(test: Test) -> str:
    """Return what a test looks for, in a few words: its first name."""
    names = names_of(test)
    return names[0] if names else "it"


def outside_words(what: str, when: Interval | None, window: Window) -> str:
    """Return that something lies outside a window, with its day."""
    day = when.words if when else "an unknown day"
    after = bool(when and when.first > window.last)
    return (
        f"{what} is of {day}, {'after' if after else 'outside'} {window.words}"
        if day not in what
        else (f"{what} lies {'after' if after else 'outside'} {window.words}")
    )
