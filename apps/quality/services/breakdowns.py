"""Reading figures by one thing, and the decisions behind them: each leaves its audit event."""

from datetime import datetime

from django.db import transaction

from apps.audit.domain.actions import Action
from apps.audit.services import event_append
from apps.core import clock
from apps.core.actors import Actor
from apps.quality.domain.dimensions import Dimension
from apps.quality.domain.facts import CountsAs
from apps.quality.selectors import Breakdown
from apps.quality.selectors.facts import Filters
from apps.quality.selectors.rare import RareReport


@transaction.atomic
def breakdown_viewed(*, told: Breakdown, actor: Actor) -> None:
    """Record that figures were read by one thing. The log says by what they were narrowed, not to which value."""
    details = _period(told.start, told.end, told.filters) | {"by": told.by.value}
    event_append(actor=actor, action=Action.REPORT_VIEWED, object_type="breakdown", details=details)


@transaction.atomic
def decisions_viewed(
    *, start: datetime, end: datetime, filters: Filters, counts_as: CountsAs | None, number: int, actor: Actor
) -> None:
    """Record that the decisions behind a figure were listed, and how many there were."""
    details = _period(start, end, filters) | {"decisions": number, "counts_as": counts_as or ""}
    event_append(actor=actor, action=Action.REPORT_VIEWED, object_type="decisions", details=details)


@transaction.atomic
def figures_withheld(*, by: Dimension | None, filters: Filters, actor: Actor) -> None:
    """Record that figures were asked for that are somebody's own."""
    details = {"by": by or "", "narrowed_by": sorted(one.value for one in filters), "withheld": True}
    event_append(actor=actor, action=Action.REPORT_VIEWED, object_type="breakdown", details=details)


@transaction.atomic
def rare_viewed(*, report: RareReport, start: datetime, end: datetime, actor: Actor) -> None:
    """Record that it was read how rarely something happened."""
    details = _period(start, end, {}) | {"event": report.event.value}
    event_append(actor=actor, action=Action.REPORT_VIEWED, object_type="rare", details=details)


def _period(start: datetime, end: datetime, filters: Filters) -> dict[str, str | int | list[str]]:
    return {
        "start": clock.day_of(start).isoformat(),
        "end": clock.day_of(end).isoformat(),
        "narrowed_by": sorted(dimension.value for dimension in filters),
    }
