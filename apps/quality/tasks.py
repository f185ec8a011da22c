"""Belts of the gauges."""

from apps.access.selectors import organizations
from apps.core.tasks import workbench_task
from apps.quality.facts import facts_bring_up
from apps.quality.signalling import signals_bring_up


@workbench_task(queue="upkeep", stands="every")
def take_decisions_over() -> None:
    """Take the new decisions of every organization over as facts, so that a page has little left to do."""
    for organization in organizations():
        facts_bring_up(organization_id=organization.pk)
        signals_bring_up(organization_id=organization.pk)
