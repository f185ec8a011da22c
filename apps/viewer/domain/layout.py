"""A document in its own shape: sections, paragraphs, list items and tables, cut so that no character is lost.

The text is never changed. What looks like a table in the source (columns held apart by two blanks, a tab or a bar)
becomes a table; everything else stays a paragraph with its own line breaks.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from apps.viewer.domain.marks import LEADS_TO, Mark, Run, cut, runs, touches
from apps.viewer.domain.sentences import sentence_spans

ITEM = re.compile(r"\s*(?:[-*•#]|\(?\d{1,2}[.)])\s+")
# Two blanks after a full stop are a typist's habit, not a column.
GAP = re.compile(r"\t+|(?<![.?!:;,]) {2,}| {3,}| *\| *")
RULE = re.compile(r"[\s\-=_+|]*[\-=_]{3}[\s\-=_+|]*")  # a line drawn with characters
FACT = " · "  # a rendered fact: what it is, then the rest of its line
FEWEST_COLUMNS = 2
FEWEST_ROWS = 2


@dataclass(frozen=True, slots=True)
class SectionSpan:
    """A titled part of the text: [start, end) is its body, after the heading."""

    title: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence of a paragraph, to be chosen whole, with the blanks that follow it; [start, end) without them."""

    start: int
    end: int
    runs: tuple[Run, ...]
    after: tuple[Run, ...]

    @property
    def value(self) -> str:
        return f"{self.start}-{self.end}"


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table; ``cells`` hold the runs of each column."""

    cells: tuple[tuple[Run, ...], ...]
    lit: bool

    @property
    def runs(self) -> tuple[Run, ...]:
        return tuple(run for cell in self.cells for run in cell)

    @property
    def start(self) -> int:
        return _start(self.runs)

    @property
    def end(self) -> int:
        return _end(self.runs)

    @property
    def value(self) -> str:
        return f"{self.start}-{self.end}"


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or list item (``runs``), or a table (``rows``; ``head`` when its first line names the columns)."""

    runs: tuple[Run, ...] = ()
    rows: tuple[Row, ...] = ()
    head: Row | None = None
    lit: bool = False

    @property
    def start(self) -> int:
        return _start(self.runs)

    @property
    def end(self) -> int:
        return _end(self.runs)

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """Return the sentences of a paragraph; no character is lost."""
        text = "".join(run.text for run in self.runs)
        spans = sentence_spans(text) or [(0, len(text))]
        edges = [0, *(start for start, _ in spans[1:]), len(text)]
        return tuple(
            Piece(
                self.start + start,
                self.start + end,
                tuple(cut(self.runs, left, end)),
                tuple(cut(self.runs, end, right)),
            )
            for (start, end), (left, right) in zip(spans, pairwise(edges), strict=True)
        )


def _start(runs: Sequence[Run]) -> int:
    return runs[0].at if runs else 0


def _end(runs: Sequence[Run]) -> int:
    return runs[-1].at + len(runs[-1].text) if runs else 0


@dataclass(frozen=True, slots=True)
class Part:
    """A section as it is shown."""

    title: str
    blocks: tuple[Block, ...]
    lit: bool


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int  # without the line break
    text: str


def parts(
    text: str, sections: Sequence[SectionSpan], marks: Sequence[Mark], *, structured: bool, title: str = ""
) -> tuple[Part, ...]:
    """Return the document section by section. What stands outside every section comes as a part of its own.

    ``title`` stands above the document already: a first line that says only that is not said twice.
    """
    shown = []
    for heading, start, end in _pieces(text, sections, title):
        blocks = tuple(_blocks(text, start, end, marks, structured=structured))
        if blocks or heading:
            shown.append(Part(heading, blocks, touches(marks, start, end, LEADS_TO)))
    return tuple(shown)


def _pieces(text: str, sections: Sequence[SectionSpan], title: str) -> Iterator[tuple[str, int, int]]:
    """Yield the sections and what lies between them. A gap that only says a section's title is its heading."""
    at = 0
    for section in sorted(sections, key=lambda section: section.start):
        gap = text[at : section.start]
        if gap.strip() and not _says(gap, section.title):
            end = at + _heading_at_the_end(gap, section.title)
            if not _says(text[at:end], title):
                yield "", at, end
        yield section.title, max(at, section.start), section.end
        at = max(at, section.end)
    if text[at:].strip():
        yield "", at, len(text)


def _says(gap: str, title: str) -> bool:
    return _plain(gap) == _plain(title)


def _heading_at_the_end(gap: str, title: str) -> int:
    """Return how much of a gap stands before the heading that ends it; all of it when it ends with none."""
    body = gap.rstrip()
    line = body.rfind("\n") + 1
    return line if title and _says(body[line:], title) else len(gap)


def _plain(words: str) -> str:
    return re.sub(r"[\W_]+", " ", words).strip().casefold()


