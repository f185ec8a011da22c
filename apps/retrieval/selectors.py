"""Reads of the index. Whoever asks, permission is part of the SQL, and PostgreSQL's fence stands behind it.

Rows are read whole before the fence closes: nothing here is lazy.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet

from apps.core import fence
from apps.redaction import selectors as redaction
from apps.retrieval.aside import UnreadPage, is_read, set_aside_holding, set_aside_pages, unread_pages
from apps.retrieval.builders import REMEDY, builders, newest
from apps.retrieval.domain.expansion import Expansion
from apps.retrieval.domain.fusion import Candidates
from apps.retrieval.domain.provenance import PassageCard, StoredQuery
from apps.retrieval.domain.refusals import REFUSED
from apps.retrieval.domain.status import IndexStatus
from apps.retrieval.embedder import embedder, embedder_ensure, embedder_load
from apps.retrieval.finding import expansion_of, passages_permitted, scored_within
from apps.retrieval.interface import ReferenceKind
from apps.retrieval.models import IndexVersion, Passage, ReferenceDocument, RetrievalQuery, RetrievedPassage
from apps.retrieval.placing import PlacedPassage, passages_placed
from apps.retrieval.provenance import passage_cards, stored_queries
from apps.retrieval.reach import Reach
from apps.retrieval.reference import (
    ReferenceHit,
    reference_get,
    reference_nearest,
    reference_search,
    reference_sections,
    reference_version_get,
    references_in_force,
)
from apps.retrieval.refusing import refusal_of, refusal_of_purpose, refusal_rules
from apps.retrieval.versions import index_in_use

if TYPE_CHECKING:
    from apps.access.models import Person

__all__ = [
    "PlacedPassage",
    "Reach",
    "ReferenceHit",
    "RefusedQuestion",
    "UnreadPage",
    "answers_of",
    "copies_counted",
    "embedder",
    "embedder_ensure",
    "embedder_load",
    "expansion_of",
    "has_passages",
    "index_can_be_searched",
    "index_in_use",
    "index_is_known",
    "index_progress",
    "index_remedy",
    "index_to_build",
    "is_read",
    "passage_found",
    "passage_spans",
    "passages_count",
    "passages_get",
    "passages_gone",
    "passages_of_document",
    "passages_placed",
    "passages_scored",
    "passages_shown",
    "patient_passages",
    "queries_of",
    "queries_without_words",
    "redactions_to_index",
    "reference_get",
    "reference_nearest",
    "reference_search",
    "reference_sections",
    "reference_version_get",
    "reference_versions",
    "references_in_force",
    "refusal_of",
    "refusal_of_purpose",
    "refusal_rules",
    "refused_questions",
    "set_aside_holding",
    "set_aside_pages",
    "unread_pages",
]

IN_USE = IndexVersion.objects.filter(status=IndexStatus.ACTIVE)


@dataclass(frozen=True, slots=True)
class RefusedQuestion:
    """A question that was not answered: its redacted words (empty once purged), why, and who asked."""

    text: str
    category: str
    requester_id: str


Answers = dict[str, tuple[tuple[str, float], ...]]  # query id -> (passage id, score), best first


def patient_passages(patient_id: str | UUID, requester: Person, *, emergency: bool = False) -> list[Passage]:
    """Return all current passages of one patient that the requester may read, the newest document first.

    What they opened in an emergency counts only where it is asked for: nothing is drafted from it.
    """
    with fence.reading(requester.pk, patient_id):
        passages = _permitted(Reach(patient_id, requester, emergency=emergency))
        return list(passages.order_by("-dated_at", "redacted_document_id", "ordinal"))


def listed_passages(patient_id: str | UUID, requester: Person) -> list[Passage]:
    """Return what ``patient_passages`` does of the lists of the record, without a word of its notes."""
    with fence.reading(requester.pk, patient_id):
        passages = _permitted(Reach(patient_id, requester)).filter(structured=True, superseded=False)
        return list(passages.order_by("-dated_at", "redacted_document_id", "ordinal"))


def has_passages(patient_id: str | UUID, requester: Person) -> bool:
    """Say whether there is anything of the patient that the requester may read."""
    with fence.reading(requester.pk, patient_id):
        return _permitted(Reach(patient_id, requester)).exists()


def passages_count(patient_id: str | UUID, requester: Person) -> int:
    """Return how many current passages of the patient the requester may read."""
    with fence.reading(requester.pk, patient_id):
        return _permitted(Reach(patient_id, requester)).count()


def passages_get(
    passage_ids: Iterable[str | UUID], *, patient_id: str | UUID, requester: Person, emergency: bool = False
) -> dict[str, Passage]:
    """Return passages of one patient by id, replaced ones too; what the requester may not read now is left out."""
    with fence.reading(requester.pk, patient_id):
        found = _read_now(passage_ids, patient_id, requester, emergency=emergency)
    return {str(passage_id): passage for passage_id, passage in found.items()}


def _read_now(
    passage_ids: Iterable[str | UUID], patient_id: str | UUID, requester: Person, *, emergency: bool
) -> dict[UUID, Passage]:
    readable = redaction.redactions_readable_by(requester, emergency=emergency, patient_id=patient_id).values("id")
    passages = Passage.objects.filter(patient_id=patient_id, redacted_document__in=readable)
    return passages.in_bulk([UUID(str(id_)) for id_ in passage_ids])


def passages_scored(reach: Reach, text: str, expansion: Sequence[Expansion] | None = None) -> Candidates:
    """Return the passages within reach that a search would rank for ``text``, with their scores by channel.

    ``expansion`` is what full text searches beside it: unless given, what the dictionary adds.
    """
    return scored_within(reach, text, expansion_of(text) if expansion is None else expansion).candidates


def copies_counted(
    passage_ids: Iterable[str | UUID], *, patient_id: str | UUID, requester: Person, emergency: bool = False
) -> dict[str, int]:
    """Return how many other notes, that the requester may read now, carry each passage forward."""
    with fence.reading(requester.pk, patient_id):
        permitted = _permitted(Reach(patient_id, requester, emergency=emergency))
        copies = permitted.filter(copied_from__in=list(passage_ids)).order_by()
        rows = copies.values_list("copied_from").annotate(Count("redacted_document", distinct=True))
        return {str(passage_id): number for passage_id, number in rows}


def _permitted(reach: Reach) -> QuerySet[Passage]:
    return passages_permitted(reach, index_in_use())


def answers_of(query_ids: Iterable[str | UUID], *, patient_id: str | UUID, requester: Person) -> Answers:
    """Return what searches about one patient answered, best first, as far as the requester may read it now."""
    with fence.reading(requester.pk, patient_id):
        readable = redaction.redactions_readable_by(requester, emergency=False, patient_id=patient_id).values("id")
        answers = RetrievedPassage.objects.filter(passage__redacted_document__in=readable, returned=True)
        rows = answers.filter(query__in=list(query_ids)).order_by("query_id", "rank")
        found = list(rows.values_list("query_id", "passage_id", "score"))
    by_query: dict[str, list[tuple[str, float]]] = {}
    for query_id, passage_id, score in found:
        by_query.setdefault(str(query_id), []).append((str(passage_id), score))
    return {query_id: tuple(rows) for query_id, rows in by_query.items()}


def queries_of(query_ids: Iterable[str | UUID], *, patient_id: str | UUID, requester: Person) -> list[StoredQuery]:
    """Return questions about one patient with all that was kept, in their order, for whoever may read them now."""
    with fence.reading(requester.pk, patient_id):
        return stored_queries(query_ids, with_words=True)


def refused_questions(
    query_ids: Iterable[str | UUID], *, patient_id: str | UUID, requester: Person
) -> dict[str, RefusedQuestion]:
    """Return the refused questions about one patient by id; empty for who may not read of the patient now."""
    ids = [UUID(str(id_)) for id_ in query_ids]
    with fence.reading(requester.pk, patient_id):
        rows = list(RetrievalQuery.objects.filter(pk__in=ids, patient_id=patient_id, verdict=REFUSED))
    return {
        str(row.pk): RefusedQuestion(row.text, str(row.answerability.get("category", "")), row.requester_id)
        for row in rows
    }


def passages_shown(
    passage_ids: Iterable[str | UUID], *, patient_id: str | UUID, requester: Person
) -> dict[str, PassageCard]:
    """Return passages of one patient as a trace shows them to a person; see ``passages_get`` for what is left out."""
    with fence.reading(requester.pk, patient_id):
        return passage_cards(_read_now(passage_ids, patient_id, requester, emergency=True).values())


def passage_found(
    passage_id: UUID, query_ids: Iterable[str | UUID], *, patient_id: str | UUID, requester: Person
) -> tuple[list[StoredQuery], PassageCard | None]:
    """Return what ``queries_of`` and ``passages_shown`` do, of one passage: its place in each answer, and what it is.

    Four statements inside one fence, whatever the questions returned beside it.
    """
    with fence.reading(requester.pk, patient_id):
        queries = stored_queries(query_ids, with_words=True, only=passage_id)
        cards = passage_cards(_read_now([passage_id], patient_id, requester, emergency=True).values())
    return queries, cards.get(str(passage_id))


# Unguarded: for belts, and for rooms that have let their reader in by another right than a grant.


def passages_of_document(redacted_document_id: str | UUID) -> list[Passage]:
    """Return a redacted document's passages in order, unguarded."""
    passages = Passage.objects.filter(
        redacted_document_id=UUID(str(redacted_document_id)), index_version__in=IN_USE.values("name")
    )
    with fence.keeping():
        return list(passages.order_by("ordinal"))


