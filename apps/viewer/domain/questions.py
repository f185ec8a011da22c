"""What may become of a question that waits for a clinician. No answer is kept here: that belongs in the chart."""

from collections.abc import Mapping
from enum import StrEnum


class QuestionStatus(StrEnum):
    OPEN = "open"
    TAKEN = "taken"
    ANSWERED_ELSEWHERE = "answered_elsewhere"


VALID_TRANSITIONS: Mapping[QuestionStatus, frozenset[QuestionStatus]] = {
    QuestionStatus.OPEN: frozenset({QuestionStatus.TAKEN, QuestionStatus.ANSWERED_ELSEWHERE}),
    QuestionStatus.TAKEN: frozenset({QuestionStatus.ANSWERED_ELSEWHERE}),
    QuestionStatus.ANSWERED_ELSEWHERE: frozenset(),
}
IN_WORDS: Mapping[QuestionStatus, str] = {
    QuestionStatus.OPEN: "Open",
    QuestionStatus.TAKEN: "Taken",
    QuestionStatus.ANSWERED_ELSEWHERE: "Answered elsewhere",
}
