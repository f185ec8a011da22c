"""May the machine run, which machine is it, what is held, what is due, what was destroyed."""

from apps.governance.selectors.agreements import AgreementRow, Leave, agreement_rows, leave_to
from apps.governance.selectors.holds import held_now, holds_of, why_held
from apps.governance.selectors.interruptions import interruptions_of
from apps.governance.selectors.log_segments import (
    LogAge,
    LogSegment,
    log_age,
    log_destructions,
    log_segments,
    why_not_asked,
)
from apps.governance.selectors.machine import feedback_of, release_get, releases
from apps.governance.selectors.parts import code_in_use, packages_sha256
from apps.governance.selectors.retention import (
    ClassStatus,
    classes_status,
    destroyed_sentence,
    purges_lately,
    request_rows,
    shred_requests_of,
)
from apps.governance.selectors.switch import (
    generation_allowed,
    generation_for,
    kill_switch_history,
    kill_switch_newest,
    kill_switches_now,
    resume_requests_open,
)

__all__ = [
    "AgreementRow", "ClassStatus", "Leave", "LogAge", "LogSegment", "agreement_rows", "classes_status",
    "code_in_use", "destroyed_sentence", "feedback_of", "generation_allowed", "generation_for", "held_now",
    "holds_of", "interruptions_of", "kill_switch_history", "kill_switch_newest", "kill_switches_now",
    "leave_to", "log_age", "log_destructions", "log_segments", "packages_sha256", "purges_lately",
    "release_get", "releases", "request_rows", "resume_requests_open", "shred_requests_of", "why_held", "why_not_asked",
]  # fmt: skip
