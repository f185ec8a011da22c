"""Redact documents and what people type. Nothing passes the wall in any other way."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import Max, prefetch_related_objects

from apps.audit.domain.actions import Action
from apps.audit.services import event_append
from apps.chart import selectors as chart
from apps.core.actors import Actor
from apps.core.canonical import sha256_hex
from apps.core.crypto.sealed import sealing
from apps.redaction.cases import case_accept, case_preview
from apps.redaction.concealment import Searched, Searcher, Unsearched
from apps.redaction.contract import data_contract
from apps.redaction.corrections import (
    PURPOSE,
    Made,
    correction_make,
    corrections_of,
    redaction_check,
    redaction_view_record,
)
from apps.redaction.crossings import crossing_record, outputs_admit, texts_prepare
from apps.redaction.deidentified import texts_deidentify, texts_leak
from apps.redaction.domain.injection import kept_orders, title_order
from apps.redaction.domain.kinds import REDACTOR_VERSION
from apps.redaction.domain.mapping import RedactionMap
from apps.redaction.models import RedactedDocument
from apps.redaction.surrogates import SurrogateBook

if TYPE_CHECKING:
    from apps.chart.models import SourceDocument

__all__ = [
    "PURPOSE", "Made", "case_accept", "case_preview", "correction_make", "crossing_record", "document_redact",
    "documents_redact", "outputs_admit", "redaction_check", "redaction_view_record", "text_conceal",
    "texts_deidentify", "texts_leak", "texts_prepare",
]  # fmt: skip


def document_redact(*, document_id: str | UUID, actor: Actor) -> RedactedDocument:
    """Return the redacted text of one document version, made once per redactor version and correction."""
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
    searched = Searcher(chart.known_identifiers(patient), corrections_of(patient.pk)).search(text)
    if not searched.detections:
        return text
    with transaction.atomic():
        book = SurrogateBook(patient.id)
        concealed, _ = searched.concealed(book)
        book.save()
    return concealed


def _redact_of_patient(documents: Sequence[SourceDocument], actor: Actor) -> list[RedactedDocument]:
    """The search is slow and holds no lock; the tokens are handed out under the patient's.

    What a person corrected while it ran is not in it: then it is made again.
    """
    done = _existing(documents)
    to_do = [document for document in documents if document.id not in done]
    if not to_do:
        return list(done.values())
    prefetch_related_objects(to_do, "sections")
    patient = chart.patient_get(to_do[0].patient_id)
    corrections = corrections_of(patient.pk)
    searcher = Searcher(chart.known_identifiers(patient), corrections)
    texts = searcher.search_many([Unsearched(one.text, one.structured, str(one.pk)) for one in to_do])
    searched = list(zip(to_do, texts, strict=True))
    with transaction.atomic():
        book = SurrogateBook(patient.pk)
        if corrections_of(patient.pk) == corrections:
            done |= _existing(to_do)
            _store([pair for pair in searched if pair[0].id not in done], searcher, book, actor)
            return list(_existing(documents).values())
    return _redact_of_patient(documents, actor)


def _store(
    searched: Sequence[tuple[SourceDocument, Searched]], searcher: Searcher, book: SurrogateBook, actor: Actor
) -> None:
    """Keep new redactions in place of those that stood, which stay for what is bound to them."""
    earlier = RedactedDocument.objects.filter(document__in=[document for document, _ in searched])
    last = dict(earlier.values_list("document").annotate(last=Max("generation")).order_by())
    rows = [_row(document, text, searcher, book) for document, text in searched]
    for row in rows:
        row.generation = 1 + last.get(row.document_id, 0)
    book.save()
    earlier.filter(current=True).update(current=False)
    RedactedDocument.objects.bulk_create(rows)
    for row in rows:
        _record(row, actor)


def _existing(documents: Iterable[SourceDocument]) -> dict[UUID, RedactedDocument]:
    rows = RedactedDocument.objects.filter(document__in=documents, redactor_version=REDACTOR_VERSION, current=True)
    return {row.document_id: row for row in rows}


def _row(document: SourceDocument, searched: Searched, searcher: Searcher, book: SurrogateBook) -> RedactedDocument:
    text, mapping = searched.concealed(book)
    return RedactedDocument(
        document=document,
        patient_id=document.patient_id,
        redactor_version=REDACTOR_VERSION,
        source_sha256=document.sha256,
        title=_label(document.title, searcher, book),
        title_order=title_order(document.title),
        author_role=_label(document.author_role, searcher, book),
        text=text,
        sha256=sha256_hex(text),
        sections=_sections(document, mapping, searcher, book),
        orders=kept_orders(document.text, mapping),
        layer_counts=Counter(replaced.layer.value for replaced in mapping.replacements),
        **sealing(map=mapping.to_rows()),
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
        actor=actor.within(row.document.organization_id),
        action=Action.DOCUMENT_REDACTED,
        patient_id=row.patient_id,
        object_type="redacted_document",
        object_id=row.id,
        details={
            "document_id": row.document_id,
            "redactor_version": row.redactor_version,
            "contract_sha256": data_contract().sha256,
            "replaced": len(row.map),
            "generation": row.generation,
        },
    )
