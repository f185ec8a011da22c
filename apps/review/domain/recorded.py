"""Which rows of the desk stand for an act, and how its event names them."""

from apps.audit.domain.actions import Action
from apps.audit.domain.recorded import Recorded
from apps.review.domain.status import AUDIT_EVENT

RECORDED = (
    Recorded("review_reviewdecision", tuple(AUDIT_EVENT.values()), "decision_id"),
    Recorded("review_signature", (Action.DRAFT_SIGNED,)),
    Recorded("review_secondsignature", (Action.SECOND_SIGNED,), "second_id"),
    Recorded("review_amendment", (Action.DRAFT_AMENDED, Action.DRAFT_ENTERED_IN_ERROR), "amendment_id"),
)
