"""What makes a request complete, before anything is looked up in a chart."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from apps.core.domain.days import is_far
from apps.drafting.domain.claims import DraftKind
from apps.drafting.domain.codes import CodeMalformed, diagnosis_code, service_code
from apps.drafting.domain.errors import RequestRefused

LONGEST_SUBJECT = 300
LONGEST_REASON = 500
FARTHEST = 2  # years
SHORTEST_REASON = 15  # characters: "because urgent" is not a clinician's reason


@dataclass(frozen=True, slots=True)
class RequestedCodes:
    """The codes of a letter in one spelling each: ``HCPCS J0135``, ``M05.79``."""

    service: str = ""
    diagnoses: tuple[str, ...] = ()


def check_words(*, subject: str, urgency: str, urgency_reason: str) -> None:
    """Refuse a request without a subject, or expedited without the clinician's own reason. Raises RequestRefused."""
    if not subject.strip():
        raise RequestRefused("Say in a few words what the draft is for.")
    if len(subject) > LONGEST_SUBJECT:
        raise RequestRefused(f"The subject is longer than {LONGEST_SUBJECT} characters; a few words are enough.")
    if urgency not in {"standard", "expedited"}:
        raise RequestRefused("Urgency is either standard or expedited.")
    if len(urgency_reason) > LONGEST_REASON:
        raise RequestRefused(f"The reason for urgency is longer than {LONGEST_REASON} characters.")
    if urgency == "expedited" and len(urgency_reason.strip()) < SHORTEST_REASON:
        raise RequestRefused("An expedited request needs the clinician's own reason why the standard time would harm.")
    if urgency == "standard" and urgency_reason.strip():
        raise RequestRefused(
            "A reason for urgency was given, but the request is standard. Choose expedited or remove it."
        )


def check_codes(kind: DraftKind, *, has_policy: bool, service: str, diagnoses: Sequence[str]) -> RequestedCodes:
    """Return the codes in one spelling. Raises RequestRefused when a letter lacks one or a code cannot exist."""
    if kind is not DraftKind.PRIOR_AUTH_LETTER:
        if has_policy or service or diagnoses:
            raise RequestRefused("A chart summary takes no policy and no codes. Ask for a prior-authorization letter.")
        return RequestedCodes()
    if not has_policy:
        raise RequestRefused(
            "A prior-authorization letter argues from one policy: choose the payer's policy and version."
        )
    if not service.strip():
        raise RequestRefused("A prior-authorization letter needs the code of the service asked for (HCPCS or CPT).")
    if not diagnoses:
        raise RequestRefused("A prior-authorization letter needs at least one diagnosis code (ICD-10-CM).")
    try:
        return RequestedCodes(
            str(service_code(service)), tuple(dict.fromkeys(diagnosis_code(code).code for code in diagnoses))
        )
    except CodeMalformed as error:
        raise RequestRefused(str(error)) from None


def check_day(kind: DraftKind, service_on: date | None, today: date) -> date | None:
    """Return the date of service of a letter, today where none is given; a summary has none.

    Raises RequestRefused for a day so far away that it was mistyped.
    """
    if kind is not DraftKind.PRIOR_AUTH_LETTER:
        if service_on:
            raise RequestRefused("A chart summary takes no date of service. Ask for a prior-authorization letter.")
        return None
    day = service_on or today
    if is_far(day, today, years=FARTHEST):
        raise RequestRefused("The date of service is more than two years away. Check its year.")
    return day


def check_due(due_at: datetime | None, now: datetime) -> None:
    """Refuse a time so far away that it was mistyped; both are aware. Raises RequestRefused."""
    if due_at and is_far(due_at, now, years=FARTHEST):
        raise RequestRefused("The time by which the draft is needed is more than two years away. Check its year.")
