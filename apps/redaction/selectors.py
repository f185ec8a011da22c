"""Reads for the rooms above the wall: redacted words, ids, offsets and hashes; nothing that names a patient."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from apps.chart import selectors as chart
from apps.core.canonical import sha256_hex
from apps.redaction.domain.boundary import RedactedSource, SourceIdentifiers, counted, identifiers_in
from apps.redaction.domain.mapping import RedactionMap, Replacement
from apps.redaction.domain.views import PatientProfile, RedactedView, SectionView, SourceSpan, age_on
from apps.redaction.models import BoundaryCrossing, RedactedDocument

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.chart.models import Patient

Span = tuple[str, int, int]  # redacted document id, [start, end) in its text
WITHDRAWN = frozenset({"superseded", "entered-in-error", "cancelled"})


def redacted_documents_visible_to(person: Person) -> QuerySet[RedactedDocument]:
    """Return the redacted documents of the patients whose chart the person may read; the fence stays in SQL."""
    return RedactedDocument.objects.filter(patient__in=patients_visible_to(person))


def patients_visible_to(person: Person, permission: str = "view_chart") -> QuerySet[Patient]:
    """Return the patients on whom the person holds a right, in their own organization."""
    return chart.patients_visible_to(person, permission)


def may_on_patient(person: Person, patient_id: str | UUID, permission: str = "view_chart") -> bool:
    """Return whether the person holds a right on the patient now."""
    return chart.may_on_patient(person, patient_id, permission)


def redacted_document_get(redacted_document_id: str | UUID) -> RedactedView:
    """Return one redacted document with what the index stores beside its text."""
    return redacted_document_views([redacted_document_id])[0]


def redacted_document_views(redacted_document_ids: Iterable[str | UUID]) -> list[RedactedView]:
    """Return the redacted documents of these ids, in the order of the ids. Raises KeyError for an unknown one."""
    ids = [UUID(str(id_)) for id_ in redacted_document_ids]
    rows = RedactedDocument.objects.select_related("document").in_bulk(ids)
    return [_view(rows[id_]) for id_ in ids]


def _view(row: RedactedDocument) -> RedactedView:
    document = row.document
    return RedactedView(
        id=str(row.id),
        organization_id=str(document.organization_id),
        patient_id=str(row.patient_id),
        encounter_id=str(document.encounter_id) if document.encounter_id else None,
        kind=document.kind,
        title=row.title,
        author_role=row.author_role,
        dated_at=document.dated_at,
        structured=document.structured,
        superseded=not document.current or document.source_status in WITHDRAWN,
        text=row.text,
        sections=tuple(SectionView(*section) for section in row.sections),
    )


def superseded_documents(patient_id: str | UUID) -> QuerySet[RedactedDocument]:
    """Return a patient's redacted documents whose source a newer version has replaced."""
    return RedactedDocument.objects.filter(patient_id=patient_id, document__current=False)


def source_span(redacted_document_id: str | UUID, start: int, end: int) -> SourceSpan:
    """Return where a redacted span lies in the source, with the hashes that bind a citation to it.

    Raises ValueError for a span that is empty or leaves the text, 404 for an unknown document.
    """
    row = get_object_or_404(RedactedDocument.objects.select_related("document"), id=redacted_document_id)
    if not 0 <= start < end <= len(row.text):
        raise ValueError(f"[{start}, {end}) is not a span of a text of {len(row.text)} characters.")
    source_start, source_end = RedactionMap.from_rows(row.map).to_source(start, end)
    return SourceSpan(
        document_id=str(row.document_id),
        sha256=row.source_sha256,
        start=source_start,
        end=source_end,
        quote_sha256=sha256_hex(row.document.text[source_start:source_end]),
    )


def patient_profile(patient_id: str | UUID, as_of: date) -> PatientProfile:
    """Return the patient's age on a day (90 stands for "90 or older") and sex."""
    patient = chart.patient_get(patient_id)
    age = age_on(patient.birth_date, as_of) if patient.birth_date else None
    return PatientProfile(age=age, sex=patient.sex)


def identifiers_of_spans(spans: Iterable[Span]) -> SourceIdentifiers:
    """Return what was concealed in parts of redacted documents; where parts overlap it counts once. One statement."""
    wanted: dict[str, list[tuple[int, int]]] = {}
    for document_id, start, end in spans:
        wanted.setdefault(str(document_id), []).append((start, end))
    rows = RedactedDocument.objects.filter(pk__in=wanted).defer("text", "sections").order_by("created_at", "pk")
    maps = {row: RedactionMap.from_rows(row.map).replacements for row in rows}
    found = (replaced for row, all_ in maps.items() for replaced in all_ if _is_inside(replaced, wanted[str(row.pk)]))
    documents = (
        RedactedSource(row.title, row.created_at, row.redactor_version, row.sha256, identifiers_in(counted(all_)))
        for row, all_ in maps.items()
    )
    return SourceIdentifiers(tuple(found), tuple(documents))


def _is_inside(replaced: Replacement, spans: Iterable[tuple[int, int]]) -> bool:
    return any(start < replaced.redacted_end and replaced.redacted_start < end for start, end in spans)


def crossings_of_draft(draft_id: str | UUID) -> QuerySet[BoundaryCrossing]:
    """Return the ledger's lines of one draft, the oldest first. The caller has asked who may read them."""
    return BoundaryCrossing.objects.filter(draft_id=draft_id).order_by("created_at", "id")
