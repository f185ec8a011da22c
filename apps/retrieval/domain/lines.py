"""The lines of a section, and what each looks like: a row of a table, an item of a list, a lead-in, prose."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from apps.retrieval.domain.length import size

LONGEST_ROW = 90  # in the units of length.size; what is longer is no row but prose with odd gaps
LONGEST_LEAD_IN = 14  # words
INDENT = 2  # blanks that make one level
SHORTEST_RULE = 3  # marks

RULE, RULED = frozenset("-=_+|: \t"), frozenset("-=_")
MARKER = re.compile(
    r"(?P<top>#+[ \t]*\d*[.)]?|\(?\d{1,2}[.)]|[a-z]\))[ \t]+(?=\S)|(?P<bullet>[-*•·‣◦▪–—+>](?:[ \t]+|(?=[A-Za-z])))"
)
_CELLS = re.compile(r"(?<![.!?:;,]) {2,}|\t+| {4,}")
# A name, a figure and its unit on one line: a hemoglobin of 9.1 g/dL with its range, a blood pressure.
_MEASURE = re.compile(r"[A-Z][\w ,/()%+-]{1,50}?:\s*[<>≤≥~]?\s*\d[\d.,/]*[^\s.;]*(?:\s+[^\s.;]+){0,6}\.?")
_LINE = re.compile(r"[^\n]+")


class Shape(StrEnum):
    """What a line looks like by itself."""

    PIPES = "pipes"
    COLUMNS = "columns"
    MEASURE = "measure"
    RULE = "rule"
    ITEM = "item"
    TEXT = "text"


ROWS = frozenset({Shape.PIPES, Shape.COLUMNS, Shape.MEASURE})


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is not blank: [start, end) without white space at its ends."""

    start: int
    end: int
    text: str
    indent: int
    after_blank: bool
    shape: Shape

    @property
    def depth(self) -> tuple[int, int]:
        """How deep an item lies: by its indent, and "1." or "#" above "-"."""
        marker = MARKER.match(self.text)
        kind = 0 if marker is None else 1 if marker["top"] else 2
        return self.indent // INDENT, kind

    @property
    def leads_in(self) -> bool:
        """Whether the line announces what follows: "Medications on admission:"."""
        return self.text.endswith(":") and len(self.text.split()) <= LONGEST_LEAD_IN


def lines_of(text: str, start: int, end: int) -> Iterator[Line]:
    """Yield the lines of [start, end) that are not blank."""
    after = start
    for match in _LINE.finditer(text, start, end):
        line = match.group().strip()
        if not line:
            continue
        begin = match.start() + match.group().index(line[0])
        indent = len(text[match.start() : begin].expandtabs(4))
        blank = text.count("\n", after, begin) > 1
        yield Line(begin, begin + len(line), line, indent, blank, _shape(line))
        after = begin + len(line)


def cells(line: str) -> list[str]:
    """Return the cells of a row, by its bars, tabs or gaps."""
    if _has_bars(line):
        return [cell.strip() for cell in line.strip("| \t").split("|")]
    return _CELLS.split(line)


def _shape(line: str) -> Shape:
    if _is_rule(line):
        return Shape.RULE
    if size(line) > LONGEST_ROW:
        return Shape.ITEM if MARKER.match(line) else Shape.TEXT
    if _has_bars(line):
        return Shape.PIPES
    if MARKER.match(line):
        return Shape.ITEM
    if len(cells(line)) > 1:
        return Shape.COLUMNS
    return Shape.MEASURE if _MEASURE.fullmatch(line) else Shape.TEXT


def _is_rule(line: str) -> bool:
    return RULE.issuperset(line) and sum(character in RULED for character in line) >= SHORTEST_RULE


def _has_bars(line: str) -> bool:
    return " | " in line or line.count("|") > 1
