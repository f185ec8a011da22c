"""Which rows of governance stand for an act, and how its event names them."""

from apps.audit.domain.actions import Action
from apps.audit.domain.recorded import Recorded

RECORDED = (Recorded("governance_legalhold", "legal holds", (Action.LEGAL_HOLD_PLACED,)),)
