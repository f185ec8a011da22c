"""Reading one field of a policy file, or refusing it in a sentence that says where it stands."""

import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any

from apps.core.errors import WorkbenchError
from apps.coverage.domain.errors import PolicyInvalid

YEARS = range(1900, 2201)


def mapping(value: Any, where: str, *, error: type[WorkbenchError] = PolicyInvalid) -> Mapping[str, Any]:
    """Return the value as an object. Raises PolicyInvalid, or the error named."""
    if not isinstance(value, Mapping):
        raise error(f"{where} must be an object with named fields.")
    return value


def text(body: Mapping[str, Any], key: str, where: str, *, longest: int | None = None) -> str:
    """Return a required, non-empty text field, stripped. Raises PolicyInvalid."""
    value = body.get(key)
    if not isinstance(value, str) or not value.strip():
        raise PolicyInvalid(f"{where} needs a text in {key!r}.")
    if longest and len(value.strip()) > longest:
        raise PolicyInvalid(f"{where}: {key!r} is longer than {longest} characters.")
    return value.strip()


def texts(body: Mapping[str, Any], key: str, where: str) -> tuple[str, ...]:
    """Return a non-empty list of non-empty texts. Raises PolicyInvalid."""
    value = body.get(key)
    if not isinstance(value, list) or not value or not all(isinstance(v, str) and v.strip() for v in value):
        raise PolicyInvalid(f"{where} needs a list of texts in {key!r}, with at least one in it.")
    return tuple(value)


def day(body: Mapping[str, Any], key: str, where: str) -> date:
    """Return a required date of the years in which there are policies. Raises PolicyInvalid."""
    try:
        found = date.fromisoformat(str(body.get(key)))
    except ValueError:
        raise PolicyInvalid(f"{where} needs a date such as 2026-01-31 in {key!r}.") from None
    if found.year not in YEARS:
        raise PolicyInvalid(f"{where} has {found} in {key!r}: no policy is of that year. Check it.")
    return found


def whole_number(body: Mapping[str, Any], key: str, where: str, *, lowest: int, highest: int) -> int:
    """Return a required whole number within limits. Raises PolicyInvalid."""
    value = body.get(key)
    if not isinstance(value, int) or isinstance(value, bool) or not lowest <= value <= highest:
        raise PolicyInvalid(f"{where} needs a whole number from {lowest} to {highest} in {key!r}.")
    return value


def nothing_hidden(value: Any, where: str) -> None:
    """Refuse characters that no reader sees: control ones, and those that turn the direction of writing.

    They are Unicode's Cf and Cc but white space. Raises PolicyInvalid.
    """
    if isinstance(value, str):
        for character in value:
            kind = unicodedata.category(character)
            if kind == "Cf" or (kind == "Cc" and not character.isspace()):
                raise PolicyInvalid(
                    f"{where} holds an invisible character (U+{ord(character):04X}). Type the words anew."
                )
    elif isinstance(value, Mapping):
        for name, one in value.items():
            nothing_hidden(name, where)
            nothing_hidden(one, where)
    elif isinstance(value, list):
        for one in value:
            nothing_hidden(one, where)


def no_other_fields(body: Mapping[str, Any], allowed: frozenset[str], where: str) -> None:
    """Refuse a field nobody would read, such as a misspelt one. Raises PolicyInvalid."""
    unknown = sorted(set(body) - allowed)
    if unknown:
        raise PolicyInvalid(f"{where} has a field {unknown[0]!r} that is not known here; known are {sorted(allowed)}.")
