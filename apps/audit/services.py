"""The one way to write into the log."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import connection, transaction

from apps.audit.domain.actions import Action, Outcome
from apps.audit.domain.chain import GENESIS, seal
from apps.audit.domain.details import plain_details
from apps.audit.models import AuditEvent
from apps.core import clock
from apps.core.actors import Actor
from apps.core.context import request_id

APPEND_LOCK = 0x41554449  # "AUDI": the advisory lock under which one event follows another


class AppendOutsideTransaction(RuntimeError):
    """The act and its event must stand or fall together, so an event needs the transaction of its act."""


def event_append(
    *,
    actor: Actor,
    action: Action,
    patient_id: object = "",
    object_type: str = "",
    object_id: object = "",
    outcome: Outcome = Outcome.SUCCESS,
    details: Mapping[str, Any] | None = None,
) -> AuditEvent:
    """Append one event to the chain, in the transaction of the act it tells of.

    Ids are opaque (UUID or text). ``details`` hold codes, counts and opaque ids, never chart text or a name; an event
    about a part of a draft names it as ``details["draft_id"]``. One event follows another under a lock that lasts until
    the transaction ends: append last, and keep slow work before it. Raises AppendOutsideTransaction, NotRecordable.
    """
    if not connection.in_atomic_block:
        raise AppendOutsideTransaction(f"{action} was to be recorded outside the transaction of its act.")
    last_sequence, last_hash = _lock_and_read_head()
    row: dict[str, Any] = {
        "sequence": last_sequence + 1,
        "id": uuid.uuid4(),
        "recorded_at": clock.now(),
        "organization_id": actor.organization_id,
        "actor_kind": actor.kind,
        "actor_id": actor.id,
        "actor_role": actor.role,
        "action": Action(action).value,
        "outcome": Outcome(outcome).value,
        "patient_id": str(patient_id or ""),
        "object_type": object_type,
        "object_id": str(object_id or ""),
        "request_id": request_id(),
        "details": plain_details(details),
        "previous_hash": last_hash,
    }
    return AuditEvent.objects.create(**row, hash=seal(row))


@transaction.atomic
def log_viewed(*, actor: Actor, filters: Mapping[str, Any]) -> AuditEvent:
    """Record that somebody read the log, and by which opaque ids they narrowed it."""
    return event_append(actor=actor, action=Action.AUDIT_VIEWED, object_type="audit_log", details=filters)


@transaction.atomic
def log_exported(*, actor: Actor, kind: str, filters: Mapping[str, Any]) -> AuditEvent:
    """Record that somebody took a part of the log out: in which form, and narrowed by which opaque ids and days.

    Call it before the first line leaves, and read up to it: a file that is cut off was still begun.
    """
    return event_append(
        actor=actor, action=Action.AUDIT_EXPORTED, object_type="audit_log", details={"kind": kind, **filters}
    )


def _lock_and_read_head() -> tuple[int, str]:
    # Two statements on purpose: the second's snapshot is taken after the lock, so it sees the event of whoever held it.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [APPEND_LOCK])
    head = AuditEvent.objects.order_by("-sequence").values_list("sequence", "hash").first()
    return head or (0, GENESIS)
