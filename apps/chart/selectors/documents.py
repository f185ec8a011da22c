"""Documents: who may read them, which of them stand, which count as evidence."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject
from django.http import Http404
from django.utils import timezone

from apps.access.domain.labels import Label
from apps.chart.domain.identity import READER
from apps.chart.models import (
    IdentitySettlement,
    Patient,
    SourceDocument,
)
from apps.chart.permission import (
    VIEW_CHART,
    documents_permitted,
    readable_to_role,
)
from apps.chart.selectors.patients import check_not_destroyed, uuid_or_404

if TYPE_CHECKING:
    from apps.access.models import Person

SUPERSEDED = "superseded"
WITHDRAWN = "entered-in-error"
NOT_STANDING = (SUPERSEDED, WITHDRAWN, "cancelled")  # FHIR R4 document-reference-status, report-status


def documents_visible_to(
    person: "Person", permission: str = VIEW_CHART, *, emergency: bool = True
) -> QuerySet[SourceDocument]:
    """Return every version of every document the person may read (``permission``): the fence of each room."""
    return documents_permitted(person, permission, emergency=emergency)


def readable_to(person: "Person", column: str = "") -> Q:
    """Return what a lasting grant on a patient opens to a person of their documents, or of what has one in ``column``.

    Half of the fence: the grant itself is asked beside it.
    """
    return readable_to_role(person.role, column)


def documents_of_outer_patient(person: "Person") -> QuerySet[SourceDocument]:
    """Return, for an inner statement about rows with a patient, the patient's documents that the person may read.

    That they hold a lasting grant on the patient is asked in the outer one: asked again, it would cost as much again.
    """
    return SourceDocument.objects.filter(readable_to(person), patient=OuterRef("patient_id"))


def access_document(person: "Person", document_id: UUID | str) -> SourceDocument:
    """Return one document version with its patient and encounter, or raise Http404 for a stranger."""
    found = documents_visible_to(person).filter(pk=uuid_or_404(document_id)).select_related("patient", "encounter")
    document = found.first()
    if document is None:
        if owner := SourceDocument.objects.filter(pk=document_id).values_list("patient_id", flat=True).first():
            check_not_destroyed(person, owner)
        raise Http404("No such document.")
    return document


def document_get(document_id: UUID | str) -> SourceDocument:
    """Return one document version by id with its patient, unguarded."""
    return SourceDocument.objects.select_related("patient").get(pk=document_id)


def documents_of(patient: Patient, *, with_replaced: bool = False) -> QuerySet[SourceDocument]:
    """Return the patient's documents, newest first; earlier versions only when asked for."""
    documents = patient.documents.select_related("encounter")
    return documents if with_replaced else documents.filter(current=True)


def documents_replaced(patient_id: UUID | str) -> QuerySet[SourceDocument]:
    """Return the versions that no longer stand: a newer one has come, or they are superseded, and it shows.

    It shows where another document of their kind stands for the same encounter, or for the same day where neither has
    an encounter. The sender's word alone hides nothing: many call every note but the newest superseded (FHIR R4
    DocumentReference.status), though nothing took its place.
    """
    standing = SourceDocument.objects.filter(patient=OuterRef("patient"), kind=OuterRef("kind"), current=True)
    standing = standing.exclude(source_status__in=NOT_STANDING)
    beside = Exists(standing.filter(encounter=OuterRef("encounter")))
    that_day = standing.filter(encounter=None, dated_at__date=OuterRef("dated_at__date"))
    superseded = Q(source_status=SUPERSEDED) & (Q(beside) | Q(Exists(that_day), encounter=None))
    return SourceDocument.objects.filter(Q(current=False) | superseded, patient_id=patient_id)


def documents_withdrawn() -> QuerySet[SourceDocument]:
    """Return the newest versions that their sender took back (FHIR R4 document-reference-status); unguarded."""
    return SourceDocument.objects.filter(current=True, source_status=WITHDRAWN)


def documents_standing_for(document: SourceDocument) -> QuerySet[SourceDocument]:
    """Return what stands in the place of a document that is called superseded, newest first, as above; unguarded."""
    rows = SourceDocument.objects.filter(patient=document.patient_id, kind=document.kind, current=True)
    rows = rows.exclude(source_status__in=NOT_STANDING).exclude(pk=document.pk).order_by("-dated_at", "pk")
    if document.encounter_id:
        return rows.filter(encounter=document.encounter_id)
    day = timezone.localtime(document.dated_at).date() if document.dated_at else None
    return rows.filter(encounter=None, dated_at__date=day) if day else rows.none()


