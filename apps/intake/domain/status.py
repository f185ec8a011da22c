"""The states of an inbound message, as data."""

from collections.abc import Mapping
from enum import StrEnum


class MessageStatus(StrEnum):
    RECEIVED = "RECEIVED"  # raw bytes are safe in the database
    STORED = "STORED"  # parsed into the chart
    REDACTED = "REDACTED"  # every document of it has its redacted text
    INDEXED = "INDEXED"  # every document of it can be searched
    QUARANTINED = "QUARANTINED"  # nothing of it could be taken


VALID_TRANSITIONS: Mapping[MessageStatus, frozenset[MessageStatus]] = {
    MessageStatus.RECEIVED: frozenset({MessageStatus.STORED, MessageStatus.QUARANTINED}),
    MessageStatus.STORED: frozenset({MessageStatus.REDACTED}),
    MessageStatus.REDACTED: frozenset({MessageStatus.INDEXED}),
    MessageStatus.INDEXED: frozenset(),
    MessageStatus.QUARANTINED: frozenset(),
}
