"""When a session is over: nobody used it for too long, or it has lasted as long as any may (H03, S06)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class EndReason(StrEnum):
    IDLE = "idle"
    ABSOLUTE = "absolute"
    ELSEWHERE = "elsewhere"  # they signed in once more than the limit allows
    REVOKED = "revoked"  # by themselves, from another session
    ENDED = "ended"  # by an administrator
    ACCESS = "access"  # their role, their factors, their password or their access changed


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


WORDS: Mapping[str, str] = {
    EndReason.ELSEWHERE: "You signed in on another device, with as many sessions open as one person may have. The "
    "oldest, this one, was closed.",
    EndReason.REVOKED: "You ended this session from another one.",
    EndReason.ENDED: "An administrator ended your sessions.",
    EndReason.ACCESS: "Your access changed: your role, your password, or what you sign in with.",
}


def end_words(reason: EndReason | str, limits: Limits) -> str:
    """Return why a person finds themselves signed out, in a sentence."""
    if reason in WORDS:
        return WORDS[reason]
    if reason == EndReason.ABSOLUTE:
        hours = limits.absolute // 3600
        return f"A session lasts {hours} hour{'s' if hours != 1 else ''} at most, and yours was over."
    minutes = limits.idle // 60
    return f"Nobody used this session for {minutes} minute{'s' if minutes != 1 else ''}, so it was closed."
