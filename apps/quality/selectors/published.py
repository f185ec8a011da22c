"""The tables of a period as they are counted before anything is withheld, and what is published already."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet, Sum
from django.db.models.functions import TruncWeek

from apps.core import clock
from apps.drafting.selectors import blocked_count
from apps.quality.domain.balancing import BALANCING
from apps.quality.domain.definitions import EXCLUSIONS
from apps.quality.domain.dimensions import OF_CLAIMS, OF_DECISIONS, Dimension, place_of
from apps.quality.domain.facts import RATED, CountsAs
from apps.quality.domain.published import BALANCE, CLAIMS, COLUMNS, TOTAL, Column, Path, Shape, Table
from apps.quality.domain.suppression import is_small
from apps.quality.models import ClaimTally, DecisionFact
from apps.quality.selectors.overrides import override_report
from apps.review.domain.edit_kinds import KINDS, EditKind

C = Column
TREE = (Dimension.KIND, Dimension.PAYER, Dimension.POLICY)
ONE_WAY = tuple(one for one in OF_DECISIONS if one not in {*TREE, Dimension.REASON})
MADE_AGAIN = "Decisions of an earlier period made again in this one. What was published of that period stays as it is."
EVERYTHING = ("All decisions",)
ADDED_TO = {
    CountsAs.UNEDITED: (C.UNEDITED,),
    CountsAs.STYLE: (C.STYLE,),
    CountsAs.SUBSTANTIVE: (C.SUBSTANTIVE, C.OVERRIDE),
    CountsAs.REJECTED: (C.REJECTED, C.OVERRIDE),
}
Rows = Mapping[Path, Mapping[Column, int | None]]


def tables_counted(organization_id: UUID, first: date, last: date) -> list[Table]:
    """Count every table of a period. Nothing is withheld here: what comes of this never leaves as it is."""
    facts = DecisionFact.objects.filter(organization=organization_id, day__gte=first, day__lte=last).order_by()
    rated = facts.filter(counts_as__in=RATED)
    total = _rows(rated, [])
    decisions = total[EVERYTHING][C.DECISIONS] or 0
    tables = [
        Table(TOTAL, "All decisions", ("",), Shape.DECISIONS, total),
        Table("tree", "Kind of work, payer and policy", _names(TREE), Shape.DECISIONS, _rows(rated, TREE), TOTAL),
        Table("week", "Week", ("Week of",), Shape.DECISIONS, _weeks(rated, first), TOTAL),
        *(Table(one.value, OF_DECISIONS[one].name, _names([one]), Shape.DECISIONS, _rows(rated, [one]), TOTAL)
          for one in ONE_WAY),
        _reasons(rated),
        _edits(rated, decisions),
        *_claims(organization_id, first, last),
        _balance(organization_id, first, last),
        _excluded(facts, organization_id, first, last),
    ]  # fmt: skip
    return [table for table in tables if table.rows]


def minutes_of(organization_id: UUID, first: date, last: date) -> list[float]:
    """Return the quartiles of the time at a draft, where they are of more than a small number of drafts."""
    balance = override_report(
        organization_id=organization_id, start=clock.start_of(first), end=_end_of(last)
    ).balance  # fmt: skip
    return list(balance.minutes) if balance.minutes and not is_small(balance.measured) else []


def first_decided(organization_id: UUID) -> date | None:
    """Return the day of the first decision that counts at all."""
    found: date | None = DecisionFact.objects.filter(organization=organization_id).aggregate(day=Min("day"))["day"]
    return found


def _end_of(last: date) -> datetime:
    return clock.start_of(last + timedelta(days=1)) - timedelta(microseconds=1)


def _names(dimensions: Iterable[Dimension]) -> tuple[str, ...]:
    return tuple(OF_DECISIONS[one].name for one in dimensions)


def _rows(rated: "QuerySet[DecisionFact]", dimensions: Sequence[Dimension], shape: Shape = Shape.DECISIONS) -> Rows:
    """Return rows by the words of values, from the root of a tree down; of no dimension, the one of everything."""
    aspects = [OF_DECISIONS[one] for one in dimensions]
    columns = [aspect.column for aspect in aspects]
    told = rated.values_list("counts_as", *columns).annotate(of=Count("*"), opened=Count("pk", filter=Q(opened=True)))
    sums: defaultdict[Path, Counter[Column]] = defaultdict(Counter)
    if not dimensions:
        sums[EVERYTHING] = Counter()
    places: dict[Path, tuple[str, ...]] = {}
    for counts_as, *values, number, opened in told:
        words = tuple(aspect.words(str(value)) for aspect, value in zip(aspects, values, strict=True)) or EVERYTHING
        for depth in range(1, len(words) + 1):
            _add(sums[words[:depth]], CountsAs(counts_as), number, opened)
            places.setdefault(words[:depth], tuple(map(str, values[:depth])))

    def place(path: Path) -> list[Any]:
        steps = [path[: depth + 1] for depth in range(len(path))]
        return [place_of(aspect, places[step][-1], sums[step][C.DECISIONS])
                for aspect, step in zip(aspects, steps, strict=False)]  # fmt: skip

    return {path: {column: sums[path][column] for column in COLUMNS[shape]} for path in sorted(sums, key=place)}


def _add(row: Counter[Column], counts_as: CountsAs, number: int, opened: int) -> None:
    for column in (C.DECISIONS, *ADDED_TO[counts_as]):
        row[column] += number
    row[C.OPENED] += opened
    row[C.UNOPENED] += number - opened


def _weeks(rated: "QuerySet[DecisionFact]", first: date) -> Rows:
    """Return rows by the first day of each week that is in the period."""
    told = (
        rated.annotate(week=TruncWeek("day"))
        .values_list("week", "counts_as")
        .annotate(of=Count("*"), opened=Count("pk", filter=Q(opened=True)))
    )
    sums: defaultdict[date, Counter[Column]] = defaultdict(Counter)
    for week, counts_as, number, opened in told:
        _add(sums[max(week, first)], CountsAs(counts_as), number, opened)
    columns = COLUMNS[Shape.DECISIONS]
    return {(week.isoformat(),): {column: sums[week][column] for column in columns} for week in sorted(sums)}


def _reasons(rated: "QuerySet[DecisionFact]") -> Table:
    changed = rated.exclude(counts_as=CountsAs.UNEDITED)
    rows = _rows(changed, [Dimension.REASON], Shape.CHANGES)
    return Table("reason", "Reason of an edit or rejection", _names([Dimension.REASON]), Shape.CHANGES, rows, TOTAL)


def _edits(rated: "QuerySet[DecisionFact]", decisions: int) -> Table:
    """Return of each kind of edit how many decisions had one; a decision may have several.

    How many had none is not told: that would be what was approved and rejected.
    """
    counted: Counter[str] = Counter()
    for kinds, number in rated.values_list("edit_kinds").annotate(of=Count("*")):
        counted.update({KINDS[EditKind(kind)].name: number for kind in set(kinds)})
    rows: Rows = {(name,): _share(number, decisions) for name, number in sorted(counted.items())}
    return Table("edit", "What the edits concern", ("Kind of edit",), Shape.SHARE, rows, TOTAL, overlaps=True)


def _share(counted: int, of: int) -> dict[Column, int | None]:
    return {C.OF: of, C.COUNTED: counted, C.OTHER: of - counted}


def _claims(organization_id: UUID, first: date, last: date) -> Iterator[Table]:
    tallies = ClaimTally.objects.filter(organization=organization_id, day__gte=first, day__lte=last).order_by()
    sums = tallies.aggregate(of=Sum("claims"), changed=Sum("changed"))
    if not sums["of"]:
        return
    yield Table(CLAIMS, "Claims changed", ("",), Shape.SHARE, {("All claims",): _share(sums["changed"], sums["of"])})
    for one, aspect in OF_CLAIMS.items():
        counted: dict[Path, dict[Column, int | None]] = {}
        told = tallies.values_list(aspect.column).annotate(of=Sum("claims"), changed=Sum("changed"))
        for value, of, changed in sorted(told, key=lambda row: place_of(aspect, row[0], row[1])):
            before = counted.get((aspect.words(value),), _share(0, 0))
            row = _share(changed, of)
            counted[aspect.words(value),] = {key: (before[key] or 0) + (row[key] or 0) for key in row}
        name = f"Claims changed, by {aspect.name.lower()}"
        yield Table(one.value, name, (aspect.name,), Shape.SHARE, counted, CLAIMS)


def _balance(organization_id: UUID, first: date, last: date) -> Table:
    report = override_report(organization_id=organization_id, start=clock.start_of(first), end=_end_of(last))
    rows: Rows = {(BALANCING[one.key].name,): _share(one.numerator, one.denominator) for one in report.balance.figures}
    return Table(BALANCE, "Balancing measures", ("Measure",), Shape.SHARE, rows)


def _excluded(facts: "QuerySet[DecisionFact]", organization_id: UUID, first: date, last: date) -> Table:
    """Return what is in no rate, and decisions of an earlier period that were made again in this one."""
    beside = {CountsAs.CANNOT_JUDGE, CountsAs.RETURNED, CountsAs.REOPENED}
    counted = dict(facts.filter(counts_as__in=beside).values_list("counts_as").annotate(of=Count("*")))
    start, end = clock.start_of(first), _end_of(last)
    counted["abstained"] = blocked_count(organization_id=organization_id, start=start, end=end)
    names = {key: words for key, words in EXCLUSIONS.items() if key != "seeded"}
    rows: dict[Path, dict[Column, int | None]] = {
        (words,): {C.DECISIONS: counted.get(key, 0)} for key, words in names.items()
    }
    again = DecisionFact.objects.filter(
        organization=organization_id, day__lt=first, counts_as=CountsAs.REOPENED, item__in=facts.values("item")
    )
    rows[(MADE_AGAIN,)] = {C.DECISIONS: again.count()}
    return Table("excluded", "Left out, and counted", ("What",), Shape.COUNT, rows)
