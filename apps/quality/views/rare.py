"""What must stay rare: charts of what lay between one event and the next."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from apps.access.decorators import PersonRequest, permission_required
from apps.access.domain.roles import Permission
from apps.access.selectors import actor_for
from apps.core import clock
from apps.quality.domain.charts.rare import RareChart
from apps.quality.domain.charts.rare_drawing import RareDrawing, rare_drawing
from apps.quality.facts import facts_bring_up
from apps.quality.forms import FiltersForm
from apps.quality.selectors.rare import RARE_EVENTS, RareEvent, RareReport, rare_report
from apps.quality.services import rare_viewed
from apps.quality.views.asked import asked_for


@require_GET
@permission_required(Permission.VIEW_QUALITY)
def rare(request: PersonRequest) -> HttpResponse:
    """Show how many decisions, and how many days, lay between what should never be seen in a draft."""
    form = FiltersForm(request.GET)
    chosen = request.GET.get("event", "")
    event = RareEvent(chosen) if chosen in set(RareEvent) else RareEvent.SERIOUS_HARM
    facts_bring_up(organization_id=request.user.organization_id)
    start, end = form.period()
    report = rare_report(organization_id=request.user.organization_id, start=start, end=end, event=event)
    rare_viewed(report=report, start=start, end=end, actor=actor_for(request.user))
    context: dict[str, Any] = asked_for(form, None) | {
        "report": report,
        "start": start,
        "end": end,
        "events": [(one, words.name) for one, words in RARE_EVENTS.items()],
        "cases": _drawn(report, report.cases),
        "days": _drawn(report, report.days),
    }
    return render(request, "quality/rare.html", context)


def _drawn(report: RareReport, chart: RareChart | None) -> RareDrawing | None:
    return rare_drawing(chart, [clock.day_of(moment) for moment in report.moments[1:]]) if chart else None
