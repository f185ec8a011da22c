"""Which rows of the belt stand for an act, and how its event names them."""

from apps.audit.domain.actions import Action
from apps.audit.domain.recorded import Recorded

RECORDED = (Recorded("drafting_draft", "drafts", (Action.DRAFT_REQUESTED,)),)
