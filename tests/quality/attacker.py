"""Somebody who holds every file of every publication and wants to know what was withheld.

Written apart from the suppression and sharing nothing with it: it reads the published JSON alone, knows in words how
the tables add up, and uses exact fractions (what is determined?) and whole-number programming (what is possible?).
"""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from scipy.optimize import LinearConstraint, milp

Cell = tuple[str, ...]
OVERRIDE = ("override", "substantive", "rejected")
ALONG = {
    "decisions": (
        ("decisions", "unedited", "style", "substantive", "rejected"), OVERRIDE, ("decisions", "opened", "unopened"),
    ),
    "changes": (("decisions", "style", "override"), OVERRIDE),
    "share": (("of", "counted", "other"),),
    "count": (),
}  # fmt: skip
LARGE = 10**6
SIGNED = {"balance": 1, "claims": 5}  # tables of everything that was signed, and how much of it each draft has


class Attacker:
    """Knows what is published, that zeros are shown, and how things add up."""

    def __init__(self, published: Sequence[Mapping[str, Any]]) -> None:
        self.known: dict[Cell, int] = {}
        self.unknown: list[Cell] = []
        self.equations: list[dict[Cell, int]] = []  # terms that add up to zero
        self.inequalities: list[dict[Cell, int]] = []  # terms that add up to zero or less
        for table in published:
            self._read(table)
        for table in published:
            self._relate(table, {one["key"]: one for one in published})
        self.equations = [one for one in self.equations if any(cell not in self.known for cell in one)]

    def _read(self, table: Mapping[str, Any]) -> None:
        for row in table["rows"]:
            for column, value in zip(table["columns"], row["cells"], strict=True):
                cell = (table["key"], *row["path"], column)
                if value is None:
                    self.unknown.append(cell)
                else:
                    self.known[cell] = value

    def _relate(self, table: Mapping[str, Any], tables: Mapping[str, Mapping[str, Any]]) -> None:
        paths = [tuple(row["path"]) for row in table["rows"]]

        def cell(path: Cell, column: str) -> Cell:
            return (table["key"], *path, column)

        for path in paths:
            for whole, *parts in ALONG[table["shape"]]:
                self.equations.append({cell(path, whole): 1} | {cell(path, part): -1 for part in parts})
        if table["key"] in SIGNED and "total" in tables:
            self._of_signed(cell(paths[0], "of"), SIGNED[table["key"]], ("total", *tables["total"]["rows"][0]["path"]))
        if not table["whole"]:
            return
        root = (table["whole"], *tables[table["whole"]]["rows"][0]["path"])
        if table["overlaps"]:
            self.equations += [{cell(path, "of"): 1, (*root, "decisions"): -1} for path in paths]
            self._of_edits({path: cell(path, "counted") for path in paths}, root)
            return
        for parent in {path[:-1] for path in paths}:
            top = (table["key"], *parent) if parent else root
            children = [path for path in paths if path[:-1] == parent]
            for column in table["columns"]:
                if not (table["shape"] == "changes" and column == "decisions"):
                    self.equations.append({(*top, column): 1} | {cell(path, column): -1 for path in children})

    def _of_signed(self, cell: Cell, each: int, total: Cell) -> None:
        """Know that what is approved or edited is signed, and nothing else."""
        self.equations.append({cell: 1, (*total, "decisions"): -each, (*total, "rejected"): each})

    def _of_edits(self, counted: Mapping[Cell, Cell], total: Cell) -> None:
        """Know that every edit has a kind, and that with one of substance a decision is substantive."""
        style, substantive = (*total, "style"), (*total, "substantive")
        of_substance = [cell for path, cell in counted.items() if path != ("style",)]
        self.inequalities += [{cell: 1, substantive: -1} for cell in of_substance]
        self.inequalities.append({substantive: 1} | dict.fromkeys(of_substance, -1))
        if ("style",) in counted:
            self.inequalities.append({style: 1, counted["style",]: -1})
            self.inequalities.append({counted["style",]: 1, style: -1, substantive: -1})

    def determined(self) -> Iterator[Cell]:
        """Yield the cells that the equations alone determine: Gauss and Jordan, in fractions."""
        place = {cell: at for at, cell in enumerate(self.unknown)}
        rows = []
        for one in self.equations:
            row = [Fraction(0)] * len(place)
            for cell, sign in one.items():
                if cell in place:
                    row[place[cell]] += sign
            rows.append(row)
        for row in _reduced(rows):
            left = [at for at, value in enumerate(row) if value]
            if len(left) == 1:
                yield self.unknown[left[0]]

    def possible(self, cell: Cell) -> tuple[int, int]:
        """Return the least and the largest whole number that a cell can be, all else fitting."""
        place = {one: at for at, one in enumerate(self.unknown)}
        limits = []
        for terms, low in ((self.equations, 0.0), (self.inequalities, -np.inf)):
            if terms:
                matrix, right = np.zeros((len(terms), len(place))), np.zeros(len(terms))
                for at, one in enumerate(terms):
                    for of, sign in one.items():
                        if of in place:
                            matrix[at, place[of]] += sign
                        else:
                            right[at] -= sign * self.known[of]
                limits.append(LinearConstraint(matrix, right + low, right))
        found = []
        for sign in (1, -1):
            cost = np.zeros(len(place))
            cost[place[cell]] = sign
            answer = milp(cost, constraints=limits, bounds=_bounds(len(place)), integrality=np.ones(len(place)))
            found.append(round(answer.x[place[cell]]))
        return found[0], found[1]

    def derived(self, small_only: Mapping[Cell, int] | None = None) -> list[Cell]:
        """Return every withheld cell that is told: exactly, or, of those known to be small, that it is."""
        told = set(self.determined())
        for cell in self.unknown:
            least, largest = self.possible(cell)
            if least == largest or (small_only is not None and cell in small_only and largest <= 10):
                told.add(cell)
        return sorted(told)


def _bounds(number: int) -> Any:
    from scipy.optimize import Bounds

    return Bounds(np.ones(number), np.full(number, float(LARGE)))


def _reduced(rows: list[list[Fraction]]) -> list[list[Fraction]]:
    """Return rows in reduced echelon form."""
    done = 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((at for at in range(done, len(rows)) if rows[at][column]), None)
        if pivot is None:
            continue
        rows[done], rows[pivot] = rows[pivot], rows[done]
        rows[done] = [value / rows[done][column] for value in rows[done]]
        for at, row in enumerate(rows):
            if at != done and row[column]:
                rows[at] = [value - row[column] * other for value, other in zip(row, rows[done], strict=True)]
        done += 1
    return rows[:done]
