"""Acts on coverage policies: loaded, written, validated by another person, retired. What was validated stays."""

from apps.coverage.services.codes import codes_load
from apps.coverage.services.deciding import (
    policy_keep,
    policy_retire,
    policy_retire_ask,
    policy_send_back,
    policy_submit,
    policy_validate,
)
from apps.coverage.services.loading import policy_adopt, policy_load
from apps.coverage.services.sources import policy_export, policy_source_attach
from apps.coverage.services.writing import policy_discard, policy_edit, policy_import, policy_version_begin

__all__ = [
    "codes_load",
    "policy_adopt",
    "policy_discard",
    "policy_edit",
    "policy_export",
    "policy_import",
    "policy_keep",
    "policy_load",
    "policy_retire",
    "policy_retire_ask",
    "policy_send_back",
    "policy_source_attach",
    "policy_submit",
    "policy_validate",
    "policy_version_begin",
]  # fmt: skip
