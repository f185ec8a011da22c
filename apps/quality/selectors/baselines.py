"""The frozen past of an organization, and what one of certain weeks would be."""

from collections import defaultdict
from datetime import date, timedelta
from uuid import UUID

from django.db.models import QuerySet, Sum
from django.db.models.functions import TruncWeek

from apps.quality.domain.charts.choice import FEWEST_SUBGROUPS
from apps.quality.domain.charts.points import Subgroup, with_cases
from apps.quality.domain.charts.shewhart import Baseline, baseline_of
from apps.quality.domain.facts import OVERRIDES, RATED
from apps.quality.domain.tallies import Tally
from apps.quality.errors import QualityError
from apps.quality.models import DayTally, FrozenBaseline

SIX_DAYS = timedelta(days=6)


def baselines_signed(organization_id: UUID, kind: str = "") -> "QuerySet[FrozenBaseline]":
    """Return what was signed, the newest first."""
    return FrozenBaseline.objects.filter(organization=organization_id, kind=kind).select_related("person")


def baseline_now(organization_id: UUID, kind: str = "") -> FrozenBaseline | None:
    """Return what weeks are held against; None where nobody signed anything."""
    return baselines_signed(organization_id, kind).first()


def held_against(signed: FrozenBaseline | None) -> Baseline | None:
    """Return a signed past as charts take it."""
    return Baseline(signed.centre, signed.sigma_z, signed.subgroups) if signed else None


def baseline_proposed(*, organization_id: UUID, first: date, last: date, kind: str = "") -> Baseline:
    """Return what the whole weeks from ``first`` to ``last`` would freeze.

    Raises QualityError where they are fewer than twenty with decisions (requirement Q03), or all alike.
    """
    weeks = with_cases(_whole_weeks(organization_id, first, last, kind))
    if len(weeks) < FEWEST_SUBGROUPS:
        raise QualityError(
            f"A baseline needs {FEWEST_SUBGROUPS} whole weeks with decisions; from {first} to {last} there are "
            f"{len(weeks)}. Choose more."
        )
    try:
        return baseline_of(weeks)
    except ValueError as error:
        raise QualityError(str(error)) from error


def _whole_weeks(organization_id: UUID, first: date, last: date, kind: str) -> list[Subgroup]:
    tallies = DayTally.objects.filter(
        organization=organization_id, tally=Tally.COUNTS_AS, key__in=RATED, day__gte=first, day__lte=last
    ).order_by()
    if kind:
        tallies = tallies.filter(kind=kind)
    counted: defaultdict[date, list[int]] = defaultdict(lambda: [0, 0])
    rows = tallies.annotate(week=TruncWeek("day")).values_list("week", "key").annotate(sum=Sum("number"))
    for week, key, number in rows:
        counted[week][0] += number if key in OVERRIDES else 0
        counted[week][1] += number
    return [Subgroup(week, *numbers) for week, numbers in counted.items() if week >= first and week + SIX_DAYS <= last]