def documents_get(document_ids: Iterable[UUID | str]) -> dict[UUID, SourceDocument]:
    """Return document versions by id, unguarded; ids that do not exist are left out."""
    return SourceDocument.objects.in_bulk(list(document_ids))


def documents_quoted(document_ids: Iterable[UUID | str]) -> dict[UUID, SourceDocument]:
    """Return document versions by id with what a quote is taken from, sealed: no title, author or lines. Unguarded."""
    wanted = list(document_ids)
    without = SourceDocument.objects.defer("lines", "title_sealed", "author_sealed")
    return without.in_bulk(wanted) if wanted else {}


def named_row() -> JSONObject:
    """Return, for an inner query on documents, what ``document_named`` reads."""
    return JSONObject(id="pk", kind="kind", dated_at="dated_at", title_sealed="title_sealed")


def document_named(patient_id: UUID, row: Mapping[str, Any]) -> SourceDocument:
    """Return a document of a patient out of such a row, with its title, its kind and its day alone. No SQL."""
    return SourceDocument(
        pk=UUID(str(row["id"])), patient_id=patient_id, kind=row["kind"],
        dated_at=row["dated_at"] and datetime.fromisoformat(row["dated_at"]),
        title_sealed=bytes.fromhex(row["title_sealed"].removeprefix("\\x")),
    )  # fmt: skip


def patient_ids_with_documents() -> list[UUID]:
    """Return every patient who has documents and whose record was not destroyed."""
    found = SourceDocument.objects.filter(patient__destroyed_at=None).order_by("patient_id")
    return list(found.values_list("patient_id", flat=True).distinct())


def documents_unclassified() -> QuerySet[SourceDocument]:
    """Return the documents that nobody may read until the rules have looked what they hold, unguarded."""
    return SourceDocument.objects.filter(labels__contains=[Label.UNCLASSIFIED], destruction=None)


def patient_ids_to_classify(limit: int) -> list[UUID]:
    """Return some of the patients who have unclassified documents."""
    found = documents_unclassified().filter(patient__destroyed_at=None).order_by("patient_id")
    return list(found.values_list("patient_id", flat=True).distinct()[:limit])


def documents_set_aside(
    person: "Person", patient_id: UUID | str, *, emergency: bool = True
) -> QuerySet[SourceDocument]:
    """Return the standing documents of a patient that name another person and that nobody settled.

    Of those that the person may read; what they hold is no evidence until somebody did (decision 0023).
    """
    readable = documents_visible_to(person, emergency=emergency)
    return readable.filter(patient_id=patient_id, set_aside=True, current=True)


def documents_evident_to(person: "Person", *, emergency: bool = True) -> QuerySet[SourceDocument]:
    """Return the documents the person may read that may also count as evidence: those that are not set aside."""
    return documents_visible_to(person, emergency=emergency).filter(set_aside=False)


def settlements_of(document: SourceDocument) -> list[IdentitySettlement]:
    """Return what physicians said of whose page it is, the newest first; unguarded."""
    return list(document.settlements.select_related("person").order_by("-created_at", "-id"))


def patient_ids_to_judge(limit: int) -> list[UUID]:
    """Return some of the patients who have such documents."""
    found = documents_to_judge().order_by("patient_id")
    return list(found.values_list("patient_id", flat=True).distinct()[:limit])


def documents_to_judge() -> QuerySet[SourceDocument]:
    """Return the notes that the reader of today has not looked at, or not since their patient changed; unguarded."""
    notes = SourceDocument.objects.filter(structured=False, destruction=None, patient__destroyed_at=None)
    return notes.exclude(identity_reader=READER)


def note_ids(document_ids: Iterable[UUID | str]) -> list[UUID]:
    """Return those of the documents that are notes, not renderings, patient by patient."""
    notes = SourceDocument.objects.filter(pk__in=list(document_ids), structured=False).order_by("patient_id", "id")
    return list(notes.values_list("pk", flat=True))
