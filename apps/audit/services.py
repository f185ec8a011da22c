"""The one way to write into the log."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import DatabaseError, connection, transaction

from apps.audit.domain.actions import Action, Outcome
from apps.audit.domain.chain import fragments
from apps.audit.domain.details import plain_details
from apps.audit.domain.looks import EMERGENCY
from apps.audit.errors import LogStopped
from apps.audit.models import AuditEvent
from apps.core import clock
from apps.core.actors import Actor
from apps.core.context import address, in_emergency, request_id

APPEND_LOCK = 0x41554449  # "AUDI": the advisory lock under which one event follows another (audit_append takes it)
STOPPED = "55000"  # what audit_append raises while the log is stopped
LOG_STOPPED = (
    "The audit log is stopped: this database holds less than its witnesses have seen, as after a backup was restored. "
    "Nothing can be done here, because nothing could be recorded, until an officer has signed the gap. Nothing was "
    "changed by what you just did; ask your privacy officer."
)


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
    the transaction ends: append last, and keep slow work before it. Raises AppendOutsideTransaction, NotRecordable and
    LogStopped.
    """
    if not connection.in_atomic_block:
        raise AppendOutsideTransaction(f"{action} was to be recorded outside the transaction of its act.")
    row: dict[str, Any] = {
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
        "address": address(),
        "details": _plain(details, str(patient_id or "")),
    }
    event = AuditEvent(**row, **_append(row))
    event._state.adding, event._state.db = False, connection.alias
    return event


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


@transaction.atomic
def week_viewed(*, actor: Actor, week: str) -> AuditEvent:
    """Record that somebody looked at a week of the log as a whole; ``week`` is its Monday."""
    return event_append(actor=actor, action=Action.AUDIT_WEEK_VIEWED, object_type="audit_log", details={"week": week})


@transaction.atomic
def log_exported(*, actor: Actor, kind: str, filters: Mapping[str, Any]) -> AuditEvent:
    """Record that somebody took a part of the log out: in which form, and narrowed by which opaque ids and days.

    Call it before the first line leaves, and read up to it: a file that is cut off was still begun.
    """
    return event_append(
        actor=actor, action=Action.AUDIT_EXPORTED, object_type="audit_log", details={"kind": kind, **filters}
    )


def _append(row: Mapping[str, Any]) -> dict[str, Any]:
    """Let the database take the lock, read the head, seal the row and write it, in one round trip (decision 0052)."""
    with connection.cursor() as cursor:
        try:
            cursor.execute("SELECT appended, follows, sealed FROM audit_append(%s, %s)", fragments(row))
        except DatabaseError as error:
            if getattr(error.__cause__, "sqlstate", "") == STOPPED:
                raise LogStopped(LOG_STOPPED) from error
            raise
        sequence, previous_hash, sealed = cursor.fetchone()
    return {"sequence": sequence, "previous_hash": previous_hash, "hash": sealed}
