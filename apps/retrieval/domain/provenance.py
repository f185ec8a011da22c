"""What is kept of a question to the index, of its answers and of the passages these name, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from apps.retrieval.domain.expansion import Expansion
from apps.retrieval.domain.why import Origin, Place


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """One candidate that was kept. ``passage_id`` stays when the passage is purged."""

    passage_id: str
    rank: int  # from 1
    returned: bool
    score: float
    channels: Mapping[str, float]
    matched: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StoredQuery:
    """One question as it was put, read, limited and answered. Without words when they were purged or not asked for."""

    id: str
    at: datetime
    requester_id: str
    task: str
    text: str
    expansion: tuple[Expansion, ...]
    index_version: str
    ranker: str
    filter: Mapping[str, object]
    candidates: int
    verdict: str
    verdict_reason: str
    is_purged: bool
    answers: tuple[StoredAnswer, ...]  # by rank

    def place_of(self, passage_id: str) -> Place | None:
        """Return where a passage stood in the answer, or None for one that is not among the candidates kept."""
        answer = next((it for it in self.answers if it.passage_id == passage_id), None)
        if answer is None:
            return None
        shares = answer.channels.get("lexical", 1) > 0
        return Place(self.text, answer.rank, self.candidates, answer.returned, answer.matched, shares, self.expansion)


@dataclass(frozen=True, slots=True)
class PassageCard:
    """A passage as a trace shows it: what it is, and its redacted text."""

    id: str
    origin: Origin
    text: str
    sha256: str
