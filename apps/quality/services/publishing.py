"""Publishing the figures of a closed period: asked for by a person, counted and suppressed once by a worker."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import connection, transaction

from apps.access.domain.roles import Permission
from apps.access.selectors import check_may
from apps.audit.domain.actions import Action
from apps.audit.services import event_append
from apps.core import clock
from apps.core.actors import Actor
from apps.quality.domain.periods import GRIDS, period_of
from apps.quality.errors import ReportError
from apps.quality.models import Publication
from apps.quality.selectors.reports import grid_of, why_not_published

if TYPE_CHECKING:
    from apps.access.models import Person

NO_GRID = "Choose whether periods are months or quarters. Nothing was published."
OTHER_GRID = (
    "Your organization publishes its figures in another grid. Periods may not overlap: the difference of two would "
    "tell of few decisions. Nothing was published."
)
NO_PERIOD = "Periods begin with a month or a quarter of the calendar. Nothing was published."
AHEAD = "This period is not over: it lies ahead. Nothing was published."
LOCK = "quality.publication"


@transaction.atomic
def period_publish(*, first_day: date, months: int, person: "Person", actor: Actor) -> Publication:
    """Have the figures of a closed period published, once; of one that is, return what was published.

    Raises NotAllowed, and ReportError for a period that is not over or is not of the organization's grid.
    """
    check_may(person, Permission.VIEW_QUALITY)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"{LOCK} {person.organization_id}"])
    if months not in GRIDS:
        raise ReportError(NO_GRID)
    if grid_of(person.organization_id) not in {None, months}:
        raise ReportError(OTHER_GRID)
    if first_day > clock.today():
        raise ReportError(AHEAD)
    period = period_of(first_day, months)
    if period.first != first_day:
        raise ReportError(NO_PERIOD)
    if sentence := why_not_published(period, clock.today()):
        raise ReportError(sentence)
    publication, is_new = Publication.objects.get_or_create(
        organization_id=person.organization_id, first_day=period.first,
        defaults={"last_day": period.last, "months": months, "made_by": person},
    )  # fmt: skip
    if is_new:
        event_append(
            actor=actor, action=Action.REPORT_PUBLISHED, object_type="publication", object_id=publication.pk,
            details={"start": period.first.isoformat(), "end": period.last.isoformat()},
        )  # fmt: skip
    return publication
