"""Reads of the log. Who may see what is decided above: every list here is of one organization."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.db.models.fields.json import KT

from apps.audit.domain.actions import Action
from apps.audit.domain.chain import COLUMNS, continues
from apps.audit.models import AuditEvent

Id = UUID | str
AT_A_TIME = 2000


def events_for(
    *,
    organization_id: Id,
    patient_id: Id | None = None,
    object_id: Id | None = None,
    actor_id: Id | None = None,
    draft_id: Id | None = None,
    action: Action | str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> QuerySet[AuditEvent]:
    """Return the events of one organization, newest first, narrowed by whatever is given.

    A draft's events are those about it and those about a part of it (a claim, a citation, its signature). ``until``
    is left out itself.
    """
    events = AuditEvent.objects.filter(organization_id=str(organization_id)).order_by("-sequence")
    exact = {"patient_id": patient_id, "object_id": object_id, "actor_id": actor_id, "action": action}
    events = events.filter(**{column: str(value) for column, value in exact.items() if value})
    if since:
        events = events.filter(recorded_at__gte=since)
    if until:
        events = events.filter(recorded_at__lt=until)
    if draft_id:
        events = events.alias(of_draft=KT("details__draft_id")).filter(
            Q(object_id=str(draft_id)) | Q(of_draft=str(draft_id))
        )
    return events


def count_since(*, actor_id: Id, action: Action, since: datetime) -> int:
    """Return how many events of one kind an actor caused since a moment."""
    return AuditEvent.objects.filter(actor_id=str(actor_id), action=action, recorded_at__gte=since).count()


def counts_since(*, organization_id: Id, actions: Sequence[Action], since: datetime) -> Mapping[str, int]:
    """Return how many events of some kinds are about each thing, by its id, since a moment: one statement."""
    events = AuditEvent.objects.filter(
        organization_id=str(organization_id), action__in=actions, recorded_at__gte=since
    ).exclude(object_id="")
    return dict(events.order_by().values_list("object_id").annotate(Count("sequence")))


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


def events_to_file(*, up_to: int, **filters: Any) -> Iterator[AuditEvent]:
    """Yield events in their order, up to a sequence number: some at a time, so that memory stays flat.

    No transaction is held open for a reader who is slow: what was appended once does not change. ``filters`` are those
    of ``events_for``.
    """
    events, last = events_for(**filters).order_by("sequence"), 0
    while some := list(events.filter(sequence__gt=last, sequence__lte=up_to)[:AT_A_TIME]):
        yield from some
        last = some[-1].sequence


def chain_rows(chunk_size: int = 5000) -> Iterator[dict[str, Any]]:
    """Yield every row of the log in order, from one snapshot, by a cursor on the server: memory stays flat."""
    with transaction.atomic():
        yield from AuditEvent.objects.order_by("sequence").values(*COLUMNS).iterator(chunk_size=chunk_size)