def passage_spans(passage_ids: Iterable[str | UUID]) -> list[tuple[str, int, int]]:
    """Return which part of which redacted document each passage is, unguarded; passages that are gone are left out."""
    rows = Passage.objects.filter(pk__in=list(passage_ids)).values_list("redacted_document_id", "start", "end")
    with fence.keeping():
        return [(str(document_id), start, end) for document_id, start, end in rows]


def passages_gone(passage_ids: Iterable[str]) -> set[str]:
    """Return which of these passages are no longer there for anybody, unguarded."""
    ids = set(passage_ids)
    with fence.keeping():
        return ids - {str(pk) for pk in Passage.objects.filter(pk__in=ids).values_list("pk", flat=True)}


def queries_without_words(query_ids: Iterable[str | UUID]) -> list[StoredQuery]:
    """Return questions with ids, figures and scores, unguarded: no word of a question is read, none of a passage."""
    with fence.keeping():
        return stored_queries(query_ids, with_words=False)


def redactions_to_index(patient_id: str | UUID | None = None) -> Sequence[tuple[UUID, UUID]]:
    """Return (redacted document, patient) of what was redacted again and has no passages yet, unguarded."""
    passages = Passage.objects.filter(redacted_document=OuterRef("pk"), index_version__in=IN_USE.values("name"))
    rows = redaction.redactions_made_again(patient_id).exclude(text="").filter(~Exists(passages))
    with fence.keeping():
        return list(rows.values_list("pk", "patient_id"))


