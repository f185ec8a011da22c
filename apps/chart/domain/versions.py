"""Which of two versions of a resource stands, as a pure decision."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Version:
    """One version of one resource: stored already, or just arriving."""

    sha256: str
    version_id: str = ""
    last_updated: datetime | None = None
    current: bool = False
    same_message: bool = False  # as the arriving one, in this reading or an earlier one


class Decision(StrEnum):
    UNCHANGED = "unchanged"
    STAND = "stand"  # becomes the current version
    FILE = "file"  # kept, but older than what stands
    STAND_AGAIN = "stand again"  # an earlier content has come back
    AMBIGUOUS = "ambiguous"  # twice in one message, differently, and nothing says which is later


def is_older(one: Version, other: Version) -> bool:
    """Return whether ``one`` says of itself that it is older than ``other``; False when they do not tell."""
    if one.last_updated and other.last_updated and one.last_updated != other.last_updated:
        return one.last_updated < other.last_updated
    if one.version_id.isdigit() and other.version_id.isdigit():
        return int(one.version_id) < int(other.version_id)
    return False


def is_told_apart(one: Version, other: Version) -> bool:
    """Return whether the two say of themselves which is the later."""
    return is_older(one, other) or is_older(other, one)


def decide(arriving: Version, known: Sequence[Version]) -> Decision:
    """Return what to do with an arriving version, given every version known of the same resource."""
    standing = next((version for version in known if version.current), None)
    if standing is None:
        return Decision.STAND
    if arriving.sha256 == standing.sha256:
        return Decision.UNCHANGED
    twins = [version for version in known if version.sha256 == arriving.sha256]
    if any(version.same_message for version in twins):
        return Decision.UNCHANGED  # a message that is read again brings nothing back that was replaced since
    seen = bool(twins)
    if standing.same_message and not seen and not is_told_apart(arriving, standing):
        return Decision.AMBIGUOUS
    if is_older(arriving, standing):
        return Decision.UNCHANGED if seen else Decision.FILE
    return Decision.STAND_AGAIN if seen else Decision.STAND
