"""The bells of the desk: of requests that a payer holds, of drafts known to be wrong. A message carries an id."""

import structlog

from apps.access.selectors import organizations
from apps.core.actors import Actor
from apps.core.errors import WorkbenchError
from apps.core.standing import organization_of
from apps.core.tasks import ring, workbench_task
from apps.review.exchange.conversation import answer_ask
from apps.review.selectors.exchange import exchange_awaited, exchanges_to_ask_about
from apps.review.services import chart_check_answer, seeded_draft_make

log = structlog.get_logger(__name__)


@workbench_task(queue="upkeep", stands="every")
def inquire_pended() -> None:
    """Ring for each awaited request that was not asked about for a day: a missed notification is found so (P05)."""
    for exchange_id in exchanges_to_ask_about():
        ring(fetch_answer, exchange_id=exchange_id)


@workbench_task(queue="upkeep", stands=organization_of("review.PayerExchange"))
def fetch_answer(*, exchange_id: str) -> None:
    """Ask the payer how one request stands, and take in what it says; the sender stands behind what is recorded."""
    exchange = exchange_awaited(exchange_id)
    if exchange is None or exchange.sent_by is None:
        log.info("nothing_to_ask", exchange_id=exchange_id)
        return
    actor = Actor.service("payer-exchange").within(exchange.organization_id)
    try:
        reply = answer_ask(exchange=exchange, person=exchange.sent_by, actor=actor)
    except WorkbenchError as refused:
        log.warning("payer_not_asked", exchange_id=exchange_id, error=type(refused).__name__)
        return
    log.info("payer_asked", exchange_id=exchange_id, answered=reply is not None)


@workbench_task(queue="drafting", stands=organization_of("review.ChartAnswer"))
def answer_chart(*, answer_id: str) -> None:
    """Answer what a chart says to a policy, for who waits for it on the page of a new draft."""
    try:
        chart_check_answer(answer_id=answer_id, actor=Actor.service("drafting"))
    except WorkbenchError as refused:  # a right that was taken away meanwhile
        log.info("chart_not_answered", answer_id=answer_id, error=type(refused).__name__)


@workbench_task(queue="upkeep", stands="every")
def seed_drafts() -> None:
    """Make at most one draft known to be wrong for each organization whose rules want one more this week."""
    for organization in organizations():
        actor = Actor.service("review").within(organization.pk)
        try:
            draft = seeded_draft_make(organization_id=organization.pk, actor=actor)
        except WorkbenchError as refused:
            log.info("no_draft_seeded", organization=organization.slug, error=type(refused).__name__)
            continue
        log.info("draft_seeded", organization=organization.slug, made=draft is not None)
