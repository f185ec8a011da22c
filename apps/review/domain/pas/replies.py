"""What a payer's system answered, as a value: each line with its action, or why the request was not read at all."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from apps.review.domain.pas.values import Coded, Delivery


class ReviewAction(StrEnum):
    """HCR01 of the X12 278 response: what the payer decided about a line."""

    CERTIFIED = "A1"
    PARTIAL = "A2"
    NOT_CERTIFIED = "A3"
    PENDED = "A4"
    MODIFIED = "A6"
    CANCELLED = "C"
    CONTACT = "CT"
    NOT_REQUIRED = "NA"


ACTION_WORDS: Mapping[ReviewAction, str] = {
    ReviewAction.CERTIFIED: "Certified in total",
    ReviewAction.PARTIAL: "Certified in part",
    ReviewAction.NOT_CERTIFIED: "Not certified",
    ReviewAction.PENDED: "Pended",
    ReviewAction.MODIFIED: "Modified",
    ReviewAction.CANCELLED: "Cancelled",
    ReviewAction.CONTACT: "Contact the payer",
    ReviewAction.NOT_REQUIRED: "No action required",
}


class ReplyUnreadable(ValueError):
    """Something that is no answer to a request; the sentence repeats none of it."""


@dataclass(frozen=True, slots=True)
class Detail:
    """What was authorized of a line: of a modified one, instead of what was asked (P06)."""

    service: Coded
    delivery: Delivery


@dataclass(frozen=True, slots=True)
class ItemReply:
    """One line of an answer. ``reasons`` are HCR03; ``number`` is the authorization number of the line."""

    sequence: int
    action: ReviewAction | None
    number: str = ""
    reasons: tuple[Coded, ...] = ()
    start: date | None = None
    end: date | None = None
    provider: str = ""  # who was authorized to provide it
    detail: Detail | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a request was not processed (AAA): ``path`` is a FHIRPath into our bundle, ``element`` a place in the 278."""

    code: str
    path: str = ""
    element: str = ""
    follow_up: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class About:
    """Which request and which patient an answer says that it is about."""

    claims: frozenset[str]  # addresses
    traces: frozenset[str]
    patient: str  # address
    member_ids: frozenset[str] = frozenset()
    born: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """One ClaimResponse, or the refusal to read a request (no ``about``)."""

    about: About | None
    reply_id: str = ""
    status: str = ""
    use: str = ""
    outcome: str = ""
    created: date | None = None
    items: tuple[ItemReply, ...] = ()
    faults: tuple[Fault, ...] = ()
    authorization: str = ""  # preAuthRef
    start: date | None = None
    end: date | None = None
    words: str = ""
    asked: tuple[str, ...] = ()  # the documents that a payer wants

    @property
    def is_fault(self) -> bool:
        """Whether the payer's system did not process the request: a transmission error, never a denial."""
        return bool(self.faults) or self.outcome == "error"

    @property
    def actions(self) -> frozenset[ReviewAction]:
        return frozenset(item.action for item in self.items if item.action)

    @property
    def is_pended(self) -> bool:
        return not self.is_fault and ReviewAction.PENDED in self.actions
