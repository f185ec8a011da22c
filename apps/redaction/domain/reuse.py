"""Which sources may be used again, to teach a machine: what their senders said of them (F14)."""

from collections.abc import Iterable
from enum import StrEnum

# v3-ActCode: not to be reused, to be deleted after use, not to be passed on.
FORBIDS_REUSE = frozenset({"NOREUSE", "DELAU", "NORDSCLCD", "NORDSCLW", "NORDSLCD", "NODSCLCD"})
ORDINARY = frozenset("ULMN")  # v3-Confidentiality up to normal
TAKEN_BACK = "entered-in-error"


class Forbidden(StrEnum):
    """Why a source may not be used again."""

    RESTRICTED = "restricted"  # a label, or a confidentiality beyond normal
    HANDLING = "handling"  # its sender forbids re-use
    TAKEN_BACK = "taken_back"  # its sender withdrew it, or its header names another person
    MISSING = "missing"


def forbidden_by(
    *, level: str, labels: Iterable[str], codes: Iterable[str], status: str, set_aside: bool
) -> Forbidden | None:
    """Return why a document may not be used again, or None. ``codes`` are its sender's, as received."""
    if not FORBIDS_REUSE.isdisjoint(codes):
        return Forbidden.HANDLING
    if any(labels) or level not in ORDINARY:
        return Forbidden.RESTRICTED
    if set_aside or status == TAKEN_BACK:
        return Forbidden.TAKEN_BACK
    return None
