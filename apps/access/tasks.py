"""The bells of access: sessions and emergencies end on record even where no browser comes back."""

import structlog

from apps.access.services import break_glass_lapse
from apps.access.sessions import sessions_end_unused
from apps.core.actors import Actor
from apps.core.tasks import workbench_task

CLOCK = Actor.service("break-glass")
log = structlog.get_logger(__name__)


@workbench_task(queue="upkeep", stands="every")
def end_unused_sessions() -> None:
    """End the sessions that nobody uses any more."""
    if ended := sessions_end_unused():
        log.info("sessions_ended", count=ended)


@workbench_task(queue="upkeep", stands="every")
def end_lapsed_emergencies() -> None:
    """Record the end of the emergencies whose time is over."""
    if ended := break_glass_lapse(actor=CLOCK):
        log.info("emergencies_ended", count=ended)
