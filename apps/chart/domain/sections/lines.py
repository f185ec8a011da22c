"""The lines of a note, and what kinds of line are never a header: rows of a table, items of a list, speech."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["RULE", "Line", "lines"]

RULE = re.compile(r"[-=_*~\u2500\u2550]{3,}")
FRAMED = re.compile(r"\s*\|.*\|\s*")
COLUMNS = (re.compile(r"\S\s*\|(?:\s|$)"), re.compile(r"\S\t+\S.*\S\t+\S"), re.compile(r"\S {3,}\S.*\S {3,}\S"))
ITEM = re.compile(
    r"\s*(?:[-+*\u2022\u25aa\u25cf\u25e6\u2023\u00b7\u2013\u2014\uf0b7]|o(?=\s[A-Z])|\(?[a-z]\))\s+(?=\S)"
)
NUMBERED = re.compile(r"\s*(?:\(?\d{1,2}[.)]|[IVX]{1,5}[.)]|[A-Z][.)])\s+(?=\S)")
SPEAKER = re.compile(
    r"\s*\[?(?P<who>(?:dr|mr|mrs|ms)[. ] ?[a-z][a-z'-]*|doctor|patient|pt|nurse|clinician|provider|physician"
    r"|interviewer|therapist|mother|father|daughter|son|wife|husband|spouse|guest_\w+|speaker \w+|[qa])\]?:(?=\s|$)",
    re.IGNORECASE,
)
SPOKEN = 2  # turns: a label that starts fewer lines than this may be a header


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a text: [start, end) without its line break."""

    text: str
    start: int
    after_blank: bool
    before_blank: bool
    in_table: bool
    is_item: bool
    number: int  # length of "2. " before its text
    spoken: bool

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def lines(text: str) -> Iterator[Line]:
    """Yield the lines of a text in order, each with what stands around it."""
    rows, start = text.split("\n"), 0
    speakers = _speakers(rows)
    for number, row in enumerate(rows):
        before = rows[number - 1].strip() if number else ""
        following = rows[number + 1].strip() if number + 1 < len(rows) else ""
        numbered, speaker = NUMBERED.match(row), SPEAKER.match(row)
        in_table, is_item = _is_in_table(row, before, following), bool(ITEM.match(row))
        yield Line(
            row, start, _is_apart(before), _is_apart(following), in_table, is_item,
            numbered.end() if numbered else 0, speaker is not None and speaker["who"].lower() in speakers,
        )  # fmt: skip
        start += len(row) + 1


def _is_apart(neighbour: str) -> bool:
    return not neighbour or bool(RULE.fullmatch(neighbour))


def _is_in_table(row: str, before: str, following: str) -> bool:
    """Say whether a line is a row: framed, or in columns as the line before or after it is."""
    if FRAMED.fullmatch(row):
        return True
    return any(c.search(row) and (c.search(before) or c.search(following)) for c in COLUMNS)


def _speakers(rows: list[str]) -> frozenset[str]:
    """Return the labels that begin several lines, as those of people who talk do; "Dr. X:" always speaks."""
    turns = Counter(match["who"].lower() for row in rows if (match := SPEAKER.match(row)))
    return frozenset(who for who, n in turns.items() if n >= SPOKEN or who[:2] in {"dr", "mr", "ms"})
