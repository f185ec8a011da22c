"""Which passages were carried forward: they say nothing that an earlier note of the same patient does not say.

A passage is a copy when every sentence of it stands in one section of one earlier note, word for word but for dates,
times, ages, the tokens of the wall, list marks, line ends and words that carry no meaning of their own. That is
containment over whole sentences, exact and without signatures: a sentence whose figure, drug or denial changed is
another sentence, so "Hgb 9.1" is no copy of "Hgb 12.0", and a passage that adds one sentence of its own stays itself.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from apps.redaction.domain.tokens import TOKEN

FEWEST_WORDS = 8  # shorter phrases repeat without anybody copying them
Sentence = tuple[str, ...]

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_MOMENT = re.compile(
    rf"\b\d{{4}}-\d\d-\d\d(?:t[\d:.]+z?)?\b|\b\d{{1,2}}[ -]{_MONTH}(?:[ ,-]*\d{{4}}\b)?|"
    rf"\b{_MONTH} \d{{1,2}},? \d{{4}}\b|\b{_MONTH},? \d{{4}}\b|"
    r"(?<![\d/.])\d{1,2}/\d{1,2}/(?:\d{4}|\d\d)(?![\d/])|"
    r"\b(?:[01]\d|2[0-3]):[0-5]\d(?::\d\d)?\b|\b\d{1,2}:[0-5]\d ?[ap]m\b"
)
_AGE = re.compile(r"(?<![\d.])\d{1,3}(?:[ -]?(?:years?|yrs?)[ -]old\b|[ -]?y/?o\b)|(?<![\d.])\d\d(?=[mf]\b)")
_MARK = re.compile(r"^[ \t]*(?:\(?#?\d{1,2}[.)]|[-*•·#>]+)[ \t]+", re.MULTILINE)
_BREAK = re.compile(r"[.;!?](?!\d)|\n(?![ \t]*[a-z])")
_WORD = re.compile(r"\d+(?:[.,/:]\d+)*|[^\W\d_]+(?:'[^\W\d_]+)?|[%<>+]")
# Said one way or another without another meaning. No word that denies, doubts, compares or places in time.
SMALL = frozenset({
    "a", "an", "and", "also", "as", "at", "be", "been", "by", "for", "from", "he", "her", "him", "his", "in", "into",
    "is", "it", "its", "of", "on", "or", "our", "she", "so", "that", "the", "their", "them", "then", "there", "these",
    "they", "this", "to", "was", "were", "which", "who", "with", "am", "are", "patient", "pt", "mr", "mrs", "ms", "dr",
    "reports", "reported", "states", "stated", "notes", "noted", "says", "said",
})  # fmt: skip


@dataclass(frozen=True)
class Noted:
    """A passage of a note, as far as copying is concerned."""

    id: str
    document_id: str
    dated_at: datetime | None
    ordinal: int
    section_kind: str
    text: str

    @property
    def place(self) -> tuple[bool, float, str, int]:
        """Where it stands in time; what has no date stands after all that has one."""
        moment = self.dated_at.timestamp() if self.dated_at else 0.0
        return self.dated_at is None, moment, self.document_id, self.ordinal

    @cached_property
    def sentences(self) -> frozenset[Sentence]:
        return frozenset(sentences_of(self.text))


def sources(passages: Iterable[Noted], settled: Iterable[Noted] = ()) -> dict[str, str | None]:
    """Return for each passage the id of its source: the earliest passage it was copied from, None for one of its own.

    ``settled`` are the sources among the passages that stand earlier than all of ``passages``. A source is never a
    copy itself. The same passages give the same answer, in whatever order they are given or came in.
    """
    shelf = _Shelf()
    for source in sorted(settled, key=lambda p: p.place):
        shelf.add(source)
    found: dict[str, str | None] = {}
    for passage in sorted(passages, key=lambda p: p.place):
        source_of = shelf.source_of(passage)
        found[passage.id] = source_of.id if source_of else None
        if source_of is None:
            shelf.add(passage)
    return found


def sentences_of(text: str) -> list[Sentence]:
    """Return the words of each sentence that count when two are compared; a sentence of small words alone is none."""
    plain = _MARK.sub("", TOKEN.sub(" ", text).lower().replace("’", "'"))
    plain = _AGE.sub(" ", _MOMENT.sub(" ", plain))
    split = (tuple(w for w in _WORD.findall(piece) if w not in SMALL) for piece in _BREAK.split(plain))
    return [words for words in split if words]


class _Shelf:
    """The sources so far, by note and section, found by the sentences they hold."""

    def __init__(self) -> None:
        self._holders: dict[tuple[str, Sentence], list[Noted]] = defaultdict(list)
        self._said: dict[tuple[str, str], list[Noted]] = defaultdict(list)

    def add(self, source: Noted) -> None:
        """Put a source on the shelf, after those that stand earlier."""
        self._said[source.document_id, source.section_kind].append(source)
        for sentence in source.sentences:
            self._holders[source.section_kind, sentence].append(source)

    def source_of(self, passage: Noted) -> Noted | None:
        """Return the passage of the earliest other note that says all of this one, or most of it with its neighbours.

        Whoever says it all also says the sentence that the fewest hold, so only those are looked at.
        """
        if sum(map(len, passage.sentences)) < FEWEST_WORDS:
            return None
        holders = [self._holders.get((passage.section_kind, sentence), []) for sentence in passage.sentences]
        for document_id in dict.fromkeys(holder.document_id for holder in min(holders, key=len)):
            if document_id == passage.document_id:
                continue
            section = self._said[document_id, passage.section_kind]
            if passage.sentences <= frozenset().union(*(source.sentences for source in section)):
                return _nearest(passage, section)
        return None


def _nearest(passage: Noted, section: Sequence[Noted]) -> Noted:
    """Return the passage of a section that shares the most sentences; the first of equals."""
    return max(section, key=lambda source: len(source.sentences & passage.sentences))
