"""What was exchanged with a payer's system about a letter, for its page; and what is to be asked about."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Q
from django.http import Http404

from apps.access.domain.roles import Permission
from apps.access.selectors import may
from apps.core import clock
from apps.review.domain.authorizations import OPEN, Stage
from apps.review.domain.exchanges import (
    ASKED_EVERY,
    ASKED_FOR,
    AWAITED,
    SENT,
    STATE_WORDS,
    ExchangeState,
)
from apps.review.domain.pas.answering import why_not_ours, why_not_sound
from apps.review.domain.pas.lines import items_of, ours
from apps.review.domain.pas.reading import replies_in
from apps.review.domain.pas.replies import ACTION_WORDS, Fault, Reply, ReplyUnreadable
from apps.review.domain.pas.values import Item
from apps.review.domain.pas.x278 import Sheet278, sheet
from apps.review.models import PayerExchange, PayerReply, Submission

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.drafting.models import Draft

PREPARED_BY_A_READER = "Somebody who may open this chart prepares the request: it carries the patient's name."


@dataclass(frozen=True, slots=True)
class ReplyView:
    """One answer of a payer's system. ``faults`` are for whoever sends; a clinician reads that nothing was judged."""

    row: PayerReply
    lines: tuple[tuple[int, str], ...]
    provider: str
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class ExchangeView:
    row: PayerExchange
    state: str
    items: tuple[Item, ...]
    replies: tuple[ReplyView, ...]
    may_send: bool
    may_ask: bool
    may_update: bool
    may_read: bool


@dataclass(frozen=True, slots=True)
class ExchangePage:
    """The part of a letter's page that is about the payer's system. ``host`` is empty where none is on record."""

    rows: tuple[ExchangeView, ...]
    host: str
    may_prepare: bool
    why_not_prepare: str
    sees_faults: bool
    is_prepared: bool  # a request waits to be sent


def access_exchange(draft: "Draft", exchange_id: UUID) -> PayerExchange:
    """Return an exchange about a letter that the person was let in to, or raise Http404."""
    exchange: PayerExchange | None = _rows().filter(draft=draft, pk=exchange_id).first()
    if exchange is None:
        raise Http404("No such request.")
    return exchange


def exchange_page(draft: "Draft", person: "Person", *, granted: bool, host: str) -> ExchangePage:
    """Return what was exchanged about a letter that ``access_authorization`` let in."""
    rows = list(_rows().filter(draft=draft).prefetch_related("replies__answer"))
    sent = Submission.objects.filter(draft=draft).first()
    is_over = sent is not None and Stage(sent.stage) not in OPEN
    sees_faults = not may(person, Permission.REVIEW_DRAFT)
    was_sent = any(row.state in SENT for row in rows)
    why_not = "" if granted else PREPARED_BY_A_READER
    return ExchangePage(
        rows=tuple(_view(row, was_sent=was_sent, granted=granted, is_last=row is rows[-1]) for row in rows),
        host=host,
        may_prepare=not (was_sent or is_over),
        why_not_prepare=why_not,
        sees_faults=sees_faults,
        is_prepared=any(row.state == ExchangeState.PREPARED for row in rows),
    )


def _rows() -> Any:
    return PayerExchange.objects.select_related("draft__organization", "draft__policy", "prepared_by", "sent_by")


def _view(row: PayerExchange, *, was_sent: bool, granted: bool, is_last: bool) -> ExchangeView:
    is_update = row.previous_id is not None
    return ExchangeView(
        row=row,
        state=STATE_WORDS[ExchangeState(row.state)],
        items=items_of(row.body),
        replies=tuple(_reply_view(row, reply, granted=granted) for reply in row.replies.all()),
        may_send=row.state == ExchangeState.PREPARED and (is_update or not was_sent),
        may_ask=row.state == ExchangeState.UNDERWAY,
        may_update=row.state == ExchangeState.PENDED and not hasattr(row, "next"),
        may_read=is_last,
    )


def _reply_view(row: PayerExchange, reply: PayerReply, *, granted: bool) -> ReplyView:
    read = reply_about(row, reply)
    lines = tuple((item.sequence, ACTION_WORDS[item.action]) for item in read.items if item.action)
    provider = next((item.provider for item in read.items if item.provider), "")
    return ReplyView(reply, lines, provider, _plain(read.faults, granted=granted))


def _plain(faults: tuple[Fault, ...], *, granted: bool) -> tuple[Fault, ...]:
    """Return faults as they may be read: their words may repeat what was sent, so only with a grant."""
    return tuple(
        fault if granted else Fault(fault.code, fault.path, fault.element, fault.follow_up) for fault in faults
    )


def reply_about(exchange: PayerExchange, reply: PayerReply) -> Reply:
    """Return the answer about a request out of what was kept."""
    try:
        replies = replies_in(reply.body)
    except ReplyUnreadable:
        return Reply(None)
    return reply_among(replies, exchange)


def reply_among(replies: Sequence[Reply], exchange: PayerExchange) -> Reply:
    """Return the first of several answers that counts for a request; else one about it, else the first of all."""
    about = [one for one in replies if not why_not_ours(one, ours(exchange.body))]
    return next((one for one in about if not why_not_answer(one, exchange)), next(iter(about), replies[0]))


def why_not_answer(reply: Reply, exchange: PayerExchange) -> str:
    """Return why what came is no answer to a request, or an empty text.

    A day is written without its time zone: the clinic's day and that of UTC both count.
    """
    if sentence := why_not_ours(reply, ours(exchange.body)):
        return sentence
    sent, now = exchange.sent_at or exchange.created_at, clock.now()
    earliest, latest = min(clock.day_of(sent), sent.date()), max(clock.day_of(now), now.date())
    return why_not_sound(reply, items_of(exchange.body), earliest, latest)


def fields_278(exchange: PayerExchange) -> Sheet278:
    """Return a request and the last answer to it as the fields of the 278 (P07)."""
    last = exchange.replies.order_by("-created_at").first()
    return sheet(exchange.body, reply_about(exchange, last) if last else None)


def exchanges_to_ask_about() -> list[UUID]:
    """Return the awaited requests that were sent over the wire and not asked about for a day, for half a year (P05)."""
    now = clock.now()
    waiting = PayerExchange.objects.filter(
        state__in=AWAITED, sent_at__gte=now - ASKED_FOR, sent_at__lt=now - ASKED_EVERY
    )
    due = waiting.filter(Q(asked_at=None) | Q(asked_at__lt=now - ASKED_EVERY))
    return list(due.order_by("sent_at").values_list("pk", flat=True))


def exchange_awaited(exchange_id: object) -> PayerExchange | None:
    """Return a request that a payer has not answered yet, or None."""
    found: PayerExchange | None = _rows().filter(pk=exchange_id, state__in=AWAITED).first()
    return found
