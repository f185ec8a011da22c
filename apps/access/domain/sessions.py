"""When a session is over: nobody used it for too long, or it has lasted as long as any may (H03, S06)."""

from dataclasses import dataclass
from enum import StrEnum


class EndReason(StrEnum):
    IDLE = "idle"
    ABSOLUTE = "absolute"


@dataclass(frozen=True, slots=True)
class Limits:
    """In seconds. ``warning`` is how long before the end a person is asked whether they are still there."""

    idle: int
    absolute: int
    warning: int


def why_over(*, began: float, used: float, now: float, limits: Limits) -> EndReason | None:
    """Return why a session is over, or None. Its own length comes first: no use of it counts after that."""
    if now - began >= limits.absolute:
        return EndReason.ABSOLUTE
    return EndReason.IDLE if now - used >= limits.idle else None


def seconds_left(*, began: float, used: float, now: float, limits: Limits) -> tuple[int, int]:
    """Return the seconds until a session is over if nobody uses it, and until it is over in any case."""
    until = max(0, int(began + limits.absolute - now))
    return min(until, max(0, int(used + limits.idle - now))), until


def end_words(reason: EndReason | str, limits: Limits) -> str:
    """Return why a person finds themselves signed out, in a sentence."""
    if reason == EndReason.ABSOLUTE:
        hours = limits.absolute // 3600
        return f"A session lasts {hours} hour{'s' if hours != 1 else ''} at most, and yours was over."
    minutes = limits.idle // 60
    return f"Nobody used this session for {minutes} minute{'s' if minutes != 1 else ''}, so it was closed."
