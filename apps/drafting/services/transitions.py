"""The one way a draft changes its status: checked against the table, recorded in the same transaction."""

from typing import Any

from apps.audit.domain.actions import Outcome
from apps.audit.services import event_append
from apps.core import clock
from apps.core.actors import Actor
from apps.drafting.domain.status import AUDIT_EVENT, VALID_TRANSITIONS, DraftStatus
from apps.drafting.models import Draft

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
    draft.lease_owner, draft.lease_until = "", None
    draft.ready_at = clock.now() if to is DraftStatus.READY else None
    draft.save()
    event_append(
        actor=actor,
        action=AUDIT_EVENT[to],
        patient_id=str(draft.patient_id),
        object_type="draft",
        object_id=str(draft.pk),
        outcome=Outcome.FAILURE if to in BAD_ENDS else Outcome.SUCCESS,
        details={"from": before.value, "fence": draft.fence, "bucket": bucket, **(details or {})},
    )
    return draft
