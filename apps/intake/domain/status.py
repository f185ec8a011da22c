"""The states of an inbound message, as data."""

from collections.abc import Mapping
from enum import StrEnum


class MessageStatus(StrEnum):
    RECEIVED = "RECEIVED"  # raw bytes are safe in the database
    STORED = "STORED"  # parsed into the chart
    REDACTED = "REDACTED"  # every document of it has its redacted text
    INDEXED = "INDEXED"  # every document of it can be searched
    QUARANTINED = "QUARANTINED"  # nothing of it could be taken


# A message that is sent again is read again where something of it was held, so every later state leads back to STORED.
VALID_TRANSITIONS: Mapping[MessageStatus, frozenset[MessageStatus]] = {
    MessageStatus.RECEIVED: frozenset({MessageStatus.STORED, MessageStatus.QUARANTINED}),
    MessageStatus.STORED: frozenset({MessageStatus.REDACTED, MessageStatus.STORED}),
    MessageStatus.REDACTED: frozenset({MessageStatus.INDEXED, MessageStatus.STORED}),
    MessageStatus.INDEXED: frozenset({MessageStatus.STORED}),
    MessageStatus.QUARANTINED: frozenset({MessageStatus.STORED, MessageStatus.QUARANTINED}),
}
UNFINISHED = ("RECEIVED", "STORED", "REDACTED")  # a worker has still to do something


def before(target: MessageStatus) -> list[MessageStatus]:
    """Return the states that lead to ``target``, for an update that holds only when one of them still stands."""
    return [state for state, targets in VALID_TRANSITIONS.items() if target in targets]
