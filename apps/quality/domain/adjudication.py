"""A second reading of decided drafts: how cases are drawn, what a reader answers, and when an answer stands. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from uuid import UUID

from apps.quality.domain.facts import CountsAs

READERS = 2  # of every case; a third where these two differ
FEWEST_PEOPLE = 3  # reviewers: a rate of fewer is somebody's own
MOST_CASES = 500  # of one stratum in one round: each takes two physicians' time
SEED_LETTERS = 32  # hexadecimal


class Stratum(StrEnum):
    """The two halves of the decisions that are rated, each sampled by itself."""

    OVERRIDE = "override"
    ACCEPT = "accept"


STRATUM_OF: Mapping[str, Stratum] = {
    CountsAs.REJECTED: Stratum.OVERRIDE,
    CountsAs.SUBSTANTIVE: Stratum.OVERRIDE,
    CountsAs.STYLE: Stratum.ACCEPT,
    CountsAs.UNEDITED: Stratum.ACCEPT,
}


class Verdict(StrEnum):
    """What a reader says of the draft as the machine wrote it."""

    SOUND = "sound"
    WORDING = "wording"
    ERROR = "error"
    MUST_NOT = "must_not"
    CANNOT_TELL = "cannot_tell"


VERDICT_WORDS: Mapping[Verdict, tuple[str, str]] = {
    Verdict.SOUND: ("Sound as written", "It could have gone out as it stands."),
    Verdict.WORDING: ("Wording only", "What it says is right; how it says it should be better."),
    Verdict.ERROR: (
        "An error of content",
        "A clinical claim, code, criterion, date, side, dose or identity is wrong, or something decisive is missing.",
    ),
    Verdict.MUST_NOT: ("Must not go out", "Wrong as a whole: no edit makes it right."),
    Verdict.CANNOT_TELL: ("Cannot tell", "The chart does not say enough to judge it."),
}
ERRORS = frozenset({Verdict.ERROR, Verdict.MUST_NOT})


class Severity(StrEnum):
    """What could have come of the error, had it gone out."""

    NONE = "none"
    MINOR = "minor"
    SERIOUS = "serious"


SEVERITY_WORDS: Mapping[Severity, str] = {
    Severity.NONE: "No harm",
    Severity.MINOR: "Minor harm, or delay",
    Severity.SERIOUS: "Serious harm",
}


class Gold(StrEnum):
    """What stands once enough readers have answered."""

    WAITS = ""
    ERROR = "error"
    NO_ERROR = "no_error"
    CANNOT_TELL = "cannot_tell"  # no two readers said the same


GOLD_WORDS: Mapping[str, str] = {
    Gold.ERROR: "An error of content",
    Gold.NO_ERROR: "No error of content",
    Gold.CANNOT_TELL: "Could not be told",
}


def is_error(verdict: str) -> bool | None:
    """Return whether a verdict says that the content is wrong; None where its reader could not tell."""
    return None if verdict == Verdict.CANNOT_TELL else verdict in ERRORS


def gold_of(verdicts: Sequence[str]) -> Gold:
    """Return what stands after these answers: what two readers say alike, and nothing before two have answered."""
    said = [is_error(verdict) for verdict in verdicts]
    for gold, error in ((Gold.ERROR, True), (Gold.NO_ERROR, False)):
        if said.count(error) >= READERS:
            return gold
    both_lost = len(said) == READERS and said.count(None) == READERS
    return Gold.CANNOT_TELL if both_lost or len(said) > READERS else Gold.WAITS


def seats_for(verdicts: Sequence[str]) -> int:
    """Return how many readers a case needs, as it has been answered so far: a third where two do not say the same."""
    return READERS + 1 if len(verdicts) == READERS and gold_of(verdicts) is Gold.WAITS else max(READERS, len(verdicts))


def place_in_line(seed: str, *what: object) -> str:
    """Return where something stands in a line that the seed shuffles: anybody with the seed finds the same."""
    return sha256(":".join([seed, *map(str, what)]).encode()).hexdigest()


def drawn(frame: Sequence[UUID], size: int, seed: str) -> list[UUID]:
    """Return a sample of so many, each equally likely: those whose places in line come first."""
    return sorted(frame, key=lambda one: place_in_line(seed, one))[:size]


def frame_sha256(frame: Sequence[UUID]) -> str:
    """Return the hash of a frame: its ids in order, a line each."""
    return sha256("\n".join(sorted(map(str, frame))).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Drawn:
    """One stratum as it was drawn: how many decisions it held, which, and how many were taken."""

    frame: int
    sha256: str
    sample: int

    @property
    def fraction(self) -> float:
        return self.sample / self.frame if self.frame else 0.0

    def as_json(self) -> dict[str, int | str]:
        return {"frame": self.frame, "sha256": self.sha256, "sample": self.sample}


def why_not_period(*, is_begun: bool, is_ordered: bool) -> str:
    """Return why a period cannot be sampled, or an empty text."""
    if not is_ordered:
        return "The first day comes after the last. Change one of them."
    return "" if is_begun else "The period ends in the future. Choose a last day up to today."


def why_not_answer(verdict: str, claims: Sequence[int], severity: str, known: Sequence[int]) -> str:
    """Return why an answer cannot be kept, or an empty text."""
    if verdict not in set(Verdict):
        return "Choose what the draft is, as it is written."
    if verdict not in ERRORS:
        return ""
    if severity not in set(Severity):
        return "Choose what could have come of the error."
    if set(claims) - set(known):
        return "One of the sentences chosen is not in this draft. Choose among those shown."
    return ""
