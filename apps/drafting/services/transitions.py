"""The one way a draft changes its status: checked against the table, recorded in the same transaction."""

from datetime import datetime
from typing import Any

from apps.audit.domain.actions import Outcome
from apps.audit.services import event_append
from apps.core import clock
from apps.core.actors import Actor
from apps.drafting.domain.status import AUDIT_EVENT, IN_PROGRESS, VALID_TRANSITIONS, DraftStatus
from apps.drafting.models import Draft, DraftStage

LONGEST_REASON = 500
BAD_ENDS = frozenset({DraftStatus.FAILED, DraftStatus.HALTED})


def move(
    draft: Draft,
    to: DraftStatus,
    *,
    actor: Actor,
    reason: str = "",
    bucket: str = "",
    details: dict[str, Any] | None = None,
) -> Draft:
    """Give a draft its next status, let go of its lease and write the audit event. Call inside a transaction.

    ``reason`` is the sentence people read on a draft that is BLOCKED, FAILED or HALTED.
    """
    before = DraftStatus(draft.status)
    if to not in VALID_TRANSITIONS[before]:
        raise ValueError(f"A draft does not go from {before} to {to}.")
    draft.status = to
    draft.reason = reason[:LONGEST_REASON]
    draft.bucket = bucket
    moment = clock.now()
    _stage_keep(draft, before, moment)
    draft.lease_owner, draft.lease_until, draft.leased_at = "", None, None
    draft.ready_at = moment if to is DraftStatus.READY else None
    draft.entered_at = moment
    if to is DraftStatus.QUEUED:
        draft.queued_at = moment
    draft.save()
    event_append(
        actor=actor.within(draft.organization_id),
        action=AUDIT_EVENT[to],
        patient_id=str(draft.patient_id),
        object_type="draft",
        object_id=str(draft.pk),
        outcome=Outcome.FAILURE if to in BAD_ENDS else Outcome.SUCCESS,
        details={"from": before.value, "fence": draft.fence, "bucket": bucket, **(details or {})},
    )
    return draft


def _stage_keep(draft: Draft, before: DraftStatus, moment: datetime) -> None:
    """Keep how long a draft waited where it was, and how long the work took. One row for a stage a worker ended."""
    if before not in IN_PROGRESS:
        return
    asked = draft.queued_at or draft.created_at
    DraftStage.objects.create(
        draft=draft,
        organization_id=draft.organization_id,
        stage=before,
        end=draft.status,
        bucket=draft.bucket,
        queued_at=asked,
        entered_at=draft.entered_at or asked,
        started_at=draft.leased_at,
        ended_at=moment,
    )
