"""What messages brought: for the intake, which asks what earlier messages of the same sender said."""

from collections.abc import Iterable, Mapping
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Q, QuerySet

from apps.chart.indexes import identifier_index
from apps.chart.models import (
    ResourceVersion,
    SourceDocument,
)
from apps.core.crypto.keys import data_keys

if TYPE_CHECKING:
    from apps.access.models import Organization


def _standing(organization: "Organization", source_system: str) -> QuerySet[ResourceVersion]:
    return ResourceVersion.objects.filter(organization=organization, source_system=source_system, current=True)


def resource_bodies(
    *, organization: "Organization", source_system: str, keys: Iterable[tuple[str, str]]
) -> list[Mapping[str, Any]]:
    """Return the standing resources of these types and ids, as received."""
    ids_of_type: dict[str, list[str]] = {}
    for resource_type, source_id in keys:
        ids_of_type.setdefault(resource_type, []).append(source_id)
    found = (Q(resource_type=type_, source_id__in=ids) for type_, ids in ids_of_type.items())
    return _bodies(_standing(organization, source_system).filter(reduce(or_, found))) if ids_of_type else []


def _bodies(resources: QuerySet[ResourceVersion]) -> list[Mapping[str, Any]]:
    """Return the bodies of resources, opened; two statements at most, whoever they belong to."""
    rows = list(resources.only("organization_id", "patient_id", "body_sealed"))
    data_keys({row.key_subject for row in rows})
    return [row.body for row in rows]


def resource_bodies_by_identifier(
    *, organization: "Organization", source_system: str, identifiers: Iterable[tuple[str, str, str]]
) -> list[Mapping[str, Any]]:
    """Return the standing resources that carry one of these (type, system, value) identifiers, as received."""
    wanted = [identifier_index(organization.pk, *identifier) for identifier in identifiers]
    return _bodies(_standing(organization, source_system).filter(identifier_index__overlap=wanted)) if wanted else []


def practitioner_role_bodies(*, organization: "Organization", source_system: str) -> list[Mapping[str, Any]]:
    """Return every standing PractitionerRole of a sender, as received."""
    roles = _standing(organization, source_system).filter(resource_type="PractitionerRole", patient=None)
    return _bodies(roles)


def replacing_bodies(
    *, organization: "Organization", source_system: str, patient_source_ids: Iterable[str]
) -> list[Mapping[str, Any]]:
    """Return the standing DocumentReferences of these patients that say they relate to another document."""
    notes = _standing(organization, source_system).filter(
        resource_type="DocumentReference", patient__source_id__in=list(patient_source_ids), relates=True
    )
    return _bodies(notes)


def document_ids_of_message(message_id: UUID | str) -> list[UUID]:
    """Return the document versions a message brought, patient by patient, in a fixed order."""
    documents = SourceDocument.objects.filter(message_id=message_id).order_by("patient_id", "id")
    return list(documents.values_list("pk", flat=True))


def patient_ids_of_message(message_id: UUID | str) -> list[UUID]:
    """Return the patients of whom a message brought something."""
    found = ResourceVersion.objects.filter(message_id=message_id, patient__isnull=False)
    return list(found.order_by("patient_id").values_list("patient_id", flat=True).distinct())


def message_ids_of_patient(patient_id: UUID) -> set[UUID]:
    """Return every message that brought something of a patient."""
    resources = ResourceVersion.objects.filter(patient=patient_id).values_list("message_id", flat=True)
    documents = SourceDocument.objects.filter(patient=patient_id).values_list("message_id", flat=True)
    return {message_id for message_id in [*resources.distinct(), *documents.distinct()] if message_id}


def messages_of_patients(patient_ids: Iterable[UUID]) -> QuerySet[Any, Any]:
    """Return the ids of the messages that brought something of any of these patients, as a subquery."""
    return ResourceVersion.objects.filter(patient__in=list(patient_ids)).values("message_id")
