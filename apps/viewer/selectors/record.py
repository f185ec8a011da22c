"""The structured part of a chart that the head of a page and the head of a letter are read from, read once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from apps.chart.models import Patient

BANNER_RESOURCES = ("AllergyIntolerance", "Coverage")
ORDERS = ("MedicationRequest", "ServiceRequest", "DeviceRequest")
LETTER_RESOURCES = ("Coverage", "Condition", *ORDERS)


@dataclass(frozen=True, slots=True)
class RecordRead:
    """The standing resources of a patient by kind, as received, the oldest first; ``senders`` of each Coverage."""

    bodies: Mapping[str, Sequence[Any]]
    senders: Sequence[str]


def record_read(patient: "Patient", kinds: Sequence[str] = (*BANNER_RESOURCES, *LETTER_RESOURCES)) -> RecordRead:
    """Return the resources of these kinds of a patient the caller was let in to. One statement."""
    rows = patient.resources.filter(resource_type__in=set(kinds), current=True).order_by("created_at", "id")
    bodies: dict[str, list[Any]] = {kind: [] for kind in kinds}
    senders = []
    for row in rows.only("organization_id", "patient_id", "resource_type", "source_system", "body_sealed"):
        bodies[row.resource_type].append(row.body)
        senders += [row.source_system] if row.resource_type == "Coverage" else []
    return RecordRead(bodies, senders)
