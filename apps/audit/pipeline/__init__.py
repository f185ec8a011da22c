"""Signing heads of the log, handing them to witnesses, and taking the log out so that anybody can verify it."""

from pathlib import Path

from apps.audit import verify_log
from apps.audit.log_key import key_make, key_read
from apps.audit.pipeline.checking import Found, log_check, log_read
from apps.audit.pipeline.exporting import export_lines, export_lines_to
from apps.audit.pipeline.handing import heads_hand_out
from apps.audit.pipeline.reconciling import log_reconcile
from apps.audit.pipeline.retiring import Warrant, segment_destroy
from apps.audit.pipeline.signing import GAP_REASONS, gap_sign, head_sign, log_stop

VERIFIER = Path(verify_log.__file__)

__all__ = [
    "GAP_REASONS",
    "VERIFIER",
    "Found",
    "Warrant",
    "export_lines",
    "export_lines_to",
    "gap_sign",
    "head_sign",
    "heads_hand_out",
    "key_make",
    "key_read",
    "log_check",
    "log_read",
    "log_reconcile",
    "log_stop",
    "segment_destroy",
]
