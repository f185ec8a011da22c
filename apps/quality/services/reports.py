"""Reading a report leaves its audit event."""

from django.db import transaction

from apps.audit.domain.actions import Action
from apps.audit.services import event_append
from apps.core import clock
from apps.core.actors import Actor
from apps.quality.models import Publication
from apps.quality.selectors import OutcomeReport, OverrideReport


@transaction.atomic
def overrides_viewed(*, report: OverrideReport, actor: Actor) -> None:
    """Record that the overrides page was read."""
    event_append(actor=actor, action=Action.REPORT_VIEWED, object_type="overrides", details=_details(report))


@transaction.atomic
def outcomes_viewed(*, report: OutcomeReport, actor: Actor) -> None:
    """Record that the page of payer outcomes was read."""
    period = {"start": clock.day_of(report.start).isoformat(), "end": clock.day_of(report.end).isoformat()}
    event_append(actor=actor, action=Action.REPORT_VIEWED, object_type="payer_outcomes", details=period)


@transaction.atomic
def report_files_viewed(*, actor: Actor) -> None:
    """Record that the list of reports was read."""
    event_append(actor=actor, action=Action.REPORT_VIEWED, object_type="report_files")


@transaction.atomic
def publication_viewed(*, publication: Publication, actor: Actor) -> None:
    """Record that published figures were read."""
    event_append(actor=actor, action=Action.REPORT_VIEWED, object_type="publication", object_id=publication.pk)


@transaction.atomic
def row_files_viewed(*, actor: Actor) -> None:
    """Record that the list of files of single decisions was read."""
    event_append(actor=actor, action=Action.REPORT_VIEWED, object_type="row_files")


def _details(report: OverrideReport) -> dict[str, str | int]:
    return {
        "start": clock.day_of(report.start).isoformat(),
        "end": clock.day_of(report.end).isoformat(),
        "definition_version": report.definition_version,
    }
