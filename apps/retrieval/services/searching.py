"""Search one patient's passages, and keep the question with how it was read and what came of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any
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
from apps.retrieval.domain.fusion import Ranked
from apps.retrieval.domain.version import RANKER
from apps.retrieval.finding import Held, expansion_of, find
from apps.retrieval.interface import Answerability, Expansion, Hit, SearchFilter, SearchResult, SearchTask
from apps.retrieval.models import Passage, RetrievalQuery, RetrievedPassage
from apps.retrieval.reach import EVERYTHING, Reach
from apps.retrieval.selectors import passages_count
from apps.retrieval.services.answering import answer_as_json, answer_judge
from apps.retrieval.versions import index_in_use

if TYPE_CHECKING:
    from apps.access.models import Person

READ_BY_A_PERSON = {SearchTask.SEARCH, SearchTask.QUESTION}  # what an emergency opens; nothing is drafted from it
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
    reach = Reach(patient_id, requester, filters, emergency=task in READ_BY_A_PERSON)
    expansion = expansion_of(text)
    found = find(reach, text, expansion, task=task, limit=limit)
    answer = answer_judge(
        question=text,
        task=task,
        asked=found.asked,
        ranked=found.ranked,
        scores=found.scored.similarities,
        passages=found.passages,
    )
    query = _query(
        reach, text=text, task=task, purpose=purpose, purpose_id=purpose_id, candidates=found.scored.passages
    )
    _say_how(query, expansion, answer)
    _keep(query, found.ranked, found.held, limit, actor)
    hits = _hits(found.ranked[:limit], found.passages, found.held)
    return SearchResult(query_id=str(query.id), hits=hits, answer=answer, expansion=expansion)


def chart_read(*, patient_id: str | UUID, requester: Person, purpose: str, purpose_id: str, actor: Actor) -> str:
    """Keep that everything a person may read of one patient now is read, unranked; return the id of the question.

    It has no answers of its own: what reads a whole chart seals the ids of what it read.
    """
    number = passages_count(patient_id, requester)
    query = _query(
        Reach(patient_id, requester), text=READING, task=SearchTask.SUMMARY, purpose=purpose, purpose_id=purpose_id,
        candidates=number, ranker=UNRANKED, index_version=index_in_use(),
    )  # fmt: skip
    _keep(query, (), {}, number, actor)
    return str(query.id)


def _query(reach: Reach, **asked: Any) -> RetrievalQuery:
    """Return a question as it will be kept, without what came of it."""
    return RetrievalQuery(
        organization_id=reach.requester.organization_id,
        patient_id=reach.patient_id,
        requester_id=str(reach.requester.id),
        filter=_applied(reach),
        **asked,
    )


def _say_how(query: RetrievalQuery, expansion: Sequence[Expansion], answer: Answerability) -> None:
    """Put down how a question was read and ranked, and whether what was found suffices."""
    query.expansion = [added.as_json() for added in expansion]
    query.ranker = f"{RANKER}+dictionary@{clinical_dictionary().version}+answer@{calibration().digest[:12]}"
    query.verdict, query.verdict_reason = answer.verdict, answer.reason
    query.answerability = answer_as_json(answer)


def _applied(reach: Reach) -> dict[str, object]:
    """Return what the search was limited to: whose rights, and what was asked for beside them."""
    role = reach.requester.role
    limits = {name: list(values) for name, values in asdict(reach.filters).items() if values}
    rights = {"role": role, "labels": sorted(role_labels(role)), "emergency": reach.emergency}
    return {"person": str(reach.requester.id), "superseded": False, **rights, **limits}


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
                passage_id=row.passage_id,
                rank=rank,
                returned=rank <= limit,
                score=row.score,
                channels=dict(row.channels),
                matched=held.get(row.passage_id, ()),
            )
            for rank, row in enumerate(ranked, start=1)
        )


def _record(query: RetrievalQuery, found: int, actor: Actor) -> None:
    event_append(
        actor=actor.within(query.organization_id),
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
    ids = [row.passage_id for row in best]
    return tuple(
        _hit(rank, row, passages[id_], held.get(id_, ()))
        for rank, (row, id_) in enumerate(zip(best, ids, strict=True), 1)
    )


def _hit(rank: int, ranked: Ranked, passage: Passage, held: tuple[str, ...]) -> Hit:
    return Hit(
        passage_id=str(passage.id),
        rank=rank,
        score=ranked.score,
        channels=ranked.channels,
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
