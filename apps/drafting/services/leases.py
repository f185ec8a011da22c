"""Who works on a draft now: taken by a conditional update, proved by a fencing token at the moment of saving."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Case, F, Q, Value, When

from apps.core import clock
from apps.core.actors import Actor
from apps.drafting.domain.buckets import Bucket, gave_up
from apps.drafting.domain.errors import LeaseLost
from apps.drafting.domain.status import DraftStatus
from apps.drafting.models import Draft
from apps.drafting.services.acts import act_of
from apps.drafting.services.budgets import budget_left
from apps.drafting.services.transitions import move
from apps.governance.selectors import generation_allowed
from apps.redaction.selectors import may_on_patient

MOST_ATTEMPTS = 3  # of one step; then a person decides
SPENDING = (DraftStatus.QUEUED, DraftStatus.RETRIEVED)  # what was paid for already is finished


def lease_length() -> timedelta:
    """Return how long a lease lasts: longer than between two looks; a lost worker's draft waits for it."""
    return timedelta(seconds=settings.WORKBENCH_LEASE_SECONDS)


@transaction.atomic
def lease_take(*, draft_id: str | UUID, expected: DraftStatus, worker: str, actor: Actor) -> Draft | None:
    """Return the draft, now leased to ``worker``, or None when there is nothing to do for it.

    In the same transaction it is asked whether the machine may run, whether the person who asked still may see the
    chart, whether the step has been tried too often and whether the day's budget holds; each "no" ends the draft with a
    sentence.
    """
    moment = clock.now()
    taken = (
        Draft.objects.filter(pk=draft_id, status=expected)
        .filter(Q(lease_until=None) | Q(lease_until__lt=moment))
        .update(
            lease_owner=worker,
            lease_until=moment + lease_length(),
            leased_at=moment,
            fence=F("fence") + 1,
            attempt=F("attempt") + 1,
            # Whoever held a lease that ran out was lost; whoever let go of it said why.
            bucket=Case(When(lease_until__isnull=False, then=Value(Bucket.WORKER.value)), default=F("bucket")),
        )
    )
    if taken != 1:
        return None  # somebody else has it, or it has moved on: the bell rang twice
    draft = Draft.objects.select_related("requested_by", "policy", "release", "organization").get(pk=draft_id)
    return None if _stopped(draft, actor.within(draft.organization_id)) else draft


def _stopped(draft: Draft, actor: Actor) -> bool:
    verdict = generation_allowed(act_of(draft))
    if not verdict.allowed:
        move(draft, DraftStatus.HALTED, actor=actor, reason=verdict.sentence, bucket=Bucket.HALTED)
    elif not may_on_patient(draft.requested_by, draft.patient_id, "view_chart", emergency=False):
        move(draft, DraftStatus.BLOCKED, actor=actor, reason="Who asked for this draft may no longer see the chart.")
    elif draft.attempt > MOST_ATTEMPTS:
        lease_give_up(draft, draft.bucket, actor=actor)
    elif draft.status in SPENDING and (sentence := budget_left(draft)):
        move(draft, DraftStatus.FAILED, actor=actor, reason=sentence, bucket=Bucket.BUDGET)
    else:
        return False
    return True


def lease_give_up(draft: Draft, bucket: str, *, actor: Actor) -> None:
    """End a draft whose step was tried often enough, with what broke it last. Call inside a transaction."""
    sentence = gave_up(DraftStatus(draft.status), bucket, MOST_ATTEMPTS)
    move(draft, DraftStatus.FAILED, actor=actor, reason=sentence, bucket=bucket or Bucket.WORKER)


def lease_renew(*, draft_id: str | UUID, fence: int) -> None:
    """Hold a lease for longer, while its token is the newest. Raises LeaseLost."""
    until = clock.now() + lease_length()
    held = Draft.objects.filter(pk=draft_id, fence=fence).exclude(lease_owner="").update(lease_until=until)
    if not held:
        raise LeaseLost("Another worker took this draft over; what this one makes is not saved.")


def lease_hold(draft_id: str | UUID, fence: int) -> Draft:
    """Lock the draft for saving. Call inside a transaction. Raises LeaseLost when a newer lease was taken."""
    draft = Draft.objects.select_for_update().get(pk=draft_id)
    if draft.fence != fence or not draft.lease_owner:
        raise LeaseLost("Another worker took this draft over; what this one made is not saved.")
    return draft


@transaction.atomic
def lease_release(*, draft_id: str | UUID, fence: int, bucket: str, actor: Actor) -> None:
    """Let go of a lease after an error that may pass; the attempt stays counted. After the last one the draft ends."""
    held = Draft.objects.select_for_update().filter(pk=draft_id, fence=fence).exclude(lease_owner="").first()
    if held is None:
        return
    if held.attempt >= MOST_ATTEMPTS:
        lease_give_up(held, bucket, actor=actor)
        return
    held.lease_owner, held.lease_until, held.bucket = "", None, bucket
    held.save(update_fields=["lease_owner", "lease_until", "bucket"])
