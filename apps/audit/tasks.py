"""The bell that has the log compared, each night, with what is kept of people's acts."""

from apps.audit.pipeline import log_reconcile
from apps.core.actors import Actor
from apps.core.tasks import workbench_task


@workbench_task(queue="upkeep", stands="every")
def reconcile_log() -> None:
    """Compare every kind of row with the log."""
    log_reconcile(actor=Actor.service("log"))
