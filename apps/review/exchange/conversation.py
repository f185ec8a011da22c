"""A request over the wire: marked before it leaves, sent once, and what comes back taken in, outside transactions.

A request whose fate is not known is asked about, and never sent again before the payer says that it does not have it.
"""

import secrets
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from apps.audit.domain.actions import Action
from apps.core import clock
from apps.core.actors import Actor
from apps.core.errors import WorkbenchError
from apps.review.domain.exchanges import ExchangeState, Via
from apps.review.domain.pas.answering import why_not_ours
from apps.review.domain.pas.asking import inquiry_bundle, subscription
from apps.review.domain.pas.lines import ours
from apps.review.domain.pas.reading import replies_in
from apps.review.domain.pas.replies import Reply, ReplyUnreadable
from apps.review.errors import ReviewError
from apps.review.exchange import client
from apps.review.exchange.client import NotTaken, Unanswered
from apps.review.exchange.configuration import Endpoint, endpoint_of
from apps.review.models import PayerExchange, PayerReply
from apps.review.selectors.exchange import reply_among, why_not_answer
from apps.review.services import exchange as acts
from apps.review.services.replies import reply_take
from apps.review.services.subscriptions import subscription_begin, subscription_end

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.drafting.models import Draft

NO_ENDPOINT = "No system of this payer is on record, so nothing can be sent. Download the request instead."
NOT_THERE = "The payer's system does not have this request. It may be sent again, as it is."


def endpoint_for(draft: "Draft") -> Endpoint | None:
    """Return the payer's system that a letter's policy leads to, or None."""
    return endpoint_of(draft.organization.slug, draft.policy.payer) if draft.policy else None


def request_send(*, exchange: PayerExchange, person: "Person", actor: Actor) -> PayerReply:
    """Send a request that was prepared and take in the answer.

    Raises ReviewError (with what became of it), Collision and NotAllowed.
    """
    endpoint = _endpoint(exchange)
    held = acts.sending_begin(exchange=exchange, endpoint=endpoint, person=person, actor=actor)
    try:
        heard = client.submit(endpoint, held.body, str(held.pk))
    except NotTaken as error:
        acts.sending_undo(exchange=held, reason="not_taken", actor=actor)
        raise ReviewError(error.sentence) from None
    except Unanswered as error:
        raise ReviewError(error.sentence) from None
    kept = answer_take(exchange=held, body=heard.body, via=Via.ANSWER, person=person, actor=actor)
    _subscribe(kept.exchange, endpoint, actor)
    return kept


def answer_take(
    *, exchange: PayerExchange, body: Any, via: Via, person: "Person", actor: Actor, overturns: bool = False
) -> PayerReply:
    """Take in one answer, wherever it came from. What is none, or not ours, is refused and the refusal recorded.

    Raises ReviewError.
    """
    try:
        reply = reply_among(replies_in(body), exchange)
        return reply_take(
            exchange=exchange, reply=reply, body=body, via=via, endpoint=endpoint_for(exchange.draft), person=person,
            actor=actor, overturns=overturns,
        )  # fmt: skip
    except ReplyUnreadable as unreadable:
        _refuse(exchange, "unreadable", actor)
        raise ReviewError(str(unreadable)) from None
    except ReviewError:
        _refuse(exchange, "not_ours", actor)
        raise


def _refuse(exchange: PayerExchange, reason: str, actor: Actor) -> None:
    acts.refusal_record(exchange=exchange, action=Action.PAYER_REPLY_REFUSED, reason=reason, actor=actor)


def answer_ask(*, exchange: PayerExchange, person: "Person", actor: Actor) -> PayerReply | None:
    """Ask the payer how a request stands and take in what it says; None where it says nothing of it.

    A request of unknown fate that the payer does not have may be sent again. Raises ReviewError.
    """
    endpoint = _endpoint(exchange)
    built = inquiry_bundle(exchange.body, acts.mint, clock.now(), exchange.versions.get("HL7 Da Vinci PAS", ""))
    acts.asking_begin(exchange=exchange, endpoint=endpoint, built=built, actor=actor)
    try:
        heard = client.inquire(endpoint, built.bundle)
    except (NotTaken, Unanswered) as error:
        raise ReviewError(error.sentence) from None
    found = _about(heard.body, exchange)
    if found is None and exchange.state == ExchangeState.UNDERWAY and _is_empty_answer(heard.body):
        acts.sending_undo(exchange=exchange, reason="not_known", actor=actor)
        raise ReviewError(NOT_THERE)
    if found is None:
        return None
    return reply_take(
        exchange=exchange, reply=found, body=heard.body, via=Via.INQUIRY, endpoint=endpoint, person=person, actor=actor
    )


def _about(body: Any, exchange: PayerExchange) -> Reply | None:
    """Return the latest answer about this very request among what an inquiry brought; one that counts comes first."""
    try:
        replies = replies_in(body)
    except ReplyUnreadable:
        return None
    mine = [one for one in replies if one.about is not None and not why_not_ours(one, ours(exchange.body))]
    sound = [one for one in mine if not why_not_answer(one, exchange)]
    return max(sound or mine, key=lambda one: one.created or clock.today(), default=None)


def _is_empty_answer(body: Any) -> bool:
    """Return whether a payer says that it found nothing: a bundle without a single answer, and not an error."""
    try:
        replies_in(body)
    except ReplyUnreadable:
        return isinstance(body, dict) and body.get("resourceType") in {"Bundle", "Parameters"}
    return False


def _endpoint(exchange: PayerExchange) -> Endpoint:
    endpoint = endpoint_for(exchange.draft)
    if endpoint is None:
        raise ReviewError(NO_ENDPOINT)
    return endpoint


def _subscribe(exchange: PayerExchange, endpoint: Endpoint, actor: Actor) -> None:
    """Ask to be told of the answer to a pended request. Where that fails, the daily inquiry finds it (P05)."""
    exchange.refresh_from_db()
    if exchange.state != ExchangeState.PENDED or not endpoint.callback:
        return
    secret = secrets.token_urlsafe(32)
    row = subscription_begin(exchange=exchange, endpoint=endpoint, secret=secret, actor=actor)
    if row is None:
        return
    address = f"{endpoint.callback.rstrip('/')}{reverse('exchange:notified', args=[row.pk])}"
    version = exchange.versions.get("HL7 Da Vinci PAS", "")
    try:
        client.subscribe(endpoint, subscription(npi=row.npi, address=address, secret=secret, version=version))
    except WorkbenchError:
        subscription_end(subscription=row)
