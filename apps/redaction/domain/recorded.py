"""Which rows of the wall stand for an act, and how its event names them."""

from apps.audit.domain.actions import Action
from apps.audit.domain.recorded import Recorded

RECORDED = (
    Recorded(
        "redaction_redactioncorrection", "corrections of the redaction", (Action.REDACTION_CORRECTED,), "correction_id"
    ),
)
