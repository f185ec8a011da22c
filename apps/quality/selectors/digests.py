"""Digests of weeks as they were made, and what a new one is made of."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from apps.core import clock
from apps.quality.domain.charts.choice import ControlChart
from apps.quality.domain.charts.rules import RULE_WORDS
from apps.quality.domain.counting import Figure
from apps.quality.domain.digest import CHART_WEEKS, SECOND_WEEKS, Past, Week
from apps.quality.models import DecisionFact, WeeklyDigest
from apps.quality.selectors.adjudication import adjudicated
from apps.quality.selectors.baselines import baseline_now
from apps.quality.selectors.changes import changes_in
from apps.quality.selectors.facts import deciders_in
from apps.quality.selectors.overrides import OverrideReport, override_report
from apps.quality.selectors.signals import cause_counts, passage_fates

if TYPE_CHECKING:
    from apps.access.models import Person

A_WEEK = timedelta(days=7)


def week_closed(day: date) -> date:
    """Return the Monday of the last week that is over on a day."""
    return day - timedelta(days=day.weekday()) - A_WEEK


def digests_of(organization_id: UUID) -> QuerySet[WeeklyDigest]:
    """Return the digests of an organization, newest first."""
    return WeeklyDigest.objects.filter(organization=organization_id)


def access_digest(person: "Person", week: str) -> WeeklyDigest:
    """Return the digest of the week that begins on a day of the person's own organization, or raise Http404."""
    try:
        monday = date.fromisoformat(week)
    except ValueError:
        raise Http404("No such week.") from None
    found = digests_of(person.organization_id).filter(week=monday).first()
    if found is None:
        raise Http404("No digest of this week.")
    return found


def has_decided_before(organization_id: UUID, day: date) -> bool:
    """Say whether the organization had decided on any draft before a day."""
    return DecisionFact.objects.filter(organization=organization_id, day__lt=day).exists()


def week_told(*, organization_id: UUID, monday: date) -> Week:
    """Return what the digest of a closed week is made of."""
    last = monday + A_WEEK - timedelta(days=1)
    week = _report(organization_id, monday, last)
    longer = _report(organization_id, monday - (CHART_WEEKS - 1) * A_WEEK, last)
    days: dict[str, Any] = {"organization_id": organization_id, "first": monday, "last": last}
    return Week(
        counts=week.total, people=deciders_in(**days), past=_past(organization_id, monday),
        reasons=dict(week.by_reason), harms=dict(week.by_harm),
        abstained=week.abstained, causes=cause_counts(**days), passages=passage_fates(**days),
        chart=tuple(_broken(longer, monday)),
        second=_second(organization_id, monday - SECOND_WEEKS * A_WEEK, last),
        changes=[(one.day.isoformat(), one.sentence) for one in changes_in(**days)],
    )  # fmt: skip


def _past(organization_id: UUID, monday: date) -> Past | None:
    """Return the signed weeks that a week is held against; None where none is signed that was over before it."""
    signed = baseline_now(organization_id)
    return Past(signed.centre, signed.first, signed.last) if signed and signed.last < monday else None


def _second(organization_id: UUID, first: date, last: date) -> list[tuple[str, Figure | None, str]]:
    """Return what the newest finished round of second readings says that shares a day with these."""
    found = adjudicated(organization_id, clock.start_of(first), clock.start_of(last))
    return [(row.metric.name, row.figure, row.note) for row in found.rows] if found else []


def _report(organization_id: UUID, first: date, last: date) -> OverrideReport:
    end: datetime = clock.start_of(last + timedelta(days=1)) - timedelta(microseconds=1)
    return override_report(organization_id=organization_id, start=clock.start_of(first), end=end)


def _broken(report: OverrideReport, monday: date) -> Iterator[str]:
    """Yield what the chart of substantive overrides says of this very week."""
    if not isinstance(report.chart, ControlChart):
        yield "There are too few weeks, or too few decisions in them, for a chart with limits."
        return
    if not any(one.subgroup.start == monday for one in report.chart.points):
        yield "The control chart has no point for this week."
        return
    broken = [one for one in report.chart.broken if one.subgroup.start == monday]
    for point in broken:
        yield f"Substantive override: {' '.join(RULE_WORDS[rule] for rule in sorted(point.broken))}"
    if not broken:
        yield "No rule of the control chart speaks up. That is no proof that nothing changed."
