"""Figures of one organization, broken down by one thing: of decisions, or of the claims of signed drafts."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, QuerySet, Sum

from apps.core import clock
from apps.quality.domain.charts.choice import ControlChart, RunChart, chart_of
from apps.quality.domain.charts.funnel import Funnel, Unit, funnel
from apps.quality.domain.charts.points import Subgroup
from apps.quality.domain.charts.shewhart import Baseline
from apps.quality.domain.counting import ENOUGH, Counts, Figure
from apps.quality.domain.dimensions import ASPECTS, OF_CLAIMS, OF_DECISIONS, Dimension, place_of
from apps.quality.domain.facts import OVERRIDES, RATED, CountsAs
from apps.quality.domain.few import values_of_few
from apps.quality.models import ClaimTally, DecisionFact
from apps.quality.selectors.baselines import baseline_now, held_against
from apps.quality.selectors.facts import Filters, check_of_enough_people, facts_in
from apps.review.domain.status import REASON_CODES

FEW_PEOPLE = "fewer than three reviewers each"
CHANGED = (*OVERRIDES, CountsAs.STYLE)


@dataclass(frozen=True, slots=True)
class Group:
    """What has one value: its decisions, or its claims, with the figure that is compared."""

    value: str | None  # None: of values that so few people decided on that they stand together
    name: str
    figure: Figure
    counts: Counts | None  # None: of claims

    @property
    def opened(self) -> Figure | None:
        return Figure("evidence_opened", self.counts.opened, self.counts.decisions) if self.counts else None


@dataclass(frozen=True, slots=True)
class Breakdown:
    """Groups that add up to the whole, the largest first or in the order that their values have."""

    by: Dimension
    filters: Filters
    start: datetime
    end: datetime
    cut_off: datetime
    whole: Figure
    groups: list[Group]
    counts: Counts | None
    by_reason: list[tuple[str, int]]
    chart: ControlChart | RunChart | None
    funnel: Funnel | None

    @property
    def figures(self) -> list[Figure]:
        return self.counts.figures() if self.counts else [self.whole]


class _Cell(NamedTuple):
    """So many decisions that are alike: of one value."""

    value: str
    counts_as: str
    opened: bool
    number: int


class _DayCell(NamedTuple):
    """So many decisions that are alike: of one day."""

    day: date
    counts_as: str
    reason: str
    number: int


def breakdown(
    *, organization_id: UUID, start: datetime, end: datetime, by: Dimension, filters: Filters | None = None
) -> Breakdown:
    """Break the figures of a period down by one dimension. Facts are walked over twice, whatever is made of them.

    Claims are added up by day and kind of work: of the filters, that one alone narrows them. Raises QualityError where
    the filters leave decisions of fewer than three people.
    """
    filters = filters or {}
    if by in OF_CLAIMS:
        return _of_claims(organization_id, start, end, by, filters)
    facts = facts_in(organization_id=organization_id, start=start, end=end, filters=filters)
    check_of_enough_people(facts, filters)
    counted, days = _counted(_cells(facts, OF_DECISIONS[by].column)), _day_cells(facts)
    total = _together(counted.values())
    groups = _groups(by, counted, _people(facts, by))
    return Breakdown(
        by=by,
        filters=filters,
        start=start,
        end=end,
        cut_off=clock.now(),
        whole=_override(total),
        groups=_in_order(by, groups),
        counts=total,
        by_reason=_reasons(days),
        chart=chart_of(_by_week(days), _held_against(organization_id, filters)),
        funnel=_funnel(groups) if OF_DECISIONS[by].is_unit else None,
    )


def _cells(facts: "QuerySet[DecisionFact]", column: str) -> Iterator[_Cell]:
    for value, *rest in facts.values_list(column, "counts_as", "opened").annotate(number=Count("*")):
        yield _Cell(str(value), *rest)


def _day_cells(facts: "QuerySet[DecisionFact]") -> list[_DayCell]:
    rows = facts.filter(counts_as__in=RATED).values_list("day", "counts_as", "reason_code")
    return [_DayCell(*row) for row in rows.annotate(number=Count("*"))]


def _counted(cells: Iterable[_Cell]) -> dict[str, Counts]:
    """Return how the decisions of each value split up. Those beside the rates are of no value's rate, but counted."""
    sums: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for cell in cells:
        sums[cell.value][cell.counts_as] += cell.number
        if cell.opened and cell.counts_as in RATED:
            sums[cell.value]["opened"] += cell.number
    return {value: Counts(**counted) for value, counted in sums.items()}


