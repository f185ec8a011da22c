"""A draft that was returned to who asked for it: what the reviewer needs, and what was answered."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.dateparse import parse_datetime

from apps.access.domain.names import formal_name
from apps.review.domain.status import REASON_CODES, ReturnAct
from apps.review.selectors.beside import told

if TYPE_CHECKING:
    from apps.review.selectors.accessed import AccessedDraft

ACT_WORDS = {
    ReturnAct.ANSWERED: "answered",
    ReturnAct.SENT_BACK: "answered and sent it back to review",
    ReturnAct.WITHDRAWN: "withdrew the request",
}


@dataclass(frozen=True, slots=True)
class ReplyView:
    """One answer of who asked for the draft."""

    by: str
    at: datetime | None
    did: str
    words: str


@dataclass(frozen=True, slots=True)
class ReturnView:
    """One return: who, when, why, and what is needed."""

    by: str
    at: datetime | None
    reason: str
    words: str
    replies: tuple[ReplyView, ...]


def return_texts(draft: "AccessedDraft") -> Iterator[str]:
    """Yield the redacted words of ``returns_shown``, to be restored with what else a page says."""
    for row in told(draft).return_rows:
        yield row["words"]
        yield from (reply["words"] for reply in row["replies"])
    yield from (row["words"] for row in told(draft).refusal_rows)


def returns_shown(draft: "AccessedDraft", said: Mapping[str, str]) -> tuple[ReturnView, ...]:
    """Return each return of a draft that ``access_draft`` let in, newest first. No SQL.

    ``said`` are its texts as the person may read them.
    """
    return tuple(
        ReturnView(
            _name(row), parse_datetime(row["at"]), REASON_CODES[row["reason_code"]], said[row["words"]],
            tuple(
                ReplyView(_name(one), parse_datetime(one["at"]), ACT_WORDS[ReturnAct(one["act"])], said[one["words"]])
                for one in row["replies"]
            ),
        )
        for row in reversed(told(draft).return_rows)
    )  # fmt: skip


def refusals_shown(draft: "AccessedDraft", said: Mapping[str, str]) -> tuple[ReturnView, ...]:
    """Return each refusal of a second signature, newest first. No SQL."""
    return tuple(
        ReturnView(_name(row), parse_datetime(row["at"]), REASON_CODES[row["reason_code"]], said[row["words"]], ())
        for row in reversed(told(draft).refusal_rows)
    )


def _name(row: Mapping[str, Any]) -> str:
    return formal_name(row["name"], row["credentials"])
