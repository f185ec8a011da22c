"""What many tests begin with: made once in a run by the services production uses, then put back for each of them.

Making the cast takes some 400 statements; putting its rows back takes one round trip.
"""

from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import pytest
from django.db import connection, transaction

from apps.core import fence
from apps.core.crypto.cache import KEYS

T = TypeVar("T")
Row = tuple[str, str]  # its table, and the values an INSERT takes
Copies = dict[int, Any]  # what deepcopy has copied: the patient of a test's draft is the patient of its world

TABLES = """
    SELECT c.relname, string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum),
        string_agg(format('quote_nullable(%1$I::text)', a.attname), ', ' ORDER BY a.attnum),
        bool_or(a.attidentity <> '')
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
        AND a.attgenerated = ''
    GROUP BY c.relname"""
READ = "SELECT xmin::text::bigint, cmin::text::bigint, '{table}', concat_ws(', ', {values}) FROM {table}"
WRITE = "INSERT INTO {table} ({columns}) VALUES {rows}"
# An identity column goes on behind the rows that were put back, also after a flush that let it begin anew.
GO_ON = (
    "SELECT setval(pg_get_serial_sequence('{table}', 'id'),"
    " GREATEST((SELECT max(id) FROM {table}), nextval(pg_get_serial_sequence('{table}', 'id'))))"
)
SHOW, HIDE = (f"SELECT set_config('workbench.keeping', '{value}', true)" for value in ("on", ""))  # apps/core/fence.py


@dataclass(frozen=True)
class Kept(Generic[T]):
    """What a maker returned, and the statements that write the rows it wrote."""

    made: T
    statements: str

    def put_back(self, copies: Copies) -> T:
        """Write the rows; return a copy of what was made, with the copies there are already of what it stands on."""
        self.write()
        return deepcopy(self.made, copies)

    def write(self) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(self.statements)


def keep(make: Callable[[], T], *, on: Sequence[Kept[Any]] = ()) -> Kept[T]:
    """Make something, on top of what is kept already, remember its rows, and take it all back.

    A maker only adds rows: raises AssertionError where it changed or removed what was there before it. It reads as fast
    as it likes; its keys are forgotten, because what is made next has others.
    """
    with pytest.MonkeyPatch.context() as patch, transaction.atomic():
        patch.setattr("apps.review.domain.tempo.WORDS_PER_MINUTE", 10**9)
        for kept in on:
            kept.write()
        before = _rows()
        made = make()
        after = _rows()
        changed = sorted({table for table, _ in set(before) - set(after)})
        assert not changed, f"What is kept only adds rows; this changed some of {changed}."
        there = set(before)
        statements = _statements([row for row in after if row not in there])
        transaction.set_rollback(True)
    KEYS.forget_all()
    return Kept(made, statements)


def _rows() -> list[Row]:
    """Return every row there is, in the order in which they were written."""
    reading = " UNION ALL ".join(READ.format(table=table, values=values) for table, _, values, _ in _tables())
    with fence.keeping(), connection.cursor() as cursor:
        cursor.execute(f"{reading} ORDER BY 1, 2")
        return [(table, values) for _, _, table, values in cursor.fetchall()]


def _tables() -> list[tuple[str, str, str, bool]]:
    """Return each table with its columns, the expressions that read them, and whether it numbers its rows itself."""
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        return cursor.fetchall()


def _statements(rows: list[Row]) -> str:
    """Return what writes rows again: table by table, those first into which was written first."""
    tables = {table: (columns, numbered) for table, columns, _, numbered in _tables()}
    by_table: dict[str, list[str]] = {}
    for table, values in rows:
        by_table.setdefault(table, []).append(f"({values})")
    writing = [
        WRITE.format(table=table, columns=tables[table][0], rows=", ".join(lines)) for table, lines in by_table.items()
    ]
    going_on = [GO_ON.format(table=table) for table in by_table if tables[table][1]]
    return "; ".join([SHOW, *writing, *going_on, HIDE])
