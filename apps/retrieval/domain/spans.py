"""Spans of a text, [start, end): its sentences, pieces of what is too long, and joining neighbours up to a limit."""

import re
from collections.abc import Iterable, Iterator, Sequence

from apps.retrieval.domain.length import size

Span = tuple[int, int]

_SENTENCE = re.compile(r"[^\n]*?(?:[.!?][)\"'”’\]]*(?=\s+[^\sa-z])|\n|\Z)", re.DOTALL)
_ENTRY = re.compile(r"[^;]*(?:;|\Z)")
_WORD = re.compile(r"\S+")


def sentences(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield the sentences of [start, end), none across the end of a line."""
    for match in _SENTENCE.finditer(text, start, end):
        yield from trimmed(text, *match.span())


def pieces(text: str, spans: Iterable[Span], limit: int) -> Iterator[Span]:
    """Split what is longer than the limit: after its semicolons where it has any, else between its words."""
    for start, end in spans:
        if size(text[start:end]) <= limit:
            yield start, end
            continue
        for entry in _entries(text, start, end):
            if size(text[slice(*entry)]) <= limit:
                yield entry
            else:
                yield from pack(text, [match.span() for match in _WORD.finditer(text, *entry)], limit)


def pack(text: str, parts: Sequence[Span], limit: int) -> list[Span]:
    """Join consecutive parts into spans of at most ``limit``; a single longer part stands alone."""
    sizes = [size(text[start:end]) for start, end in parts]
    spans: list[Span] = []
    first = 0
    while first < len(parts):
        last, length = first, sizes[first]
        while last + 1 < len(parts) and length + sizes[last + 1] <= limit:
            last += 1
            length += sizes[last]
        spans.append((parts[first][0], parts[last][1]))
        first = last + 1
    return spans


def trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield the span without white space at its ends, or nothing."""
    piece = text[start:end]
    left, right = start + len(piece) - len(piece.lstrip()), end - (len(piece) - len(piece.rstrip()))
    if left < right:
        yield left, right


def _entries(text: str, start: int, end: int) -> Iterator[Span]:
    for match in _ENTRY.finditer(text, start, end):
        yield from trimmed(text, *match.span())
