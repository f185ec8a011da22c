"""Whether what was found suffices to answer."""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    ENOUGH = "enough"
    NOT_ENOUGH = "not_enough"
    CONTRADICTORY = "contradictory"


@dataclass(frozen=True, slots=True)
class Answerability:
    """A verdict on one question with the reason in words."""

    verdict: Verdict
    probability: float  # calibrated: how often a question that looks like this one is answered by what was found
    threshold: float  # of the task; below it the answer is "not in this chart"
    reason: str
    would_settle: str  # which document would settle it
