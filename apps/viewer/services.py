"""Reading is an act: each of these shows something of a chart and records who looked, in one transaction."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.cache import cache
from django.db import transaction

from apps.audit.domain.actions import Action, Outcome
from apps.audit.services import event_append
from apps.chart.domain.identity.settling import SettlingReason
from apps.chart.selectors import SUPERSEDED
from apps.chart.services import identity_settle
from apps.core.actors import Actor
from apps.core.errors import NotAllowed
from apps.redaction.reidentify import counted_take
from apps.redaction.selectors import documents_waiting
from apps.redaction.services import PURPOSE, documents_redact, text_conceal
from apps.retrieval.interface import SearchTask
from apps.retrieval.selectors import redactions_to_index
from apps.retrieval.services import passages_search, redacted_documents_index
from apps.viewer.asking import ChartAnswer, Quotation, RefusedAnswer, chart_ask
from apps.viewer.domain.citations import BoundSpan
from apps.viewer.domain.marks import Mark, MarkKind, Run, order_marks, runs
from apps.viewer.domain.misfiled import left_out_sentence
from apps.viewer.domain.superseded import superseded_note
from apps.viewer.questions import QuestionMoved, question_hand_over, question_move, questions_show
from apps.viewer.selectors import (
    DocumentView,
    LeftOut,
    document_view,
    evidence_view,
    pages_left_out,
    source_places,
    why_not_settle,
)

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.chart.models import Patient, SourceDocument

__all__ = [
    "ChartAnswer",
    "ChartHit",
    "ChartHits",
    "QuestionMoved",
    "Quotation",
    "RefusedAnswer",
    "chart_ask",
    "chart_search",
    "chart_show",
    "document_settle",
    "document_show",
    "evidence_show",
    "identifiers_put_back",
    "question_hand_over",
    "question_move",
    "questions_show",
    "redactions_list",
    "redactions_renew",
    "reidentification_record",
]

HITS_SHOWN = 12
LONGEST_HIT = 320
A_LOOK = 15 * 60  # seconds


@dataclass(frozen=True, slots=True)
class ChartHit:
    """One place in the chart that answers a search, in the words of the source."""

    document: "SourceDocument"
    start: int
    end: int
    section: str
    runs: tuple[Run, ...]
    superseded: bool
    called_superseded: str  # in words, where its sender calls it so and nothing took its place


@transaction.atomic
def charts_list(*, shown: int, searched: bool, actor: Actor) -> None:
    """Record that a page of the list of charts was read: how many stood on it, and whether a name was looked for."""
    event_append(
        actor=actor, action=Action.CHARTS_LISTED, object_type="charts", details={"count": shown, "searched": searched}
    )


@transaction.atomic
def chart_show(*, patient: "Patient", actor: Actor) -> None:
    """Record that a chart was opened."""
    event_append(
        actor=actor, action=Action.CHART_VIEWED, patient_id=patient.pk, object_type="patient", object_id=patient.pk
    )


@transaction.atomic
def document_show(
    *, document: "SourceDocument", person: "Person", actor: Actor, span: tuple[int, int] | None = None,
    marks: Sequence[Mark] = (), about: tuple[int, int] | None = None, draft_id: UUID | None = None,
) -> DocumentView:  # fmt: skip
    """Return a document as it is shown, ``span`` marked as what a search found, and record that it was opened.

    ``marks``, ``about`` as for ``document_view``; ``draft_id`` is of the draft beside which it is read.
    """
    found = [Mark(*span, MarkKind.FOUND)] if span else []
    view = document_view(person, document, [*found, *marks], about=about)
    event_append(
        actor=actor, action=Action.DOCUMENT_VIEWED, patient_id=document.patient_id, object_type="document",
        object_id=document.pk, details={"draft_id": draft_id} if draft_id else {},
    )  # fmt: skip
    return view


def document_settle(*, document: "SourceDocument", reason: SettlingReason, person: "Person", actor: Actor) -> None:
    """Keep a physician's word on whose page a document is. Raises NotAllowed with the sentence of the policy."""
    if sentence := why_not_settle(person, document):
        raise NotAllowed(sentence)
    identity_settle(document=document, reason=reason, person=person, actor=actor)


@transaction.atomic
def evidence_show(
    *, person: "Person", span: BoundSpan, marks: Sequence[Mark], citation_id: UUID, draft_id: UUID, actor: Actor
) -> DocumentView:
    """Return the document behind a citation with the quoted words marked, and record that the evidence was opened."""
    view = evidence_view(person, span, marks)
    event_append(
        actor=actor, action=Action.EVIDENCE_OPENED, patient_id=view.header.patient_id, object_type="citation",
        object_id=citation_id, outcome=Outcome.FAILURE if view.broken else Outcome.SUCCESS,
        details={"draft_id": draft_id, "document_id": view.header.id},
    )  # fmt: skip
    return view


