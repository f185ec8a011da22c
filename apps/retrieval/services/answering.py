"""Judge whether what a search found suffices, in words and as a calibrated probability."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from apps.core import clock
from apps.redaction.domain.injection import title_order_of
from apps.redaction.domain.tokens import tokens_in
from apps.retrieval.calibration import calibration
from apps.retrieval.domain.allergies import ALLERGIES, asks_about_allergy, is_not_recorded, substances_asked
from apps.retrieval.domain.answerability import Answerability, Statement, Verdict
from apps.retrieval.domain.asking import (
    STOP,
    Asked,
    asks_medicines,
    asks_of_family,
    asks_of_past,
    asks_of_relative,
    is_stand_in,
    lacks_one,
    unspoken,
    words_of,
    written,
)
from apps.retrieval.domain.assertion import AssertedSpan, Assertion
from apps.retrieval.domain.contradiction import Said, sides_of, told_of_allergy
from apps.retrieval.domain.dating import day_of_list
from apps.retrieval.domain.evidence import (
    LOOKED_AT,
    READ,
    Found,
    Scores,
    blanked,
    evidence_of,
    holds,
    is_of_relative,
    quotable,
)
from apps.retrieval.domain.fusion import DENSE, LATE, Ranked
from apps.retrieval.domain.holding import Hold, hold_of
from apps.retrieval.domain.measures import Measure, measure_asked
from apps.retrieval.domain.others import SOMEBODY_ELSE, about_them, others_asked
from apps.retrieval.domain.outcomes import asks_outcome, only_intended
from apps.retrieval.domain.quoting import QUOTED, nearest_of, quotes_of
from apps.retrieval.domain.senses import of_other_things
from apps.retrieval.domain.settling import looked_for, reason, would_settle
from apps.retrieval.domain.tasks import SearchTask
from apps.retrieval.models import Passage
from apps.retrieval.services.reading import apart, told_a_reader, without_planted

# As the renderings of structured lists are titled.
STANDS = re.compile(r"(?i)^(?:ordered, current|allerg)")
RESULTS = re.compile(r"(?i)results|vital signs|questionnaires")  # as the renderings of measured values are titled
IS_OVER = re.compile(r"(?i)no longer|not taken|stopped|resolved|inactive")
MEDICATIONS = "medications"  # the section of a note, and the list of a record
# Every section of a report speaks of the examination that its title names; why it was asked for is no result of it.
REPORTS = frozenset({"imaging_report", "pathology_report", "laboratory_report", "procedure_note", "operative_note"})
INDICATIONS = "indications"
SHORT = 2  # letters of a title that may be the short form of anything
TOLD = 2  # statements that tell of the very allergy; the lists stand below them
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
    scores: Scores,
    passages: Mapping[str, Passage],
) -> Answerability:
    """Return the verdict on a question; whoever asks a chart is told it in quotations.

    ``passages`` holds at least the first ``READ`` of those ranked.
    """
    is_told = task is SearchTask.QUESTION
    best = [(row, passages[row.passage_id]) for row in ranked[: READ if is_told else LOOKED_AT]]
    others = others_asked(question) if is_told else frozenset()
    read = [(passage, _found(passage, row.channels, question, asked, others)) for row, passage in best]
    asked, found, scores = without_planted(asked, read, scores)
    fitted = calibration()
    evidence = evidence_of(asked, found, scores)
    probability = fitted.probability(evidence)
    of_relative = _only_of_relative(asked, found[:LOOKED_AT])
    held = _held(asked, found[:LOOKED_AT])
    is_intended = asks_outcome(question) and only_intended(asked, found[:LOOKED_AT])
    no_relative = asks_of_family(question) and not _told_of_family(asked, [passage for _, passage in best])
    measure = measure_asked(question, asked)
    unmeasured = bool(measure and measure.is_needed) and not _measured(measure, found)
    is_missing = of_relative or is_intended or no_relative or unmeasured or bool(unspoken(asked))
    is_missing = is_missing or _lacks_medicine(asked, found) or lacks_one(question, asked, held)
    verdict = Verdict.NOT_ENOUGH if is_missing else fitted.verdict(probability, task)
    sides: Sequence[Statement] = ()
    told: Sequence[Statement] = ()
    hold = None
    if task in ASSERTS:
        said = [_said(passage, question, others) for _, passage in best[:LOOKED_AT]]
        hold = hold_of(question, asked, (_said(passage, question, others) for _, passage in best))
        verdict, sides, told = _asserted(verdict, question, asked, scores.passages, said, hold)
    nearest = _quotes(verdict, question, asked, found, scores) if is_told else ()
    quotes = [*told, *(one for one in nearest if not any(_meet(one, row) for row in told))]
    quotes = [one for row in quotes if (one := apart(asked, row, passages[row.passage_id]))]
    sides = [one for row in sides if (one := apart(asked, row, passages[row.passage_id]))]
    of_nobody = bool(others) and not _speaks_of_them(asked, found)
    if of_nobody or (is_told and verdict is Verdict.ENOUGH and not quotes):
        verdict, sides, quotes = Verdict.NOT_ENOUGH, (), [] if of_nobody else quotes
    return Answerability(
        verdict=verdict,
        probability=probability,
        threshold=fitted.thresholds[task],
        reason=SOMEBODY_ELSE
        if others and verdict is Verdict.NOT_ENOUGH
        else reason(
            verdict,
            asked,
            held,
            of_relative=of_relative,
            intended=is_intended,
            unmeasured=unmeasured,
            denied=_is_denied(measure, found),
            on_hold=hold is not None,
        ),
        would_settle="" if verdict is Verdict.ENOUGH else would_settle([*words_of(question)]),
        looked_for=looked_for(asked),
        sides=tuple(_spoken(asked, sides, passages)),
        quotes=tuple(_spoken(asked, quotes[:QUOTED], passages)),
        evidence=evidence,
    )


def _measured(measure: Measure | None, found: Sequence[Found]) -> list[str]:
    """Return the statements that hold the measure that is asked for, or deny what its amount is asked of."""
    texts = (row.of_patient[start:end] for row in found for start, end in quotable(row))
    return [text for text in texts if measure and measure.fits(text)]


def _is_denied(measure: Measure | None, found: Sequence[Found]) -> bool:
    """Say whether all that the chart tells of an amount is that there is none."""
    told = _measured(measure, found) if measure and measure.denied else []
    return bool(measure and told) and not any(measure.is_told(text) for text in told if measure)


def _told_of_family(asked: Sequence[Asked], passages: Iterable[Passage]) -> bool:
    """Say whether anything that was found says of a relative what is asked."""
    told = (passage.text[start:end] for passage in passages for start, end in _spans(passage, Assertion.FAMILY))
    return any(holds(one, written(text)) for text in told for one in asked)


def _lacks_medicine(asked: Sequence[Asked], found: Sequence[Found]) -> bool:
    """Say whether medicines are named and nothing that was found holds any of them."""
    named = [one for one in asked if one.is_medicine]
    return bool(named) and not any(holds(one, written(f"{row.above}\n{row.text}")) for row in found for one in named)


def _asserted(
    verdict: Verdict, question: str, asked: Sequence[Asked], passages: int, said: Sequence[Said], hold: Hold | None
) -> tuple[Verdict, Sequence[Statement], Sequence[Statement]]:
    """Return the verdict with what the statements themselves say, both sides where they contradict, and what tells.

    Of an allergy they decide: two notes that deny and name one are shown however little of the question's own words
    they hold, "no known allergies" answers for a peanut, and a list that names other things does not.
    """
    of_allergy = asks_about_allergy(question)
    if verdict is not Verdict.ENOUGH and not of_allergy:
        return verdict, (), ()
    if sides := sides_of(question, asked, passages, said, hold.day if hold else None):
        return Verdict.CONTRADICTORY, sides, ()
    if not of_allergy:
        return verdict, (), hold.told if hold else ()
    told = told_of_allergy(question, asked, passages, said)
    if not substances_asked(question):
        if not told and any(is_not_recorded(one.text) for one in said):
            return Verdict.NOT_ENOUGH, (), ()
        return (Verdict.ENOUGH if told and _asks_any(asked) else verdict), (), ()
    return (Verdict.ENOUGH if told else Verdict.NOT_ENOUGH), (), [replace(one, says="") for one in told[:TOLD]]


def _asks_any(asked: Sequence[Asked]) -> bool:
    """Say whether a question is for an allergy to anything at all: no other word of it can be missing."""
    return all(one.word.lower().startswith("allerg") or one.word.lower() in STOP for one in asked)


def _meet(one: Statement, other: Statement) -> bool:
    return one.passage_id == other.passage_id and one.start < other.end and other.start < one.end


def _quotes(
    verdict: Verdict, question: str, asked: Sequence[Asked], found: Sequence[Found], scores: Scores
) -> Sequence[Statement]:
    """Return what is quoted as the answer, or what is worth reading where there is none: of an allergy its list."""
    lists = [one for one in found if one.is_first]
    if substances_asked(question) and lists:
        return quotes_of(asked, lists, scores, question=question)
    if verdict is Verdict.NOT_ENOUGH:
        return nearest_of(asked, found, scores)
    return quotes_of(asked, found, scores, question=question)


def _found(
    passage: Passage, channels: Mapping[str, float], question: str, asked: Sequence[Asked], others: frozenset[str]
) -> Found:
    """Return a passage as evidence; what it says of a relative counts where the question is about the family.

    Where the question asks for the facts of ``others``, only what names them is read.
    """
    of_relatives, of_allergies = bool(others) or asks_of_relative(question), asks_about_allergy(question)
    lists_medicines = (
        asks_medicines(question, asked) and passage.section_kind == MEDICATIONS and not asks_of_past(question)
    )
    text, spans = _of_whom(passage, others), _spans(passage, Assertion.FAMILY)
    own = "" if of_relatives else blanked(text, spans)
    return Found(
        passage_id=str(passage.id),
        text=text,
        dense=channels[DENSE],
        late=channels.get(LATE),
        own=own,
        told=blanked(own or text, of_other_things(passage.text, question)),
        above=_above(passage),
        day=_first_said(passage),
        is_first=(of_allergies and passage.section_kind == ALLERGIES) or (lists_medicines and not _is_over(passage)),
        is_whole=lists_medicines and not tokens_in(passage.text),
        stands=passage.structured and bool(STANDS.search(passage.section_title)),
        is_over=_is_over(passage),
        is_plan=_is_plan(passage),
        structured=passage.structured,
        is_result=passage.structured and bool(RESULTS.search(passage.section_title)),
    )


def _speaks_of_them(asked: Sequence[Asked], found: Sequence[Found]) -> bool:
    """Say whether a passage says anything that is asked of the person whom the question names."""
    things = [one for one in asked if not is_stand_in(one.word)]
    return any(holds(one, written(row.text)) for row in found for one in things)


def _is_over(passage: Passage) -> bool:
    return passage.structured and bool(IS_OVER.search(passage.section_title))


def _is_plan(passage: Passage) -> bool:
    return passage.structured and bool(IS_PLAN.search(passage.section_title))


def _above(passage: Passage) -> str:
    """Return what stands over a passage; a title of two letters is said in full: PE is no pulmonary embolism there."""
    title = passage.section_title if len(passage.section_title) > SHORT else passage.section_kind.replace("_", " ")
    is_of_document = passage.structured or (passage.document_kind in REPORTS and passage.section_kind != INDICATIONS)
    is_of_document = is_of_document and not title_order_of(passage)
    return "\n".join([passage.document_title * is_of_document, title, passage.heading])


def _spoken(asked: Sequence[Asked], told: Iterable[Statement], passages: Mapping[str, Passage]) -> list[Statement]:
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
        of_relative = is_of_relative(asked, row)
        words = written(f"{row.above}\n{row.text if of_relative else row.of_patient}")
        held[of_relative] = max(held[of_relative], sum(holds(one, words) for one in asked))
    return held[True] > held[False]


def _held(asked: Sequence[Asked], found: Sequence[Found]) -> list[Asked]:
    """Return the words that the passage with most of them holds, of the patient."""
    texts = [f"{row.above}\n{row.of_patient}" for row in found if not is_of_relative(asked, row)]
    by_passage = [[one for one in asked if holds(one, written(text))] for text in texts]
    return max(by_passage, key=len, default=[])


def _first_said(passage: Passage) -> date | None:
    """Return the day of a passage; what was carried forward is as old as the note that said it first."""
    dated_at = (passage.copied_from or passage).dated_at
    return clock.day_of(dated_at) if dated_at else None


def _of_whom(passage: Passage, others: frozenset[str]) -> str:
    text = told_a_reader(passage)
    return about_them(text, others) if others else text


def _said(passage: Passage, question: str, others: frozenset[str] = frozenset()) -> Said:
    return Said(
        passage_id=str(passage.id),
        document_id=str(passage.redacted_document_id),
        text=blanked(_of_whom(passage, others), of_other_things(passage.text, question)) or _of_whom(passage, others),
        assertions=tuple(AssertedSpan(s["start"], s["end"], Assertion(s["kind"])) for s in passage.assertions),
        day=day_of_list(passage.section_title, _first_said(passage)),
        superseded=passage.superseded,
        section_kind=passage.section_kind,
        claims_nothing=_is_over(passage) or _is_plan(passage),
        dates_itself=passage.structured,
    )
