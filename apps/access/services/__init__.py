"""Changes to who may, and the proofs that it is they. Each change records itself."""

from apps.access.services.attempts import STEP_UP_ATTEMPTS, STEP_UP_WINDOW
from apps.access.services.emergencies import (
    break_glass_end,
    break_glass_lapse,
    break_glass_open,
    break_glass_refuse,
    break_glass_review,
    reason_said,
    why_not_reviewed,
    why_not_tried,
)
from apps.access.services.factors import app_begin, app_confirm, factor_remove, factors_reset, key_add, key_begin
from apps.access.services.people import (
    care_team_create,
    care_team_member_add,
    letterhead_set,
    organization_create,
    person_active_set,
    person_create,
)
from apps.access.services.provider import (
    account_link,
    provider_answer,
    provider_begin,
    provider_stray,
    provider_unused,
)
from apps.access.services.step_up import step_up_begin, step_up_check, step_up_prove

__all__ = [
    "STEP_UP_ATTEMPTS",
    "STEP_UP_WINDOW",
    "account_link",
    "app_begin",
    "app_confirm",
    "break_glass_end",
    "break_glass_lapse",
    "break_glass_open",
    "break_glass_refuse",
    "break_glass_review",
    "care_team_create",
    "care_team_member_add",
    "factor_remove",
    "factors_reset",
    "key_add",
    "key_begin",
    "letterhead_set",
    "organization_create",
    "person_active_set",
    "person_create",
    "provider_answer",
    "provider_begin",
    "provider_stray",
    "provider_unused",
    "reason_said",
    "step_up_begin",
    "step_up_check",
    "step_up_prove",
    "why_not_reviewed",
    "why_not_tried",
]
