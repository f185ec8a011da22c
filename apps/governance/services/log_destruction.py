"""Destroying the oldest part of the log: asked for by one person, confirmed by another, done where its key is."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from apps.access.domain.roles import Permission
from apps.access.selectors import check_may
from apps.audit.domain.actions import Action, Outcome
from apps.audit.services import event_append
from apps.core import clock
from apps.core.actors import Actor
from apps.governance.errors import RetentionError
from apps.governance.models import LogDestruction
from apps.governance.selectors.log_segments import ASKED_BEFORE, log_segments
from apps.governance.services.holds import checked_reason, retention_lock

if TYPE_CHECKING:
    from apps.access.models import Person

NOTHING_DUE = "No segment of the log is due, or a hold covers those that are. Nothing was asked for."
NO_REQUEST = "Nobody has asked for this, or it was withdrawn or confirmed already. Nothing was changed."


@transaction.atomic
def log_destruction_ask(*, reason: str, person: "Person", actor: Actor) -> LogDestruction:
    """Ask for every segment to be destroyed whose time is over now and that no hold covers.

    Raises NotAllowed, and RetentionError for a reason that is missing or names somebody, where nothing is due, or where
    a request is open.
    """
    check_may(person, Permission.MANAGE_RETENTION)
    retention_lock()
    goes = [row for row in log_segments() if row.goes]
    if not goes:
        raise RetentionError(NOTHING_DUE)
    if LogDestruction.objects.filter(finished_at=None).exists():
        raise RetentionError(ASKED_BEFORE)
    request = LogDestruction.objects.create(
        organization_id=person.organization_id, up_to=goes[-1].segment.last, asked_by=person,
        count=sum(row.segment.count for row in goes), reason=checked_reason(reason, None, person.organization_id),
    )  # fmt: skip
    _record(request, Action.LOG_DESTRUCTION_ASKED, actor)
    return request


@transaction.atomic
def log_destruction_withdraw(*, request_id: UUID, person: "Person", actor: Actor) -> None:
    """Take back a request that nobody confirmed."""
    check_may(person, Permission.MANAGE_RETENTION)
    request = _open(request_id, person)
    _record(request, Action.LOG_DESTRUCTION_WITHDRAWN, actor)
    request.delete()


@transaction.atomic
def log_destruction_confirm(*, request_id: UUID, person: "Person", actor: Actor) -> LogDestruction:
    """Confirm what somebody else asked for. The caller has asked the password. Nothing is destroyed by this yet."""
    check_may(person, Permission.MANAGE_RETENTION)
    request = _open(request_id, person)
    if request.asked_by_id == person.pk:
        raise RetentionError("Who asked for it does not confirm it. Another person has to.", "asked_themselves")
    request.confirmed_by, request.confirmed_at = person, clock.now()
    request.save(update_fields=["confirmed_by", "confirmed_at"])
    _record(request, Action.LOG_DESTRUCTION_CONFIRMED, actor)
    return request


@transaction.atomic
def log_destruction_refusal_record(*, request_id: UUID, code: str, person: "Person", actor: Actor) -> None:
    """Record that somebody confirmed what they may not: the act itself was rolled back."""
    request = LogDestruction.objects.filter(organization=person.organization_id, pk=request_id).first()
    if request is not None:
        _record(request, Action.LOG_DESTRUCTION_REFUSED, actor, outcome=Outcome.FAILURE, reason=code)


@transaction.atomic
def log_destruction_finish(*, request: LogDestruction, actor: Actor) -> None:
    """Close a request: every segment it was about is destroyed, or was kept by a hold that came meanwhile."""
    request.finished_at = clock.now()
    request.save(update_fields=["finished_at"])
    _record(request, Action.LOG_DESTRUCTION_FINISHED, actor)


@transaction.atomic
def log_segments_show(*, actor: Actor) -> None:
    """Record that somebody read how old the log is and what of it was destroyed."""
    event_append(actor=actor, action=Action.LOG_SEGMENTS_VIEWED, object_type="audit_log")


def _open(request_id: UUID, person: "Person") -> LogDestruction:
    mine = LogDestruction.objects.filter(organization=person.organization_id, confirmed_at=None)
    request = mine.filter(pk=request_id).select_for_update().first()
    if request is None:
        raise RetentionError(NO_REQUEST)
    return request


def _record(
    request: LogDestruction, action: Action, actor: Actor, outcome: Outcome = Outcome.SUCCESS, **more: str
) -> None:
    event_append(
        actor=actor, action=action, object_type="log_destruction", object_id=request.pk, outcome=outcome,
        details={"up_to": request.up_to, "count": request.count, "asked_by": str(request.asked_by_id), **more},
    )  # fmt: skip
