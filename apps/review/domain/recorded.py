"""Which rows of the desk stand for an act, and how its event names them."""

from apps.audit.domain.actions import Action
from apps.audit.domain.recorded import Recorded
from apps.review.domain.status import AUDIT_EVENT

RECORDED = (
    Recorded("review_reviewdecision", "decisions", tuple(AUDIT_EVENT.values()), "decision_id"),
    Recorded("review_signature", "signatures", (Action.DRAFT_SIGNED,)),
    Recorded("review_secondsignature", "second signatures", (Action.SECOND_SIGNED,), "second_id"),
    Recorded("review_amendment", "addenda", (Action.DRAFT_AMENDED, Action.DRAFT_ENTERED_IN_ERROR), "amendment_id"),
)
