"""Small cells never leave: 1 to 10 is withheld, and with it whatever it could be derived from.

CMS cell size suppression policy: no cell of 1 to 10 may be shown, nor one that lets it be computed. What else has to go
is chosen cell by cell, smallest first; a linear program then looks at everything that would be published at once
(``feasible``), and more goes until nothing that is withheld can be derived.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from apps.quality.domain.feasible import LARGEST_SMALL, Audit, Key, Sum, span_in

LARGEST_WITHHELD = LARGEST_SMALL
PROTECTION = (
    "Cells of 1 to 10 are withheld, and so are other cells from which they could be computed. Held against everything "
    "that is published, a withheld cell of 1 to 10 could also be larger than 10, and at least eleven values fit; no "
    "withheld cell has one value alone that fits. A rate goes with the numbers it is made of. Zeros are shown. Where a "
    "number of the whole is withheld, the tables of edits, claims and balancing measures are left out. Groups of "
    "fewer than three reviewers are counted together, a week of fewer with the one before."
)


def is_small(cell: int) -> bool:
    return 1 <= cell <= LARGEST_WITHHELD


def table_may_leave(rows: Sequence[Sequence[int]]) -> bool:
    """Say whether every cell of a table, and every part of a partition in it, is large enough (or zero).

    One small cell withholds the whole table: with nothing of the table shown, nothing can be derived from its
    neighbours or from its total.
    """
    return not any(is_small(cell) for row in rows for cell in row)


def withheld(
    cells: Mapping[Key, int], sums: Sequence[Sum], worth: Callable[[Key], int] = lambda _: 0
) -> frozenset[Key]:
    """Return the cells that may not be published, of numbers that add up as ``sums`` say. Zeros always may.

    Of the cells that could go beside a small one, those that people need least (``worth``) go first.
    It ends at the latest when nothing but zeros is left: then nothing is known of how large the others are.
    """
    hidden = {key for key, value in cells.items() if is_small(value)}
    search = _Search(cells, sums, hidden, worth)
    search.settle(sorted(hidden))
    audit = Audit(cells, sums)
    while told_of := audit.exposed(hidden):
        search.settle([search.nearest(told_of)])
    return frozenset(hidden)


class _Search:
    """Withholds published cells beside those that would be told of, the least harmful first."""

    def __init__(
        self, cells: Mapping[Key, int], sums: Sequence[Sum], hidden: set[Key], worth: Callable[[Key], int]
    ) -> None:
        self.cells, self.hidden, self.worth = cells, hidden, worth
        self.of: defaultdict[Key, list[Sum]] = defaultdict(list)
        for one in sums:
            for key in one.keys:
                self.of[key].append(one)

    def settle(self, new: Sequence[Key]) -> None:
        """Withhold these, and beside them until no sum alone tells too much of a withheld cell."""
        self.hidden.update(new)
        waiting = list(new)
        while waiting:
            key = waiting.pop()
            for one in self.of[key]:
                for other in one.keys:
                    while other in self.hidden and self._tells(one, other) and (found := self._choose([one])):
                        self.hidden.add(found)
                        waiting.append(found)

    def nearest(self, key: Key) -> Key:
        """Return the best cell to withhold in the sums of a cell, or in those of the withheld cells around it."""
        seen, ring = {key}, [key]
        while ring:
            sums = [one for each in ring for one in self.of[each]]
            if found := self._choose(sums):
                return found
            ring = [other for one in sums for other in one.keys if other in self.hidden and other not in seen]
            seen.update(ring)
        raise AssertionError("A withheld cell is told of although nothing around it is published.")

    def _tells(self, one: Sum, key: Key) -> bool:
        """Say whether a sum leaves a withheld cell too little room, whatever the other sums say."""
        return not span_in(one, key, self.cells, self.hidden).is_wide(self.cells[key])

    def _choose(self, sums: Sequence[Sum]) -> Key | None:
        published = {key for one in sums for key in one.keys if key not in self.hidden and self.cells[key] > 0}
        harm = {key: (self.worth(key), self._drags(key), self.cells[key], key) for key in published}
        return min(published, key=harm.__getitem__, default=None)

    def _drags(self, key: Key) -> int:
        """Return in how many sums another cell would have to go with this one."""
        beside = self.hidden | {key}
        return sum(not span_in(one, key, self.cells, beside).is_wide(self.cells[key]) for one in self.of[key])
