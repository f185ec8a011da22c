"""Reads of the log. Who may see what is decided above: every list here is of one organization."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.fields.json import KT

from apps.audit.domain.actions import Action
from apps.audit.domain.chain import COLUMNS, continues
from apps.audit.models import AuditEvent

Id = UUID | str


def events_for(
    *,
    organization_id: Id,
    patient_id: Id | None = None,
    object_id: Id | None = None,
    actor_id: Id | None = None,
    draft_id: Id | None = None,
    action: Action | str | None = None,
) -> QuerySet[AuditEvent]:
    """Return the events of one organization, newest first, narrowed by whatever is given.

    A draft's events are those about it and those about a part of it (a claim, a citation, its signature).
    """
    events = AuditEvent.objects.filter(organization_id=str(organization_id)).order_by("-sequence")
    exact = {"patient_id": patient_id, "object_id": object_id, "actor_id": actor_id, "action": action}
    events = events.filter(**{column: str(value) for column, value in exact.items() if value})
    if draft_id:
        events = events.alias(of_draft=KT("details__draft_id")).filter(
            Q(object_id=str(draft_id)) | Q(of_draft=str(draft_id))
        )
    return events


def count_since(*, actor_id: Id, action: Action, since: datetime) -> int:
    """Return how many events of one kind an actor caused since a moment."""
    return AuditEvent.objects.filter(actor_id=str(actor_id), action=action, recorded_at__gte=since).count()


def head() -> tuple[int, str]:
    """Return the last sequence number and its hash; (0, "") of an empty log."""
    return AuditEvent.objects.order_by("-sequence").values_list("sequence", "hash").first() or (0, "")


def event_holds(sequence: int) -> bool:
    """Return whether one event is as it was written and continues the one before it, which is, too."""
    rows = {
        row["sequence"]: row
        for row in AuditEvent.objects.filter(sequence__in=[sequence - 1, sequence]).values(*COLUMNS)
    }
    return sequence in rows and continues(rows[sequence], rows.get(sequence - 1))


def chain_rows(chunk_size: int = 5000) -> Iterator[dict[str, Any]]:
    """Yield every row of the log in order, from one snapshot, by a cursor on the server: memory stays flat."""
    with transaction.atomic():
        yield from AuditEvent.objects.order_by("sequence").values(*COLUMNS).iterator(chunk_size=chunk_size)
