"""What may stand in an event's details: opaque ids, codes, counts. Never chart text, never a name."""

import math
from collections.abc import Mapping
from typing import Any

LARGEST = 2**53 - 1  # beyond it JSON numbers are not exact (RFC 8785, appendix D)


class NotRecordable(ValueError):
    """A value in the details would not come back from the database as it went in."""


def plain_details(details: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return the details as plain JSON that a database gives back unchanged; ids and enums become text.

    Raises NotRecordable for a value whose hash could never be checked again.
    """
    return {str(key): _plain(value) for key, value in (details or {}).items()}


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, Mapping):
        return plain_details(value)
    if isinstance(value, list | tuple | set | frozenset):
        items = sorted(value) if isinstance(value, set | frozenset) else value
        return [_plain(item) for item in items]
    return _text(str(value))


def _number(value: float) -> float:
    if not math.isfinite(value) or abs(value) > LARGEST:
        raise NotRecordable(f"The number {value} is too large for an audit event.")
    return value


def _text(value: str) -> str:
    if "\x00" in value or any("\ud800" <= character <= "\udfff" for character in value):
        raise NotRecordable("A text with a null character or half a character cannot stand in an audit event.")
    return value
