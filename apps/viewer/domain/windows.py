"""Of a long document, what stands about one place: whole paragraphs and rows, up to what a reader takes in at once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from apps.viewer.domain.layout import Block, Part
from apps.viewer.domain.marks import LEADS_TO, cut

MOST = 5000  # weight of what is shown about a place; a document of a little more is shown whole
PER_BLOCK, PER_CELL = 40, 30  # what the markup of each weighs, in characters


@dataclass(frozen=True, slots=True)
class Window:
    """Which part of a document is shown: [start, end) of its text, and where reading goes on; None at an end."""

    start: int
    end: int
    total: int
    earlier: int | None = None
    later: int | None = None

    @property
    def is_whole(self) -> bool:
        return self.earlier is None and self.later is None

    @property
    def percent(self) -> str:
        """Say where in the document it is, in hundredths of its characters."""
        return f"{100 * self.start // self.total} to {-(-100 * self.end // self.total)} %" if self.total else ""


@dataclass(frozen=True, slots=True)
class _Unit:
    """A paragraph or a row: what is shown whole or not at all."""

    part: int
    block: int
    row: int | None
    start: int
    end: int
    weight: int


def window(parts: Sequence[Part], at: tuple[int, int], total: int, most: int = MOST) -> tuple[tuple[Part, ...], Window]:
    """Return the parts of a document about [start, end), or its beginning, with what tells which these are."""
    units = list(_units(parts))
    if sum(unit.weight for unit in units) > most * 1.3:
        parts = [replace(part, blocks=tuple(_short(part.blocks, most // 4))) for part in parts]
        units = list(_units(parts))
    if not units or sum(unit.weight for unit in units) <= most * 1.3:
        return tuple(parts), Window(0, total, total)
    first, last = _chosen(units, at, most)
    shown = units[first : last + 1]
    kept = tuple(_parts(parts, shown))
    return kept, Window(
        start=shown[0].start,
        end=shown[-1].end,
        total=total,
        earlier=units[_back(units, first, most)].start if first else None,
        later=units[last + 1].start if last + 1 < len(units) else None,
    )


def _short(blocks: Sequence[Block], most: int) -> Iterator[Block]:
    """Yield the blocks of a long document, a wall of text sentence by sentence: what is shown is shown whole."""
    for block in blocks:
        if block.rows or block.end - block.start <= most:
            yield block
            continue
        edges = [piece.start - block.start for piece in block.pieces]
        ends = [
            edge for before, edge in pairwise([*edges, block.end - block.start]) for edge in _steps(before, edge, most)
        ]
        for left, right in pairwise(_joined([0, *ends], most)):
            runs = tuple(cut(block.runs, left, right))
            yield Block(runs=runs, lit=any(run.kind in LEADS_TO for run in runs))


def _steps(start: int, end: int, most: int) -> list[int]:
    return [*range(start + most, end, most), end]


def _joined(edges: Sequence[int], most: int) -> list[int]:
    """Return of these edges those that lie as far apart as may be, and no farther."""
    kept = [edges[0]]
    for before, edge in pairwise(edges):
        if edge - kept[-1] > most and before > kept[-1]:
            kept.append(before)
    return [*kept, edges[-1]] if edges[-1] > kept[-1] else kept


def _units(parts: Sequence[Part]) -> Iterator[_Unit]:
    for number, part in enumerate(parts):
        for index, block in enumerate(part.blocks):
            if block.rows:
                for at, row in enumerate(block.rows):
                    weight = row.end - row.start + PER_CELL * len(row.cells)
                    yield _Unit(number, index, at, row.start, row.end, weight)
            else:
                yield _Unit(number, index, None, block.start, block.end, block.end - block.start + PER_BLOCK)


def _chosen(units: Sequence[_Unit], at: tuple[int, int], most: int) -> tuple[int, int]:
    """Return the first and the last unit to show: those that hold the place, then their neighbours on either side."""
    touching = [index for index, unit in enumerate(units) if unit.start < at[1] and at[0] < unit.end]
    after = next((index for index, unit in enumerate(units) if unit.start >= at[0]), len(units) - 1)
    first, last = (touching[0], touching[-1]) if touching else (after, after)
    left = most - sum(unit.weight for unit in units[first : last + 1])
    while left > 0 and (first or last + 1 < len(units)):
        if first:
            first -= 1
            left -= units[first].weight
        if last + 1 < len(units):
            last += 1
            left -= units[last].weight
    return first, last


def _back(units: Sequence[_Unit], first: int, most: int) -> int:
    """Return the unit to go back to: half a window before the first that is shown."""
    weight, index = 0, first
    while index and weight < most // 2:
        index -= 1
        weight += units[index].weight
    return index


def _parts(parts: Sequence[Part], shown: Sequence[_Unit]) -> Iterator[Part]:
    for number in dict.fromkeys(unit.part for unit in shown):
        of_part = [unit for unit in shown if unit.part == number]
        blocks = tuple(
            _block(parts[number].blocks[index], [unit.row for unit in of_part if unit.block == index])
            for index in dict.fromkeys(unit.block for unit in of_part)
        )
        yield replace(parts[number], blocks=blocks)


def _block(block: Block, rows: Sequence[int | None]) -> Block:
    """Return a block with the rows that are shown; the head of a table stands over whatever part of it is."""
    if not block.rows:
        return block
    kept = tuple(block.rows[row] for row in rows if row is not None)
    return replace(block, rows=kept, lit=any(row.lit for row in kept))
