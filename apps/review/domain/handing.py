"""Handing a draft over: what becomes of the asking, and when a holder counts as away."""

from datetime import datetime, timedelta
from enum import StrEnum

AWAY_AFTER = timedelta(minutes=15)  # as long as a session goes without use
SHORTEST_REASON = 10  # characters: enough to say something


class Answer(StrEnum):
    ASKED = "asked"
    GIVEN = "given"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    TAKEN = "taken"  # without an answer: the holder was away


def is_away(last_act: datetime | None, now: datetime) -> bool:
    """Return whether a holder who last did something here then counts as away."""
    return last_act is None or now - last_act >= AWAY_AFTER
