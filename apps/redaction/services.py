"""Redact documents and what people type. Nothing passes the wall in any other way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import prefetch_related_objects

from apps.audit.domain.actions import Action
from apps.audit.services import event_append
from apps.chart import selectors as chart
from apps.core.actors import Actor
from apps.core.canonical import sha256_hex
from apps.redaction.concealment import Searched, Searcher
from apps.redaction.crossings import crossing_record, outputs_admit, texts_prepare
from apps.redaction.domain.kinds import REDACTOR_VERSION
from apps.redaction.domain.mapping import RedactionMap
from apps.redaction.models import RedactedDocument
from apps.redaction.surrogates import SurrogateBook

if TYPE_CHECKING:
    from apps.chart.models import SourceDocument

__all__ = [
    "crossing_record",
    "document_redact",
    "documents_redact",
    "outputs_admit",
    "text_conceal",
    "texts_prepare",
]


def document_redact(*, document_id: str | UUID, actor: Actor) -> RedactedDocument:
    """Return the redacted text of one document version, made once per redactor version."""
    return documents_redact(document_ids=[document_id], actor=actor)[0]


def documents_redact(*, document_ids: Iterable[str | UUID], actor: Actor) -> list[RedactedDocument]:
    """Return the redacted texts of many document versions, in order; one transaction per patient.

    Raises KeyError for an id that no document has.
    """
    ids = [UUID(str(document_id)) for document_id in document_ids]
    documents = chart.documents_get(ids)
    by_patient: defaultdict[UUID, list[SourceDocument]] = defaultdict(list)
    for document_id in dict.fromkeys(ids):
        by_patient[documents[document_id].patient_id].append(documents[document_id])
    made = {row.document_id: row for group in by_patient.values() for row in _redact_of_patient(group, actor)}
    return [made[document_id] for document_id in ids]


def text_conceal(*, patient_id: str | UUID, text: str, actor: Actor) -> str:
    """Return what a person typed about a patient with its identifiers replaced by tokens."""
    patient = chart.patient_get(patient_id)
    searched = Searcher(chart.known_identifiers(patient)).search(text)
    if not searched.detections:
        return text
    with transaction.atomic():
        book = SurrogateBook(patient.id)
        concealed, _ = searched.concealed(book)
        book.save()
    return concealed


def _redact_of_patient(documents: Sequence[SourceDocument], actor: Actor) -> list[RedactedDocument]:
    """The search is slow and holds no lock; the tokens are handed out under the patient's."""
    done = _existing(documents)
    to_do = [document for document in documents if document.id not in done]
    if not to_do:
        return list(done.values())
    prefetch_related_objects(to_do, "sections")
    searcher = Searcher(chart.known_identifiers(chart.patient_get(to_do[0].patient_id)))
    searched = [(document, searcher.search(document.text, by_line=document.structured)) for document in to_do]
    with transaction.atomic():
        book = SurrogateBook(to_do[0].patient_id)
        done |= _existing(to_do)
        rows = [_row(document, text, searcher, book) for document, text in searched if document.id not in done]
        book.save()
        RedactedDocument.objects.bulk_create(rows)
        for row in rows:
            _record(row, actor)
    return [*done.values(), *rows]


def _existing(documents: Iterable[SourceDocument]) -> dict[UUID, RedactedDocument]:
    rows = RedactedDocument.objects.filter(document__in=documents, redactor_version=REDACTOR_VERSION)
    return {row.document_id: row for row in rows}


def _row(document: SourceDocument, searched: Searched, searcher: Searcher, book: SurrogateBook) -> RedactedDocument:
    text, mapping = searched.concealed(book)
    return RedactedDocument(
        document=document,
        patient_id=document.patient_id,
        redactor_version=REDACTOR_VERSION,
        source_sha256=document.sha256,
        title=_label(document.title, searcher, book),
        author_role=_label(document.author_role, searcher, book),
        text=text,
        sha256=sha256_hex(text),
        map=mapping.to_rows(),
        sections=_sections(document, mapping, searcher, book),
    )


def _label(text: str, searcher: Searcher, book: SurrogateBook) -> str:
    return searcher.search_label(text).concealed(book)[0]


def _sections(
    document: SourceDocument, mapping: RedactionMap, searcher: Searcher, book: SurrogateBook
) -> list[list[str | int]]:
    return [
        [
            section.kind,
            _label(section.title, searcher, book),
            mapping.boundary_to_redacted(section.start),
            mapping.boundary_to_redacted(section.end),
        ]
        for section in document.sections.all()
    ]


def _record(row: RedactedDocument, actor: Actor) -> None:
    event_append(
        actor=actor,
        action=Action.DOCUMENT_REDACTED,
        patient_id=row.patient_id,
        object_type="redacted_document",
        object_id=row.id,
        details={"document_id": row.document_id, "redactor_version": row.redactor_version, "replaced": len(row.map)},
    )
