"""What a payer's system answered goes on record: as it came, and as the payer's answer where it says everything."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.db import transaction

from apps.audit.domain.actions import Action
from apps.core import clock
from apps.core.actors import Actor
from apps.core.canonical import digest
from apps.core.crypto.sealed import sealing
from apps.core.errors import WorkbenchError
from apps.review.domain.authorizations import STAGE_WORDS, Channel, Stage
from apps.review.domain.exchanges import ExchangeState, Via
from apps.review.domain.pas.answering import WRONG_CLAIM, Reading, reading_of
from apps.review.domain.pas.lines import items_of
from apps.review.domain.pas.replies import Reply
from apps.review.errors import ReviewError
from apps.review.exchange.configuration import Endpoint
from apps.review.models import PayerAnswer, PayerExchange, PayerReply, Submission
from apps.review.selectors.authorizations import NOT_SUBMITTED, decision_on_record
from apps.review.selectors.exchange import why_not_answer
from apps.review.selectors.standing import answers_standing
from apps.review.services.authorizations import answer_record, letter_submit, receipt_confirm
from apps.review.services.exchange import locked, record

if TYPE_CHECKING:
    from apps.access.models import Person

AS_SENT = "Recorded as it was sent to the payer's system."
OVERTURNS = (
    "This letter stands recorded as: {stage}. This answer says otherwise, and nothing of it was recorded. "
    "Choose that it takes the place of what is on record, if it does."
)


@transaction.atomic
def reply_take(
    *, exchange: PayerExchange, reply: Reply, body: Any, via: Via, endpoint: Endpoint | None, person: "Person",
    actor: Actor, overturns: bool = False,
) -> PayerReply:  # fmt: skip
    """Keep what came, and record the payer's answer with it, in one transaction.

    What says everything that an answer must say becomes one; else the sentences of what a person must add are kept, and
    the request stands where it stood. A fault moves nothing but the exchange. The same answer twice is one answer.
    What would take the place of a decision on record is recorded only where the person chose that (``overturns``); of
    a file nothing is kept without it. Raises ReviewError where it is about something else, or was never sent.
    """
    held = locked(exchange)
    if sentence := _why_not_taken(reply, held, via):
        raise ReviewError(sentence)
    known = PayerReply.objects.filter(exchange=held, sha256=digest(body)).first()
    if known is not None:
        return known
    reading = reading_of(reply, items_of(held.body), endpoint.reasons if endpoint else {}, clock.today())
    decided = _overturned(held, reading)
    if decided and not overturns:
        if via is Via.FILE:
            raise ReviewError(_says_overturns(decided))
        reading = replace(reading, wants=(_says_overturns(decided),))
    if not reply.is_fault:
        _submission(held, via, person, actor)
    answer, wants = _answer(held, reading, person, actor)
    kept = PayerReply(
        exchange=held, via=via, sha256=digest(body), is_fault=reply.is_fault, wants=wants, answer=answer,
        **sealing(body=body),
    )  # fmt: skip
    kept.save(force_insert=True)
    held.state = _state(reply, reading)
    held.save(update_fields=["state"])
    _replace(held, reply)
    record(
        held, Action.PAYER_REPLY_TAKEN, actor, reply_id=kept.pk, sha256=kept.sha256, via=via, fault=reply.is_fault,
        actions=sorted(action.value for action in reply.actions), answer_id=answer.pk if answer else "",
        overturned=decided.value if decided and answer else "",
    )  # fmt: skip
    return kept


def _says_overturns(decided: Stage) -> str:
    return OVERTURNS.format(stage=STAGE_WORDS[decided].lower())


def _why_not_taken(reply: Reply, held: PayerExchange, via: Via) -> str:
    if reply.about is None and via is not Via.ANSWER:
        return WRONG_CLAIM  # the refusal to read something names no request; only of a sending is it known which
    return why_not_answer(reply, held)


def _overturned(held: PayerExchange, reading: Reading) -> Stage | None:
    """Return the decision on record that an answer would take the place of, or None."""
    sent = Submission.objects.filter(draft=held.draft).first()
    if sent is None or reading.answer is None or reading.wants:
        return None
    return decision_on_record(sent)


def _submission(held: PayerExchange, via: Via, person: "Person", actor: Actor) -> None:
    """Record that the letter was submitted and received, where nobody did: the payer's clock runs from its answer."""
    sent = Submission.objects.filter(draft=held.draft).first()
    if sent is None and via is Via.FILE:
        raise ReviewError(f"{NOT_SUBMITTED} Record how the request was sent, then read the answer.")
    if sent is None:
        sent = letter_submit(
            draft=held.draft, channel=Channel.ELECTRONIC, submitted_at=held.sent_at or clock.now(),
            confirmation=held.trace, payer_class=held.payer_class, is_drug=held.is_drug,
            class_reason=held.class_reason or AS_SENT, person=person, actor=actor,
        )  # fmt: skip
    if sent.received_at is None and not answers_standing(sent):  # one that answered had received it before
        receipt_confirm(draft=held.draft, received_at=clock.now(), person=person, actor=actor)


def _answer(
    held: PayerExchange, reading: Reading, person: "Person", actor: Actor
) -> tuple[PayerAnswer | None, list[str]]:
    if reading.answer is None or reading.wants:
        return None, list(reading.wants)
    try:
        with transaction.atomic():
            return answer_record(draft=held.draft, answer=reading.answer, person=person, actor=actor), []
    except WorkbenchError as refused:
        return None, [refused.sentence]


def _state(reply: Reply, reading: Reading) -> ExchangeState:
    if reply.is_fault:
        return ExchangeState.REJECTED
    return ExchangeState.PENDED if reading.waits else ExchangeState.ANSWERED


def _replace(held: PayerExchange, reply: Reply) -> None:
    """Close the request that an update took the place of, once the payer took the update."""
    if held.previous is not None and not reply.is_fault:
        held.previous.state = ExchangeState.REPLACED
        held.previous.save(update_fields=["state"])
