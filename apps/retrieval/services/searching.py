"""Search one patient's passages, and keep the question with its answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from apps.audit.domain.actions import Action
from apps.audit.services import event_append
from apps.core.actors import Actor
from apps.retrieval.domain.fusion import Ranked, fuse
from apps.retrieval.domain.version import INDEX_VERSION
from apps.retrieval.interface import Hit, SearchFilter, SearchResult
from apps.retrieval.models import Passage, RetrievalQuery, RetrievedPassage
from apps.retrieval.selectors import EVERYTHING, passages_get, passages_scored

if TYPE_CHECKING:
    from apps.access.models import Person


def passages_search(
    *,
    patient_id: str | UUID,
    text: str,
    requester: Person,
    limit: int,
    purpose: str,
    purpose_id: str = "",
    filters: SearchFilter = EVERYTHING,
    actor: Actor,
) -> SearchResult:
    """Return the passages of one patient that best answer a redacted question, best first.

    Only what the requester may read now is ranked at all; for a stranger the answer is that of an empty chart.
    """
    candidates = passages_scored(patient_id, text, requester, filters)
    best = fuse(candidates)[:limit]
    with transaction.atomic():
        query = RetrievalQuery.objects.create(
            organization_id=requester.organization_id,
            patient_id=patient_id,
            requester_id=str(requester.id),
            purpose=purpose,
            purpose_id=purpose_id,
            text=text,
            index_version=INDEX_VERSION,
            candidates=len(candidates),
        )
        _keep(query, best)
        _record(query, len(best), actor)
    return SearchResult(query_id=str(query.id), hits=_hits(best))


def _keep(query: RetrievalQuery, best: Sequence[Ranked]) -> None:
    RetrievedPassage.objects.bulk_create(
        RetrievedPassage(
            query=query,
            passage_id=ranked.candidate.passage_id,
            rank=rank,
            score=ranked.score,
            dense_score=ranked.candidate.dense,
            lexical_score=ranked.candidate.lexical,
        )
        for rank, ranked in enumerate(best, start=1)
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


def _hits(best: Sequence[Ranked]) -> tuple[Hit, ...]:
    passages = passages_get(ranked.candidate.passage_id for ranked in best)
    return tuple(_hit(rank, ranked, passages[ranked.candidate.passage_id]) for rank, ranked in enumerate(best, start=1))


def _hit(rank: int, ranked: Ranked, passage: Passage) -> Hit:
    return Hit(
        passage_id=str(passage.id),
        rank=rank,
        score=ranked.score,
        dense_score=ranked.candidate.dense,
        lexical_score=ranked.candidate.lexical,
        text=passage.text,
        redacted_document_id=str(passage.redacted_document_id),
        start=passage.start,
        end=passage.end,
        document_kind=passage.document_kind,
        document_title=passage.document_title,
        section_kind=passage.section_kind,
        section_title=passage.section_title,
        dated_at=passage.dated_at,
        author_role=passage.author_role,
        encounter_id=str(passage.encounter_id) if passage.encounter_id else None,
        structured=passage.structured,
        superseded=passage.superseded,
    )
