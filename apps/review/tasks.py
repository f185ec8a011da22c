"""The bells of requests that a payer holds. A message carries an id; the database says what is to be asked."""

import structlog

from apps.core.actors import Actor
from apps.core.errors import WorkbenchError
from apps.core.tasks import ring, workbench_task
from apps.review.exchange.conversation import answer_ask
from apps.review.selectors.exchange import exchange_awaited, exchanges_to_ask_about

log = structlog.get_logger(__name__)


@workbench_task(queue="upkeep")
def inquire_pended() -> None:
    """Ring for each awaited request that was not asked about for a day: a missed notification is found so (P05)."""
    for exchange_id in exchanges_to_ask_about():
        ring(fetch_answer, exchange_id=exchange_id)


@workbench_task(queue="upkeep")
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
