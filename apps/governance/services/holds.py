"""Legal holds: placed and lifted by people, with a reason. Their lock is also the purge's and the shred's."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.db import connection, transaction

from apps.access.domain.roles import Permission
from apps.access.selectors import check_may, reason_refusal
from apps.audit.domain.actions import Action
from apps.audit.services import event_append
from apps.core import clock
from apps.core.actors import Actor
from apps.core.domain.reasons import IN_WORDS, says_why
from apps.governance.errors import RetentionError
from apps.governance.models import LegalHold
from apps.governance.selectors.rooms import draft_owner, patient_organization
from apps.governance.services.switch import LONGEST_REASON

if TYPE_CHECKING:
    from apps.access.models import Person

RETENTION_LOCK = 0x4B454550  # "KEEP": a hold waits for the batch that runs, and the next batch sees the hold


def retention_lock() -> None:
    """Let holds, purges and shreds follow one another. Call inside a transaction, first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [RETENTION_LOCK])


def checked_reason(reason: str, patient_id: UUID | None, organization_id: UUID) -> str:
    """Return the reason on one line.

    Raises RetentionError, with a sentence, for none, one word, one that is too long, or one that names somebody: it
    stays in plain words when the patient's record is destroyed.
    """
    reason = " ".join(reason.split())
    if not reason:
        raise RetentionError("Say why, without naming the patient.")
    if len(reason) > LONGEST_REASON:
        raise RetentionError(f"Shorten the reason to {LONGEST_REASON} characters; it has {len(reason)}.")
    if sentence := reason_refusal(patient_id, reason, organization_id=organization_id):
        raise RetentionError(sentence)
    if not says_why(reason):
        raise RetentionError(IN_WORDS)
    return reason


@transaction.atomic
def hold_place(
    *,
    reason: str,
    patient_id: UUID | None = None,
    draft_id: UUID | None = None,
    person: "Person",
    actor: Actor,
) -> LegalHold:
    """Stop every purge and shred of a patient, of a draft (and its patient's shred), or of the whole organization.

    Raises NotAllowed, and RetentionError for a missing reason or one that names somebody, and for a patient or draft
    the organization does not have.
    """
    check_may(person, Permission.MANAGE_RETENTION)
    retention_lock()
    patient_id = _patient_of(person, patient_id, draft_id)
    hold = LegalHold.objects.create(
        organization_id=person.organization_id, patient_id=patient_id, draft_id=draft_id,
        reason=checked_reason(reason, patient_id, person.organization_id), placed_by=person,
    )  # fmt: skip
    _record(hold, Action.LEGAL_HOLD_PLACED, actor)
    return hold


def _patient_of(person: "Person", patient_id: UUID | None, draft_id: UUID | None) -> UUID | None:
    """Return the patient whom a hold covers, None for all of the organization's. Raises RetentionError."""
    organization: UUID | None = None
    if draft_id is not None:
        organization, patient_id = draft_owner(draft_id) or (None, None)
    elif patient_id is not None:
        organization = patient_organization(patient_id)
    else:
        return None
    if organization != person.organization_id:
        raise RetentionError("Your organization has no patient or draft with this id.")
    return patient_id


@transaction.atomic
def hold_lift(*, hold_id: UUID, reason: str, person: "Person", actor: Actor) -> LegalHold:
    """End a hold; what it covered follows its periods again from the next purge on.

    Raises NotAllowed, and RetentionError without a reason, or for a hold that does not stand.
    """
    check_may(person, Permission.MANAGE_RETENTION)
    retention_lock()
    hold = LegalHold.objects.filter(organization=person.organization_id, pk=hold_id, lifted_at=None).first()
    if hold is None:
        raise RetentionError("This hold does not stand any more; nothing was changed.")
    hold.lifted_reason = checked_reason(reason, hold.patient_id, person.organization_id)
    hold.lifted_by, hold.lifted_at = person, clock.now()
    hold.save(update_fields=["lifted_by", "lifted_at", "lifted_reason"])
    _record(hold, Action.LEGAL_HOLD_LIFTED, actor)
    return hold


def _record(hold: LegalHold, action: Action, actor: Actor) -> None:
    event_append(
        actor=actor.within(hold.organization_id), action=action, patient_id=hold.patient_id or "",
        object_type="legal_hold", object_id=hold.pk,
        details={"draft_id": str(hold.draft_id)} if hold.draft_id else {},
    )  # fmt: skip
