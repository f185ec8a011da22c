"""Where two things that should be the same differ: which part, at which character, and what stands there. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

AROUND = 24  # characters shown on each side of what differs
LONGEST = 80  # of what differs itself


@dataclass(frozen=True, slots=True)
class Difference:
    """One place: what was signed, and what stands there now, with the same words before and after."""

    where: str
    offset: int
    before: str
    expected: str
    actual: str
    after: str


def difference(where: str, expected: str, actual: str) -> Difference | None:
    """Return the first and last character in which two texts differ, as one place; None of the same text."""
    if expected == actual:
        return None
    shorter = min(len(expected), len(actual))
    start = next((at for at in range(shorter) if expected[at] != actual[at]), shorter)
    tail = 0
    while tail < shorter - start and expected[-1 - tail] == actual[-1 - tail]:
        tail += 1
    wanted, found = expected[start : len(expected) - tail], actual[start : len(actual) - tail]
    after = expected[len(expected) - tail :][:AROUND]
    return Difference(where, start, expected[max(0, start - AROUND) : start], cut(wanted), cut(found), after)


def cut(text: str) -> str:
    """Return a text that is not too long to be read at one glance."""
    return text if len(text) <= LONGEST else f"{text[:LONGEST]} [and {len(text) - LONGEST} more]"


def differences(expected: Any, actual: Any, where: str = "") -> Iterator[Difference]:
    """Yield every leaf in which two JSON values differ, named by the way to it."""
    if isinstance(expected, Mapping) and isinstance(actual, Mapping):
        for key in sorted({*expected, *actual}):
            yield from differences(expected.get(key, ""), actual.get(key, ""), f"{where} {key}".strip())
    elif _is_list(expected) and _is_list(actual) and len(expected) == len(actual):
        for number, (left, right) in enumerate(zip(expected, actual, strict=True), start=1):
            yield from differences(left, right, f"{where} {number}".strip())
    elif place := difference(where, _words(expected), _words(actual)):
        yield place


def _is_list(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)


def _words(value: Any) -> str:
    return value if isinstance(value, str) else str(value)
