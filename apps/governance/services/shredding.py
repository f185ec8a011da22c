"""Destroying one patient's record: asked for by one person, confirmed by another, done in one transaction."""

from collections import Counter
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
from apps.governance.models import ShredRequest
from apps.governance.selectors.holds import why_held
from apps.governance.selectors.rooms import erasers, patient_organization
from apps.governance.services.holds import checked_reason, retention_lock
from apps.governance.services.machine import data_keys_destroy

if TYPE_CHECKING:
    from apps.access.models import Person

WHY = "patient_shredded"
NOBODY = "Your organization has no patient with this id."
NO_REQUEST = "Nobody has asked for this patient's record to be destroyed, or it was destroyed already."


@transaction.atomic
def shred_ask(*, patient_id: UUID, reason: str, person: "Person", actor: Actor) -> ShredRequest:
    """Ask for a patient's record to be destroyed. Nothing is destroyed until another person confirms.

    Raises NotAllowed, and RetentionError for a missing reason or one that names somebody, an unknown patient, a legal
    hold or a second request.
    """
    check_may(person, Permission.MANAGE_RETENTION)
    retention_lock()
    _check_may_go(person, patient_id)
    reason = checked_reason(reason, patient_id, person.organization_id)
    if ShredRequest.objects.filter(patient_id=patient_id).exists():
        raise RetentionError("This was asked for before; it waits for another person, or was done.")
    request = ShredRequest.objects.create(
        organization_id=person.organization_id, patient_id=patient_id, reason=reason, asked_by=person
    )
    _record(request, Action.SHRED_ASKED, actor)
    return request


@transaction.atomic
def shred_withdraw(*, request_id: UUID, person: "Person", actor: Actor) -> None:
    """Take back a request that nobody confirmed."""
    check_may(person, Permission.MANAGE_RETENTION)
    retention_lock()
    request = _open_request(person, pk=request_id)
    _record(request, Action.SHRED_WITHDRAWN, actor)
    request.delete()


@transaction.atomic
def shred_confirm(*, request_id: UUID, person: "Person", actor: Actor) -> Counter[str]:
    """Destroy the record now and return how many rows of which table that touched. The caller has asked the password.

    Everything or nothing: the patient's data key and whatever any room holds go in this transaction, and the audit log
    stays. Raises NotAllowed, and RetentionError under a legal hold or for whoever asked for it themselves.
    """
    check_may(person, Permission.MANAGE_RETENTION)
    retention_lock()
    request = _open_request(person, pk=request_id)
    if request.asked_by_id == person.pk:
        raise RetentionError("Who asked for it does not confirm it. Another person has to.", "asked_themselves")
    _check_may_go(person, request.patient_id)
    request.confirmed_by, request.confirmed_at = person, clock.now()
    request.save(update_fields=["confirmed_by", "confirmed_at"])
    warrant = _record(request, Action.PATIENT_SHREDDED, actor)
    counts: Counter[str] = Counter()
    for eraser in erasers():
        counts.update(eraser.erase(patient_id=request.patient_id, event_id=warrant, actor=actor))
    counts["core_datakey"] = data_keys_destroy(
        subjects=[request.patient_id], reason_code=WHY, patient_id=request.patient_id, actor=actor
    )
    event_append(
        actor=actor, action=Action.SHRED_COUNTED, patient_id=request.patient_id, object_type="shred_request",
        object_id=request.pk, details={"rows": {table: count for table, count in counts.items() if count}},
    )  # fmt: skip
    return counts


@transaction.atomic
def shred_refusal_record(*, request_id: UUID, code: str, person: "Person", actor: Actor) -> None:
    """Record that somebody confirmed what they may not: the act itself was rolled back. ``code`` says why."""
    request = ShredRequest.objects.filter(organization=person.organization_id, pk=request_id).first()
    if request is not None:
        event_append(
            actor=actor, action=Action.SHRED_REFUSED, patient_id=request.patient_id, object_type="shred_request",
            object_id=request.pk, outcome=Outcome.FAILURE, details={"reason": code},
        )  # fmt: skip


def _open_request(person: "Person", **which: UUID) -> ShredRequest:
    mine = ShredRequest.objects.filter(organization=person.organization_id, confirmed_at=None, **which)
    request = mine.select_for_update().first()
    if request is None:
        raise RetentionError(NO_REQUEST)
    return request


def _check_may_go(person: "Person", patient_id: UUID) -> None:
    if patient_organization(patient_id) != person.organization_id:
        raise RetentionError(NOBODY, "nothing_to_destroy")
    if sentence := why_held(person.organization_id, patient_id):
        raise RetentionError(sentence, "legal_hold")


def _record(request: ShredRequest, action: Action, actor: Actor) -> UUID:
    return event_append(
        actor=actor, action=action, patient_id=request.patient_id, object_type="shred_request", object_id=request.pk,
        details={"asked_by": str(request.asked_by_id)},
    ).id  # fmt: skip
