"""The tables of a publication: what they count, how their numbers add up, and what of them may leave. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from apps.quality.domain.counting import Figure
from apps.quality.domain.feasible import Key, Sum
from apps.quality.domain.suppression import withheld

Path = tuple[str, ...]
TOTAL, CLAIMS = "total", "claims"  # the tables of one row that others add up to
TREE, SEVERITY, BALANCE = "tree", "severity", "balance"


class Column(StrEnum):
    """What stands in a column; the words are those of the files."""

    DECISIONS = "decisions"
    UNEDITED = "unedited"
    STYLE = "style"
    OVERRIDE = "override"
    SUBSTANTIVE = "substantive"
    REJECTED = "rejected"
    OPENED = "opened"
    UNOPENED = "unopened"
    OF = "of"
    COUNTED = "counted"
    OTHER = "other"


C = Column
COLUMN_WORDS: Mapping[Column, str] = {
    C.DECISIONS: "Decisions",
    C.UNEDITED: "Approved unedited",
    C.STYLE: "Style edit",
    C.OVERRIDE: "Substantive override",
    C.SUBSTANTIVE: "Substantive edit",
    C.REJECTED: "Rejected",
    C.OPENED: "Evidence opened",
    C.UNOPENED: "Nothing opened",
    C.OF: "Of",
    C.COUNTED: "Counted",
    C.OTHER: "Not counted",
}


class Shape(StrEnum):
    """Which columns a table has and how they add up in each of its rows."""

    DECISIONS = "decisions"
    CHANGES = "changes"
    SHARE = "share"
    COUNT = "count"


COLUMNS: Mapping[Shape, tuple[Column, ...]] = {
    Shape.DECISIONS: (C.DECISIONS, C.OVERRIDE, C.REJECTED, C.SUBSTANTIVE, C.STYLE, C.UNEDITED, C.OPENED, C.UNOPENED),
    Shape.CHANGES: (C.DECISIONS, C.OVERRIDE, C.REJECTED, C.SUBSTANTIVE, C.STYLE),
    Shape.SHARE: (C.OF, C.COUNTED, C.OTHER),
    Shape.COUNT: (C.DECISIONS,),
}
OVERRIDES = (C.OVERRIDE, (C.SUBSTANTIVE, C.REJECTED))
ADD_UP: Mapping[Shape, tuple[tuple[Column, tuple[Column, ...]], ...]] = {
    Shape.DECISIONS: (
        (C.DECISIONS, (C.UNEDITED, C.STYLE, C.OVERRIDE)), OVERRIDES, (C.DECISIONS, (C.OPENED, C.UNOPENED)),
    ),
    Shape.CHANGES: ((C.DECISIONS, (C.STYLE, C.OVERRIDE)), OVERRIDES),
    Shape.SHARE: ((C.OF, (C.COUNTED, C.OTHER)),),
    Shape.COUNT: (),
}  # fmt: skip
# The rates of a row: by the name of its definition, what stands above the line and below.
RATES: Mapping[Shape, Mapping[str, tuple[Column, Column]]] = {
    Shape.DECISIONS: {
        "substantive_override": (C.OVERRIDE, C.DECISIONS),
        "reject": (C.REJECTED, C.DECISIONS),
        "style_edit": (C.STYLE, C.DECISIONS),
        "unedited_approve": (C.UNEDITED, C.DECISIONS),
        "evidence_opened": (C.OPENED, C.DECISIONS),
    },
    Shape.CHANGES: {},
    Shape.SHARE: {"share": (C.COUNTED, C.OF)},
    Shape.COUNT: {},
}
# In which columns the rows of a table add up to the row of the whole.
ADD_UP_TO_WHOLE: Mapping[Shape, tuple[Column, ...]] = {
    Shape.DECISIONS: COLUMNS[Shape.DECISIONS],
    Shape.CHANGES: (C.OVERRIDE, C.REJECTED, C.SUBSTANTIVE, C.STYLE),
    Shape.SHARE: COLUMNS[Shape.SHARE],
    Shape.COUNT: (),
}

WORTH = {C.DECISIONS: 3, C.OF: 3, C.OVERRIDE: 2, C.COUNTED: 2, C.OPENED: 1}  # what goes last beside a small cell


@dataclass(frozen=True, slots=True)
class Table:
    """Rows by their path (one value, or values from the root of a tree down), each with the numbers of its columns.

    A number that is withheld is None. ``whole`` names the table whose one row they add up to; where rows ``overlap``,
    each is a part of the decisions of that row and a decision may be in several.
    """

    key: str
    name: str
    levels: tuple[str, ...]
    shape: Shape
    rows: Mapping[Path, Mapping[Column, int | None]]
    whole: str = ""
    overlaps: bool = False

    @property
    def columns(self) -> tuple[Column, ...]:
        return COLUMNS[self.shape]

    @property
    def gaps(self) -> int:
        """Return how many numbers are withheld."""
        return sum(value is None for row in self.rows.values() for value in row.values())

    def figures(self, path: Path) -> dict[str, Figure | None]:
        """Return the rates of a row by the name of their definition; none of one whose numbers do not both stand."""
        row = self.rows[path]
        return {key: _figure(key, row[above], row[below]) for key, (above, below) in RATES[self.shape].items()}

    def as_json(self) -> dict[str, Any]:
        """Return the table as it is stored and as a JSON file shows it."""
        return {
            "key": self.key, "name": self.name, "levels": list(self.levels), "shape": self.shape.value,
            "whole": self.whole, "overlaps": self.overlaps, "columns": [column.value for column in self.columns],
            "rows": [{"path": list(path), "cells": [row[c] for c in self.columns]} for path, row in self.rows.items()],
        }  # fmt: skip


def table_of(told: Mapping[str, Any]) -> Table:
    """Return a table from how it is stored."""
    columns = [Column(name) for name in told["columns"]]
    rows = {tuple(row["path"]): dict(zip(columns, row["cells"], strict=True)) for row in told["rows"]}
    return Table(
        told["key"], told["name"], tuple(told["levels"]), Shape(told["shape"]), rows, told["whole"], told["overlaps"]
    )


def _figure(key: str, above: int | None, below: int | None) -> Figure | None:
    return None if above is None or below is None else Figure(key, above, below)


def may_leave(tables: Sequence[Table]) -> list[Table]:
    """Return tables of one publication with every number gone that is small or tells of a small one, in all of them.

    Edits, claims and balancing measures are counted of signed drafts: beside a gap they would tell what is missing.
    They leave where nothing of the whole is withheld; claims also only where nothing of a kind of work is.
    """
    beside = [table for table in tables if table.overlaps or table.key == BALANCE or _is_of_claims(table)]
    left = {table.key: table for table in _suppressed([table for table in tables if table not in beside])}
    if _is_whole(left.get(TOTAL)):
        if all(None not in row.values() for path, row in _rows_of(left.get(TREE)) if len(path) == 1):
            left |= {table.key: table for table in _suppressed([table for table in beside if _is_of_claims(table)])}
        apart = [table for one in beside if not _is_of_claims(one) for table in _suppressed([one])]
        left |= {table.key: table for table in apart if _shows_of(table)}
        if not _shows_of(left.get(SEVERITY)):  # its claims are those that a balancing measure is of
            left.pop(BALANCE, None)
    return [left[table.key] for table in tables if table.key in left]


def _suppressed(tables: Sequence[Table]) -> list[Table]:
    cells = {(table.key, *path, column): value or 0 for table in tables for path, row in table.rows.items()
             for column, value in row.items()}  # fmt: skip
    sums = [one for table in tables for one in _sums(table, tables)]
    gone = withheld(cells, sums, lambda key: WORTH.get(Column(key[-1]), 0))
    return [_without(table, gone) for table in tables]


def _is_of_claims(table: Table) -> bool:
    return CLAIMS in {table.key, table.whole}


def _rows_of(table: Table | None) -> Iterable[tuple[Path, Mapping[Column, int | None]]]:
    return table.rows.items() if table else ()


def _is_whole(table: Table | None) -> bool:
    return table is not None and not table.gaps


def _shows_of(table: Table | None) -> bool:
    return table is not None and all(row[C.OF] is not None for row in table.rows.values())


def _without(table: Table, gone: frozenset[Key]) -> Table:
    rows: dict[Path, Mapping[Column, int | None]] = {
        path: {column: None if (table.key, *path, column) in gone else value for column, value in row.items()}
        for path, row in table.rows.items()
    }
    return Table(table.key, table.name, table.levels, table.shape, rows, table.whole, table.overlaps)


def _sums(table: Table, tables: Sequence[Table]) -> Iterator[Sum]:
    """Yield how the numbers of a table add up: along each row, and down to the row that they are parts of."""
    for path in table.rows:
        for whole, parts in ADD_UP[table.shape]:
            yield Sum((table.key, *path, whole), tuple((table.key, *path, part) for part in parts))
    root = next((other for other in tables if other.key == table.whole), None)
    if root is None:
        return
    top = (root.key, *next(iter(root.rows)))
    for parent, children in _families(table, top):
        for column in ADD_UP_TO_WHOLE[table.shape]:
            yield Sum((*parent, column), tuple((*child, column) for child in children))


def _families(table: Table, top: Key) -> Iterator[tuple[Key, list[Key]]]:
    families: dict[Key, list[Key]] = {}
    for path in table.rows:
        parent = (table.key, *path[:-1]) if len(path) > 1 else top
        families.setdefault(parent, []).append((table.key, *path))
    yield from families.items()
