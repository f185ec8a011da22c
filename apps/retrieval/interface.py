"""Seam 1: what the index promises to the rooms above, whatever embeds and ranks underneath."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, runtime_checkable

from apps.retrieval.domain.answerability import Answerability, Statement, Verdict
from apps.retrieval.domain.assertion import AssertedSpan
from apps.retrieval.domain.expansion import Expansion
from apps.retrieval.domain.reference import ReferenceKind
from apps.retrieval.domain.tasks import SearchTask

__all__ = [
    "Answerability",
    "AssertedSpan",
    "Embedder",
    "Expansion",
    "Hit",
    "Reading",
    "ReferenceKind",
    "SearchFilter",
    "SearchResult",
    "SearchTask",
    "Statement",
    "Verdict",
    "WordEmbedder",
]


class Embedder(Protocol):
    """Turns texts into unit vectors; similar meaning, small angle."""

    name: str  # the model with its file's digest: vectors of two names are never compared
    dimensions: int

    def embed(self, texts: Sequence[str]) -> list[list[float]]:
        """Return one unit vector per text, in order. What lies beyond the model's window is not read."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What an embedder makes of one text: a unit vector of the whole, and each of its word pieces as signs.

    ``signs`` holds ``dimensions / 8`` bytes a word piece, in order: a bit is set where the vector that it has in this
    text is positive. Empty where the embedder knows no word pieces.
    """

    vector: list[float]
    signs: bytes = b""


@runtime_checkable
class WordEmbedder(Embedder, Protocol):
    """An embedder that also tells the vectors of the words; both come out of one pass."""

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """Return what it makes of each text, in order; ``vector`` is that of ``embed``."""


@dataclass(frozen=True, slots=True)
class SearchFilter:
    """What a search is limited to, beside what its requester may see. Empty means everything."""

    document_kinds: tuple[str, ...] = ()
    section_kinds: tuple[str, ...] = ()
    redacted_document_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """One passage as an answer to a search. ``text`` is redacted: its document's text from ``start`` to ``end``."""

    passage_id: str
    rank: int  # from 1
    score: float
    channels: Mapping[str, float]  # score by channel
    matched: tuple[str, ...]  # the words of the question, and of its expansion, that it holds
    text: str
    heading: str  # header lines of the table or list it was cut from; no part of the span
    redacted_document_id: str
    start: int
    end: int
    document_kind: str
    document_code: str  # LOINC
    document_title: str
    section_kind: str
    section_code: str  # LOINC
    section_title: str
    dated_at: datetime | None
    author_role: str
    encounter_id: str | None
    structured: bool
    superseded: bool
    assertions: tuple[AssertedSpan, ...]  # what is negated, historical, of the family or hypothetical in it
    copied_from_id: str | None  # the earliest passage that says the same
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The stored question, how it was read, its answers, best first, and whether they suffice."""

    query_id: str
    hits: tuple[Hit, ...]
    answer: Answerability
    expansion: tuple[Expansion, ...] = ()
