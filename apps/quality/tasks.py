"""Belts of the gauges."""

from apps.access.selectors import organizations
from apps.core import clock
from apps.core.actors import Actor
from apps.core.tasks import workbench_task
from apps.quality.facts import facts_bring_up
from apps.quality.selectors import week_closed
from apps.quality.services import digest_make
from apps.quality.signalling import signals_bring_up


@workbench_task(queue="upkeep", stands="every")
def take_decisions_over() -> None:
    """Take the new decisions of every organization over as facts, so that a page has little left to do."""
    for organization in organizations():
        facts_bring_up(organization_id=organization.pk)
        signals_bring_up(organization_id=organization.pk)


@workbench_task(queue="upkeep", stands="every")
def make_digests() -> None:
    """Make the digest of the last closed week of every organization; a Monday that was missed is made up for later."""
    monday = week_closed(clock.today())
    for organization in organizations():
        facts_bring_up(organization_id=organization.pk)
        signals_bring_up(organization_id=organization.pk)
        digest_make(organization_id=organization.pk, monday=monday, actor=Actor.service("gauges"))
