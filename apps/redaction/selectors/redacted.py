"""Redacted words, ids, offsets and hashes, behind the fence of the record: nothing that names a patient."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import Http404
from django.shortcuts import get_object_or_404

from apps.chart import selectors as chart
from apps.chart.domain.documents import DocumentKind
from apps.chart.selectors.citable import citable_to
from apps.core.canonical import sha256_hex
from apps.redaction.contract import data_contract
from apps.redaction.domain.boundary import RedactedSource, SourceIdentifiers, counted, identifiers_in
from apps.redaction.domain.contract import Contract
from apps.redaction.domain.mapping import RedactionMap, Replacement
from apps.redaction.domain.reuse import Forbidden, forbidden_by
from apps.redaction.domain.views import PatientProfile, RedactedView, SectionView, SourceSpan, age_on
from apps.redaction.models import BoundaryCrossing, RedactedDocument

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.chart.models import Patient, SourceDocument

Span = tuple[str, int, int]  # redacted document id, [start, end) in its text
WITHDRAWN = frozenset({"entered-in-error", "cancelled"})
NOT_CLINICAL = (DocumentKind.DEMOGRAPHICS, DocumentKind.COVERAGE, DocumentKind.PAYER_LETTER)


def contract_in_force() -> Contract:
    """Return the data contract: what every field that may come in holds, and what happens to it at the wall."""
    return data_contract()


def redacted_documents_visible_to(person: Person, *, emergency: bool = True) -> QuerySet[RedactedDocument]:
    """Return the redactions in use of the documents the person may read; the fence stays in SQL."""
    return redactions_readable_by(person, emergency=emergency).filter(current=True)


def redacted_documents_evident_to(
    person: Person, patient_id: str | UUID, *, emergency: bool = True
) -> QuerySet[RedactedDocument]:
    """Return those of one patient that may count as evidence: no page whose header names another person (0023)."""
    sources = chart.documents_evident_to(person, emergency=emergency).filter(patient_id=patient_id)
    return RedactedDocument.objects.filter(document__in=sources.values("pk"), patient_id=patient_id, current=True)


def sources_evident_to(person: Person, patient_id: str | UUID) -> QuerySet[SourceDocument]:
    """Return the standing documents of one patient that may count as evidence, redacted or not yet."""
    return chart.documents_evident_to(person).filter(patient_id=patient_id, current=True)


def redacted_documents_set_aside(
    person: Person, patient_id: str | UUID, *, emergency: bool = True
) -> QuerySet[RedactedDocument]:
    """Return the others of one patient: set aside until a physician settles whose they are."""
    sources = chart.documents_set_aside(person, patient_id, emergency=emergency)
    return RedactedDocument.objects.filter(document__in=sources.values("pk"), patient_id=patient_id, current=True)


def redactions_readable_by(
    person: Person, *, emergency: bool = True, patient_id: str | UUID | None = None
) -> QuerySet[RedactedDocument]:
    """Return the redactions of the documents the person may read, those no longer in use among them.

    Name the patient where it is one patient's: PostgreSQL would look at every document of everybody else's otherwise.
    """
    sources = chart.documents_visible_to(person, emergency=emergency)
    redactions = RedactedDocument.objects.all()
    if patient_id is not None:
        sources, redactions = sources.filter(patient_id=patient_id), redactions.filter(patient_id=patient_id)
    return redactions.filter(document__in=sources.values("pk"))


def labels_of_redaction(column: str) -> Subquery:
    """Return, for rows with a redaction's id in ``column``, the labels that its document has now."""
    return Subquery(RedactedDocument.objects.filter(pk=OuterRef(column)).values("document__labels")[:1])


def labels_held(redacted_document_id: str | UUID) -> list[str] | None:
    """Return the labels of a redaction's document as they are now, None where its words were destroyed.

    Neither changes before the transaction ends: whoever stores what was made of the text asks here first.
    """
    standing = RedactedDocument.objects.filter(pk=redacted_document_id, destruction=None).select_related("document")
    row = standing.select_for_update(no_key=True, of=("self", "document")).first()
    return list(row.document.labels) if row else None


def sources_hidden_from(person: Person) -> Q:
    """Return, of what drafts cite, a filter for sources that a grant on their patient does not open to the person.

    For an inner statement about drafts; that there is a grant on their patient is asked in the outer one.
    """
    return ~Q(chart.readable_to(person, "source_document"), source_document__patient=OuterRef("patient"))


def sources_uncitable_to(person: Person) -> Q:
    """Return the same of sources whose cited words the person may not read, who reads nothing else of a chart."""
    return ~Q(citable_to(person, "source_document"), source_document__patient=OuterRef("patient"))


def patients_visible_to(person: Person, permission: str = "view_chart", *, emergency: bool = True) -> QuerySet[Patient]:
    """Return the patients on whom the person holds a right, in their own organization."""
    return chart.patients_visible_to(person, permission, emergency=emergency)


