"""Judge whether what a search found suffices, in words and as a calibrated probability."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from apps.retrieval.calibration import calibration
from apps.retrieval.domain.allergies import ALLERGIES, asks_about_allergy
from apps.retrieval.domain.answerability import Answerability, Statement, Verdict
from apps.retrieval.domain.assertion import FAMILY_HISTORY, AssertedSpan, Assertion
from apps.retrieval.domain.contradiction import Said, sides_of
from apps.retrieval.domain.evidence import (
    LOOKED_AT,
    Asked,
    Found,
    Scores,
    asks_of_relative,
    blanked,
    evidence_of,
    holds,
    is_of_relative,
    is_stand_in,
    quotes_of,
    unspoken,
    words_of,
    written,
)
from apps.retrieval.domain.fusion import DENSE, LATE, Ranked
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
    scores: Scores,
    passages: Mapping[str, Passage],
) -> Answerability:
    """Return the verdict on a question. ``passages`` holds at least the first ``LOOKED_AT`` of those ranked."""
    best = [(row, passages[row.passage_id]) for row in ranked[:LOOKED_AT]]
    of_relatives, of_allergies = asks_of_relative(question), asks_about_allergy(question)
    found = [
        _found(passage, row.channels, of_relatives=of_relatives, of_allergies=of_allergies) for row, passage in best
    ]
    evidence = evidence_of(asked, found, scores)
    fitted = calibration()
    probability = fitted.probability(evidence)
    verdict = Verdict.NOT_ENOUGH if unspoken(asked) else fitted.verdict(probability, task)
    sides: tuple[Statement, ...] = ()
    # Two notes that deny and name an allergy are shown however little of the question's own words they hold.
    if task in ASSERTS and (verdict is Verdict.ENOUGH or asks_about_allergy(question)):
        sides = sides_of(question, asked, scores.passages, [_said(passage) for _, passage in best])
        verdict = Verdict.CONTRADICTORY if sides else verdict
    held = _held(asked, found)
    return Answerability(
        verdict=verdict,
        probability=probability,
        threshold=fitted.thresholds[task],
        reason=reason(verdict, asked, held, of_relative=_only_of_relative(asked, found)),
        would_settle="" if verdict is Verdict.ENOUGH else would_settle([*words_of(question)]),
        looked_for=looked_for(asked),
        sides=tuple(_spoken(asked, sides, passages)),
        quotes=tuple(_spoken(asked, quotes_of(asked, found, scores, question=question), passages)),
        evidence=evidence,
    )


def _found(passage: Passage, channels: Mapping[str, float], *, of_relatives: bool, of_allergies: bool) -> Found:
    """Return a passage as evidence; what it says of a relative counts where the question is about the family."""
    spans = [(0, len(passage.text))] if passage.section_kind == FAMILY_HISTORY else _spans(passage, Assertion.FAMILY)
    return Found(
        passage_id=str(passage.id),
        text=passage.text,
        dense=channels[DENSE],
        late=channels.get(LATE),
        own="" if of_relatives else blanked(passage.text, spans),
        above=f"{passage.section_title}\n{passage.heading}",
        day=passage.dated_at.date() if passage.dated_at else None,
        is_first=of_allergies and passage.section_kind == ALLERGIES,
    )


def _spoken(asked: Sequence[Asked], told: Sequence[Statement], passages: Mapping[str, Passage]) -> list[Statement]:
    """Return the statements with what is negated, of the past, of a relative or supposed of the words asked."""
    return [replace(one, spoken=tuple(_kinds(asked, one, passages[one.passage_id]))) for one in told]


def _kinds(asked: Sequence[Asked], told: Statement, passage: Passage) -> Iterator[tuple[str, str]]:
    named = [one for one in asked if not is_stand_in(one.word)]
    for kind in Assertion:
        over = [(max(s, told.start), min(e, told.end)) for s, e in _spans(passage, kind)]
        words = [word for start, end in over for word in written(passage.text[start:end])]
        if found := [one.shown for one in named if holds(one, words)]:
            yield kind.value, ", ".join(found)


def _spans(passage: Passage, kind: Assertion) -> list[tuple[int, int]]:
    return [(span["start"], span["end"]) for span in passage.assertions if span["kind"] == kind]


def _only_of_relative(asked: Sequence[Asked], found: Sequence[Found]) -> bool:
    """Say whether what holds most of the question speaks of a relative, and nothing else holds as much."""
    held = dict.fromkeys((True, False), 0)
    for row in found:
        words = written(f"{row.above}\n{row.text}")
        of_relative = is_of_relative(asked, row)
        held[of_relative] = max(held[of_relative], sum(holds(one, words) for one in asked))
    return held[True] > held[False]


def _held(asked: Sequence[Asked], found: Sequence[Found]) -> list[Asked]:
    """Return the words that the passage with most of them holds, of the patient."""
    texts = [f"{row.above}\n{row.of_patient}" for row in found if not is_of_relative(asked, row)]
    by_passage = [[one for one in asked if holds(one, written(text))] for text in texts]
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
        section_kind=passage.section_kind,
    )