@dataclass(frozen=True, slots=True)
class IndexProgress:
    """One version of the index, and how many of the documents that searches know it holds."""

    name: str
    status: IndexStatus
    moved_at: datetime
    documents: int
    of: int
    can_be_built: bool  # this program knows how

    @property
    def acts(self) -> list[tuple[str, str]]:
        """Return what an administrator may do with it now, and in which words."""
        buildable = self.can_be_built and self.status in (IndexStatus.RETIRED, IndexStatus.DROPPED)
        start = [("start", "Build again")] if buildable else []
        switch = [("switch", "Put into use")] if self.status == IndexStatus.READY else []
        drop = [] if self.status in (IndexStatus.ACTIVE, IndexStatus.DROPPED) else [("drop", "Drop")]
        return [*switch, *start, *drop]


def index_to_build() -> str:
    """Return the name of the version that this program builds."""
    return newest().name


def index_can_be_searched() -> bool:
    """Say whether this program can search the version in use."""
    return index_in_use() in builders()


def index_remedy() -> str:
    """Return what an administrator can do where the version in use cannot be searched; empty where it can."""
    return "" if index_can_be_searched() else REMEDY


def index_is_known(name: str) -> bool:
    """Say whether there is a version of this name, or this program can build one."""
    return name in builders() or IndexVersion.objects.filter(name=name).exists()


def index_progress(organization_id: UUID | None = None) -> list[IndexProgress]:
    """Return every version of the index, the one in use first, the others as they last moved.

    Of one organization's documents where one is given: how many another has is nobody's business. The operator of the
    house counts them all.
    """
    known, in_use = builders(), index_in_use()
    passages = Passage.objects.filter(ordinal=0, superseded=False)
    if organization_id:
        passages = passages.filter(organization=organization_id)
    rows = passages.values_list("index_version")
    with fence.keeping():
        held = dict(rows.annotate(documents=Count("pk")))
    versions = IndexVersion.objects.order_by("-moved_at", "name")
    return sorted(
        (
            IndexProgress(
                version.name, IndexStatus(version.status), version.moved_at, held.get(version.name, 0),
                held.get(in_use, 0), version.name in known,
            )
            for version in versions
        ),
        key=lambda row: row.status != IndexStatus.ACTIVE,
    )  # fmt: skip


def reference_versions(kind: ReferenceKind) -> set[tuple[UUID | None, str, str]]:
    """Return the (organization, key, version) of every text of a kind; without an organization it is shared."""
    return set(ReferenceDocument.objects.filter(kind=kind).values_list("organization_id", "key", "version"))
