"""Where a delegation stands, in one word."""

from datetime import datetime
from enum import StrEnum


class Standing(StrEnum):
    """Whether a delegation counts."""

    TO_COME = "to come"
    NOW = "now"
    ENDED = "ended"
    OVER = "over"


def state_of(starts_at: datetime, ends_at: datetime, ended_at: datetime | None, moment: datetime) -> Standing:
    """Return where a delegation stands at a moment."""
    if ended_at is not None:
        return Standing.ENDED
    if ends_at <= moment:
        return Standing.OVER
    return Standing.NOW if starts_at <= moment else Standing.TO_COME
