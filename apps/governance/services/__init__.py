"""Stopping the machine and naming it; agreements; holding, purging and destroying what it keeps."""

from apps.governance.services.agreements import agreement_record, agreement_withdraw
from apps.governance.services.feedback import card_show, feedback_give, touched_export_record
from apps.governance.services.holds import hold_lift, hold_place
from apps.governance.services.log_destruction import (
    log_destruction_ask,
    log_destruction_confirm,
    log_destruction_finish,
    log_destruction_refusal_record,
    log_destruction_withdraw,
    log_segments_show,
)
from apps.governance.services.machine import (
    data_key_rotate,
    data_keys_destroy,
    data_keys_rewrap,
    key_add,
    key_remove,
    release_ensure,
)
from apps.governance.services.models import model_file_check, model_files_check, model_register
from apps.governance.services.purging import purge_batch, retention_show
from apps.governance.services.shredding import shred_ask, shred_confirm, shred_refusal_record, shred_withdraw
from apps.governance.services.switch import (
    LONGEST_REASON,
    kill_switch_stop,
    kill_switch_throw,
    resume_ask,
    resume_confirm,
    resume_withdraw,
)

__all__ = [
    "LONGEST_REASON", "agreement_record", "agreement_withdraw", "card_show", "data_key_rotate",
    "data_keys_destroy", "data_keys_rewrap", "feedback_give", "hold_lift", "hold_place", "key_add",
    "key_remove", "kill_switch_stop", "kill_switch_throw", "log_destruction_ask", "log_destruction_confirm",
    "log_destruction_finish", "log_destruction_refusal_record", "log_destruction_withdraw", "log_segments_show",
    "model_file_check", "model_files_check", "model_register", "purge_batch", "release_ensure", "resume_ask",
    "resume_confirm", "resume_withdraw", "retention_show", "shred_ask", "shred_confirm",
    "shred_refusal_record", "shred_withdraw", "touched_export_record",
]  # fmt: skip
