"""The life of a prior authorization after its signature, as data: what follows what, and what each answer must say."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from apps.audit.domain.actions import Action
from apps.core.domain.days import is_far
from apps.review.domain import typed


class Stage(StrEnum):
    """Where a submitted request stands with the payer."""

    SUBMITTED = "SUBMITTED"
    RECEIVED = "RECEIVED"
    PENDED = "PENDED"
    PEER_TO_PEER = "PEER_TO_PEER"
    APPROVED = "APPROVED"
    PARTLY_APPROVED = "PARTLY_APPROVED"
    DENIED = "DENIED"
    WITHDRAWN = "WITHDRAWN"


class Channel(StrEnum):
    PORTAL = "portal"
    ELECTRONIC = "electronic"
    FAX = "fax"
    PHONE = "phone"
    MAIL = "mail"


class Talk(StrEnum):
    """How far a peer-to-peer conversation is."""

    SCHEDULED = "scheduled"
    HELD = "held"


ANSWERS = (
    Stage.APPROVED, Stage.PARTLY_APPROVED, Stage.DENIED, Stage.PENDED, Stage.PEER_TO_PEER, Stage.WITHDRAWN
)  # fmt: skip
OPEN = frozenset({Stage.SUBMITTED, Stage.RECEIVED, Stage.PENDED, Stage.PEER_TO_PEER})
DECISIONS = frozenset({Stage.APPROVED, Stage.PARTLY_APPROVED, Stage.DENIED, Stage.WITHDRAWN})
BY_PAYER = frozenset({Stage.PENDED, Stage.APPROVED, Stage.PARTLY_APPROVED, Stage.DENIED})  # it had the request then
REFUSALS = frozenset({Stage.DENIED, Stage.PARTLY_APPROVED})

VALID_TRANSITIONS: Mapping[Stage, frozenset[Stage]] = {
    Stage.SUBMITTED: frozenset({Stage.RECEIVED, *ANSWERS}),
    Stage.RECEIVED: frozenset(ANSWERS),
    Stage.PENDED: frozenset(ANSWERS),  # a payer may ask twice
    Stage.PEER_TO_PEER: frozenset(ANSWERS),
    Stage.APPROVED: frozenset(),
    Stage.PARTLY_APPROVED: frozenset({Stage.PEER_TO_PEER, Stage.APPROVED}),
    Stage.DENIED: frozenset({Stage.PEER_TO_PEER, Stage.APPROVED, Stage.PARTLY_APPROVED}),  # reconsidered
    Stage.WITHDRAWN: frozenset(),
}

OWNER: Mapping[Stage, str] = {
    Stage.SUBMITTED: "prior-authorization staff",
    Stage.RECEIVED: "the payer",
    Stage.PENDED: "whoever the documents are asked of",
    Stage.PEER_TO_PEER: "the physician",
    Stage.APPROVED: "nobody",
    Stage.PARTLY_APPROVED: "the physician",
    Stage.DENIED: "the physician",
    Stage.WITHDRAWN: "nobody",
}

AUDIT_EVENT: Mapping[Stage, Action] = {
    Stage.SUBMITTED: Action.AUTHORIZATION_SUBMITTED,
    Stage.RECEIVED: Action.AUTHORIZATION_RECEIVED,
    Stage.PENDED: Action.AUTHORIZATION_PENDED,
    Stage.PEER_TO_PEER: Action.AUTHORIZATION_DISCUSSED,
    Stage.APPROVED: Action.AUTHORIZATION_APPROVED,
    Stage.PARTLY_APPROVED: Action.AUTHORIZATION_PARTLY_APPROVED,
    Stage.DENIED: Action.AUTHORIZATION_DENIED,
    Stage.WITHDRAWN: Action.AUTHORIZATION_WITHDRAWN,
}

STAGE_WORDS: Mapping[Stage, str] = {
    Stage.SUBMITTED: "Submitted",
    Stage.RECEIVED: "Received by the payer",
    Stage.PENDED: "Pended",
    Stage.PEER_TO_PEER: "Peer-to-peer",
    Stage.APPROVED: "Approved by the payer",
    Stage.PARTLY_APPROVED: "Partly approved",
    Stage.DENIED: "Denied",
    Stage.WITHDRAWN: "Withdrawn",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What the payer answered, or what we told it, as a person typed it. ``words`` are the reason or the result."""

    stage: Stage
    answered_on: date
    words: str = ""
    reason_code: str = ""
    notice_on: date | None = None  # the date on the notice of denial: the time to appeal counts from it
    allowed: str = ""
    authorization: str = ""
    period_start: date | None = None
    period_end: date | None = None
    quantity: str = ""
    asked: tuple[str, ...] = field(default_factory=tuple)
    talk: Talk | None = None
    talk_at: datetime | None = None


