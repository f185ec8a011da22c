"""Stopping the machine and naming it; agreements; holding, purging and destroying what it keeps."""

from apps.governance.services.agreements import agreement_record, agreement_withdraw
from apps.governance.services.holds import hold_lift, hold_place
from apps.governance.services.machine import (
    LONGEST_REASON,
    data_key_rotate,
    data_keys_destroy,
    data_keys_rewrap,
    key_add,
    key_remove,
    kill_switch_set,
    release_ensure,
)
from apps.governance.services.purging import purge_batch, retention_show
from apps.governance.services.shredding import shred_ask, shred_confirm, shred_refusal_record, shred_withdraw

__all__ = [
    "LONGEST_REASON", "agreement_record", "agreement_withdraw", "data_key_rotate", "data_keys_destroy",
    "data_keys_rewrap", "hold_lift", "hold_place", "key_add", "key_remove", "kill_switch_set", "purge_batch",
    "release_ensure", "retention_show", "shred_ask", "shred_confirm", "shred_refusal_record",
    "shred_withdraw",
]  # fmt: skip