def _blocks(text: str, start: int, end: int, marks: Sequence[Mark], *, structured: bool) -> Iterator[Block]:
    for group in _groups(_lines(text, start, end), structured=structured):
        if structured:
            yield _facts(text, group, marks)
        elif _is_table(group):
            yield _table(text, group, marks)
        else:
            left, right = group[0].start, group[-1].end
            yield Block(runs=runs(text, left, right, marks), lit=touches(marks, left, right, LEADS_TO))


def _lines(text: str, start: int, end: int) -> Iterator[_Line]:
    at = start
    while at < end:
        stop = text.find("\n", at, end)
        stop = end if stop < 0 else stop
        yield _Line(at, stop, text[at:stop].rstrip("\r"))
        at = stop + 1


def _groups(lines: Iterable[_Line], *, structured: bool) -> Iterator[list[_Line]]:
    """Yield lines that belong together: a table, a paragraph, or one list item with the lines that continue it."""
    group: list[_Line] = []
    for line in lines:
        if not line.text.strip():
            if group:
                yield group
            group = []
        elif group and not structured and _starts_anew(line, group):
            yield group
            group = [line]
        else:
            group.append(line)
    if group:
        yield group


def _starts_anew(line: _Line, group: list[_Line]) -> bool:
    if RULE.fullmatch(line.text) or RULE.fullmatch(group[-1].text):
        return False
    if ITEM.match(line.text):
        return True
    return _has_columns(line) != _has_columns(group[-1]) and not (_has_columns(line) and len(group) == 1)


def _cells(line: _Line) -> tuple[tuple[int, int], ...]:
    """Return [start, end) of each column's text."""
    edges, at = [], len(line.text) - len(line.text.lstrip())
    stop = len(line.text.rstrip())
    for gap in GAP.finditer(line.text, at, stop):
        if gap.start() > at:
            edges.append((at, gap.start()))
        at = gap.end()
    if stop > at:
        edges.append((at, stop))
    return tuple((line.start + left, line.start + right) for left, right in edges)


def _has_columns(line: _Line) -> bool:
    return not ITEM.match(line.text) and len(_cells(line)) >= FEWEST_COLUMNS


def _is_table(group: list[_Line]) -> bool:
    return len(group) >= FEWEST_ROWS and sum(map(_has_columns, group)) >= FEWEST_ROWS


def _facts(text: str, group: list[_Line], marks: Sequence[Mark]) -> Block:
    """Return rendered facts as a table of two columns: what, and the rest of its line."""
    rows = tuple(_fact(text, line, marks) for line in group)
    return Block(rows=rows, lit=any(row.lit for row in rows))


def _fact(text: str, line: _Line, marks: Sequence[Mark]) -> Row:
    what, separator, _ = line.text.partition(FACT)
    edge = line.start + len(what)
    cells = [runs(text, line.start, edge, marks)]
    if separator:
        cells.append(runs(text, edge + len(separator), line.end, marks))
    return Row(tuple(cells), touches(marks, line.start, line.end, LEADS_TO))


def _table(text: str, group: list[_Line], marks: Sequence[Mark]) -> Block:
    lines = [line for line in group if not RULE.fullmatch(line.text)]
    columns = _columns(lines)
    rows = [_row(text, line, columns, marks) for line in lines]
    head = rows.pop(0) if _names_columns(lines, columns) else None
    return Block(rows=tuple(rows), head=head, lit=any(row.lit for row in rows))


def _columns(lines: Sequence[_Line]) -> tuple[int, ...]:
    """Return where the columns begin, counted from the start of a line: wherever two lines have a cell begin.

    Where the lines do not agree (numbers set flush right), the line with the most cells decides.
    """
    starts = Counter(left - line.start for line in lines for left, _ in _cells(line))
    shared = tuple(sorted(offset for offset, number in starts.items() if number >= FEWEST_ROWS))
    if len(shared) >= FEWEST_COLUMNS:
        return shared
    widest = max(lines, key=lambda line: len(_cells(line)))
    return tuple(left - widest.start for left, _ in _cells(widest))


def _row(text: str, line: _Line, columns: tuple[int, ...], marks: Sequence[Mark]) -> Row:
    spans: dict[int, tuple[int, int]] = {}
    for left, right in _cells(line):
        column = max(_column_of(left - line.start, columns), max(spans, default=0))
        start, _ = spans.get(column, (left, right))
        spans[column] = (start, right)
    cells = (runs(text, *spans[column], marks) if column in spans else () for column in range(len(columns)))
    return Row(tuple(cells), touches(marks, line.start, line.end, LEADS_TO))


def _column_of(offset: int, columns: tuple[int, ...]) -> int:
    return max((index for index, start in enumerate(columns) if start <= offset), default=0)


def _names_columns(lines: Sequence[_Line], columns: tuple[int, ...]) -> bool:
    """Return whether the first line is a heading: a word for every column, no digit, and digits further down."""
    first, rest = lines[0], "".join(line.text for line in lines[1:])
    has_all = len(_cells(first)) == len(columns)
    return has_all and not any(map(str.isdigit, first.text)) and any(map(str.isdigit, rest))
