"""The states of a version of the index, as data."""

from collections.abc import Mapping
from enum import StrEnum

from apps.audit.domain.actions import Action


class IndexStatus(StrEnum):
    BUILDING = "BUILDING"  # new documents are indexed in it; the older ones follow
    READY = "READY"  # holds every document that the version in use holds
    ACTIVE = "ACTIVE"  # every search answers from it
    RETIRED = "RETIRED"  # was in use; its passages are kept until it is dropped
    DROPPED = "DROPPED"


VALID_TRANSITIONS: Mapping[IndexStatus, frozenset[IndexStatus]] = {
    IndexStatus.BUILDING: frozenset({IndexStatus.READY, IndexStatus.DROPPED}),
    IndexStatus.READY: frozenset({IndexStatus.ACTIVE, IndexStatus.BUILDING, IndexStatus.DROPPED}),
    IndexStatus.ACTIVE: frozenset({IndexStatus.RETIRED}),
    IndexStatus.RETIRED: frozenset({IndexStatus.BUILDING, IndexStatus.DROPPED}),
    IndexStatus.DROPPED: frozenset({IndexStatus.BUILDING}),
}

AUDIT_EVENT: Mapping[IndexStatus, Action] = {
    IndexStatus.BUILDING: Action.INDEX_STARTED,
    IndexStatus.READY: Action.INDEX_READY,
    IndexStatus.ACTIVE: Action.INDEX_SWITCHED,
    IndexStatus.RETIRED: Action.INDEX_SWITCHED,
    IndexStatus.DROPPED: Action.INDEX_DROPPED,
}

# Who moves a version out of this state: a worker, or a person in the control room.
OWNER: Mapping[IndexStatus, str] = {
    IndexStatus.BUILDING: "worker",
    IndexStatus.READY: "person",
    IndexStatus.ACTIVE: "person",
    IndexStatus.RETIRED: "person",
    IndexStatus.DROPPED: "person",
}

WRITTEN = frozenset({IndexStatus.BUILDING, IndexStatus.READY, IndexStatus.ACTIVE})  # new documents are indexed in these
