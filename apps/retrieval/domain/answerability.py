"""Whether what was found suffices to answer: a probability that was fitted on questions with known answers.

What speaks for an answer only grows with a better passage and has no coefficient below zero: a better passage never
makes an answer less likely.
"""

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import Any

from apps.retrieval.domain.tasks import SearchTask


class Verdict(StrEnum):
    ENOUGH = "enough"
    NOT_ENOUGH = "not_enough"
    CONTRADICTORY = "contradictory"


@dataclass(frozen=True, slots=True)
class Statement:
    """Where a passage speaks of the thing asked for: [start, end) of its text, and in a word what it says of it."""

    passage_id: str
    start: int
    end: int
    says: str = ""  # so, not so, left, 20 mg; empty where it is only quoted
    spoken: tuple[tuple[str, str], ...] = ()  # how it speaks of words that were asked: (negated, smoking)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a probability rests on. All but ``crowd`` speak for an answer, and grow with a better passage.

    match: how well the best passage holds the question (``support``). mass: how much the fullest window holds, in words
    as rare as one that no passage holds. standing: standard deviations by which the best passage lies above the chart's
    mean. crowd: the logarithm of the number of passages: among many, one that looks like an answer turns up by chance.
    """

    match: float = 0.0
    mass: float = 0.0
    standing: float = 0.0
    crowd: float = 0.0


@dataclass(frozen=True, slots=True)
class Answerability:
    """A verdict on one question with the reason in words."""

    verdict: Verdict
    probability: float  # calibrated: how often a question that looks like this one is answered by what was found
    threshold: float  # of the task; below it the answer is "not in this chart"
    reason: str
    would_settle: str  # which document would settle it
    looked_for: tuple[str, ...] = ()  # the words of the question, and what else they may be called
    sides: tuple[Statement, ...] = ()  # where the chart contradicts itself
    quotes: tuple[Statement, ...] = ()  # the best places, best first; without an answer, what holds a part of it
    evidence: Evidence = Evidence()  # what the probability rests on


WORD_BY_WORD = 4.0  # beside the share of the words held; 3 to 4 measured alike (decision 0010)
_BY_COSINE = 0.7  # of the cosine: what late interaction is on average over 27,000 pairs, where no words are kept


def support(share: float, cosine: float, late: float | None) -> float:
    """Return how well a passage holds a question: the share of its words, and each by its meaning (``domain.late``).

    ``share`` is that of the fullest window, 0 to 1. Where nothing is kept of a passage's words, its vector stands in.
    """
    by_meaning = _BY_COSINE * cosine if late is None else late
    return share + WORD_BY_WORD * max(by_meaning, 0.0)


FEATURES = tuple(field.name for field in fields(Evidence))
AGAINST = frozenset({"crowd"})


@dataclass(frozen=True, slots=True)
class Calibration:
    """What was fitted: a logistic model of a few coefficients, and for each task how sure an answer has to be."""

    bias: float
    weights: Evidence
    thresholds: Mapping[SearchTask, float]
    digest: str  # sha256 of the file it was read from

    def probability(self, evidence: Evidence) -> float:
        """Return how often a question that looks like this one is answered by what was found."""
        weights, values = asdict(self.weights), asdict(evidence)
        score = self.bias + sum(weights[name] * values[name] for name in FEATURES)
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))

    def verdict(self, probability: float, task: SearchTask) -> Verdict:
        """Return whether that is enough for the task."""
        return Verdict.ENOUGH if probability >= self.thresholds[task] else Verdict.NOT_ENOUGH


def calibration_of(body: Mapping[str, Any], digest: str) -> Calibration:
    """Read a calibration file. Raises ValueError for one that no fit can have written."""
    weights = Evidence(**{name: float(body["coefficients"][name]) for name in FEATURES})
    if any(weight > 0 if name in AGAINST else weight < 0 for name, weight in asdict(weights).items()):
        raise ValueError("A coefficient of the calibration has the wrong sign: better passages would count against it.")
    thresholds = {task: float(body["thresholds"][task.value]) for task in SearchTask}
    if not all(0 < threshold < 1 for threshold in thresholds.values()):
        raise ValueError("A threshold of the calibration is no probability.")
    return Calibration(float(body["coefficients"]["bias"]), weights, thresholds, digest)
