"""Pages of the gauges: overrides, and their definitions."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from apps.access.decorators import PersonRequest, permission_required
from apps.access.domain.roles import Permission
from apps.access.selectors import actor_for
from apps.quality.desk_checks import desk_checks
from apps.quality.domain import definitions
from apps.quality.domain.adjudicated import ADJUDICATED
from apps.quality.domain.balancing import BALANCING
from apps.quality.domain.charts.drawing import drawing
from apps.quality.domain.charts.drift import drift_run_length
from apps.quality.domain.charts.rules import RULE_WORDS, run_length
from apps.quality.domain.charts.strips import pareto
from apps.quality.domain.dimensions import Dimension
from apps.quality.domain.outcomes import COLUMNS
from apps.quality.facts import facts_bring_up
from apps.quality.forms import PERIODS, FiltersForm, PeriodForm
from apps.quality.selectors import OverrideReport, outcome_report, override_report
from apps.quality.services import outcomes_viewed, overrides_viewed
from apps.quality.views.asked import asked_for


def _report(request: PersonRequest, form: PeriodForm) -> OverrideReport:
    facts_bring_up(organization_id=request.user.organization_id)
    start, end = form.period()
    return override_report(organization_id=request.user.organization_id, start=start, end=end)


@require_GET
@permission_required(Permission.VIEW_QUALITY)
def overrides(request: PersonRequest) -> HttpResponse:
    """Show override figures of the person's own organization for a period."""
    form = FiltersForm(request.GET)
    if form.filters:  # this page adds whole days up: what is narrowed to a value stands on the page of breakdowns
        return redirect(f"{reverse('quality:by', args=[Dimension.KIND])}?{form.address()}")
    report = _report(request, form)
    overrides_viewed(report=report, actor=actor_for(request.user))
    context = asked_for(form, None) | {
        "report": report,
        "metrics": definitions.METRICS,
        "balancing": BALANCING,
        "drawn": drawing(report.chart, report.releases) if report.chart else None,
        "bars": pareto(report.by_reason),
        "checks": desk_checks(organization_id=request.user.organization_id, start=report.start, end=report.end),
    }
    return render(request, "quality/overrides.html", context)


@require_GET
@permission_required(Permission.VIEW_QUALITY)
def definitions_page(request: PersonRequest) -> HttpResponse:
    """Say in words what every figure means."""
    context = {
        "version": definitions.DEFINITION_VERSION,
        "eligible": definitions.ELIGIBLE,
        "metrics": definitions.METRICS,
        "balancing": BALANCING,
        "exclusions": definitions.EXCLUSIONS,
        "desk_measures": definitions.DESK_MEASURES,
        "signal_measures": definitions.SIGNAL_MEASURES,
        "adjudicated": ADJUDICATED,
        "claim_metrics": definitions.CLAIM_METRICS,
        "rules": RULE_WORDS,
        "run_length": run_length(),
        "drift_run_length": drift_run_length(),
        "drift_found": drift_run_length(shift=0.5),
    }
    return render(request, "quality/definitions.html", context)


@require_GET
@permission_required(Permission.VIEW_QUALITY)
def outcomes(request: PersonRequest) -> HttpResponse:
    """Show what payers decided about the organization's letters; a finer table with a small cell is withheld."""
    form = PeriodForm({"days": request.GET.get("days", "")})  # two periods of one's own could be subtracted
    start, end = form.period()
    report = outcome_report(organization_id=request.user.organization_id, start=start, end=end)
    outcomes_viewed(report=report, actor=actor_for(request.user))
    context = {"report": report, "columns": COLUMNS.values(), "periods": PERIODS, "chosen": form.chosen}
    return render(request, "quality/outcomes.html", context)
