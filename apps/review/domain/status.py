"""The states of a review item, the outcomes of a decision, the reasons behind it: as data."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from apps.audit.domain.actions import Action
from apps.review.domain import authorizations, requests


class ReviewStatus(StrEnum):
    OPEN = "OPEN"
    CLAIMED = "CLAIMED"
    DECIDED = "DECIDED"
    RETURNED = "RETURNED"
    WITHDRAWN = "WITHDRAWN"
    AWAITING_SECOND = "AWAITING_SECOND"
    SIGNED = "SIGNED"
    AMENDED = "AMENDED"


class Outcome(StrEnum):
    APPROVE = "approve"
    EDIT = "edit"
    REJECT = "reject"
    CANNOT_JUDGE = "cannot_judge"
    RETURN = "return"  # to who asked for it, with what the reviewer needs


class ClaimState(StrEnum):
    """What a person did to one claim."""

    CONFIRMED = "confirmed"
    EDITED = "edited"
    CITED = "cited"  # it reads as the machine wrote it, and rests on evidence that the person chose
    REMOVED = "removed"
    WAIVED = "waived"


class ReturnAct(StrEnum):
    """What who asked for a returned draft does with it."""

    ANSWERED = "answered"
    SENT_BACK = "sent_back"
    WITHDRAWN = "withdrawn"


class EditClass(StrEnum):
    NONE = "none"
    STYLE = "style"
    SUBSTANTIVE = "substantive"


VALID_TRANSITIONS: Mapping[ReviewStatus, frozenset[ReviewStatus]] = {
    ReviewStatus.OPEN: frozenset({ReviewStatus.CLAIMED}),
    ReviewStatus.CLAIMED: frozenset(
        {ReviewStatus.OPEN, ReviewStatus.DECIDED, ReviewStatus.RETURNED, ReviewStatus.AWAITING_SECOND}
        | {ReviewStatus.SIGNED}
    ),
    ReviewStatus.DECIDED: frozenset({ReviewStatus.CLAIMED}),  # re-opened: the last decision counts, the first is kept
    ReviewStatus.RETURNED: frozenset({ReviewStatus.OPEN, ReviewStatus.CLAIMED, ReviewStatus.WITHDRAWN}),
    ReviewStatus.WITHDRAWN: frozenset(),
    ReviewStatus.AWAITING_SECOND: frozenset({ReviewStatus.CLAIMED, ReviewStatus.SIGNED}),  # refused, or signed again
    ReviewStatus.SIGNED: frozenset({ReviewStatus.AMENDED}),
    ReviewStatus.AMENDED: frozenset({ReviewStatus.AMENDED}),  # a further addendum
}

# What else moves in this room, by the name it is shown under beside ``review``.
FURTHER_MACHINES: Mapping[str, Mapping[Any, frozenset[Any]]] = {
    "authorization": authorizations.VALID_TRANSITIONS,
    "document_request": requests.VALID_TRANSITIONS,
}

# The check of the claims has ended, for everybody. Who signs second still opens the evidence.
OVER = frozenset(
    {ReviewStatus.DECIDED, ReviewStatus.RETURNED, ReviewStatus.WITHDRAWN, ReviewStatus.SIGNED, ReviewStatus.AMENDED}
)

OWNER: Mapping[ReviewStatus, str] = {
    ReviewStatus.OPEN: "any reviewer",
    ReviewStatus.CLAIMED: "the reviewer who claimed it",
    ReviewStatus.DECIDED: "any reviewer",
    ReviewStatus.RETURNED: "who asked for the draft",
    ReviewStatus.WITHDRAWN: "nobody",
    ReviewStatus.AWAITING_SECOND: "a second signer",
    ReviewStatus.SIGNED: "nobody; a signer amends it",
    ReviewStatus.AMENDED: "nobody; a signer amends it",
}

AUDIT_EVENT: Mapping[Outcome, Action] = {
    Outcome.APPROVE: Action.DRAFT_APPROVED,
    Outcome.EDIT: Action.DRAFT_EDITED,
    Outcome.REJECT: Action.DRAFT_REJECTED,
    Outcome.CANNOT_JUDGE: Action.DRAFT_NOT_JUDGED,
    Outcome.RETURN: Action.DRAFT_SENT_TO_REQUESTER,
}

ENDS_IN: Mapping[Outcome, ReviewStatus] = {
    Outcome.APPROVE: ReviewStatus.SIGNED,
    Outcome.EDIT: ReviewStatus.SIGNED,
    Outcome.REJECT: ReviewStatus.DECIDED,
    Outcome.CANNOT_JUDGE: ReviewStatus.DECIDED,
    Outcome.RETURN: ReviewStatus.RETURNED,
}

RETURN_AUDIT_EVENT: Mapping[ReturnAct, Action] = {
    ReturnAct.ANSWERED: Action.RETURN_ANSWERED,
    ReturnAct.SENT_BACK: Action.RETURN_SENT_BACK,
    ReturnAct.WITHDRAWN: Action.DRAFT_WITHDRAWN,
}

CLAIM_AUDIT_EVENT: Mapping[ClaimState, Action] = {
    ClaimState.CONFIRMED: Action.CLAIM_CONFIRMED,
    ClaimState.EDITED: Action.CLAIM_EDITED,
    ClaimState.CITED: Action.SPAN_CITED,
    ClaimState.REMOVED: Action.CLAIM_REMOVED,
    ClaimState.WAIVED: Action.CLAIM_WAIVED,
}

RELEASED = frozenset({ReviewStatus.SIGNED, ReviewStatus.AMENDED})  # every signature it needs is under it
HOLDS_SIGNATURE = RELEASED | {ReviewStatus.AWAITING_SECOND}
ENDED = RELEASED | {ReviewStatus.DECIDED, ReviewStatus.WITHDRAWN}  # nobody has it on the desk
REOPENED_FROM = frozenset({ReviewStatus.DECIDED, ReviewStatus.RETURNED})

SIGNABLE = frozenset({Outcome.APPROVE, Outcome.EDIT})

# "If this draft had gone out unread, how badly could the patient have been harmed?"
HARM: Mapping[str, str] = {
    "no": "Not at all",
    "minor": "Minor harm",
    "serious": "Serious harm",
    "unsure": "Cannot tell",
}
# Asked before without a degree; "no" and "unsure" meant what they mean now.
FORMER_HARM: Mapping[str, str] = {"yes": "Yes, degree not asked"}
HARM_WORDS: Mapping[str, str] = {**HARM, **FORMER_HARM}

REASON_CODES_VERSION = 1
REASON_CODES: Mapping[str, str] = {
    "unsupported": "Unsupported by the chart",
    "contradicts": "Contradicts the chart",
    "wrong_patient": "Wrong patient or encounter",
    "omission": "Omission",
    "outdated": "Outdated evidence",
    "wrong_code_side_dose": "Wrong code, laterality or dose",
    "criterion_misread": "Criterion misread or wrong policy version",
    "over_certain": "Over-certain wording",
    "should_abstain": "Should have abstained",
    "style": "Style or length",
    "billing_legal": "Billing or legal",
    "redaction_damage": "Redaction damage",
    "other": "Other",
}
# Why a claim is kept in spite of what the check says: nothing is wrong with it, so nothing of the list above fits.
WAIVER_REASONS: Mapping[str, str] = {
    "finding_mistaken": "The finding is mistaken: the chart does say so",
    "seen_elsewhere": "It stands elsewhere in the record",
    "known_first_hand": "I know it from the patient or from my own examination",
    "contrary_outweighed": "What speaks against it is older, or was an error",
    "needs_no_source": "It needs no source: nothing of the decision rests on it",
    "other": "Other",
}
CLAIM_REASONS: Mapping[str, str] = {**REASON_CODES, **WAIVER_REASONS}  # both, as claims carry them
