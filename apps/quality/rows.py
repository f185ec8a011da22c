"""Single decisions of a year, row by row, as they may leave. PostgreSQL makes and keeps the lines; here they pass."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, transaction
from psycopg import sql

from apps.quality.domain.facts import RATED
from apps.quality.domain.few import FEWEST_PEOPLE
from apps.quality.domain.rows import BLANKED, K

AT_ONCE = 5000
ROWS = Path(__file__).with_name("rows.sql").read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Rows:
    """Lines of a file, and how many there are, were blanked in some place, and were left out."""

    kept: int
    blanked: int
    left_out: int
    lines: Iterator[list[str]]  # so many at once


def rows_of(organization_id: UUID, first: date, last: date) -> Rows:
    """Return the rated decisions of whole days as lines of CSV. What is read stays as it was when it was asked."""
    name = sql.Identifier(f"rows_{uuid4().hex}")
    asked: dict[str, Any] = {
        "organization": organization_id, "first": first, "last": last, "rated": [one.value for one in RATED],
        "k": K, "blanked": BLANKED, "people": FEWEST_PEOPLE,
    }  # fmt: skip
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql.SQL("DECLARE {} NO SCROLL CURSOR WITH HOLD FOR ").format(name) + sql.SQL(ROWS), asked)
    (summary,) = _fetch(name, 1)
    kept, blanked, left_out = map(int, summary.split(","))
    return Rows(kept, blanked, left_out, _lines(name))


def _lines(name: sql.Identifier) -> Iterator[list[str]]:
    try:
        while found := _fetch(name, AT_ONCE):
            yield found
    finally:
        with connection.cursor() as cursor:
            cursor.execute(sql.SQL("CLOSE {}").format(name))


def _fetch(name: sql.Identifier, number: int) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("FETCH {} FROM {}").format(sql.Literal(number), name))
        return [line for (line,) in cursor.fetchall()]
