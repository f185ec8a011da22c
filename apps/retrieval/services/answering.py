"""Judge whether what a search found suffices, in words and as a calibrated probability."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from apps.retrieval.calibration import calibration
from apps.retrieval.domain.answerability import Answerability, Statement, Verdict
from apps.retrieval.domain.assertion import AssertedSpan, Assertion
from apps.retrieval.domain.contradiction import Said, sides_of
from apps.retrieval.domain.evidence import (
    LOOKED_AT,
    Asked,
    Found,
    evidence_of,
    holds,
    quotes_of,
    scores_of,
    unspoken,
    words_of,
    written,
)
from apps.retrieval.domain.fusion import DENSE, Ranked
from apps.retrieval.domain.settling import looked_for, reason, would_settle
from apps.retrieval.domain.tasks import SearchTask
from apps.retrieval.models import Passage

ASSERTS = frozenset({SearchTask.QUESTION, SearchTask.CRITERION})  # only what asks whether something is so


def answer_as_json(answer: Answerability) -> dict[str, Any]:
    """Return what is kept with the question, beside the verdict and its reason."""
    return {
        "probability": round(answer.probability, 4),
        "threshold": answer.threshold,
        "would_settle": answer.would_settle,
        "looked_for": list(answer.looked_for),
        "sides": [asdict(side) for side in answer.sides],
        "evidence": {name: round(value, 4) for name, value in asdict(answer.evidence).items()},
        "calibration": calibration().digest,
    }


def answer_judge(
    *,
    question: str,
    task: SearchTask,
    asked: Sequence[Asked],
    ranked: Sequence[Ranked],
    similarities: Sequence[float],
    passages: Mapping[str, Passage],
) -> Answerability:
    """Return the verdict on a question. ``passages`` holds at least the first ``LOOKED_AT`` of those ranked."""
    best = [(row.candidate, passages[row.candidate.passage_id]) for row in ranked[:LOOKED_AT]]
    found = [Found(candidate.passage_id, passage.text, candidate.channels[DENSE]) for candidate, passage in best]
    scores = scores_of(similarities)
    evidence = evidence_of(asked, found, scores)
    fitted = calibration()
    probability = fitted.probability(evidence)
    verdict = Verdict.NOT_ENOUGH if unspoken(asked) else fitted.verdict(probability, task)
    sides: tuple[Statement, ...] = ()
    if verdict is Verdict.ENOUGH and task in ASSERTS:
        sides = sides_of(question, asked, len(similarities), [_said(passage) for _, passage in best])
        verdict = Verdict.CONTRADICTORY if sides else verdict
    held = _held(asked, found)
    return Answerability(
        verdict=verdict,
        probability=probability,
        threshold=fitted.thresholds[task],
        reason=reason(verdict, asked, held),
        would_settle="" if verdict is Verdict.ENOUGH else would_settle([*words_of(question)]),
        looked_for=looked_for(asked),
        sides=sides,
        quotes=quotes_of(asked, found, scores),
        evidence=evidence,
    )


def _held(asked: Sequence[Asked], found: Sequence[Found]) -> list[Asked]:
    """Return the words that the passage with most of them holds."""
    by_passage = [[one for one in asked if holds(one, written(row.text))] for row in found]
    return max(by_passage, key=len, default=[])


def _said(passage: Passage) -> Said:
    return Said(
        passage_id=str(passage.id),
        document_id=str(passage.redacted_document_id),
        text=passage.text,
        assertions=tuple(AssertedSpan(s["start"], s["end"], Assertion(s["kind"])) for s in passage.assertions),
        day=passage.dated_at.date() if passage.dated_at else None,
        superseded=passage.superseded,
        copied_from=str(passage.copied_from_id) if passage.copied_from_id else None,
    )
