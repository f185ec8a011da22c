"""Finding people, places and institutions that nothing but their name and their sentence give away (layer NAMES)."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby, islice
from typing import TYPE_CHECKING

from apps.redaction.domain.detection import Detection
from apps.redaction.domain.kinds import IdentifierKind, Layer
from apps.redaction.names.tokens import LINE, Words, words_of

if TYPE_CHECKING:
    from spacy.language import Language

WINDOW = 160  # words the model reads at once; it looks no farther than a few words to either side
_BATCH = 64
_TITLE = re.compile(
    r"(?:(?:mr|mrs|ms|mx|miss|dr|prof|professor|doctor|nurse|sir|rev|capt|captain|hon)\b\.?[ \t]+)+(?=\S)",
    re.IGNORECASE,
)
_POSSESSIVE = re.compile(r"['’][sS]?$")
_INITIAL_LAST = re.compile(r"(?:^|[\s.,\-])[^\W\d_]$")
_EDGES = " \t\r\n.,;:!?()[]{}<>\"'“”‘’|*_/\\-–—#&"


@lru_cache(maxsize=1)
def _pipeline() -> "Language":
    """Return the process's one pipeline, loaded when it is first needed: spaCy takes seconds."""
    from apps.redaction.names.pipeline import pipeline_load

    return pipeline_load()


def names_find(text: str) -> list[Detection]:
    """Return the names of people, places, institutions and addresses, in order; none reaches over a line's end."""
    return names_find_many([text])[0]


def names_find_many(texts: Iterable[str]) -> list[list[Detection]]:
    """Return for each text what ``names_find`` returns. Time and memory grow with the length of the texts alone."""
    from apps.redaction.names.pipeline import entities_of

    kept = list(texts)
    found: list[list[Detection]] = [[] for _ in kept]
    windows = ((i, window) for i, text in enumerate(kept) for window in _windows(words_of(text)))
    while batch := list(islice(windows, _BATCH)):
        entities = entities_of(_pipeline(), [window for _, window in batch])
        for (i, window), named in zip(batch, entities, strict=True):
            for first, last, label in named:
                found[i] += _detections(kept[i], window.starts[first], window.ends[last - 1], IdentifierKind(label))
    return found


def _windows(found: Words) -> Iterator[Words]:
    """Cut the words where a line or a sentence ends, at the latest after a window's worth."""
    start = 0
    while start < len(found.words):
        stop = min(start + WINDOW, len(found.words))
        if stop < len(found.words):
            stop = _cut(found.words, start, stop)
        yield Words(found.words[start:stop], found.starts[start:stop], found.ends[start:stop], found.spaces[start:stop])
        start = stop


def _cut(words: list[str], start: int, stop: int) -> int:
    for mark in (LINE, "."):
        for place in range(stop, start + WINDOW // 2, -1):
            if words[place - 1] == mark:
                return place
    return stop


def _detections(text: str, start: int, end: int, kind: IdentifierKind) -> Iterator[Detection]:
    for is_line_end, group in groupby(range(start, end), lambda i: text[i] in "\r\n"):
        if is_line_end:
            continue
        piece = list(group)
        first, last = _trimmed(text, piece[0], piece[-1] + 1, kind)
        if any(map(str.isalpha, text[first:last])):
            yield Detection(first, last, kind, Layer.NAMES)


def _trimmed(text: str, start: int, end: int, kind: IdentifierKind) -> tuple[int, int]:
    """Leave out titles, a possessive s and punctuation at the edges; the point of a last initial stays."""
    while start < end and text[start] in _EDGES:
        start += 1
    if title := _TITLE.match(text, start, end):
        start = title.end()
    while end > start and text[end - 1] in _EDGES:
        end -= 1
    possessive = _POSSESSIVE.search(text, start, end)
    if possessive and kind is not IdentifierKind.ORGANIZATION:  # "St. Mary's" is how it is called
        end = possessive.start()
    if end < len(text) and text[end] == "." and _INITIAL_LAST.search(text, start, end):
        end += 1
    return start, end