def _people(facts: "QuerySet[DecisionFact]", by: Dimension) -> dict[str, set[UUID]] | None:
    """Return who decided what has each value; None where a value says nothing of who decided."""
    if not OF_DECISIONS[by].is_of_reviewers:
        return None
    people: defaultdict[str, set[UUID]] = defaultdict(set)
    for value, person in facts.filter(counts_as__in=RATED).values_list(OF_DECISIONS[by].column, "person").distinct():
        people[str(value)].add(person)
    return people


def _groups(by: Dimension, counted: Mapping[str, Counts], people: Mapping[str, set[UUID]] | None) -> list[Group]:
    """Return the groups; those in which fewer than three people decided are one, with others until it is of three."""
    words = OF_DECISIONS[by].words
    folded = set(values_of_few(people)) if people is not None else set()
    groups = [
        Group(value, words(value), _override(counts), counts)
        for value, counts in counted.items()
        if value not in folded
    ]
    if folded:
        counts = _together(counts for value, counts in counted.items() if value in folded)
        groups.append(Group(None, FEW_PEOPLE, _override(counts), counts))
    return groups


def _together(counted: Iterable[Counts]) -> Counts:
    sums: Counter[str] = Counter()
    for counts in counted:
        sums.update({name: getattr(counts, name) for name in Counts.__slots__})
    return Counts(**sums)


def _override(counts: Counts) -> Figure:
    return Figure("substantive_override", counts.rejected + counts.substantive, counts.decisions)


def _in_order(by: Dimension, groups: Iterable[Group]) -> list[Group]:
    rated = (group for group in groups if group.figure.denominator)
    return sorted(rated, key=lambda group: place_of(ASPECTS[by], group.value or "", group.figure.denominator))


def _reasons(days: Iterable[_DayCell]) -> list[tuple[str, int]]:
    """Return how often each reason was given in a counted edit or rejection, most often first."""
    sums: Counter[str] = Counter()
    for cell in days:
        if cell.reason and cell.counts_as in CHANGED:
            sums[REASON_CODES[cell.reason]] += cell.number
    return sorted(sums.items(), key=lambda row: (-row[1], row[0]))


def _by_week(days: Iterable[_DayCell]) -> list[Subgroup]:
    """Return of each week how many decisions overrode substance, of all that are rated."""
    of_weeks: defaultdict[date, list[int]] = defaultdict(lambda: [0, 0])
    for cell in days:
        week = of_weeks[cell.day - timedelta(days=cell.day.weekday())]
        week[0] += cell.number if cell.counts_as in OVERRIDES else 0
        week[1] += cell.number
    return [Subgroup(week, numerator, denominator) for week, (numerator, denominator) in of_weeks.items()]


def _held_against(organization_id: UUID, filters: Filters) -> Baseline | None:
    """Return the frozen past of a kind of work; what is narrowed further was never signed for."""
    if set(filters) - {Dimension.KIND}:
        return None
    return held_against(baseline_now(organization_id, filters.get(Dimension.KIND, "")))


def _funnel(groups: Iterable[Group]) -> Funnel | None:
    units = [Unit(group.name, group.figure.numerator, group.figure.denominator) for group in groups if group.value]
    return funnel(units, fewest=ENOUGH)


def _of_claims(organization_id: UUID, start: datetime, end: datetime, by: Dimension, filters: Filters) -> Breakdown:
    kinds = {"kind": filters[Dimension.KIND]} if Dimension.KIND in filters else {}
    tallies = ClaimTally.objects.filter(
        organization=organization_id, day__gte=clock.day_of(start), day__lte=clock.day_of(end), **kinds
    ).order_by()
    rows = list(tallies.values_list(OF_CLAIMS[by].column).annotate(claims=Sum("claims"), changed=Sum("changed")))
    groups = [
        Group(value, OF_CLAIMS[by].words(value), Figure("claims_changed", changed, claims), None)
        for value, claims, changed in rows
    ]
    whole = Figure("claims_changed", sum(row[2] for row in rows), sum(row[1] for row in rows))
    return Breakdown(by, filters, start, end, clock.now(), whole, _in_order(by, groups), None, [], None, None)
