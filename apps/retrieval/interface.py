"""Seam 1: what the index promises to the rooms above, whatever embeds and ranks underneath."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


class Embedder(Protocol):
    """Turns texts into unit vectors; similar meaning, small angle."""

    name: str  # the model with its file's digest: vectors of two names are never compared
    dimensions: int

    def embed(self, texts: Sequence[str]) -> list[list[float]]:
        """Return one unit vector per text, in order. What lies beyond the model's window is not read."""


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
    dense_score: float  # cosine similarity of the best window
    lexical_score: float  # BM25
    text: str
    redacted_document_id: str
    start: int
    end: int
    document_kind: str
    document_title: str
    section_kind: str
    section_title: str
    dated_at: datetime | None
    author_role: str
    encounter_id: str | None
    structured: bool
    superseded: bool


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The stored question and its answers, best first."""

    query_id: str
    hits: tuple[Hit, ...]
