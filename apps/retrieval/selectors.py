"""Reads of the index. Whoever asks, permission is part of the SQL."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from apps.redaction import selectors as redaction
from apps.retrieval.candidates import score_candidates
from apps.retrieval.domain.fusion import Candidate
from apps.retrieval.domain.version import INDEX_VERSION
from apps.retrieval.embedder import embedder
from apps.retrieval.interface import SearchFilter
from apps.retrieval.models import Passage

if TYPE_CHECKING:
    from apps.access.models import Person

__all__ = [
    "INDEX_VERSION",
    "passage_spans",
    "passages_get",
    "passages_of_document",
    "passages_scored",
    "passages_visible_to",
    "patient_passages",
    "redactions_to_index",
]


EVERYTHING = SearchFilter()


def passages_visible_to(person: Person) -> QuerySet[Passage]:
    """Return the passages of the present index that the person may read, replaced versions left out."""
    return Passage.objects.filter(
        index_version=INDEX_VERSION,
        superseded=False,
        organization_id=person.organization_id,
        redacted_document__in=redaction.redacted_documents_visible_to(person).values("id"),
    )


def patient_passages(patient_id: str | UUID, requester: Person) -> QuerySet[Passage]:
    """Return all current passages of one patient that the requester may read, the newest document first."""
    return (
        passages_visible_to(requester)
        .filter(patient_id=patient_id)
        .order_by("-dated_at", "redacted_document_id", "ordinal")
    )


def passages_scored(
    patient_id: str | UUID, text: str, requester: Person, limits: SearchFilter = EVERYTHING
) -> list[Candidate]:
    """Return every passage of one patient that the requester may read now, with its score by channel for ``text``."""
    return score_candidates(_permitted(patient_id, requester, limits), text, embedder().embed([text])[0])


def _permitted(patient_id: str | UUID, requester: Person, limits: SearchFilter) -> QuerySet[Passage]:
    passages = passages_visible_to(requester).filter(patient_id=patient_id)
    if limits.document_kinds:
        passages = passages.filter(document_kind__in=limits.document_kinds)
    if limits.section_kinds:
        passages = passages.filter(section_kind__in=limits.section_kinds)
    if limits.redacted_document_ids:
        passages = passages.filter(redacted_document_id__in=[UUID(id_) for id_ in limits.redacted_document_ids])
    return passages


def passages_of_document(redacted_document_id: str | UUID) -> QuerySet[Passage]:
    """Return a redacted document's passages in order, unguarded: for belts that were let in already."""
    passages = Passage.objects.filter(redacted_document_id=UUID(str(redacted_document_id)), index_version=INDEX_VERSION)
    return passages.order_by("ordinal")


def passage_spans(passage_ids: Iterable[str | UUID]) -> list[tuple[str, int, int]]:
    """Return which part of which redacted document each passage is, unguarded; passages that are gone are left out."""
    rows = Passage.objects.filter(pk__in=list(passage_ids)).values_list("redacted_document_id", "start", "end")
    return [(str(document_id), start, end) for document_id, start, end in rows]


def passages_get(passage_ids: Iterable[str | UUID]) -> dict[str, Passage]:
    """Return passages by id, unguarded; ids that do not exist are left out."""
    found = Passage.objects.in_bulk([UUID(str(passage_id)) for passage_id in passage_ids])
    return {str(passage_id): passage for passage_id, passage in found.items()}


def redactions_to_index(patient_id: str | UUID | None = None) -> list[tuple[UUID, UUID]]:
    """Return (redacted document, patient) of what was redacted again and has no passages yet."""
    passages = Passage.objects.filter(redacted_document=OuterRef("pk"), index_version=INDEX_VERSION)
    rows = redaction.redactions_made_again(patient_id).exclude(text="").filter(~Exists(passages))
    return list(rows.values_list("pk", "patient_id"))
