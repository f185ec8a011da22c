"""The emergency in data: why it may be declared, for how long, and what becomes of it afterwards."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from math import ceil

from apps.core.domain.reasons import IN_WORDS, says_why

LONGEST = timedelta(minutes=60)
LONGEST_REASON = 500
MINUTES = (15, 30, 60)  # what the page offers
ATTEMPTS = 5  # of naming a patient, within the window
ATTEMPTS_WINDOW = timedelta(minutes=15)
# How the two ends are called where the log is exchanged (F21): DICOM, part 16, CID 403.
SUBTYPE_STARTED = "110127"
SUBTYPE_STOPPED = "110138"

NOT_FOUND = (
    "Nobody here has this record number and this date of birth together. Check both on the wristband or the transfer "
    "sheet. The attempt is recorded."
)
CLOSED = "Too many attempts that named nobody. Wait fifteen minutes, or ask who treats the patient for a grant."

NO_OWN = "Nobody judges an emergency that they declared themselves. Another privacy officer does."
STILL_OPEN = "The chart is still open. What was looked at is complete when it is closed."


class EmergencyReason(StrEnum):
    """The closed list of reasons (F20)."""

    EMERGENCY_TREATMENT = "emergency_treatment"
    COVERING_FOR_A_COLLEAGUE = "covering_for_a_colleague"
    PATIENT_CANNOT_CONSENT = "patient_cannot_consent"
    PUBLIC_HEALTH = "public_health"
    OTHER = "other"

    @property
    def label(self) -> str:
        return self.value.replace("_", " ").capitalize()


class EmergencyOutcome(StrEnum):
    """What the privacy officer found of an opening."""

    APPROPRIATE = "appropriate"
    NOT_APPROPRIATE = "not_appropriate"
    FOLLOW_UP = "follow_up"

    @property
    def label(self) -> str:
        return OUTCOME_WORDS[self]


OUTCOME_WORDS: Mapping[EmergencyOutcome, str] = {
    EmergencyOutcome.APPROPRIATE: "Appropriate",
    EmergencyOutcome.NOT_APPROPRIATE: "Not appropriate",
    EmergencyOutcome.FOLLOW_UP: "Needs follow-up",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """An opening that nobody has ended, as the page of who opened it shows it."""

    patient_id: str
    expires_at: datetime
    seconds_left: int
    is_here: bool = False  # the page it is shown on is of that chart

    @property
    def minutes_left(self) -> int:
        return ceil(self.seconds_left / 60)


def standing_of(rows: list[dict[str, str]], moment: datetime, here: str = "") -> tuple[Standing, ...]:
    """Return what is still open of the openings that nobody ended.

    That of the patient whom the page is about (``here``) comes first, then the one that ends first.
    """
    ends = [(row["patient_id"], datetime.fromisoformat(row["expires_at"])) for row in rows]
    open_ = sorted((patient_id != here, end, patient_id) for patient_id, end in ends if end > moment)
    return tuple(
        Standing(patient_id, end, ceil((end - moment).total_seconds()), not elsewhere)
        for elsewhere, end, patient_id in open_
    )


def has_lapsed(rows: list[dict[str, str]], moment: datetime) -> bool:
    """Say whether the time of one of them is over, so that its end has to be recorded."""
    return any(datetime.fromisoformat(row["expires_at"]) <= moment for row in rows)


def one_line(text: str) -> str:
    """Return a text on one line."""
    return " ".join(text.split())


def why_no_reason(code: str, reason: str) -> str:
    """Return why this is no reason to declare an emergency, or an empty text."""
    if code not in set(EmergencyReason):
        return "Choose one of the reasons of the list."
    return _why_not_said(reason, "Say why, without naming the patient.", "reason")


def why_no_attestation(text: str) -> str:
    """Return why these words say not enough of what was found, or an empty text."""
    return _why_not_said(text, "Say in a sentence what you looked at and what you found.", "attestation")


def _why_not_said(text: str, missing: str, called: str) -> str:
    if not one_line(text):
        return missing
    if len(one_line(text)) > LONGEST_REASON:
        return f"Shorten the {called} to {LONGEST_REASON} characters; it has {len(one_line(text))}."
    if not says_why(text):
        return IN_WORDS
    return ""
