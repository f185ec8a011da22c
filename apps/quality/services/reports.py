"""Reading and taking away a report: each leaves its audit event."""

from typing import TYPE_CHECKING

from django.db import transaction

from apps.audit.domain.actions import Action
from apps.audit.services import event_append
from apps.core import clock
from apps.core.actors import Actor
from apps.quality.domain.export import overrides_csv
from apps.quality.selectors import OutcomeReport, OverrideReport

if TYPE_CHECKING:
    from apps.access.models import Person


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
def overrides_export(*, report: OverrideReport, person: "Person", actor: Actor) -> str:
    """Return the report as CSV with small cells withheld, and record who took it."""
    event_append(actor=actor, action=Action.REPORT_EXPORTED, object_type="overrides", details=_details(report))
    columns = {
        "period_start": clock.day_of(report.start).isoformat(),
        "period_end": clock.day_of(report.end).isoformat(),
        "data_cut_off": report.cut_off.isoformat(timespec="seconds"),
        "definition_version": str(report.definition_version),
        "excluded": "cannot judge; earlier decisions on re-opened drafts; drafts the system withheld",
        "audit_sequence": str(report.audit_sequence),
        "audit_hash": report.audit_hash,
        "made_by": person.display_name,
    }
    return overrides_csv([[("All work", report.total)], report.by_kind], columns)


def _details(report: OverrideReport) -> dict[str, str | int]:
    return {
        "start": clock.day_of(report.start).isoformat(),
        "end": clock.day_of(report.end).isoformat(),
        "definition_version": report.definition_version,
    }
