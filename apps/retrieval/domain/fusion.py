"""Two scores, one order: z-scores over all candidates, added. Chosen by measurement: decision record 0010."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, pstdev

DENSE_WEIGHT = 0.8


@dataclass(frozen=True, slots=True)
class Candidate:
    """One passage that the requester may see, with its score by channel."""

    passage_id: str
    dense: float
    lexical: float

    @property
    def channels(self) -> dict[str, float]:
        """Return the score by channel, as it is kept."""
        return {"dense": self.dense, "lexical": self.lexical}


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate with the score that places it."""

    candidate: Candidate
    score: float


def fuse(candidates: Sequence[Candidate]) -> list[Ranked]:
    """Return the candidates, best first; equal scores stand in the order of their ids, the same every time."""
    dense = _z_scores([candidate.dense for candidate in candidates])
    lexical = _z_scores([candidate.lexical for candidate in candidates])
    ranked = [Ranked(c, x + DENSE_WEIGHT * d) for c, d, x in zip(candidates, dense, lexical, strict=True)]
    return sorted(ranked, key=lambda r: (-r.score, r.candidate.passage_id))


def _z_scores(values: Sequence[float]) -> list[float]:
    """Return how many standard deviations each value lies above the mean; all zero when they do not differ."""
    if not values:
        return []
    mean = fmean(values)
    deviation = pstdev(values, mean)
    return [(value - mean) / deviation if deviation else 0.0 for value in values]
