"""Several scores, one order: z-scores over all candidates, weighed and added. Chosen by measurement: decision 0010."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

DENSE, LEXICAL, NEAR, LATE = "dense", "lexical", "near", "late"
# Measured on questions with known answers; a little more of one and less of another does as well (decision 0010).
WEIGHTS: Mapping[str, float] = {DENSE: 0.25, LEXICAL: 1.0, NEAR: 0.65, LATE: 0.9}
Scores = NDArray[np.float64]  # [candidates]; nan where there is none


@dataclass(frozen=True, slots=True)
class Spread:
    """Where the scores of one channel lie over every passage within reach."""

    mean: float
    deviation: float

    def z_scores(self, scores: Scores) -> Scores:
        """Return how many standard deviations each score lies above the mean; all zero when they do not differ."""
        if self.deviation <= 1e-9 * max(1.0, abs(self.mean)):  # what differs by rounding alone does not differ
            return np.zeros_like(scores)
        return (scores - self.mean) / self.deviation


def spread_of(scores: Scores, of: int | None = None) -> Spread:
    """Return where scores lie; the scores that are missing to ``of`` are zero."""
    number = len(scores) if of is None else of
    if not number:
        return Spread(0.0, 0.0)
    mean = float(scores.sum()) / number
    squares = float(((scores - mean) ** 2).sum()) + (number - len(scores)) * mean**2
    return Spread(mean, (squares / number) ** 0.5)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One passage that the requester may see, with its score by channel and what a prior may know of it."""

    passage_id: str
    channels: Mapping[str, float]
    section_kind: str = ""
    dated_at: datetime | None = None
    copied_from_id: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """Passages that the requester may see, by columns and in the order of their ids.

    Of a channel with a spread, these are some of all that was scored; one without is compared among these alone.
    """

    ids: Sequence[str]
    channels: Mapping[str, Scores]
    section_kinds: Sequence[str]
    dated_at: Scores  # seconds since 1970
    sources: Sequence[str]  # the id of what each was copied from, or its own
    spreads: Mapping[str, Spread] = field(default_factory=dict)

    def with_channel(self, name: str, scores: Mapping[str, float]) -> "Candidates":
        """Return the candidates with one more channel, that looked at those that have a score."""
        column = np.array([scores.get(id_, np.nan) for id_ in self.ids], dtype=np.float64)
        return replace(self, channels={**self.channels, name: column})

    def channels_of(self, place: int) -> dict[str, float]:
        """Return the scores of one candidate by the channels that looked at it."""
        looked = {name: column for name, column in self.channels.items() if not np.isnan(column[place])}
        return {name: float(column[place]) for name, column in looked.items()}


def candidates_of(rows: Iterable[Candidate]) -> Candidates:
    """Return candidates that were scored one by one."""
    rows = sorted(rows, key=lambda row: row.passage_id)
    names = sorted({name for row in rows for name in row.channels})
    return Candidates(
        ids=[row.passage_id for row in rows],
        channels={name: np.array([row.channels.get(name, np.nan) for row in rows]) for name in names},
        section_kinds=[row.section_kind for row in rows],
        dated_at=np.array([row.dated_at.timestamp() if row.dated_at else np.nan for row in rows]),
        sources=[row.copied_from_id or row.passage_id for row in rows],
    )


@dataclass(frozen=True, slots=True)
class Ranked:
    """A passage with the score that places it, and its scores by channel."""

    passage_id: str
    score: float
    channels: Mapping[str, float]


def fuse(
    candidates: Candidates,
    *,
    weights: Mapping[str, float] = WEIGHTS,
    bonuses: Scores | None = None,
    limit: int | None = None,
) -> list[Ranked]:
    """Return the best candidates, best first; equal scores stand in the order of their ids, the same every time.

    Of passages that were copied from one another the best one counts. A channel without a weight does not count; one
    that looked at some candidates only counts the others as the worst of those. ``bonuses`` are in standard deviations.
    """
    scores = np.zeros(len(candidates.ids)) if bonuses is None else bonuses.copy()
    for channel, weight in sorted(weights.items()):
        if channel in candidates.channels:
            scores += weight * _standing(candidates.channels[channel], candidates.spreads.get(channel))
    places = _without_copies(np.argsort(-scores, kind="stable").tolist(), candidates.sources, limit)
    return [Ranked(candidates.ids[i], float(scores[i]), candidates.channels_of(i)) for i in places]


def _standing(scores: Scores, spread: Spread | None) -> Scores:
    known = ~np.isnan(scores)
    if not known.any():
        return np.zeros_like(scores)
    standing = (spread or spread_of(scores[known])).z_scores(scores)
    return np.where(known, standing, standing[known].min())


def _without_copies(places: Iterable[int], sources: Sequence[str], limit: int | None) -> list[int]:
    best: dict[str, int] = {}
    for place in places:
        if len(best) == limit:
            break
        best.setdefault(sources[place], place)
    return list(best.values())
