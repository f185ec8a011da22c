"""The weekly look at the log (45 CFR 164.308(a)(1)(ii)(D)): which weeks are due, and what of a week is worth a look."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from apps.audit.domain.actions import Action
from apps.core.domain.reasons import IN_WORDS, says_why

A_WEEK = timedelta(days=7)
DUE_AFTER = timedelta(days=7)  # our own figure: signed off within the week that follows
MOST_WEEKS = 26
LONGEST_NOTE = 1000


class Conclusion(StrEnum):
    """What a reviewer found in a week."""

    NOTHING = "nothing"
    FOLLOWED_UP = "followed_up"
    INCIDENT = "incident"


CONCLUSION_WORDS: Mapping[Conclusion, tuple[str, str]] = {
    Conclusion.NOTHING: ("Nothing stood out", "You looked at what is counted on this page, and none of it needs more."),
    Conclusion.FOLLOWED_UP: ("Asked about", "Something stood out, you asked, and the answer explains it. Say what."),
    Conclusion.INCIDENT: ("Incident", "Something has to be handled as an incident. Say what, and who takes it up."),
}


@dataclass(frozen=True, slots=True)
class Watch:
    """Acts that a reviewer looks at together, with why."""

    name: str
    why: str
    actions: tuple[Action, ...]


WATCHES = (
    Watch(
        "Failed sign-ins and proofs", "Many at one account may be somebody who guesses.",
        (Action.SIGN_IN_FAILED, Action.STEP_UP_FAILED, Action.STEP_UP_CLOSED, Action.PROVIDER_SIGN_IN_REFUSED),
    ),
    Watch(
        "Ways into an account", "Each should have been asked for by the person whose account it is: ask them.",
        (
            Action.PASSWORD_LINK_MADE, Action.PASSWORD_LINK_USED, Action.PASSWORD_CHANGED,
            Action.SIGNED_IN_NEW_PLACE, Action.RECOVERY_CODES_MADE, Action.RECOVERY_CODE_USED,
            Action.ACCOUNT_PROVISIONED, Action.SIGNING_FACTOR_ADDED, Action.SIGNING_FACTOR_REMOVED,
            Action.SIGNING_FACTORS_RESET, Action.SIGNING_KEY_HALTED,
        ),
    ),
    Watch(
        "Refusals", "Somebody who tries doors, or a role that lacks a right it needs.",
        (
            Action.REFUSED, Action.READ_DENIED, Action.REIDENTIFICATION_REFUSED, Action.IDENTITY_NOT_REVEALED,
            Action.CROSSING_REFUSED, Action.SHRED_REFUSED, Action.LOG_DESTRUCTION_REFUSED,
        ),
    ),
    Watch(
        "Emergencies and reveals", "Each emergency has a review of its own beside this one.",
        (
            Action.BREAK_GLASS_OPENED, Action.BREAK_GLASS_REPEATED, Action.BREAK_GLASS_REFUSED,
            Action.EMERGENCY_ACCOUNT_SET,
            Action.EMERGENCY_ACCOUNT_USED, Action.EMERGENCY_CHOICE_SHOWN, Action.IDENTITY_REVEALED,
            Action.PATIENT_FOUND,
        ),
    ),
    Watch(
        "People and rights", "Every new right should have been asked for, and every one that ends, too.",
        (
            Action.ORGANIZATION_CREATED, Action.PERSON_CREATED, Action.PERSON_ACTIVATED, Action.PERSON_DEACTIVATED,
            Action.PERSON_DEPROVISIONED, Action.ROLE_CHANGED, Action.TEAM_CREATED, Action.TEAM_MEMBER_ADDED,
            Action.TEAM_MEMBER_REMOVED, Action.GRANT_GIVEN, Action.GRANT_REMOVED, Action.GRANTS_CLEANED,
            Action.GRANTS_LOOKED_UP, Action.DELEGATION_GIVEN, Action.DELEGATION_ENDED,
        ),
    ),
    Watch(
        "What left the building", "Each line should have a recipient and a purpose.",
        (
            Action.DOCUMENT_EXPORTED, Action.PAYER_REQUEST_SENT, Action.PAYER_REQUEST_DOWNLOADED,
            Action.TRACE_EXPORTED, Action.REPORT_EXPORTED, Action.REPORT_TAKEN, Action.ROWS_ALLOWED,
            Action.LEARNING_EXPORTED, Action.AUDIT_EXPORTED,
            Action.DISCLOSURES_EXPORTED, Action.DISCLOSURE_RECORDED, Action.ACCESS_EXPORTED,
            Action.TOUCHED_EXPORTED, Action.REDACTION_CASES_EXPORTED, Action.CASES_WRITTEN, Action.BOUNDARY_CROSSED,
        ),
    ),
    Watch(
        "Rules and stops", "Changes of how the workbench works.",
        (
            Action.REVIEW_RULES_SET, Action.KILL_SWITCH_SET, Action.RESUME_CONFIRMED, Action.RELEASE_REGISTERED,
            Action.AGREEMENT_RECORDED, Action.AGREEMENT_WITHDRAWN, Action.LETTERHEAD_CHANGED,
            Action.DOCUMENTS_RELABELLED, Action.PATIENT_CONSENT_RECORDED, Action.PATIENT_CONSENT_REVOKED,
        ),
    ),
    Watch(
        "What was destroyed, and the keys", "None of it comes back: each should have two names and a reason.",
        (
            Action.LEGAL_HOLD_PLACED, Action.LEGAL_HOLD_LIFTED, Action.SHRED_ASKED, Action.PATIENT_SHREDDED,
            Action.RECORDS_PURGED, Action.KEY_DESTROYED, Action.KEY_ROTATED, Action.KEY_ADDED, Action.KEY_REMOVED,
        ),
    ),
    Watch(
        "The log itself", "What is not in the log cannot be looked at: each gap and each end should be known to you.",
        (
            Action.LOG_CHECKED, Action.LOG_RECONCILED, Action.LOG_ALARM_KNOWN, Action.LOG_GAP_SIGNED,
            Action.LOG_RESUMED, Action.LOG_DESTRUCTION_ASKED, Action.LOG_DESTRUCTION_CONFIRMED,
            Action.LOG_SEGMENT_DESTROYED, Action.LOG_DESTRUCTION_FINISHED,
        ),
    ),
)  # fmt: skip

# Nobody signs off a week in which one of these happened as if nothing stood out, without a look at it or a word on it.
# An emergency that was reviewed had its look.
LOOK_FIRST = (
    Action.LOG_GAP_SIGNED, Action.LOG_CHECKED, Action.LOG_RECONCILED, Action.BREAK_GLASS_OPENED,
    Action.PASSWORD_LINK_USED, Action.SIGNING_FACTORS_RESET, Action.SIGNING_KEY_HALTED, Action.EMERGENCY_ACCOUNT_USED,
)  # fmt: skip


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def weeks_over(first: date, today: date) -> Iterator[date]:
    """Yield the Mondays of the weeks that are over, the newest first, back to the one of ``first``, at most 26."""
    monday, oldest = monday_of(today) - A_WEEK, monday_of(first)
    for _ in range(MOST_WEEKS):
        if monday < oldest:
            return
        yield monday
        monday -= A_WEEK


def is_overdue(monday: date, today: date) -> bool:
    """Return whether a week should have been signed off by now."""
    return monday + A_WEEK + DUE_AFTER <= today


def why_not_concluded(conclusion: str, note: str, unread: Sequence[str] = ()) -> str:
    """Return why a week cannot be signed off so, in a sentence, or an empty text.

    ``unread`` names what should be looked at first and was not.
    """
    if conclusion not in set(Conclusion):
        return "Choose what you found."
    if len(note) > LONGEST_NOTE:
        return f"Shorten your note to {LONGEST_NOTE} characters; it has {len(note)}."
    if conclusion != Conclusion.NOTHING and not says_why(note):
        return f"Say in your note what stood out and what came of it. {IN_WORDS}"
    if conclusion == Conclusion.NOTHING and unread and not says_why(note):
        named = "; ".join(unread)
        return f"Look first at what is marked so, or say in your note why it needs no look: {named}."
    return ""