@dataclass(frozen=True, slots=True)
class ChartHits:
    """What a search found, and the pages that it did not look into."""

    hits: tuple[ChartHit, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def said_of_left_out(self) -> str:
        return left_out_sentence(len(self.left_out))


def chart_search(*, patient: "Patient", text: str, person: "Person", actor: Actor) -> ChartHits:
    """Return the places of a chart that answer the words, best first. What was typed is concealed before the search.

    In no transaction of its own: the search keeps its question and its event in one, and locks nobody out meanwhile.
    """
    concealed = text_conceal(patient_id=patient.pk, text=text, actor=actor)
    result = passages_search(
        patient_id=patient.pk, text=concealed, requester=person, limit=HITS_SHOWN, task=SearchTask.SEARCH,
        purpose="search", actor=actor,
    )  # fmt: skip
    places = source_places(person, result.hits)
    hits = tuple(_hit(hit, *place) for hit, place in zip(result.hits, places, strict=True) if place is not None)
    return ChartHits(hits, pages_left_out(person, patient.pk, concealed))


def identifiers_put_back(*, patient_id: object, draft_id: object, actor: Actor) -> dict[str, object]:
    """Return, as details of the event of an act, which identifiers of a patient it put back so far, and what for.

    {purpose: {kind: how many}}, no values. What one event tells, no other tells while the same look lasts.
    """
    taken = counted_take(patient_id).get(str(patient_id), {})
    _look_begins(taken, draft_id, actor)
    return {"reidentified": taken} if taken else {}


def reidentification_record(*, draft_id: object, actor: Actor) -> None:
    """Record what was put back while a request was answered and no event has told.

    One person, one draft and one purpose within ``A_LOOK`` is one look, and told once: a page asks for its parts again
    with every act. Where the cache forgets, it is told twice.
    """
    taken = counted_take()
    purposes: dict[str, Counter[str]] = {}
    for of_patient in taken.values():
        for purpose, kinds in of_patient.items():
            if not cache.get(_look(purpose, draft_id, actor)):
                purposes.setdefault(purpose, Counter()).update(kinds)
    if not purposes:
        return
    patient_id = next(iter(taken)) if len(taken) == 1 else ""
    with transaction.atomic():
        _look_begins(purposes, draft_id, actor)
        event_append(
            actor=actor, action=Action.REIDENTIFIED, patient_id=patient_id, object_type="draft" if draft_id else "desk",
            object_id=draft_id, details={"reidentified": purposes, "patients": len(taken)},
        )  # fmt: skip


def _look(purpose: str, draft_id: object, actor: Actor) -> str:
    return f"look:{actor.id}:{draft_id}:{purpose}"


def _look_begins(purposes: Iterable[str], draft_id: object, actor: Actor) -> None:
    for purpose in purposes:
        transaction.on_commit(partial(cache.set, _look(purpose, draft_id, actor), 1, A_LOOK))


def _hit(hit: object, document: "SourceDocument", start: int, end: int) -> ChartHit:
    shown = min(end, start + LONGEST_HIT)
    kind = str(getattr(hit, "section_kind", "")).replace("_", " ").capitalize()
    return ChartHit(
        document=document,
        start=start,
        end=end,
        section="" if kind == "Other" else kind,
        runs=runs(document.text, start, shown, order_marks(document.text)),
        superseded=bool(getattr(hit, "superseded", False)),
        called_superseded=superseded_note(
            called_so=document.source_status == SUPERSEDED, is_replaced=bool(getattr(hit, "superseded", False))
        ),
    )


def redactions_renew(*, patient_id: UUID | str, actor: Actor) -> int:
    """Redact again what corrections took out of use in one chart, and index it; return how many documents that were.

    Doing it twice changes nothing.
    """
    documents_redact(document_ids=documents_waiting(patient_id), actor=actor)
    made = [redacted_id for redacted_id, _ in redactions_to_index(patient_id)]
    redacted_documents_index(redacted_document_ids=made, actor=actor)
    return len(made)


@transaction.atomic
def redactions_list(*, actor: Actor) -> None:
    """Record that the list of redactions to review was opened."""
    event_append(
        actor=actor, action=Action.REDACTION_LISTED, object_type="redaction_list",
        details={"purpose": PURPOSE},
    )  # fmt: skip
