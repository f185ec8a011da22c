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


VALID_TRANSITIONS: Mapping[DraftStatus, frozenset[DraftStatus]] = {
    DraftStatus.QUEUED: frozenset({DraftStatus.RETRIEVED, DraftStatus.BLOCKED, DraftStatus.FAILED, DraftStatus.HALTED}),
    DraftStatus.RETRIEVED: frozenset(
        {DraftStatus.GENERATED, DraftStatus.BLOCKED, DraftStatus.FAILED, DraftStatus.HALTED}
    ),
    DraftStatus.GENERATED: frozenset({DraftStatus.READY, DraftStatus.BLOCKED, DraftStatus.FAILED, DraftStatus.HALTED}),
    DraftStatus.READY: frozenset(),
    DraftStatus.BLOCKED: frozenset(),
    DraftStatus.FAILED: frozenset({DraftStatus.QUEUED}),
    DraftStatus.HALTED: frozenset({DraftStatus.QUEUED}),
}

AUDIT_EVENT: Mapping[DraftStatus, Action] = {
    DraftStatus.QUEUED: Action.DRAFT_REQUESTED,
    DraftStatus.RETRIEVED: Action.DRAFT_RETRIEVED,
    DraftStatus.GENERATED: Action.DRAFT_GENERATED,
    DraftStatus.READY: Action.DRAFT_READY,
    DraftStatus.BLOCKED: Action.DRAFT_BLOCKED,
    DraftStatus.FAILED: Action.DRAFT_FAILED,
    DraftStatus.HALTED: Action.DRAFT_HALTED,
}

# Who moves a draft out of this state: a worker, a person, or nobody.
OWNER: Mapping[DraftStatus, str] = {
    DraftStatus.QUEUED: "worker",
    DraftStatus.RETRIEVED: "worker",
    DraftStatus.GENERATED: "worker",
    DraftStatus.READY: "nobody",
    DraftStatus.BLOCKED: "nobody",
    DraftStatus.FAILED: "person",
    DraftStatus.HALTED: "person",
}

IN_PROGRESS = frozenset(status for status, owner in OWNER.items() if owner == "worker")