def may_on_patient(
    person: Person, patient_id: str | UUID, permission: str = "view_chart", *, emergency: bool = True
) -> bool:
    """Return whether the person holds a right on the patient now."""
    return chart.may_on_patient(person, patient_id, permission, emergency=emergency)


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
        code=document.code,
        title=row.title,
        author_role=row.author_role,
        dated_at=document.dated_at,
        structured=document.structured,
        labels=tuple(document.labels),
        superseded=not (row.current and document.current) or document.source_status in WITHDRAWN,
        text=row.text,
        sections=tuple(SectionView(*section) for section in row.sections),
        orders=tuple((start, end, why) for start, end, why in row.orders),
        title_order=row.title_order,
    )


def superseded_documents(
    patient_id: str | UUID, *, kind: str, encounter_id: str | UUID | None
) -> QuerySet[RedactedDocument]:
    """Return a patient's redacted documents whose source no longer stands, or that were redacted again.

    Of those that their sender calls superseded, the ones beside a document of this kind and encounter that came in.
    """
    beside = Q(current=False) | Q(kind=kind, encounter=encounter_id)
    replaced = chart.documents_replaced(patient_id).filter(beside).values("pk")
    return RedactedDocument.objects.filter(Q(document__in=replaced) | Q(current=False), patient_id=patient_id)


def source_span(redacted_document_id: str | UUID, start: int, end: int) -> SourceSpan:
    """Return where a redacted span lies in the source, with the hashes that bind a citation to it.

    Raises ValueError for a span that is empty or leaves the text, 404 for an unknown document.
    """
    row = get_object_or_404(RedactedDocument.objects.select_related("document"), id=redacted_document_id)
    return _source_span(row, start, end)


def source_spans(asked: Iterable[Span]) -> list[SourceSpan]:
    """Return where redacted spans lie in their sources, in the same order. One statement; see ``source_span``."""
    spans = [(str(document_id), start, end) for document_id, start, end in asked]
    rows = RedactedDocument.objects.select_related("document").in_bulk({document_id for document_id, _, _ in spans})
    found = {str(key): row for key, row in rows.items()}
    if absent := {document_id for document_id, _, _ in spans} - found.keys():
        raise Http404(f"{len(absent)} redacted documents do not exist.")
    return [_source_span(found[document_id], start, end) for document_id, start, end in spans]


def _source_span(row: RedactedDocument, start: int, end: int) -> SourceSpan:
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


def span_chosen(document_id: str | UUID, start: int, end: int) -> tuple[Span, SourceSpan] | None:
    """Return the redacted span of words of a source, and what binds a citation to these very words.

    None while no redaction of the document is in use. Raises ValueError for a span that is empty or leaves the text.
    """
    row = RedactedDocument.objects.select_related("document").filter(document__pk=document_id, current=True).first()
    if row is None:
        return None
    text = row.document.text
    if not 0 <= start < end <= len(text):
        raise ValueError(f"[{start}, {end}) is not a span of a text of {len(text)} characters.")
    span = (str(row.pk), *RedactionMap.from_rows(row.map).to_redacted(start, end))
    return span, SourceSpan(str(row.document_id), row.source_sha256, start, end, sha256_hex(text[start:end]))


def patient_is_kept(patient_id: str | UUID) -> bool:
    """Say whether there is such a patient, whose record was not destroyed; unguarded."""
    return chart.patient_is_kept(patient_id)


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


def redaction_in_use(document_id: str | UUID) -> RedactedDocument | None:
    """Return the redaction of a document that is in use now; None while it is being made again."""
    return RedactedDocument.objects.filter(document__pk=document_id, current=True).first()


def redactions_since(patient_id: str | UUID, moment: datetime) -> QuerySet[RedactedDocument]:
    """Return the redactions in use of a patient's clinical documents that came in after a moment, in their order."""
    rows = RedactedDocument.objects.filter(
        document__patient_id=patient_id, document__created_at__gt=moment, document__current=True, current=True
    )
    return rows.exclude(document__kind__in=NOT_CLINICAL).order_by("document__dated_at", "pk")


def why_not_reuse(redacted_document_ids: Iterable[UUID | str]) -> Forbidden | None:
    """Return why one of these documents may not be used again to teach a machine, or None. One statement."""
    ids = {str(one) for one in redacted_document_ids}
    columns = ("confidentiality", "labels", "label_basis", "source_status", "set_aside")
    rows = list(RedactedDocument.objects.filter(pk__in=ids).values_list(*(f"document__{name}" for name in columns)))
    said = (
        forbidden_by(level=level, labels=labels, codes={it[1] for it in basis}, status=status, set_aside=set_aside)
        for level, labels, basis, status, set_aside in rows
    )
    return Forbidden.MISSING if len(rows) < len(ids) else next((why for why in said if why), None)
