"""The states of a draft, as data."""

from collections.abc import Mapping
from enum import StrEnum

from apps.audit.domain.actions import Action


class DraftStatus(StrEnum):
    QUEUED = "QUEUED"
    RETRIEVED = "RETRIEVED"
    GENERATED = "GENERATED"
    READY = "READY"
    BLOCKED = "BLOCKED"
    FAILED = "FAILED"
    HALTED = "HALTED"
    PURGED = "PURGED"  # nobody decided in time, or the patient's record was destroyed: its text is no longer kept


_STOPS = (DraftStatus.BLOCKED, DraftStatus.FAILED, DraftStatus.HALTED, DraftStatus.PURGED)
VALID_TRANSITIONS: Mapping[DraftStatus, frozenset[DraftStatus]] = {
    DraftStatus.QUEUED: frozenset({DraftStatus.RETRIEVED, *_STOPS}),
    DraftStatus.RETRIEVED: frozenset({DraftStatus.GENERATED, *_STOPS}),
    DraftStatus.GENERATED: frozenset({DraftStatus.READY, *_STOPS}),
    DraftStatus.READY: frozenset({DraftStatus.PURGED}),
    DraftStatus.BLOCKED: frozenset({DraftStatus.PURGED}),
    DraftStatus.FAILED: frozenset({DraftStatus.QUEUED, DraftStatus.PURGED}),
    DraftStatus.HALTED: frozenset({DraftStatus.QUEUED, DraftStatus.PURGED}),
    DraftStatus.PURGED: frozenset(),
}

AUDIT_EVENT: Mapping[DraftStatus, Action] = {
    DraftStatus.QUEUED: Action.DRAFT_REQUESTED,
    DraftStatus.RETRIEVED: Action.DRAFT_RETRIEVED,
    DraftStatus.GENERATED: Action.DRAFT_GENERATED,
    DraftStatus.READY: Action.DRAFT_READY,
    DraftStatus.BLOCKED: Action.DRAFT_BLOCKED,
    DraftStatus.FAILED: Action.DRAFT_FAILED,
    DraftStatus.HALTED: Action.DRAFT_HALTED,
    DraftStatus.PURGED: Action.DRAFT_PURGED,
}

# Who moves a draft out of this state: a worker, a person, the end of its time, or nobody.
OWNER: Mapping[DraftStatus, str] = {
    DraftStatus.QUEUED: "worker",
    DraftStatus.RETRIEVED: "worker",
    DraftStatus.GENERATED: "worker",
    DraftStatus.READY: "time",
    DraftStatus.BLOCKED: "time",
    DraftStatus.FAILED: "person",
    DraftStatus.HALTED: "person",
    DraftStatus.PURGED: "nobody",
}

IN_PROGRESS = frozenset(status for status, owner in OWNER.items() if owner == "worker")
