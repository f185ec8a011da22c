"""Override figures of one organization, added up from the sums of its days."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import Min, QuerySet, Sum
from django.db.models.functions import TruncWeek

from apps.audit.selectors import head
from apps.core import clock
from apps.drafting.selectors import blocked_count
from apps.quality.domain.balancing import Balance, Sums, balance
from apps.quality.domain.charts.choice import ControlChart, RunChart, chart_of
from apps.quality.domain.charts.points import Subgroup
from apps.quality.domain.counting import Counts, Figure
from apps.quality.domain.definitions import DEFINITION_VERSION
from apps.quality.domain.dimensions import KIND_NAMES
from apps.quality.domain.tallies import BY_WEEK, Tally
from apps.quality.models import DayTally, FrozenBaseline
from apps.quality.selectors.baselines import baseline_now, held_against
from apps.review.domain.edit_kinds import KINDS, EditKind, in_order
from apps.review.domain.status import HARM_WORDS, REASON_CODES

NAMED_BY = 6  # letters of a release, where there is little room


@dataclass(frozen=True, slots=True)
class EditRow:
    """Of the counted decisions, those that changed something of one kind."""

    name: str
    group: str
    figure: Figure
    corrected: int


@dataclass(frozen=True, slots=True)
class OverrideReport:
    """Everything the overrides page and its export show, taken at one moment."""

    start: datetime
    end: datetime
    cut_off: datetime
    definition_version: int
    audit_sequence: int
    audit_hash: str
    total: Counts
    abstained: int
    by_kind: list[tuple[str, Counts]]
    by_reason: list[tuple[str, int]]
    by_edit: list[EditRow]
    by_harm: list[tuple[str, int]]
    chart: ControlChart | RunChart | None  # of the substantive override rate, by week
    baseline: FrozenBaseline | None  # what it is held against
    releases: Mapping[str, date]  # the first day of each that began in the period
    balance: Balance


class _Row(NamedTuple):
    tally: str
    key: str
    number: int


class _WeekRow(NamedTuple):
    week: date
    kind: str
    key: str
    number: int


def override_report(*, organization_id: UUID, start: datetime, end: datetime) -> OverrideReport:
    """Add up the days from that of ``start`` to that of ``end``. Six statements, whatever the number of decisions."""
    days = DayTally.objects.filter(
        organization=organization_id, day__gte=clock.day_of(start), day__lte=clock.day_of(end)
    ).order_by()
    weeks, rows = _weeks(days), _rows(days)
    total = _counts(weeks)
    sequence, head_hash = head()
    signed = baseline_now(organization_id)
    return OverrideReport(
        start=start,
        end=end,
        cut_off=clock.now(),
        definition_version=DEFINITION_VERSION,
        audit_sequence=sequence,
        audit_hash=head_hash,
        total=total,
        abstained=_withheld(organization_id, start, end),
        by_kind=[
            (name, _counts(row for row in weeks if row.kind == kind))
            for kind, name in KIND_NAMES.items()
            if any(row.kind == kind for row in weeks)
        ],
        by_reason=_reasons(_sums(rows, Tally.REASON)),
        by_edit=_edits(_sums(rows, Tally.EDIT_KIND), _sums(rows, Tally.CORRECTED_KIND), total.decisions),
        by_harm=_harms(_sums(rows, Tally.HARM)),
        chart=chart_of(_subgroups(weeks), held_against(signed)),
        baseline=signed,
        releases=_releases(organization_id, start),
        balance=_balance(rows),
    )


def _withheld(organization_id: UUID, start: datetime, end: datetime) -> int:
    """Return how many drafts of the whole days, as the decisions are counted, the system itself withheld."""
    first, after = clock.day_of(start), clock.day_of(end) + timedelta(days=1)
    return blocked_count(organization_id=organization_id, start=clock.start_of(first), end=clock.start_of(after))


def _releases(organization_id: UUID, start: datetime) -> dict[str, date]:
    of_releases = DayTally.objects.filter(organization=organization_id, tally=Tally.RELEASE).order_by()
    first = of_releases.values_list("key").annotate(first=Min("day")).filter(first__gt=clock.day_of(start))
    return {f"release {key[:NAMED_BY]}": day for key, day in first}


def _weeks(days: "QuerySet[DayTally]") -> list[_WeekRow]:
    """Return how decisions counted, by week and kind of work; a key says as what, or that a source was opened."""
    rows = (
        days.filter(tally__in=BY_WEEK)
        .annotate(week=TruncWeek("day"))
        .values_list("week", "kind", "key")
        .annotate(sum=Sum("number"))
    )
    return [_WeekRow(*row) for row in rows]


def _rows(days: "QuerySet[DayTally]") -> list[_Row]:
    rows = days.exclude(tally__in=BY_WEEK).values_list("tally", "key").annotate(sum=Sum("number"))
    return [_Row(*row) for row in rows]


def _sums(rows: Iterable[_Row], tally: Tally) -> Counter[str]:
    """Return one tally by its key, of all kinds of work."""
    sums: Counter[str] = Counter()
    for row in rows:
        if row.tally == tally:
            sums[row.key] += row.number
    return sums


def _counts(weeks: Iterable[_WeekRow]) -> Counts:
    sums: Counter[str] = Counter()
    for row in weeks:
        sums[row.key] += row.number
    return Counts(**sums)


def _subgroups(weeks: Iterable[_WeekRow]) -> list[Subgroup]:
    """Return of each week how many decisions overrode substance, of all that are rated."""
    by_week: defaultdict[date, list[_WeekRow]] = defaultdict(list)
    for row in weeks:
        by_week[row.week].append(row)
    counted = {week: _counts(rows) for week, rows in by_week.items()}
    return [Subgroup(week, counts.rejected + counts.substantive, counts.decisions) for week, counts in counted.items()]


def _reasons(sums: Mapping[str, int]) -> list[tuple[str, int]]:
    """Return how often each reason was given in a counted edit or rejection, most often first."""
    return sorted(((REASON_CODES[code], number) for code, number in sums.items()), key=lambda row: (-row[1], row[0]))


def _harms(sums: Mapping[str, int]) -> list[tuple[str, int]]:
    return [(words, sums[code]) for code, words in HARM_WORDS.items() if sums.get(code)]


def _edits(sums: Mapping[str, int], corrected: Mapping[str, int], decisions: int) -> list[EditRow]:
    return [
        EditRow(KINDS[kind].name, KINDS[kind].group.value, Figure(kind.value, sums[kind], decisions), corrected[kind])
        for kind in in_order(EditKind(key) for key in sums)
    ]


def _balance(rows: Iterable[_Row]) -> Balance:
    of = {tally: _sums(rows, tally) for tally in Tally}
    unmeasured, again = of[Tally.UNMEASURED], of[Tally.LOOKED_AGAIN]
    return balance(
        Sums(
            minutes={int(tenths): number for tenths, number in of[Tally.MINUTES].items()},
            partly=unmeasured["partly"],
            unmeasured=unmeasured["not"],
            glanced=of[Tally.GLANCED].total(),
            high_severity=of[Tally.HIGH_SEVERITY].total(),
            signed_by=list(of[Tally.SIGNED_BY].values()),
            hasty_by=list(of[Tally.HASTY_BY].values()),
            looked_again=again.total(),
            found_wrong=again["wrong"],
        )
    )
