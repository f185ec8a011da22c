"""The narrative block of a C-CDA section as lines of plain text (CDA R2, 4.3.5: StrucDoc.Text)."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from apps.chart.domain.text import note_text

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["child", "children", "lines_of", "local", "words_of"]

BETWEEN_CELLS = " | "
BETWEEN_LINES = "; "  # of one cell or item
UNREAD = frozenset({"col", "colgroup", "renderMultiMedia"})
BLOCKS = frozenset({"paragraph", "caption", "footnote", "text", "title", "item", "td", "th"})
ROW_GROUPS = ("thead", "tbody", "tfoot")  # a header row comes first, wherever it stands
LARGEST_SPAN = 200  # rows or columns


def local(element: "Element") -> str:
    """Return an element's name without its namespace; empty for a comment or an instruction."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def children(element: "Element", *names: str) -> "Iterator[Element]":
    """Yield the direct children that have one of the names."""
    return (one for one in element if local(one) in names)


def child(element: "Element", name: str) -> "Element | None":
    """Return the first direct child of a name."""
    return next(children(element, name), None)


def words_of(element: "Element | None") -> str:
    """Return the text of an element on one line."""
    return "" if element is None else BETWEEN_LINES.join(lines_of(element))


def lines_of(element: "Element") -> list[str]:
    """Return the lines of a narrative: a row of a table is one line, its cells joined; an item of a list another."""
    lines: list[str] = []
    _Reader(lines).read(element)
    return lines


class _Reader:
    """Gathers words until a block ends; each block begins a line of its own."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self._words: list[str] = []

    def read(self, element: "Element") -> None:
        self._inside(element)
        self._end_line()

    def _inside(self, element: "Element") -> None:
        self._words.append(element.text or "")
        for one in element:
            if one.get("revised") != "delete" and local(one) not in UNREAD:
                self._child(one)
            self._words.append(one.tail or "")

    def _child(self, element: "Element") -> None:
        name = local(element)
        if name == "table":
            self._add(_table(element))
        elif name == "list":
            self._add(_list(element))
        elif name == "br":
            self._end_line()
        elif name in BLOCKS:
            self._end_line()
            self._inside(element)
            self._end_line()
        elif name:
            self._inside(element)

    def _add(self, lines: Iterable[str]) -> None:
        self._end_line()
        self._lines.extend(lines)

    def _end_line(self) -> None:
        if line := " ".join(note_text("".join(self._words)).split()):
            self._lines.append(line)
        self._words.clear()


def _list(element: "Element") -> Iterator[str]:
    for caption in children(element, "caption"):
        yield from lines_of(caption)
    ordered = element.get("listType") == "ordered"
    for number, item in enumerate(children(element, "item"), start=1):
        first, *further = lines_of(item) or [""]
        if first:
            yield f"{number}. {first}" if ordered else f"- {first}"
        yield from further


def _table(element: "Element") -> Iterator[str]:
    for caption in children(element, "caption"):
        yield from lines_of(caption)
    groups = [group for name in ROW_GROUPS for group in children(element, name)]
    for cells in _rows(row for group in (*groups[:1], element, *groups[1:]) for row in children(group, "tr")):
        if any(cells):
            yield BETWEEN_CELLS.join(cells).rstrip()


def _rows(rows: "Iterable[Element]") -> Iterator[list[str]]:
    """Yield the cells of each row; what spans rows is said in each of them, so that every row can be read alone."""
    spanning: dict[int, tuple[int, str]] = {}  # column -> (rows left, words)
    for row in rows:
        cells: list[str] = []
        for cell in children(row, "td", "th"):
            _fill(cells, spanning)
            words, column = words_of(cell), len(cells)
            cells += [words, *[""] * (_span(cell, "colspan") - 1)]
            if (more := _span(cell, "rowspan") - 1) > 0:
                spanning[column] = (more, words)
        _fill(cells, spanning)
        yield cells


def _fill(cells: list[str], spanning: dict[int, tuple[int, str]]) -> None:
    while (held := spanning.pop(len(cells), None)) is not None:
        left, words = held
        if left > 1:
            spanning[len(cells)] = (left - 1, words)
        cells.append(words)


def _span(cell: "Element", name: str) -> int:
    value = cell.get(name) or "1"
    return min(int(value), LARGEST_SPAN) if value.isascii() and value.isdigit() else 1
