"""Changes to who may, and the proofs that it is they. Each change records itself."""

from apps.access.errors import AccessError
from apps.access.services.attempts import STEP_UP_ATTEMPTS, STEP_UP_WINDOW
from apps.access.services.audit_review import audit_review_sign
from apps.access.services.emergencies import (
    break_glass_end,
    break_glass_lapse,
    break_glass_open,
    break_glass_refuse,
    break_glass_review,
)
from apps.access.services.factors import app_begin, app_confirm, factor_remove, factors_reset, key_add, key_begin
from apps.access.services.log_alarms import log_alarm_take_up
from apps.access.services.notices import notices_read
from apps.access.services.passwords import password_change, password_link_make, password_link_use
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
from apps.access.services.provider_sign_in import provider_sign_in, provider_sign_in_begin
from apps.access.services.reviews import LONGEST_FINDINGS, access_review_sign
from apps.access.services.roles import care_team_member_remove, person_role_follow, person_role_set
from apps.access.services.second import (
    passkey_prove,
    recovery_code_take,
    recovery_codes_make,
    second_prove,
)
from apps.access.services.signing_in import sign_in_failed, sign_in_record
from apps.access.services.standing import (
    Departure,
    account_provision,
    emergency_used,
    own_sessions_end,
    person_deprovision,
    person_emergency_set,
    person_sessions_end,
)
from apps.access.services.step_up import step_up_begin, step_up_check, step_up_prove

__all__ = [
    "LONGEST_FINDINGS",
    "STEP_UP_ATTEMPTS",
    "STEP_UP_WINDOW",
    "AccessError",
    "Departure",
    "access_review_sign",
    "account_link",
    "account_provision",
    "app_begin",
    "app_confirm",
    "audit_review_sign",
    "break_glass_end",
    "break_glass_lapse",
    "break_glass_open",
    "break_glass_refuse",
    "break_glass_review",
    "care_team_create",
    "care_team_member_add",
    "care_team_member_remove",
    "emergency_used",
    "factor_remove",
    "factors_reset",
    "key_add",
    "key_begin",
    "letterhead_set",
    "log_alarm_take_up",
    "notices_read",
    "organization_create",
    "own_sessions_end",
    "passkey_prove",
    "password_change",
    "password_link_make",
    "password_link_use",
    "person_active_set",
    "person_create",
    "person_deprovision",
    "person_emergency_set",
    "person_role_follow",
    "person_role_set",
    "person_sessions_end",
    "provider_answer",
    "provider_begin",
    "provider_sign_in",
    "provider_sign_in_begin",
    "provider_stray",
    "provider_unused",
    "recovery_code_take",
    "recovery_codes_make",
    "second_prove",
    "sign_in_failed",
    "sign_in_record",
    "step_up_begin",
    "step_up_check",
    "step_up_prove",
]
