"""Cutting a text into passages: inside one section, under the embedder's window, along the shape of the chart.

Prose is cut at sentence ends. A table or a list stays whole where it fits; a longer one is cut between its rows or
items, and each later piece carries the header lines again as its heading. The heading never changes the span: a
passage is exactly its document's text from ``start`` to ``end``.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from apps.retrieval.domain.blocks import Unit, line_units, units_of
from apps.retrieval.domain.length import size
from apps.retrieval.domain.spans import Span, pieces, sentences

# About 155 words of prose, seldom more than 180; the heading is counted with it.
PASSAGE_SIZE = 260
TABLE_SIZE = 320  # a table of results or a list of drugs stays whole up to here
STUB_SIZE = 40  # the end of a section, when shorter than that, is joined by some of what stands before it
WINDOW_SIZE = 64
WINDOW_LEAST = 12  # a shorter sentence or line is embedded together with the next one


@dataclass(frozen=True, slots=True)
class SectionSpan:
    """A titled part of the text to cut: [start, end)."""

    kind: str
    title: str
    start: int
    end: int
    code: str = ""  # LOINC


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
    section_code: str = ""


def chunks(text: str, sections: Sequence[SectionSpan], *, structured: bool) -> list[Chunk]:
    """Cut every section into passages, in order.

    Passages do not overlap: one that repeats its neighbour takes the place of another answer (decision 0010).
    Renderings of structured resources are cut between lines only, because one line is one citable fact; their later
    pieces are headed by the title of their group. What stands without title
    and without a letter before the first header (a date, a rule) is nothing to find.
    """
    told = [section for section in sections if not _says_nothing(text, section)]
    return [chunk for section in told or sections for chunk in _section_chunks(text, section, structured)]


def windows(text: str) -> list[Span]:
    """Return the spans of a passage's windows: its sentences, each embedded by itself, the shortest ones joined."""
    spans: list[Span] = []
    for start, end in pieces(text, sentences(text, 0, len(text)), WINDOW_SIZE):
        if spans and size(text[slice(*spans[-1])]) < WINDOW_LEAST and size(text[spans[-1][0] : end]) <= WINDOW_SIZE:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return spans


def _says_nothing(text: str, section: SectionSpan) -> bool:
    return not section.title and not any(c.isalpha() for c in text[section.start : section.end])


def _section_chunks(text: str, section: SectionSpan, structured: bool) -> Iterable[Chunk]:
    if structured:
        units, title = line_units(text, section.start, section.end), section.title
    else:
        units, title = units_of(text, section.start, section.end, PASSAGE_SIZE, TABLE_SIZE), ""
    for number, (start, end, heading) in enumerate(_packed(text, units, PASSAGE_SIZE)):
        yield Chunk(start, end, section.kind, section.title, heading or (title if number else ""), section.code)


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
        first = last + 1


def _before_lead_in(units: Sequence[Unit], first: int, last: int) -> int:
    """Return the last unit of a passage that goes no further: what announces the next thing goes with it."""
    while first < last < len(units) - 1 and units[last].leads_in:
        last -= 1
    return last


def _evened(units: Sequence[Unit], sizes: Sequence[int], first: int, last: int) -> int:
    """Return the last unit of a passage that gives some of its own to the one after it, lest that be a stub."""
    rest = sum(sizes[last + 1 :])
    if not 0 < rest < STUB_SIZE:
        return last
    while first < last and rest + sizes[last] < sum(sizes[first:last]):
        rest += sizes[last]
        last -= 1
    return last
