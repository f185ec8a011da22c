"""The bell of the night: grants that open nothing any more."""

import structlog

from apps.chart.services import grants_clean
from apps.core.actors import Actor
from apps.core.tasks import workbench_task

log = structlog.get_logger(__name__)


@workbench_task(queue="upkeep", stands="every")
def clean_grants() -> None:
    """Remove the grants that expired, or that reach across organizations."""
    if removed := grants_clean(actor=Actor.service("chart")):
        log.info("grants_cleaned", count=removed)
