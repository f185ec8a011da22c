"""Judge whether what a search found suffices, in words and as a calibrated probability."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from apps.retrieval.calibration import calibration
from apps.retrieval.domain.allergies import ALLERGIES, asks_about_allergy, substances_asked
from apps.retrieval.domain.answerability import Answerability, Statement, Verdict
from apps.retrieval.domain.asking import Asked, asks_of_relative, is_stand_in, unspoken, words_of, written
from apps.retrieval.domain.assertion import FAMILY_HISTORY, AssertedSpan, Assertion
from apps.retrieval.domain.contradiction import Said, sides_of, told_of_allergy
from apps.retrieval.domain.evidence import (
    LOOKED_AT,
    READ,
    Found,
    Scores,
    blanked,
    evidence_of,
    holds,
    is_of_relative,
    scores_of,
)
from apps.retrieval.domain.fusion import DENSE, Ranked
from apps.retrieval.domain.quoting import QUOTED, nearest_of, quotes_of
from apps.retrieval.domain.senses import of_other_things
from apps.retrieval.domain.settling import looked_for, reason, would_settle
from apps.retrieval.domain.tasks import SearchTask
from apps.retrieval.models import Passage

# As the renderings of structured lists are titled.
STANDS = re.compile(r"(?i)^(?:ordered, current|allerg)")
IS_OVER = re.compile(r"(?i)no longer|not taken|stopped|resolved|inactive")
IS_PLAN = re.compile(r"(?i)orders|referrals|care plans|encounters")
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
    """Return the verdict on a question. ``passages`` holds at least the first ``READ`` of those ranked."""
    best = [(row.candidate, passages[row.candidate.passage_id]) for row in ranked[:READ]]
    found = [_found(passage, row.channels[DENSE], question) for row, passage in best]
    nearest = found[:LOOKED_AT]
    scores = scores_of(similarities)
    evidence = evidence_of(asked, found, scores)
    fitted = calibration()
    probability = fitted.probability(evidence)
    of_relative = _only_of_relative(asked, nearest)
    verdict = Verdict.NOT_ENOUGH if unspoken(asked) or of_relative else fitted.verdict(probability, task)
    sides: tuple[Statement, ...] = ()
    quotes: tuple[Statement, ...] = ()
    if task in ASSERTS:
        told = [_said(passage, question) for _, passage in best[:LOOKED_AT]]
        verdict, sides, quotes = _asserted(verdict, question, asked, len(similarities), told)
    return Answerability(
        verdict=verdict,
        probability=probability,
        threshold=fitted.thresholds[task],
        reason=reason(verdict, asked, _held(asked, nearest), of_relative=of_relative),
        would_settle="" if verdict is Verdict.ENOUGH else would_settle([*words_of(question)]),
        looked_for=looked_for(asked),
        sides=tuple(_spoken(asked, sides, passages)),
        quotes=tuple(_spoken(asked, quotes or _quotes(verdict, question, asked, found, scores), passages)),
        evidence=evidence,
    )


def _asserted(
    verdict: Verdict, question: str, asked: Sequence[Asked], passages: int, said: Sequence[Said]
) -> tuple[Verdict, tuple[Statement, ...], tuple[Statement, ...]]:
    """Return the verdict with what the statements themselves say, both sides where they contradict, and what tells.

    Of an allergy they decide: two notes that deny and name one are shown however little of the question's own words
    they hold, "no known allergies" answers for a peanut, and a list that names other things does not.
    """
    of_allergy = asks_about_allergy(question)
    if verdict is not Verdict.ENOUGH and not of_allergy:
        return verdict, (), ()
    if sides := sides_of(question, asked, passages, said):
        return Verdict.CONTRADICTORY, sides, ()
    named = of_allergy and substances_asked(question)
    if named and (told := told_of_allergy(question, asked, passages, said)):
        return Verdict.ENOUGH, (), tuple(replace(one, says="") for one in told[:QUOTED])
    return (Verdict.NOT_ENOUGH if named else verdict), (), ()


def _quotes(
    verdict: Verdict, question: str, asked: Sequence[Asked], found: Sequence[Found], scores: Scores
) -> tuple[Statement, ...]:
    """Return what is quoted as the answer, or what is worth reading where there is none: of an allergy its list."""
    if verdict is not Verdict.NOT_ENOUGH:
        return quotes_of(asked, found, scores, question=question)
    if lists := [one for one in found if one.is_first]:
        return quotes_of(asked, lists, scores, question=question)
    return nearest_of(asked, found, scores)


def _found(passage: Passage, dense: float, question: str) -> Found:
    """Return a passage as evidence; what it says of a relative counts where the question is about the family."""
    of_relatives, of_allergies = asks_of_relative(question), asks_about_allergy(question)
    spans = [(0, len(passage.text))] if passage.section_kind == FAMILY_HISTORY else _spans(passage, Assertion.FAMILY)
    own = "" if of_relatives else blanked(passage.text, spans)
    return Found(
        passage_id=str(passage.id),
        text=passage.text,
        dense=dense,
        own=own,
        told=blanked(own or passage.text, of_other_things(passage.text, question)),
        above="\n".join([passage.document_title * passage.structured, passage.section_title, passage.heading]),
        day=passage.dated_at.date() if passage.dated_at else None,
        is_first=of_allergies and passage.section_kind == ALLERGIES,
        stands=passage.structured and bool(STANDS.search(passage.section_title)),
        is_over=_is_over(passage),
        is_plan=passage.structured and bool(IS_PLAN.search(passage.section_title)),
        structured=passage.structured,
    )


def _is_over(passage: Passage) -> bool:
    return passage.structured and bool(IS_OVER.search(passage.section_title))


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


def _said(passage: Passage, question: str) -> Said:
    return Said(
        passage_id=str(passage.id),
        document_id=str(passage.redacted_document_id),
        text=blanked(passage.text, of_other_things(passage.text, question)) or passage.text,
        assertions=tuple(AssertedSpan(s["start"], s["end"], Assertion(s["kind"])) for s in passage.assertions),
        day=passage.dated_at.date() if passage.dated_at else None,
        superseded=passage.superseded,
        copied_from=str(passage.copied_from_id) if passage.copied_from_id else None,
        section_kind=passage.section_kind,
        is_over=_is_over(passage),
        dates_itself=passage.structured,
    )
