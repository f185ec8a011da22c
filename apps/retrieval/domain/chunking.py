"""Cutting a text into passages: inside one section, under the embedder's window, along the shape of the chart.

Prose is cut at sentence ends. A table or a list stays whole where it fits; a longer one is cut between its rows or
items, and each later piece carries the header lines again as its heading. The heading never changes the span: a
passage is exactly its document's text from ``start`` to ``end``.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from apps.retrieval.domain.blocks import Unit, line_units, units_of
from apps.retrieval.domain.length import size
from apps.retrieval.domain.spans import Span, pack, pieces, sentences

# About 150 words of prose, the heading included.
PASSAGE_SIZE = 190
TABLE_SIZE = 300  # a table of results or a list of drugs stays whole up to here
WINDOW_SIZE = 64
STUB_SIZE = 40  # the last rows or items of a list, fewer than that, are joined by some from before


@dataclass(frozen=True, slots=True)
class SectionSpan:
    """A titled part of the text to cut: [start, end)."""

    kind: str
    title: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Chunk:
    """One passage to be: [start, end), never empty, without white space at its ends.

    ``heading`` holds the header lines that apply to it and stand above it in its section; empty where none do.
    """

    start: int
    end: int
    section_kind: str
    section_title: str
    heading: str = ""


def chunks(text: str, sections: Sequence[SectionSpan], *, structured: bool) -> list[Chunk]:
    """Cut every section into passages, in order.

    Prose overlaps by one sentence where a section is split. Renderings of structured resources are cut between lines
    only, because one line is one citable fact; their later pieces are headed by the title of their group. What stands
    without title and without a letter before the first header (a date, a rule) is nothing to find.
    """
    told = [section for section in sections if not _says_nothing(text, section)]
    return [chunk for section in told or sections for chunk in _section_chunks(text, section, structured)]


def windows(text: str) -> list[Span]:
    """Return the spans of a passage's windows: the small pieces that are embedded one by one."""
    return pack(text, list(pieces(text, sentences(text, 0, len(text)), WINDOW_SIZE)), WINDOW_SIZE, overlap=False)


def _says_nothing(text: str, section: SectionSpan) -> bool:
    return not section.title and not any(c.isalpha() for c in text[section.start : section.end])


def _section_chunks(text: str, section: SectionSpan, structured: bool) -> Iterable[Chunk]:
    if structured:
        units, title = line_units(text, section.start, section.end), section.title
    else:
        units, title = units_of(text, section.start, section.end, PASSAGE_SIZE, TABLE_SIZE), ""
    for number, (start, end, heading) in enumerate(_packed(text, units, PASSAGE_SIZE)):
        yield Chunk(start, end, section.kind, section.title, heading or (title if number else ""))


def _packed(text: str, units: Sequence[Unit], limit: int) -> Iterable[tuple[int, int, str]]:
    """Join neighbouring units up to the limit; yield each span with its heading."""
    sizes = [size(text[unit.start : unit.end]) for unit in units]
    first = 0
    while first < len(units):
        heading = "\n".join(text[slice(*head)] for head in units[first].heads if head[1] <= units[first].start)
        last, length = first, size(heading) + sizes[first]
        while last + 1 < len(units) and length + sizes[last + 1] <= limit:
            last += 1
            length += sizes[last]
        last = _evened(units, sizes, first, _before_lead_in(units, first, last))
        yield units[first].start, units[last].end, heading
        first = last if _is_repeated(units, sizes, first, last, limit) else last + 1


def _before_lead_in(units: Sequence[Unit], first: int, last: int) -> int:
    """Return the last unit of a passage that goes no further: what announces the next thing goes with it."""
    while first < last < len(units) - 1 and units[last].leads_in:
        last -= 1
    return last


def _evened(units: Sequence[Unit], sizes: Sequence[int], first: int, last: int) -> int:
    """Return the last unit of a passage that shares its rows or items with the one after it, lest that be a stub."""
    rest = sum(sizes[last + 1 :])
    if not 0 < rest < STUB_SIZE:
        return last
    while first < last and not units[last].flows and rest + sizes[last] < sum(sizes[first:last]):
        rest += sizes[last]
        last -= 1
    return last


def _is_repeated(units: Sequence[Unit], sizes: Sequence[int], first: int, last: int, limit: int) -> bool:
    """Return whether the next passage begins with the last sentence of this one."""
    if not first < last < len(units) - 1:
        return False
    return units[last].flows and units[last + 1].flows and sizes[last] + sizes[last + 1] <= limit
