"""The bells of the purge, one for each class of record, so that one that fails holds up no other; and of the log."""

import structlog

from apps.audit.pipeline import log_check, log_reconcile
from apps.core.actors import Actor
from apps.core.tasks import ring, workbench_task
from apps.governance.domain.retention import RULES, RecordClass
from apps.governance.services import purge_batch

BATCHES_AT_ONCE = 20
log = structlog.get_logger(__name__)


@workbench_task(queue="upkeep", stands="every")
def purge_due_records() -> None:
    """Ring for every class of record."""
    for record_class in RULES:
        ring(purge_class, record_class=record_class)


@workbench_task(queue="upkeep", stands="every")
def purge_class(*, record_class: str) -> None:
    """Purge what is due of one class in small batches; whatever a few batches leave is rung for again."""
    for _ in range(BATCHES_AT_ONCE):
        purged = purge_batch(record_class=RecordClass(record_class), actor=Actor.service("retention"))
        if not purged:
            return
        log.info("purged", bucket=record_class, count=purged)
    ring(purge_class, record_class=record_class)


@workbench_task(queue="upkeep", stands="every")
def reconcile_log() -> None:
    """Compare what is kept of people's acts with the log, and read the log itself."""
    log_reconcile(actor=Actor.service("log"))
    log_check(actor=Actor.service("log"))
