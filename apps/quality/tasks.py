"""Belts of the gauges."""

from apps.access.selectors import organizations
from apps.core import clock
from apps.core.actors import Actor
from apps.core.standing import organization_of
from apps.core.tasks import ring, workbench_task
from apps.quality.facts import facts_bring_up
from apps.quality.making import WORKER, publication_fill, report_make
from apps.quality.selectors import week_closed
from apps.quality.selectors.reports import files_to_ring, publications_to_ring
from apps.quality.services import digest_make
from apps.quality.services.plans import plans_run
from apps.quality.services.report_files import reports_expire
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


@workbench_task(queue="upkeep", stands=organization_of("quality.Publication"))
def publish_period(*, publication_id: str) -> None:
    """Count the figures of a period, withhold what may not leave, and ring for the files that wait for them."""
    publication_fill(publication_id=publication_id)
    for file_id in files_to_ring(clock.now()):
        ring(make_report, file_id=file_id)


@workbench_task(queue="upkeep", stands=organization_of("quality.ReportFile"))
def make_report(*, file_id: str) -> None:
    """Make one file."""
    report_make(file_id=file_id)


@workbench_task(queue="upkeep", stands="every")
def tend_reports() -> None:
    """Destroy files whose link expired, ask for saved reports that are due, and ring for what waits for a worker."""
    reports_expire(actor=WORKER)
    plans_run(actor=WORKER)
    for publication_id in publications_to_ring():
        ring(publish_period, publication_id=publication_id)
    for file_id in files_to_ring(clock.now()):
        ring(make_report, file_id=file_id)
