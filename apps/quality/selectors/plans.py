"""Saved reports as a page shows them, and those that are due."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from apps.access.domain.roles import Permission
from apps.access.selectors import may
from apps.core import clock
from apps.quality.domain.periods import Period, periods_between
from apps.quality.domain.report_status import FORMAT_WORDS, FileFormat
from apps.quality.models import ReportDefinition, ReportFile
from apps.quality.selectors.reports import CHOICES, definitions_of, grid_of

NO_GRID = "Nothing is made until the first period is published by hand: that fixes how long a period is."
STOPPED = "Stopped. Nothing is made until somebody resumes it."
KEEPER_LEFT = "{name} may not keep it any more. Nothing is made until somebody takes it over."


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One saved report: what it makes, why it makes nothing, and what it made last."""

    plan: ReportDefinition
    tables: list[str]
    formats: list[str]
    why_not: str
    can_be_taken_over: bool
    last: ReportFile | None


def plan_rows(organization_id: UUID) -> list[PlanRow]:
    """Return the saved reports of an organization."""
    grid = grid_of(organization_id)
    return [_row(plan, grid) for plan in definitions_of(organization_id)]


def _row(plan: ReportDefinition, grid: int | None) -> PlanRow:
    return PlanRow(
        plan=plan,
        tables=[CHOICES[key] for key in plan.tables if key in CHOICES],
        formats=[FORMAT_WORDS[FileFormat(one)] for one in plan.formats],
        why_not=why_not_made(plan) or ("" if grid else NO_GRID),
        can_be_taken_over=not may(plan.keeper, Permission.VIEW_QUALITY),
        last=max(plan.files.all(), key=lambda file: file.created_at, default=None),
    )


def why_not_made(plan: ReportDefinition) -> str:
    """Return why a saved report is not made when a period closes, or nothing."""
    if plan.scheduled_from is None:
        return STOPPED
    if not may(plan.keeper, Permission.VIEW_QUALITY):
        return KEEPER_LEFT.format(name=plan.keeper.display_name)
    return ""


def plans_due() -> Iterator[tuple[ReportDefinition, Period, int]]:
    """Yield saved reports with each period that closed since they run and that they were not made of."""
    today = clock.today()
    for plan in ReportDefinition.objects.filter(scheduled_from__isnull=False).select_related("keeper"):
        months = grid_of(plan.organization_id)
        if months is None or plan.scheduled_from is None:
            continue
        made = set(ReportFile.objects.filter(definition=plan).values_list("first_day", flat=True))
        for period in periods_between(plan.scheduled_from, today, months):
            if period.is_closed(today) and period.last >= plan.scheduled_from and period.first not in made:
                yield plan, period, months
