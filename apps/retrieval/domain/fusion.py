"""Several scores, one order: z-scores over all candidates, weighed and added. Chosen by measurement: decision 0010."""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

DENSE, LEXICAL, NEAR, LATE = "dense", "lexical", "near", "late"
# Measured on questions with known answers; a little more of one and less of another does as well (decision 0010).
WEIGHTS: Mapping[str, float] = {DENSE: 0.25, LEXICAL: 1.0, NEAR: 0.65, LATE: 0.9}


@dataclass(frozen=True, slots=True)
class Candidate:
    """One passage that the requester may see, with its score by channel and what a prior may know of it."""

    passage_id: str
    channels: Mapping[str, float]
    section_kind: str = ""
    dated_at: datetime | None = None
    copied_from_id: str | None = None


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate with the score that places it, and the later candidates that only repeat it."""

    candidate: Candidate
    score: float
    copies: tuple[str, ...] = field(default=())


Priors = Callable[[Sequence[Candidate]], Sequence[float]]


def fuse(
    candidates: Sequence[Candidate], *, weights: Mapping[str, float] = WEIGHTS, priors: Priors | None = None
) -> list[Ranked]:
    """Return the candidates, best first; equal scores stand in the order of their ids, the same every time.

    A channel without a weight does not count; one that looked at some candidates only counts the others as the worst of
    those. ``priors`` gives each candidate a bonus in standard deviations.
    """
    scores = list(priors(candidates)) if priors else [0.0] * len(candidates)
    for channel, weight in sorted(weights.items()):
        values = _standing([candidate.channels.get(channel) for candidate in candidates])
        scores = [score + weight * value for score, value in zip(scores, values, strict=True)]
    ranked = [Ranked(candidate, score) for candidate, score in zip(candidates, scores, strict=True)]
    return sorted(ranked, key=lambda row: (-row.score, row.candidate.passage_id))


def without_copies(ranked: Iterable[Ranked]) -> list[Ranked]:
    """Return the best of each group of passages that were copied from one another, with the ids of the others."""
    groups: defaultdict[str, list[Ranked]] = defaultdict(list)
    for row in ranked:
        groups[row.candidate.copied_from_id or row.candidate.passage_id].append(row)
    return [replace(first, copies=tuple(row.candidate.passage_id for row in rest)) for first, *rest in groups.values()]


def _standing(values: Sequence[float | None]) -> list[float]:
    """Return the z-scores among the values that there are; where there is none, the least of those."""
    known = z_scores([value for value in values if value is not None])
    least = min(known, default=0.0)
    given = iter(known)
    return [least if value is None else next(given) for value in values]


def z_scores(values: Sequence[float]) -> list[float]:
    """Return how many standard deviations each value lies above the mean; all zero when they do not differ."""
    if not values:
        return []
    mean = math.fsum(values) / len(values)
    deviation = math.sqrt(math.fsum((value - mean) ** 2 for value in values) / len(values))
    if deviation <= 1e-9 * max(1.0, abs(mean)):  # what differs by rounding alone does not differ
        return [0.0] * len(values)
    return [(value - mean) / deviation for value in values]
