"""May the machine run, which machine is it, what is held, what is due, what was destroyed."""

from apps.governance.selectors.agreements import AgreementRow, Leave, agreement_rows, leave_to
from apps.governance.selectors.holds import held_now, holds_of, why_held
from apps.governance.selectors.machine import (
    SCOPE,
    generation_allowed,
    kill_switch_history,
    kill_switch_newest,
    releases,
)
from apps.governance.selectors.retention import (
    ClassStatus,
    classes_status,
    destroyed_sentence,
    purges_lately,
    request_rows,
    shred_requests_of,
)

__all__ = [
    "SCOPE", "AgreementRow", "ClassStatus", "Leave", "agreement_rows", "classes_status", "destroyed_sentence",
    "generation_allowed", "held_now", "holds_of", "kill_switch_history", "kill_switch_newest", "leave_to",
    "purges_lately", "releases", "request_rows", "shred_requests_of", "why_held",
]  # fmt: skip
