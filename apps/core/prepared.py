"""A long read whose SQL is made once: for some, Django takes longer to write it than PostgreSQL to answer it.

It is made with stand-ins in the places of what differs from one reading to the next (ids, the moment, the day), which
are filled in each time. Whatever else it depends on (a role) has a statement of its own.
"""

from collections.abc import Mapping
from copy import copy
from datetime import UTC, date, datetime, timedelta
from typing import Any, Generic, TypeVar, cast
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.backends.postgresql.compiler import SQLCompiler
from django.db.models import Model, QuerySet
from django.db.models.sql import Query

from apps.core import clock

Row = TypeVar("Row", bound=Model)
MOMENT = datetime(1907, 3, 5, 16, 17, 18, 19, tzinfo=UTC)  # when the stand-ins are: nothing we keep is as old
NEAR = timedelta(hours=1)  # as far from now as a place may be


class Unpreparable(Exception):
    """What moves in the statement cannot be told from what does not: it is made anew each time."""


class _Written(SQLCompiler):
    """A compiler that has compiled already."""

    written: tuple[str, tuple[Any, ...]]

    def as_sql(self, with_limits: bool = True, with_col_aliases: bool = False) -> Any:
        return self.written


class _Read(Query):
    written_by: _Written

    def get_compiler(self, using: Any = None, connection: Any = None, elide_empty: bool = True) -> Any:
        return self.written_by


class Prepared(Generic[Row]):
    """A statement that was made at ``MOMENT`` by the clock, with these ids standing in for others."""

    def __init__(self, rows: QuerySet[Row], stand_ins: frozenset[UUID]) -> None:
        if clock.now() != MOMENT:
            raise Unpreparable("The clock did not stand.")
        self._rows, self._day, self._stand_ins = rows, clock.today(), stand_ins
        self._compiler = rows.query.get_compiler(rows.db)
        try:
            sql, params = self._compiler.as_sql()
        except EmptyResultSet:
            sql, params = "", ()
        self._sql, self._params = str(sql), tuple(params)
        for value in self._params:
            self._check(value)

    def _check(self, value: Any) -> None:
        """Raise Unpreparable for a value that moves and has no place of its own."""
        if isinstance(value, datetime):
            is_placed = abs(value - MOMENT) <= NEAR
        elif isinstance(value, date):
            is_placed = value == self._day
        elif isinstance(value, UUID):
            is_placed = value in self._stand_ins
        else:
            is_placed = not any(one.hex in str(value).replace("-", "") for one in self._stand_ins)
        if not is_placed:
            raise Unpreparable(f"No place for a {type(value).__name__}.")

    def statement(self, ids: Mapping[UUID, Any]) -> tuple[str, tuple[Any, ...]]:
        """Return the statement with its places filled in; empty where it can have no rows."""
        moment, day = clock.now(), clock.today()

        def filled(value: Any) -> Any:
            if isinstance(value, datetime):
                return moment + (value - MOMENT)
            if isinstance(value, date):
                return day
            return ids[value] if isinstance(value, UUID) else value

        return self._sql, tuple(map(filled, self._params))

    def rows(self, ids: Mapping[UUID, Any]) -> list[Row]:
        """Read its rows."""
        if not self._sql:
            return []
        compiler = copy(self._compiler)
        compiler.__class__ = _Written
        compiler.connection = connections[self._rows.db]
        compiler.written = self.statement(ids)
        query = cast("_Read", self._rows.query.chain(_Read))
        query.written_by = compiler
        return list(self._rows.__class__(self._rows.model, query))
