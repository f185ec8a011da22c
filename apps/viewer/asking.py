"""Ask this chart: a question is answered with quotations, or with the plain word that the chart does not answer it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from apps.chart.domain.documents import DocumentKind
from apps.chart.selectors import SUPERSEDED, carers_of
from apps.core import clock
from apps.core.actors import Actor
from apps.redaction.domain.tokens import TOKEN
from apps.redaction.services import text_conceal
from apps.retrieval.domain.refusals import ASKS_FOR, INSTEAD
from apps.retrieval.interface import Answerability, Hit, SearchTask, Statement, Verdict
from apps.retrieval.selectors import copies_counted, refusal_of
from apps.retrieval.services import passages_search, question_refuse
from apps.viewer.domain.asking import carried_forward, context_of, older_than, side_heading, spoken_of, words_around
from apps.viewer.domain.marks import Mark, MarkKind, Run, order_marks, runs
from apps.viewer.domain.misfiled import left_out_sentence, unread_sentence
from apps.viewer.domain.superseded import superseded_note
from apps.viewer.selectors import LeftOut, pages_left_out, pages_unread, source_places

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.chart.models import Patient, SourceDocument

LOOKED_AT = 24  # passages
LOOKED_FOR = "; looked for:"  # the page shows these words apart
AROUND = 120  # characters shown on either side of a quotation, up to the ends of its passage


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words of a document that speak of what was asked, and what a reader has to know of them."""

    document: "SourceDocument"
    kind: str
    start: int
    end: int
    runs: tuple[Run, ...]
    role: str
    section: str
    notes: tuple[str, ...]
    superseded: bool
    heading: str = ""  # which side of a contradiction it is


@dataclass(frozen=True, slots=True)
class ChartAnswer:
    """The answer of a chart to a question."""

    question: str
    verdict: Verdict
    reason: str
    looked_for: tuple[str, ...]
    would_settle: str
    quotations: tuple[Quotation, ...]
    left_out: tuple[LeftOut, ...]  # pages whose header names another person, that speak of what was asked
    unread: tuple[LeftOut, ...]  # what came in and no search knows yet, whatever was asked
    has_identifiers: bool  # what was looked for beside the words: an identifier is not said again

    is_refused: ClassVar[bool] = False

    @property
    def said_of_left_out(self) -> str:
        return left_out_sentence(len(self.left_out))

    @property
    def said_of_unread(self) -> str:
        return unread_sentence(len(self.unread))

    @property
    def is_answered(self) -> bool:
        return self.verdict is Verdict.ENOUGH

    @property
    def is_contradictory(self) -> bool:
        return self.verdict is Verdict.CONTRADICTORY


@dataclass(frozen=True, slots=True)
class RefusedAnswer:
    """What is said instead of an answer: why not, whom it goes to, and what the record can be asked."""

    question: str
    sentence: str
    asks_for: str
    instead: str
    query_id: str
    carers: tuple[str, ...]  # who cares for the patient, by name

    is_refused: ClassVar[bool] = True
    verdict: ClassVar[Verdict] = Verdict.NOT_ENOUGH  # nothing is shown
    quotations: ClassVar[tuple[Quotation, ...]] = ()


@dataclass(frozen=True, slots=True)
class _Place:
    """[start, end) of a redacted document."""

    redacted_document_id: str
    start: int
    end: int


