"""Search one patient's passages, and keep the question with how it was read and what came of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from apps.access.domain.roles import role_labels
from apps.audit.domain.actions import Action
from apps.audit.services import event_append
from apps.core import fence
from apps.core.actors import Actor
from apps.redaction import selectors as redaction
from apps.retrieval.calibration import calibration
from apps.retrieval.dictionary import clinical_dictionary
from apps.retrieval.domain.assertion import AssertedSpan, Assertion
from apps.retrieval.domain.evidence import LOOKED_AT
from apps.retrieval.domain.fusion import DENSE, Ranked, fuse, without_copies
from apps.retrieval.domain.priors import bonuses
from apps.retrieval.domain.terms import terms_of
from apps.retrieval.domain.version import RANKER
from apps.retrieval.interface import Hit, SearchFilter, SearchResult, SearchTask
from apps.retrieval.models import Passage, RetrievalQuery, RetrievedPassage
from apps.retrieval.selectors import (
    EVERYTHING,
    expansion_of,
    passages_count,
    passages_get,
    passages_holding,
    passages_scored,
    words_asked_counted,
)
from apps.retrieval.services.answering import answer_as_json, answer_judge
from apps.retrieval.versions import index_in_use

if TYPE_CHECKING:
    from apps.access.models import Person

Held = Mapping[str, tuple[str, ...]]  # passage id -> the terms of the question that it holds
READ_BY_A_PERSON = {SearchTask.SEARCH, SearchTask.QUESTION}  # what an emergency opens; nothing is drafted from it
KEPT = 50  # candidates of each question that stay on record, beside those that were returned
READING = "Every current passage of the chart that the requester may read."
UNRANKED = "unranked"


def passages_search(
    *,
    patient_id: str | UUID,
    text: str,
    requester: Person,
    limit: int,
    task: SearchTask,
    purpose: str,
    purpose_id: str = "",
    filters: SearchFilter = EVERYTHING,
    actor: Actor,
) -> SearchResult:
    """Return the passages of one patient that best answer a redacted question, best first.

    Only what the requester may read now is ranked at all; for a stranger the answer is that of an empty chart.
    """
    emergency = task in READ_BY_A_PERSON
    expansion = expansion_of(text)
    candidates = passages_scored(patient_id, text, requester, filters, expansion, emergency=emergency)
    ranked = without_copies(fuse(candidates, priors=partial(bonuses, task=task)))[: max(limit, KEPT)]
    ids = [row.candidate.passage_id for row in ranked]
    passages = passages_get(
        ids[: max(limit, LOOKED_AT)], patient_id=patient_id, requester=requester, emergency=emergency
    )
    if len(passages) < len(ids[: max(limit, LOOKED_AT)]):  # a right was taken away while they were ranked
        ranked = [row for row in ranked if row.candidate.passage_id in passages]
        candidates = [row.candidate for row in ranked]
    held = passages_holding(terms_of(text, expansion), ids, patient_id=patient_id, requester=requester)
    answer = answer_judge(
        question=text,
        task=task,
        asked=words_asked_counted(patient_id, text, requester, filters, expansion, emergency=emergency),
        ranked=ranked,
        similarities=[candidate.channels[DENSE] for candidate in candidates],
        passages=passages,
    )
    query = RetrievalQuery(
        organization_id=requester.organization_id,
        patient_id=patient_id,
        requester_id=str(requester.id),
        purpose=purpose,
        purpose_id=purpose_id,
        task=task,
        text=text,
        expansion=[added.as_json() for added in expansion],
        index_version=index_in_use(),
        ranker=f"{RANKER}+dictionary@{clinical_dictionary().version}+answer@{calibration().digest[:12]}",
        filter=_applied(requester, filters, emergency=emergency),
        candidates=len(candidates),
        verdict=answer.verdict,
        verdict_reason=answer.reason,
        answerability=answer_as_json(answer),
    )
    _keep(query, ranked, held, limit, actor)
    hits = _hits(ranked[:limit], passages, held)
    return SearchResult(query_id=str(query.id), hits=hits, answer=answer, expansion=expansion)


def chart_read(*, patient_id: str | UUID, requester: Person, purpose: str, purpose_id: str, actor: Actor) -> str:
    """Keep that everything a person may read of one patient now is read, unranked; return the id of the question.

    It has no answers of its own: what reads a whole chart seals the ids of what it read.
    """
    number = passages_count(patient_id, requester)
    query = RetrievalQuery(
        organization_id=requester.organization_id,
        patient_id=patient_id,
        requester_id=str(requester.id),
        purpose=purpose,
        purpose_id=purpose_id,
        task=SearchTask.SUMMARY,
        text=READING,
        index_version=index_in_use(),
        ranker=UNRANKED,
        filter=_applied(requester, EVERYTHING, emergency=False),
        candidates=number,
    )
    _keep(query, (), {}, number, actor)
    return str(query.id)


def _applied(requester: Person, filters: SearchFilter, *, emergency: bool) -> dict[str, object]:
    """Return what the search was limited to: whose rights, and what was asked for beside them."""
    limits = {name: list(values) for name, values in asdict(filters).items() if values}
    rights = {"role": requester.role, "labels": sorted(role_labels(requester.role)), "emergency": emergency}
    return {"person": str(requester.id), "superseded": False, **rights, **limits}


@transaction.atomic
def _keep(query: RetrievalQuery, ranked: Sequence[Ranked], held: Held, limit: int, actor: Actor) -> None:
    """Keep the question with its candidates, and record that it was asked.

    Of a patient who never was, or whose record was destroyed, nothing is kept but that.
    """
    if redaction.patient_is_kept(query.patient_id):
        _save(query, ranked, held, limit)
    _record(query, min(limit, query.candidates), actor)


def _save(query: RetrievalQuery, ranked: Sequence[Ranked], held: Held, limit: int) -> None:
    with fence.keeping():
        query.save(force_insert=True)
        RetrievedPassage.objects.bulk_create(
            RetrievedPassage(
                organization_id=query.organization_id,
                patient_id=query.patient_id,
                query=query,
                passage_id=row.candidate.passage_id,
                rank=rank,
                returned=rank <= limit,
                score=row.score,
                channels=dict(row.candidate.channels),
                matched=held.get(row.candidate.passage_id, ()),
            )
            for rank, row in enumerate(ranked, start=1)
        )


def _record(query: RetrievalQuery, found: int, actor: Actor) -> None:
    event_append(
        actor=actor,
        action=Action.PASSAGES_SEARCHED,
        patient_id=query.patient_id,
        object_type="retrieval_query",
        object_id=query.id,
        details={
            "purpose": query.purpose,
            "purpose_id": query.purpose_id,
            "candidates": query.candidates,
            "found": found,
        },
    )


def _hits(best: Sequence[Ranked], passages: Mapping[str, Passage], held: Held) -> tuple[Hit, ...]:
    ids = [row.candidate.passage_id for row in best]
    return tuple(
        _hit(rank, row, passages[id_], held.get(id_, ()))
        for rank, (row, id_) in enumerate(zip(best, ids, strict=True), 1)
    )


def _hit(rank: int, ranked: Ranked, passage: Passage, held: tuple[str, ...]) -> Hit:
    return Hit(
        passage_id=str(passage.id),
        rank=rank,
        score=ranked.score,
        channels=ranked.candidate.channels,
        matched=held,
        text=passage.text,
        heading=passage.heading,
        redacted_document_id=str(passage.redacted_document_id),
        start=passage.start,
        end=passage.end,
        document_kind=passage.document_kind,
        document_code=passage.document_code,
        document_title=passage.document_title,
        section_kind=passage.section_kind,
        section_code=passage.section_code,
        section_title=passage.section_title,
        dated_at=passage.dated_at,
        author_role=passage.author_role,
        encounter_id=str(passage.encounter_id) if passage.encounter_id else None,
        structured=passage.structured,
        superseded=passage.superseded,
        assertions=tuple(AssertedSpan(s["start"], s["end"], Assertion(s["kind"])) for s in passage.assertions),
        copied_from_id=str(passage.copied_from_id) if passage.copied_from_id else None,
        labels=tuple(passage.labels),
    )
