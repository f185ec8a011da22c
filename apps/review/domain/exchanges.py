"""A bundle on its way to a payer's system and back, as data."""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum


class ExchangeKind(StrEnum):
    REQUEST = "request"
    UPDATE = "update"


class ExchangeState(StrEnum):
    """Where a bundle stands. ``UNDERWAY``: it was sent, and what became of it is not known yet."""

    PREPARED = "prepared"
    UNDERWAY = "underway"
    REJECTED = "rejected"
    PENDED = "pended"
    ANSWERED = "answered"
    REPLACED = "replaced"  # by an update that the payer took, or by a request that was prepared anew


class Via(StrEnum):
    """How an answer came."""

    ANSWER = "answer"  # to the sending itself
    INQUIRY = "inquiry"
    FILE = "file"


SENT = (ExchangeState.UNDERWAY, ExchangeState.PENDED, ExchangeState.ANSWERED)
AWAITED = (ExchangeState.UNDERWAY, ExchangeState.PENDED)
STATE_WORDS: Mapping[ExchangeState, str] = {
    ExchangeState.PREPARED: "Prepared, not sent",
    ExchangeState.UNDERWAY: "Sent, and no answer was read yet",
    ExchangeState.REJECTED: "Transmission error: the payer did not judge it",
    ExchangeState.PENDED: "Pended by the payer",
    ExchangeState.ANSWERED: "Answered by the payer",
    ExchangeState.REPLACED: "Replaced by a later request",
}
ASKED_EVERY = timedelta(days=1)  # P05: once a day, to find a notification that was missed
ASKED_FOR = timedelta(days=183)  # six months: so long a payer keeps a pended request