# P10: a denial is closed with the payer's reason, as a code and in its words, whatever the channel it came by.
NEEDED: Mapping[Stage, Mapping[str, str]] = {
    Stage.APPROVED: {
        "authorization": "Give the authorization number.",
        "period_start": "Give the first day of the authorized period.",
        "period_end": "Give the last day of the authorized period.",
        "quantity": "Say the quantity that was authorized.",
    },
    Stage.PARTLY_APPROVED: {
        "authorization": "Give the authorization number.",
        "allowed": "Say what was allowed.",
        "reason_code": "Choose the payer's reason for refusing the rest.",
        "words": "Give the payer's reason for refusing the rest in its own words.",
        "notice_on": "Give the date on the notice: the time to appeal counts from it.",
    },
    Stage.DENIED: {
        "reason_code": "Choose the payer's reason: a denial is not closed without one.",
        "words": "Give the payer's reason in its own words: a denial is not closed without them.",
        "notice_on": "Give the date on the notice: the time to appeal counts from it.",
    },
    Stage.PENDED: {"asked": "Say what the payer asked for, one document a line."},
    Stage.PEER_TO_PEER: {
        "talk": "Say whether the conversation is scheduled or was held.",
        "talk_at": "Say when the conversation is, or was.",
    },
    Stage.WITHDRAWN: {"words": "Say why the request was withdrawn."},
}
NO_WORDS = "Say it in words: marks and numbers alone tell nobody what was said."
NO_QUANTITY = "Give the quantity that was authorized: more than nothing."
NOTHING = re.compile(r"\s*(?:[-\u2212]\s*\d|0+(?:[.,]0*)?(?![\d.,]))")  # less than nothing, or nothing
NO_RESULT = "Say what came of the conversation."
PERIOD_BACKWARDS = "The authorized period ends before it begins."
PERIOD_FAR = "The authorized period begins more than ten years away. Check its year."
TALK_FAR = "The conversation is more than two years away. Check its year."
FARTHEST_PERIOD, FARTHEST_TALK = 10, 2  # years; a period may end on 31 Dec 9999, which payers write for no end
NOTHING_ANSWERED = "Nothing was answered"  # what a correction says that puts nothing in the place of an answer
NO_ANSWER = "Choose what the payer answered."


def wants_of(answer: Answer) -> dict[str, str]:
    """Return what an answer does not say and must, as field and sentence. Empty when it says everything."""
    needed = NEEDED.get(answer.stage)
    if needed is None:
        return {"stage": NO_ANSWER}
    wants = {name: sentence for name, sentence in needed.items() if not getattr(answer, name)}
    if answer.words and not typed.has_letter(answer.words):
        wants["words"] = NO_WORDS
    if answer.quantity and NOTHING.match(answer.quantity):
        wants["quantity"] = NO_QUANTITY
    if answer.stage is Stage.PENDED and answer.words:
        wants.pop("asked", None)  # it waits for the payer alone, who said so
    if answer.talk is Talk.HELD and not answer.words:
        wants["words"] = NO_RESULT
    if answer.period_start and answer.period_end and answer.period_end < answer.period_start:
        wants["period_end"] = PERIOD_BACKWARDS
    return wants


def why_not_dated(answer: Answer, submitted_on: date, today: date, *, talk_on: date | None = None) -> str:
    """Return why the days of an answer cannot be, or an empty text. ``talk_on`` is the local day of ``talk_at``."""
    if answer.period_start and is_far(answer.period_start, today, years=FARTHEST_PERIOD):
        return PERIOD_FAR
    if not submitted_on <= answer.answered_on <= today:
        return "The answer is dated before the submission or in the future. Check its day."
    if answer.notice_on and not submitted_on <= answer.notice_on <= today:
        return "The notice is dated before the submission or in the future. Check the date on it."
    if answer.talk is Talk.HELD and talk_on and not submitted_on <= talk_on <= today:
        return "A conversation that was held lies between the submission and today. Check its time."
    if talk_on and talk_on < submitted_on:
        return "The conversation is dated before the submission. Check its day."
    return ""