def chart_ask(*, patient: "Patient", text: str, person: "Person", actor: Actor) -> ChartAnswer | RefusedAnswer:
    """Return what a chart says of a question, in its own words. The question is concealed before it is kept.

    What needs a clinician is kept and not looked up. The search appends its audit event; no language model is asked.
    """
    concealed = text_conceal(patient_id=patient.pk, text=text, actor=actor)
    if refusal := refusal_of(concealed):
        query_id = question_refuse(
            patient_id=patient.pk, text=concealed, refusal=refusal, requester=person, purpose="question", actor=actor
        )
        return RefusedAnswer(
            question=text,
            sentence=refusal.sentence,
            asks_for=ASKS_FOR[refusal.category],
            instead=INSTEAD[refusal.category],
            query_id=query_id,
            carers=tuple(carer.formal_name for carer in carers_of(patient.pk)),
        )
    result = passages_search(
        patient_id=patient.pk, text=concealed, requester=person, limit=LOOKED_AT, task=SearchTask.QUESTION,
        purpose="question", actor=actor,
    )  # fmt: skip
    answer = result.answer
    told = answer.sides or answer.quotes
    return ChartAnswer(
        question=text,
        verdict=answer.verdict,
        reason=f"{answer.reason.partition(LOOKED_FOR)[0].rstrip('.')}.",
        looked_for=tuple(word for word in answer.looked_for if not TOKEN.fullmatch(word)),
        would_settle=answer.would_settle,
        quotations=_quotations(person, patient, {hit.passage_id: hit for hit in result.hits}, told),
        left_out=pages_left_out(person, patient.pk, concealed),
        unread=pages_unread(person, patient.pk),
        has_identifiers=_names_someone(answer),
    )


def _names_someone(answer: Answerability) -> bool:
    return any(TOKEN.fullmatch(word) for word in answer.looked_for)


def _quotations(
    person: "Person", patient: "Patient", hits: dict[str, Hit], told: Sequence[Statement]
) -> tuple[Quotation, ...]:
    known = _once([(one, hits[one.passage_id]) for one in told if one.passage_id in hits])
    contexts = [context_of(hit.text, (one.start, one.end), structured=hit.structured) for one, hit in known]
    quoted = [_place(hit, one.start, one.end) for one, hit in known]
    beside = [_place(hit, *span) for (_, hit), span in zip(known, contexts, strict=True)]
    places = source_places(person, [*quoted, *beside])
    copies = copies_counted(
        [_source_of(hit) for _, hit in known], patient_id=patient.pk, requester=person, emergency=True
    )
    newest = max((day for _, hit in known if (day := _day(hit))), default=None)
    return tuple(
        _quotation(one, hit, place, around[1:], copies.get(_source_of(hit), 0), older_than(_day(hit), newest))
        for (one, hit), place, around in zip(known, places[: len(known)], places[len(known) :], strict=True)
        if place and around
    )


def _once(told: Iterable[tuple[Statement, Hit]]) -> list[tuple[Statement, Hit]]:
    """Leave out what only repeats an earlier note that is quoted too."""
    rows = list(told)
    quoted = {hit.passage_id for _, hit in rows}
    return [(one, hit) for one, hit in rows if hit.copied_from_id not in quoted]


def _day(hit: Hit) -> date | None:
    return clock.day_of(hit.dated_at) if hit.dated_at else None


def _source_of(hit: Hit) -> str:
    return hit.copied_from_id or hit.passage_id


def _place(hit: Hit, start: int, end: int) -> _Place:
    return _Place(hit.redacted_document_id, hit.start + start, hit.start + end)


def _quotation(
    one: Statement,
    hit: Hit,
    place: "tuple[SourceDocument, int, int]",
    passage: tuple[int, int],
    copies: int,
    older: str,
) -> Quotation:
    document, start, end = place
    left, right = words_around(document.text, (start, end), passage, most=AROUND)
    kind = "" if document.kind == DocumentKind.OTHER_NOTE else DocumentKind(document.kind).label
    called_so = superseded_note(called_so=document.source_status == SUPERSEDED, is_replaced=hit.superseded)
    section = hit.section_title or hit.section_kind.replace("_", " ").capitalize()
    return Quotation(
        document=document,
        kind=kind,
        start=start,
        end=end,
        runs=runs(document.text, left, right, [Mark(start, end, MarkKind.FOUND), *order_marks(document.text)]),
        role=hit.author_role,
        section="" if section == "Other" else section,
        notes=tuple(
            note
            for note in (
                called_so,
                older,
                *spoken_of(one.spoken),
                carried_forward(copies, is_copy=bool(hit.copied_from_id)),
            )
            if note
        ),
        superseded=hit.superseded,
        heading=side_heading(one.says) if one.says else "",
    )
