"""Which rows of access stand for an act, and how its event names them."""

from apps.audit.domain.actions import Action
from apps.audit.domain.recorded import Recorded

RECORDED = (Recorded("access_breakglassgrant", "emergencies", (Action.BREAK_GLASS_OPENED,)),)
