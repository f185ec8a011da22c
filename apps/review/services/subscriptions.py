"""That a payer's system tells us of an answer: asked for once, believed only with its secret, and recorded."""

from collections.abc import Set as AbstractSet
from hmac import compare_digest
from uuid import UUID

from django.db import transaction

from apps.audit.domain.actions import Action, Outcome
from apps.audit.services import event_append
from apps.core import clock
from apps.core.actors import Actor
from apps.core.canonical import sha256_hex
from apps.core.standing import standing_in
from apps.review.domain.exchanges import AWAITED
from apps.review.exchange.configuration import Endpoint
from apps.review.models import PayerExchange, PayerSubscription

NOBODYS = "0" * 64  # compared with where there is no subscription, so that both refusals take as long


@transaction.atomic
def subscription_begin(
    *, exchange: PayerExchange, endpoint: Endpoint, secret: str, actor: Actor
) -> PayerSubscription | None:
    """Keep that a payer is asked to tell of the answers to a provider's requests; None where it was asked before."""
    row, is_new = PayerSubscription.objects.get_or_create(
        organization_id=exchange.organization_id, payer=endpoint.payer, npi=exchange.npi, ended_at=None,
        defaults={"host": endpoint.host, "secret_sha256": sha256_hex(secret)},
    )  # fmt: skip
    if not is_new:
        return None
    event_append(
        actor=actor, action=Action.PAYER_SUBSCRIBED, object_type="subscription", object_id=row.pk,
        details={"host": endpoint.host},
    )  # fmt: skip
    return row


@transaction.atomic
def subscription_end(*, subscription: PayerSubscription) -> None:
    """End a subscription that the payer did not take: the next pended request asks again."""
    subscription.ended_at = clock.now()
    subscription.save(update_fields=["ended_at"])


@transaction.atomic
def notification_take(*, subscription_id: UUID, secret: str, names: AbstractSet[str]) -> list[PayerExchange] | None:
    """Return the awaited requests that a notification names, or None for one that shows a wrong secret.

    Nothing else of it is believed: the answer is fetched. Each is recorded, refused ones too.
    """
    row = PayerSubscription.objects.filter(pk=subscription_id, ended_at=None).first()
    is_known = compare_digest(sha256_hex(secret), row.secret_sha256 if row else NOBODYS)
    if row is None or not is_known:
        _notified(Actor.service("payer"), subscription_id, Outcome.FAILURE, 0)
        return None
    with standing_in(row.organization_id):
        waiting = PayerExchange.objects.filter(organization=row.organization_id, npi=row.npi, state__in=AWAITED)
        found = [one for one in waiting.filter(host=row.host) if names & _names(one)]
    _notified(Actor.service("payer").within(row.organization_id), subscription_id, Outcome.SUCCESS, len(found))
    return found


def _names(exchange: PayerExchange) -> set[str]:
    """Return what a payer may call a request by: our trace number, our address, the ids of its own answers."""
    own = exchange.body
    replies = (entry for reply in exchange.replies.all() for entry in _addresses(reply.body))
    return {exchange.trace, str(own["entry"][0]["fullUrl"]), *replies}


def _addresses(body: object) -> list[str]:
    entries = body.get("entry") if isinstance(body, dict) else None
    rows = [row for row in entries if isinstance(row, dict)] if isinstance(entries, list) else []
    answers = [row for row in rows if (row.get("resource") or {}).get("resourceType") == "ClaimResponse"]
    urls = [str(row["fullUrl"]) for row in answers if row.get("fullUrl")]
    ids = [str(row["resource"]["id"]) for row in answers if row["resource"].get("id")]
    return [*urls, *ids, *(f"ClaimResponse/{one}" for one in ids)]


def _notified(actor: Actor, subscription_id: UUID, outcome: Outcome, found: int) -> None:
    event_append(
        actor=actor, action=Action.PAYER_NOTIFIED, object_type="subscription", object_id=subscription_id,
        outcome=outcome, details={"requests": found},
    )  # fmt: skip
