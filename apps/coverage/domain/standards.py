"""Which version of which standard a request is sent by, as data: a proposal counts only once it has a first day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from apps.coverage.domain import fields
from apps.coverage.domain.errors import TableInvalid


@dataclass(frozen=True, slots=True)
class Standard:
    """One version of a standard for one use. Without a first day it is proposed only."""

    use: str
    name: str
    version: str
    valid_from: date | None
    source: str


def parse_standards(body: Any) -> tuple[Standard, ...]:
    """Return the typed table. Raises TableInvalid with a sentence that names the row."""
    rows = fields.mapping(body, "The table of standards", error=TableInvalid).get("standards")
    if not isinstance(rows, list):
        raise TableInvalid("The table of standards needs a list in 'standards'.")
    return tuple(_standard(row, f"Row {number} of 'standards'") for number, row in enumerate(rows, start=1))


def _standard(row: Any, where: str) -> Standard:
    body = fields.mapping(row, where, error=TableInvalid)
    first = body.get("valid_from")
    try:
        valid_from = date.fromisoformat(first) if first is not None else None
        return Standard(str(body["use"]), str(body["name"]), str(body["version"]), valid_from, str(body["source"]))
    except KeyError as missing:
        raise TableInvalid(f"{where} needs {missing}.") from None
    except (ValueError, TypeError) as error:
        raise TableInvalid(f"{where} cannot be read: {error}.") from None


def standard_on(standards: Iterable[Standard], use: str, day: date) -> Standard | None:
    """Return the standard in force for a use on a day; None where there is none. What is proposed is never in force."""
    standing = [row for row in standards if row.use == use and row.valid_from and row.valid_from <= day]
    return max(standing, key=lambda row: row.valid_from or day, default=None)
