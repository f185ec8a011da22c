"""Cutting a text into passages: inside one section, under the embedder's window, at sentence and line ends."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

# About 155 words of prose, seldom more than 180. Digits count one by one, as the embedder's vocabulary splits them: a
# table of results is longer to it than its words say.
PASSAGE_SIZE = 260
WINDOW_SIZE = 64
WINDOW_LEAST = 12  # a shorter sentence or line is embedded together with the next one

_UNIT = re.compile(r"[^\W\d_]+|\d|[^\w\s]")
_LINE = re.compile(r"[^\n]+")
_SENTENCE = re.compile(r"[^\n]*?(?:[.!?][)\"'”’\]]*(?=\s+[^\sa-z])|\n|\Z)", re.DOTALL)
_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class SectionSpan:
    """A titled part of the text to cut: [start, end)."""

    kind: str
    title: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Chunk:
    """One passage to be: [start, end), never empty, without white space at its ends."""

    start: int
    end: int
    section_kind: str
    section_title: str


def size(text: str) -> int:
    """Return the length of a text as the embedder sees it, near enough: words, digits and marks."""
    return len(_UNIT.findall(text))


def chunks(text: str, sections: Iterable[SectionSpan], *, structured: bool) -> list[Chunk]:
    """Cut every section into passages, in order.

    Passages do not overlap: one that repeats its neighbour takes the place of another answer (decision 0010).
    Renderings of structured resources are cut between lines only, because one line is one citable fact.
    """
    return [
        Chunk(start, end, section.kind, section.title)
        for section in sections
        for start, end in _section_spans(text, section, structured)
    ]


def windows(text: str) -> list[tuple[int, int]]:
    """Return the spans of a passage's windows: its sentences, each embedded by itself, the shortest ones joined."""
    spans: list[tuple[int, int]] = []
    for start, end in _pieces(text, _sentences(text, 0, len(text)), WINDOW_SIZE):
        if spans and size(text[slice(*spans[-1])]) < WINDOW_LEAST and size(text[spans[-1][0] : end]) <= WINDOW_SIZE:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return spans


def _section_spans(text: str, section: SectionSpan, structured: bool) -> list[tuple[int, int]]:
    if structured:
        return pack(text, list(_lines(text, section.start, section.end)), PASSAGE_SIZE)
    sentences = _sentences(text, section.start, section.end)
    return pack(text, list(_pieces(text, sentences, PASSAGE_SIZE)), PASSAGE_SIZE)


def pack(text: str, units: Sequence[tuple[int, int]], limit: int) -> list[tuple[int, int]]:
    """Join consecutive units into spans of at most ``limit``; a single longer unit stands alone."""
    sizes = [size(text[start:end]) for start, end in units]
    spans: list[tuple[int, int]] = []
    first = 0
    while first < len(units):
        last, length = first, sizes[first]
        while last + 1 < len(units) and length + sizes[last + 1] <= limit:
            last += 1
            length += sizes[last]
        spans.append((units[first][0], units[last][1]))
        first = last + 1
    return spans


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for match in _LINE.finditer(text, start, end):
        yield from _trimmed(text, *match.span())


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for match in _SENTENCE.finditer(text, start, end):
        yield from _trimmed(text, *match.span())


def _pieces(text: str, spans: Iterable[tuple[int, int]], limit: int) -> Iterator[tuple[int, int]]:
    """Split what is longer than the limit between its words."""
    for start, end in spans:
        if size(text[start:end]) <= limit:
            yield start, end
        else:
            yield from pack(text, [match.span() for match in _WORD.finditer(text, start, end)], limit)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    left, right = start + len(piece) - len(piece.lstrip()), end - (len(piece) - len(piece.rstrip()))
    if left < right:
        yield left, right
