"""The rooms above, which governance cannot see: found by the dotted paths that the settings name."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string

from apps.governance.domain.releases import release_digest
from apps.governance.domain.retention import RecordClass
from apps.governance.domain.rooms import Eraser, Purger, RecordSummary, TouchedDraft


def purger_of(record_class: RecordClass) -> Purger | None:
    """Return what purges a class of record, or None where nothing of it is ever kept."""
    path = settings.WORKBENCH_PURGERS.get(str(record_class))
    purger: Purger | None = import_string(path)() if path else None
    return purger


def erasers() -> list[Eraser]:
    """Return every room's eraser, from the desk down to the chart."""
    return [import_string(path)() for path in settings.WORKBENCH_ERASERS]


def patient_organization(patient_id: UUID) -> UUID | None:
    """Return whose patient this is, or None for one that does not exist or was destroyed."""
    organization: UUID | None = import_string(settings.WORKBENCH_PATIENT_REGISTER)(patient_id)
    return organization


def record_summary(patient_id: UUID) -> RecordSummary:
    """Return what goes when this patient's record is destroyed."""
    summary: RecordSummary = import_string(settings.WORKBENCH_RECORD_SUMMARY)(patient_id)
    return summary


def machine_in_use() -> Mapping[str, str]:
    """Return the parts of the release that would write a draft now."""
    parts: Mapping[str, str] = import_string(settings.WORKBENCH_MACHINE_IN_USE)()
    return parts


def release_in_use() -> str:
    """Return the digest of the release that would write a draft now."""
    return release_digest(machine_in_use())


def drafts_touched(release_ids: Iterable[UUID], organization_id: UUID) -> list[TouchedDraft]:
    """Return the drafts of an organization that one of these releases wrote, newest first."""
    return list(import_string(settings.WORKBENCH_DRAFTS_TOUCHED)(release_ids, organization_id))


def draft_owner(draft_id: UUID) -> tuple[UUID, UUID] | None:
    """Return the organization and the patient of a draft, or None."""
    owner: tuple[UUID, UUID] | None = import_string(settings.WORKBENCH_DRAFT_REGISTER)(draft_id)
    return owner
