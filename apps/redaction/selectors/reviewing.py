"""For the review of redactions: of one organization, whoever the patient is."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Case, CharField, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import MD5, Cast, Coalesce
from django.http import Http404
from django.shortcuts import get_object_or_404

from apps.access.domain.roles import role_labels
from apps.core.errors import Gone
from apps.governance.selectors import destroyed_sentence
from apps.redaction.domain.kinds import Layer
from apps.redaction.models import RedactedDocument, RedactionCheck, RedactionCorrection

if TYPE_CHECKING:
    from apps.access.models import Person

FEW_KNOWN = 2  # a note that names nobody of the record is one in which names were overlooked


def access_redaction(person: Person, redacted_document_id: str | UUID) -> RedactedDocument:
    """Return one redaction, in use or not, with its source; 404 for one of another organization. One statement."""
    rows = RedactedDocument.objects.filter(_reviewable(person)).select_related("document", "patient")
    row = rows.filter(pk=redacted_document_id, patient__organization_id=person.organization_id).first()
    if row is None or not person.is_active:
        raise Http404("No such redaction.")
    if row.patient.destroyed_at:
        raise Gone(destroyed_sentence(row.patient_id))
    return row


def _reviewable(person: Person) -> Q:
    return Q(document__labels__contained_by=sorted(role_labels(person.role)))


def redactions_to_review(person: Person) -> QuerySet[RedactedDocument]:
    """Return the redactions in use that the person may review, in the order in which they should be looked at.

    They are of the person's organization, less the documents with a label that the person's role may not see.

    First what nobody checked as it stands now; notes before rendered records; then what the record helped least with
    and what names were guessed in most. The rest of the order is random, and the same each time. Each comes with
    ``checked_at``, ``corrected`` (whether anybody corrected the document) and ``risk``.
    """
    checks = RedactionCheck.objects.filter(redacted_document=OuterRef("pk")).order_by("-created_at")
    corrections = RedactionCorrection.objects.filter(document=OuterRef("document"))
    rows = RedactedDocument.objects.filter(current=True, document__current=True)
    return (
        rows.filter(_reviewable(person), patient__organization_id=person.organization_id, patient__destroyed_at=None)
        .select_related("document")
        .annotate(
            checked_at=Subquery(checks.values("created_at")[:1]),
            corrected=Exists(corrections),
            risk=_marks(Layer.NAMES) + 2 * _marks(Layer.SCAN) + _record_helped_little(),
        )
        .order_by(Exists(checks), "document__structured", "-risk", MD5(Cast("pk", CharField())))
    )


def _marks(layer: Layer) -> Coalesce:
    return Coalesce(Cast(KeyTextTransform(layer.value, "layer_counts"), IntegerField()), 0)


def _record_helped_little() -> Case:
    enough = Q(layer_counts__known__gte=FEW_KNOWN)
    return Case(When(enough, then=Value(0)), default=Value(3), output_field=IntegerField())


def corrections_of_organization(organization_id: str | UUID) -> QuerySet[RedactionCorrection]:
    """Return what was corrected in an organization, the newest first, with who did it and the case it became."""
    rows = RedactionCorrection.objects.filter(patient__organization_id=organization_id, patient__destroyed_at=None)
    return rows.select_related("person", "document", "redacted_document", "case__accepted_by").order_by("-created_at")


def corrections_visible_to(person: Person) -> QuerySet[RedactionCorrection]:
    """Return the corrections of the person's organization, less those of documents that their role may not see."""
    return corrections_of_organization(person.organization_id).filter(_reviewable(person))


def access_correction(person: Person, correction_id: str | UUID) -> RedactionCorrection:
    """Return one correction; 404 for one of another organization."""
    return get_object_or_404(corrections_visible_to(person), pk=correction_id)


def documents_waiting(patient_id: str | UUID) -> list[UUID]:
    """Return the documents of a patient whose redaction was taken out of use and not made again yet."""
    return list(_waiting().filter(patient_id=patient_id).values_list("document_id", flat=True).distinct())


def patients_waiting() -> list[UUID]:
    """Return the patients with such documents."""
    return list(_waiting().values_list("patient_id", flat=True).distinct())


def _waiting() -> QuerySet[RedactedDocument]:
    in_use = RedactedDocument.objects.filter(document=OuterRef("document"), current=True)
    return RedactedDocument.objects.filter(~Exists(in_use), patient__destroyed_at=None).order_by()


def redactions_made_again(patient_id: str | UUID | None = None) -> QuerySet[RedactedDocument]:
    """Return the redactions in use, of one patient or of all, that took the place of an earlier one."""
    rows = RedactedDocument.objects.filter(current=True, generation__gt=1)
    return rows.filter(patient_id=patient_id) if patient_id else rows
