"""Acts of the gauges that end in the work of a worker: the row is kept, then its bell is rung."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction

from apps.access.domain.roles import Permission
from apps.access.selectors import check_may
from apps.access.services import step_up_check
from apps.core.actors import Actor
from apps.core.tasks import ring
from apps.quality import services
from apps.quality.domain.few import FEWEST_PEOPLE
from apps.quality.errors import ReportError
from apps.quality.facts import facts_bring_up
from apps.quality.models import Publication, ReportFile
from apps.quality.selectors.published import number_deciding
from apps.quality.tasks import make_report, publish_period

NOBODY = "Nobody decided in this period. Choose one with decisions. Nothing was published."
TOO_FEW = (
    f"Fewer than {FEWEST_PEOPLE} people decided in this period. Its figures would be those of single reviewers, so "
    "none leave. Nothing was published."
)

if TYPE_CHECKING:
    from apps.access.models import Person


@transaction.atomic
def period_publish(**asked: Any) -> Publication:
    """Have a period published (``services.period_publish``) and ring for the worker that counts it.

    Raises ReportError, too, where fewer than three people decided in it: nothing of it could be shown.
    """
    publication = services.period_publish(**asked)
    if publication.made_at is None:
        facts_bring_up(organization_id=publication.organization_id)
        number = number_deciding(publication.organization_id, publication.first_day, publication.last_day)
        if number < FEWEST_PEOPLE:
            raise ReportError(TOO_FEW if number else NOBODY)
        ring(publish_period, publication_id=publication.pk)
    return publication


@transaction.atomic
def report_ask(**asked: Any) -> list[ReportFile]:
    """Ask for files (``services.report_ask``) and ring for each."""
    files = services.report_ask(**asked)
    for file in files:
        ring(make_report, file_id=file.pk)
    return files


def rows_allow(*, file_id: UUID, password: str, person: "Person", actor: Actor) -> ReportFile:
    """Ask for the password, then allow single decisions (``services.rows_allow``) and ring. Raises what both raise."""
    check_may(person, Permission.ALLOW_ROWS)
    step_up_check(person=person, password=password, actor=actor)
    with transaction.atomic():
        file = services.rows_allow(file_id=file_id, person=person, actor=actor)
        ring(make_report, file_id=file.pk)
    return file
