"""The one way to write into the log."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import connection, transaction

from apps.audit.domain.actions import Action, Outcome
from apps.audit.domain.chain import GENESIS, seal
from apps.audit.domain.details import plain_details
from apps.audit.domain.looks import EMERGENCY
from apps.audit.models import AuditEvent
from apps.core import clock
from apps.core.actors import Actor
from apps.core.context import in_emergency, request_id

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
        "details": _plain(details, str(patient_id or "")),
        "previous_hash": last_hash,
    }
    return AuditEvent.objects.create(**row, hash=seal(row))


def _plain(details: Mapping[str, Any] | None, patient_id: str) -> dict[str, Any]:
    """Return the details; what is done to a patient's record in an emergency says so itself (F20, F21)."""
    why = {"purpose_of_use": EMERGENCY} if in_emergency(patient_id) else {}
    return plain_details({**why, **(details or {})})


@transaction.atomic
def log_viewed(*, actor: Actor, filters: Mapping[str, Any]) -> AuditEvent:
    """Record that somebody read the log, and by which opaque ids they narrowed it."""
    return event_append(actor=actor, action=Action.AUDIT_VIEWED, object_type="audit_log", details=filters)


@transaction.atomic
def emergencies_viewed(*, actor: Actor) -> AuditEvent:
    """Record that somebody read which charts were opened in an emergency."""
    return event_append(actor=actor, action=Action.EMERGENCIES_LISTED, object_type="audit_log")


def _lock_and_read_head() -> tuple[int, str]:
    # Two statements on purpose: the second's snapshot is taken after the lock, so it sees the event of whoever held it.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [APPEND_LOCK])
    head = AuditEvent.objects.order_by("-sequence").values_list("sequence", "hash").first()
    return head or (0, GENESIS)
