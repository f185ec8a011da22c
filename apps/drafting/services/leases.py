"""Who works on a draft now: taken by a conditional update, proved by a fencing token at the moment of saving."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q

from apps.core import clock
from apps.core.actors import Actor
from apps.drafting.domain.errors import LeaseLost
from apps.drafting.domain.status import DraftStatus
from apps.drafting.models import Draft
from apps.drafting.services.acts import act_of
from apps.drafting.services.transitions import move
from apps.governance.selectors import generation_allowed
from apps.redaction.selectors import may_on_patient

LEASE = timedelta(minutes=2)  # longer than a step takes; a lost worker's draft waits this long
MOST_ATTEMPTS = 3  # of one step; then a person decides


@transaction.atomic
def lease_take(*, draft_id: str | UUID, expected: DraftStatus, worker: str, actor: Actor) -> Draft | None:
    """Return the draft, now leased to ``worker``, or None when there is nothing to do for it.

    In the same transaction it is asked whether the machine may run, whether the person who asked still may see the
    chart, and whether the step has been tried too often; each "no" ends the draft with a sentence.
    """
    moment = clock.now()
    taken = (
        Draft.objects.filter(pk=draft_id, status=expected)
        .filter(Q(lease_until=None) | Q(lease_until__lt=moment))
        .update(lease_owner=worker, lease_until=moment + LEASE, fence=F("fence") + 1, attempt=F("attempt") + 1)
    )
    if taken != 1:
        return None  # somebody else has it, or it has moved on: the bell rang twice
    draft = Draft.objects.select_related("requested_by", "policy", "release").get(pk=draft_id)
    return None if _stopped(draft, actor) else draft


def _stopped(draft: Draft, actor: Actor) -> bool:
    verdict = generation_allowed(act_of(draft))
    if not verdict.allowed:
        move(draft, DraftStatus.HALTED, actor=actor, reason=verdict.sentence, bucket="halted")
    elif not may_on_patient(draft.requested_by, draft.patient_id, "view_chart", emergency=False):
        move(draft, DraftStatus.BLOCKED, actor=actor, reason="Who asked for this draft may no longer see the chart.")
    elif draft.attempt > MOST_ATTEMPTS:
        move(draft, DraftStatus.FAILED, actor=actor, reason=_gave_up(draft), bucket="worker")
    else:
        return False
    return True


def _gave_up(draft: Draft) -> str:
    doing = {"QUEUED": "reading the chart", "RETRIEVED": "writing", "GENERATED": "checking"}[draft.status]
    return (
        f"Drafting broke off {MOST_ATTEMPTS} times while {doing} and was given up. Nothing was lost: start it again, "
        "or write the document by hand."
    )


def lease_hold(draft_id: str | UUID, fence: int) -> Draft:
    """Lock the draft for saving. Call inside a transaction. Raises LeaseLost when a newer lease was taken."""
    draft = Draft.objects.select_for_update().get(pk=draft_id)
    if draft.fence != fence or not draft.lease_owner:
        raise LeaseLost("Another worker took this draft over; what this one made is not saved.")
    return draft


@transaction.atomic
def lease_release(*, draft_id: str | UUID, fence: int, actor: Actor) -> None:
    """Let go of a lease after an error that may pass; the attempt stays counted."""
    Draft.objects.filter(pk=draft_id, fence=fence).update(lease_owner="", lease_until=None)
