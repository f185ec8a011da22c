"""Search one patient's passages, and keep the question with how it was read and what came of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from apps.access.domain.roles import role_labels
from apps.audit.domain.actions import Action
from apps.audit.services import event_append
from apps.core import fence
from apps.core.actors import Actor
from apps.redaction import selectors as redaction
from apps.retrieval.dictionary import clinical_dictionary
from apps.retrieval.domain.assertion import AssertedSpan, Assertion
from apps.retrieval.domain.fusion import Ranked, fuse
from apps.retrieval.domain.version import RANKER
from apps.retrieval.interface import Hit, SearchFilter, SearchResult, SearchTask
from apps.retrieval.models import Passage, RetrievalQuery, RetrievedPassage
from apps.retrieval.selectors import EVERYTHING, expansion_of, passages_get, passages_scored
from apps.retrieval.versions import index_in_use

if TYPE_CHECKING:
    from apps.access.models import Person

READ_BY_A_PERSON = {SearchTask.SEARCH, SearchTask.QUESTION}  # what an emergency opens; nothing is drafted from it
KEPT = 50  # candidates of each question that stay on record, beside those that were returned


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
    ranked = fuse(candidates)[: max(limit, KEPT)]
    passages = passages_get(
        (r.candidate.passage_id for r in ranked[:limit]),
        patient_id=patient_id,
        requester=requester,
        emergency=emergency,
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
        ranker=f"{RANKER}+dictionary@{clinical_dictionary().version}",
        filter=_applied(requester, filters, emergency=emergency),
        candidates=len(candidates),
    )
    # A right that was taken away while the passages were ranked: what cannot be read any more is no answer.
    best = [row for row in ranked[:limit] if row.candidate.passage_id in passages]
    _keep(query, best, ranked[limit:], actor)
    return SearchResult(query_id=str(query.id), hits=_hits(best, passages), expansion=expansion)


def _applied(requester: Person, filters: SearchFilter, *, emergency: bool) -> dict[str, object]:
    """Return what the search was limited to: whose rights, and what was asked for beside them."""
    limits = {name: list(values) for name, values in asdict(filters).items() if values}
    rights = {"role": requester.role, "labels": sorted(role_labels(requester.role)), "emergency": emergency}
    return {"person": str(requester.id), "superseded": False, **rights, **limits}


@transaction.atomic
def _keep(query: RetrievalQuery, best: Sequence[Ranked], others: Sequence[Ranked], actor: Actor) -> None:
    """Keep the question with its answers and the other candidates, and record that it was asked.

    Of a patient who never was, or whose record was destroyed, nothing is kept but that.
    """
    if redaction.patient_is_kept(query.patient_id):
        with fence.keeping():
            query.save(force_insert=True)
            ranked = enumerate([*best, *others], start=1)
            RetrievedPassage.objects.bulk_create(
                _kept(query, rank, row, returned=rank <= len(best)) for rank, row in ranked
            )
    _record(query, len(best), actor)


def _kept(query: RetrievalQuery, rank: int, row: Ranked, *, returned: bool) -> RetrievedPassage:
    return RetrievedPassage(
        organization_id=query.organization_id,
        patient_id=query.patient_id,
        query=query,
        passage_id=row.candidate.passage_id,
        rank=rank,
        returned=returned,
        score=row.score,
        channels=row.candidate.channels,
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


def _hits(best: Sequence[Ranked], passages: Mapping[str, Passage]) -> tuple[Hit, ...]:
    return tuple(_hit(rank, row, passages[row.candidate.passage_id]) for rank, row in enumerate(best, start=1))


def _hit(rank: int, ranked: Ranked, passage: Passage) -> Hit:
    return Hit(
        passage_id=str(passage.id),
        rank=rank,
        score=ranked.score,
        channels=ranked.candidate.channels,
        matched=(),
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
