"""Units that a passage does not tear: a sentence, a row, a problem with what stands under it, a table that fits.

Each unit knows the lines that head it (the caption and header row of its table, the problem of its bullet), so that a
passage which begins further down can say them again.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from apps.retrieval.domain.length import size
from apps.retrieval.domain.lines import ROWS, Line, Shape, cells, lines_of
from apps.retrieval.domain.spans import Span, pieces, sentences

LONGEST_HEAD = 32  # in the units of length.size
LONGEST_PROBLEM = 8  # words of an unmarked line with bullets under it: "Congestive heart failure."
_HEAD_END = re.compile(r"[:.;,](?=\s)")


@dataclass(frozen=True, slots=True)
class Unit:
    """What stays together: [start, end), the lines above that head it, and how it joins its neighbours."""

    start: int
    end: int
    heads: tuple[Span, ...] = ()
    leads_in: bool = False  # announces what follows and never ends a passage


def units_of(text: str, start: int, end: int, limit: int, whole: int) -> list[Unit]:
    """Return the units of [start, end) in order, of at most ``limit``; a table or plain list may reach ``whole``."""
    cutter = _Cutter(text, limit, whole)
    return [unit for run in _runs(list(lines_of(text, start, end))) for unit in cutter.units(run)]


def line_units(text: str, start: int, end: int) -> list[Unit]:
    """Return one unit per line: in a rendered resource one line is one citable fact."""
    return [Unit(line.start, line.end) for line in lines_of(text, start, end)]


@dataclass(frozen=True, slots=True)
class _Run:
    """Neighbouring lines that are one table, one list or one stretch of prose."""

    shape: Shape
    lines: Sequence[Line]


def _is_plain(run: _Run) -> bool:
    """Return whether the run is a table, or a list without anything under its items."""
    return run.shape is Shape.COLUMNS or len({line.depth for line in run.lines if not line.leads_in}) == 1


def _runs(lines: Sequence[Line]) -> Iterator[_Run]:
    """Split lines into runs; every line is in exactly one."""
    first = 0
    while first < len(lines):
        shape, last = Shape.TEXT, first
        for wanted, end in ((Shape.COLUMNS, _table_end(lines, first)), (Shape.ITEM, _list_end(lines, first))):
            if end > first:
                shape, last = wanted, end
                break
        else:
            last = first + 1
            while last < len(lines) and _table_end(lines, last) == _list_end(lines, last) == last:
                last += 1
        yield _Run(shape, lines[first:last])
        first = last


def _table_end(lines: Sequence[Line], first: int) -> int:
    """Return where the table that begins here ends: at least two rows of one kind, or ``first`` when there is none."""
    start = first + 1 if _announces(lines, first) else first
    if start >= len(lines) or lines[start].shape not in ROWS:
        return first
    kind, last, rows = lines[start].shape, start, 0
    while last < len(lines) and lines[last].shape in {kind, Shape.RULE} and not (rows and lines[last].after_blank):
        rows += lines[last].shape == kind
        last += 1
    return last if rows > 1 else first


def _list_end(lines: Sequence[Line], first: int) -> int:
    """Return where the list that begins here ends, or ``first`` when none does. A lone item is prose."""
    last, items = first, 0
    while last < len(lines) and _in_list(lines, last, begun=items > 0):
        items += lines[last].shape is Shape.ITEM
        last += 1
    return last if items > 1 else first


def _in_list(lines: Sequence[Line], number: int, *, begun: bool) -> bool:
    line = lines[number]
    if line.shape is Shape.ITEM or _is_problem(lines, number) or _announces(lines, number):
        return True
    return begun and line.shape is not Shape.RULE and (not line.after_blank or line.indent > lines[number - 1].indent)


def _announces(lines: Sequence[Line], number: int) -> bool:
    """Return whether a line leads in to a table or a list below it."""
    return lines[number].leads_in and number + 1 < len(lines) and lines[number + 1].shape in {*ROWS, Shape.ITEM}


def _is_problem(lines: Sequence[Line], number: int) -> bool:
    """Return whether an unmarked line is the name of a problem: short, capital, bullets right under it."""
    line = lines[number]
    if line.shape is not Shape.TEXT or number + 1 >= len(lines):
        return False
    following = lines[number + 1]
    begins = number == 0 or line.after_blank or lines[number - 1].text.endswith((".", ":", ";"))
    short = len(line.text.split()) <= LONGEST_PROBLEM and line.text[:1].isupper()
    return begins and short and following.shape is Shape.ITEM and not following.after_blank


@dataclass(frozen=True, slots=True)
class _Cutter:
    text: str
    limit: int
    whole: int

    def units(self, run: _Run) -> Iterator[Unit]:
        """Yield the units of one run: a table or plain list that fits is one of them."""
        if run.shape is Shape.TEXT:
            yield from self._prose(run.lines)
        elif _is_plain(run) and self._size(run.lines[0].start, run.lines[-1].end) <= self.whole:
            yield Unit(run.lines[0].start, run.lines[-1].end)
        elif run.shape is Shape.COLUMNS:
            yield from self._rows(run.lines)
        else:
            yield from self._items(run.lines, ())

    def _prose(self, lines: Sequence[Line]) -> Iterator[Unit]:
        for line in lines:
            spans = list(pieces(self.text, sentences(self.text, line.start, line.end), self.limit))
            for span in spans:
                yield Unit(*span, leads_in=line.leads_in and span == spans[-1])

    def _rows(self, lines: Sequence[Line]) -> Iterator[Unit]:
        above = _header_rows(lines)
        heads = self._bounded(tuple((line.start, line.end) for line in lines[:above] if line.shape is not Shape.RULE))
        yield Unit(lines[0].start, lines[above].end)
        for line in lines[above + 1 :]:
            yield Unit(line.start, line.end, heads)

    def _items(self, lines: Sequence[Line], heads: tuple[Span, ...]) -> Iterator[Unit]:
        first = 0
        for number in range(1, len(lines) + 1):
            if number == len(lines) or _is_sibling(lines, first, number):
                yield from self._item(lines[first:number], heads)
                first = number

    def _item(self, lines: Sequence[Line], heads: tuple[Span, ...]) -> Iterator[Unit]:
        if self._fits(lines, heads):
            yield Unit(lines[0].start, lines[-1].end, heads)
            return
        under = self._bounded((*heads, *self._head(lines[0])))
        room = self.limit - self._size_of(under)
        spans = pieces(self.text, sentences(self.text, lines[0].start, lines[0].end), room)
        own = [Unit(*span, under if number else heads) for number, span in enumerate(spans)]
        yield from self._led(own, list(self._items(lines[1:], under)))

    def _led(self, own: list[Unit], below: list[Unit]) -> Iterator[Unit]:
        """Keep a problem's own line with the first thing under it."""
        yield from own[:-1]
        lead, first = own[-1], below[:1]
        if first and self._size(lead.start, first[0].end) + self._size_of(lead.heads) <= self.limit:
            yield Unit(lead.start, first[0].end, lead.heads)
            yield from below[1:]
        else:
            yield lead
            yield from below

    def _head(self, line: Line) -> tuple[Span, ...]:
        """Return what of a line is said again above its later pieces: the line, or as much as names the problem."""
        if self._size(line.start, line.end) <= LONGEST_HEAD:
            return ((line.start, line.end),)
        for match in _HEAD_END.finditer(self.text, line.start, line.end):
            if line.start + 3 < match.start() and self._size(line.start, match.start()) <= LONGEST_HEAD:
                return ((line.start, match.start()),)
        return ()

    def _bounded(self, heads: tuple[Span, ...]) -> tuple[Span, ...]:
        """Leave out the outermost heads where they would take more than a third of a passage."""
        while self._size_of(heads) > self.limit // 3:
            heads = heads[1:]
        return heads

    def _fits(self, lines: Sequence[Line], heads: tuple[Span, ...]) -> bool:
        return self._size(lines[0].start, lines[-1].end) + self._size_of(heads) <= self.limit

    def _size_of(self, heads: tuple[Span, ...]) -> int:
        return sum(self._size(*head) for head in heads)

    def _size(self, start: int, end: int) -> int:
        return size(self.text[start:end])


def _is_sibling(lines: Sequence[Line], first: int, number: int) -> bool:
    """Return whether a line begins the next item of the list rather than standing under the first line."""
    line = lines[number]
    if line.shape is Shape.ITEM or _is_problem(lines, number) or _announces(lines, number):
        return line.depth <= lines[first].depth
    return all(above.shape is not Shape.ITEM for above in lines[first:number])


def _header_rows(lines: Sequence[Line]) -> int:
    """Return how many lines head the table: its lead-in, and what stands above a rule or names the columns."""
    above = 1 if lines[0].leads_in else 0
    for number in range(above, min(above + 3, len(lines) - 1)):
        if lines[number].shape is Shape.RULE and number > above:
            return number + 1
    named = lines[above].shape is not Shape.MEASURE and not any(c.isdigit() for c in lines[above].text)
    figures = any(c.isdigit() for line in lines[above + 1 :] for c in "".join(cells(line.text)[1:]))
    return above + 1 if named and figures and above + 1 < len(lines) else above
