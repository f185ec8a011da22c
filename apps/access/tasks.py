"""The bell of sessions: their end is recorded even where no browser comes back."""

import structlog

from apps.access.sessions import sessions_end_unused
from apps.core.tasks import workbench_task

log = structlog.get_logger(__name__)


@workbench_task(queue="upkeep")
def end_unused_sessions() -> None:
    """End the sessions that nobody uses any more."""
    if ended := sessions_end_unused():
        log.info("sessions_ended", count=ended)
