"""Typed criteria answered from a chart's facts by code: MET, NOT_MET or INSUFFICIENT, with spans, reason and "
"what is wanted."""

from apps.drafting.domain.criteria.answering import (
    CriteriaAnswers,
    LeafAnswer,
    about,
    answers,
    grouped_verdicts,
    leaf_answers,
    recomputed,
)
from apps.drafting.domain.criteria.requests import RequestFacts, request_of
from apps.drafting.domain.criteria.verdicts import Verdict

__all__ = [
    "CriteriaAnswers", "LeafAnswer", "RequestFacts", "Verdict", "about", "answers", "grouped_verdicts",
    "leaf_answers", "recomputed", "request_of",
]  # fmt: skip
