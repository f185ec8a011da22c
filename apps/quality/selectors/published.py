"""The tables of a period as they are counted before anything is withheld, and what is published already."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Min, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import TruncWeek

from apps.core import clock
from apps.drafting.selectors import blocked_count
from apps.quality.domain.balancing import BALANCING
from apps.quality.domain.definitions import EXCLUSIONS
from apps.quality.domain.dimensions import OF_CLAIMS, OF_DECISIONS, Aspect, Dimension, place_of
from apps.quality.domain.facts import RATED, CountsAs
from apps.quality.domain.few import FEWEST_PEOPLE
from apps.quality.domain.pooling import TOGETHER, places, stretches
from apps.quality.domain.published import BALANCE, CLAIMS, COLUMNS, TOTAL, Column, Path, Shape, Table
from apps.quality.domain.suppression import is_small
from apps.quality.models import ClaimFact, DecisionFact
from apps.quality.selectors.overrides import override_report
from apps.review.domain.edit_kinds import KINDS, EditKind

C = Column
TREE = (Dimension.KIND, Dimension.PAYER, Dimension.POLICY)
ONE_WAY = tuple(one for one in OF_DECISIONS if one not in {*TREE, Dimension.REASON})
MADE_AGAIN = "Decisions of an earlier period made again in this one. What was published of that period stays as it is."
EVERYTHING: Path = ("All decisions",)
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
    if number_deciding(organization_id, first, last) < FEWEST_PEOPLE:
        nothing: Rows = {EVERYTHING: dict.fromkeys(COLUMNS[Shape.DECISIONS])}
        return [Table(TOTAL, "All decisions", ("",), Shape.DECISIONS, nothing)]
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
    measured = DecisionFact.objects.filter(
        organization=organization_id, day__gte=first, day__lte=last, active_tenths__isnull=False
    )  # fmt: skip
    is_few = is_small(balance.measured) or measured.values("person").distinct().count() < FEWEST_PEOPLE
    return list(balance.minutes) if balance.minutes and not is_few else []


def number_deciding(organization_id: UUID, first: date, last: date) -> int:
    """Return how many people made the decisions of whole days that count in a rate."""
    facts = DecisionFact.objects.filter(organization=organization_id, day__gte=first, day__lte=last)
    return facts.filter(counts_as__in=RATED).values("person").distinct().count()


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
    told = rated.values_list("counts_as", "person", *(aspect.column for aspect in aspects)).annotate(
        of=Count("*"), opened=Count("pk", filter=Q(opened=True))
    )
    people: defaultdict[Path, set[UUID]] = defaultdict(set)
    counted: list[tuple[Path, CountsAs, int, int]] = []
    kept: dict[Path, tuple[str, ...]] = {}
    for counts_as, person, *values, number, opened in told:
        words = tuple(aspect.words(str(value)) for aspect, value in zip(aspects, values, strict=True)) or EVERYTHING
        people[words].add(person)
        counted.append((words, CountsAs(counts_as), number, opened))
        for depth in range(1, len(values) + 1):
            kept.setdefault(words[:depth], tuple(map(str, values[:depth])))
    under = places({path: frozenset(who) for path, who in people.items()}) if dimensions else {EVERYTHING: EVERYTHING}
    sums: defaultdict[Path, Counter[Column]] = defaultdict(Counter)
    if not dimensions:
        sums[EVERYTHING] = Counter()
    for words, counts_as, number, opened in counted:
        for depth in range(1, len(under[words]) + 1):
            _add(sums[under[words][:depth]], counts_as, number, opened)

    def step_place(aspect: Aspect, step: Path) -> tuple[bool, Any]:
        is_last = step[-1] == TOGETHER
        return is_last, () if is_last or step not in kept else place_of(aspect, kept[step][-1], sums[step][C.DECISIONS])

    def place(path: Path) -> list[Any]:
        steps = [path[: depth + 1] for depth in range(len(path))]
        return [step_place(aspect, step) for aspect, step in zip(aspects, steps, strict=False)]

    return {path: {column: sums[path][column] for column in COLUMNS[shape]} for path in sorted(sums, key=place)}


def _add(row: Counter[Column], counts_as: CountsAs, number: int, opened: int) -> None:
    for column in (C.DECISIONS, *ADDED_TO[counts_as]):
        row[column] += number
    row[C.OPENED] += opened
    row[C.UNOPENED] += number - opened


def _weeks(rated: "QuerySet[DecisionFact]", first: date) -> Rows:
    """Return rows by the first day of each week in the period; a week of few reviewers counts with the one before."""
    told = (
        rated.annotate(week=TruncWeek("day"))
        .values_list("week", "person", "counts_as")
        .annotate(of=Count("*"), opened=Count("pk", filter=Q(opened=True)))
    )
    weeks = [(max(week, first), *more) for week, *more in told]
    people: defaultdict[date, set[UUID]] = defaultdict(set)
    for week, person, *_ in weeks:
        people[week].add(person)
    under = stretches(sorted(people.items()))
    sums: defaultdict[date, Counter[Column]] = defaultdict(Counter)
    for week, _, counts_as, number, opened in weeks:
        _add(sums[under[week]], CountsAs(counts_as), number, opened)
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
    told = [
        ({KINDS[EditKind(kind)].name for kind in kinds}, person, number)
        for kinds, person, number in rated.values_list("edit_kinds", "person").annotate(of=Count("*"))
    ]
    people: defaultdict[Path, set[UUID]] = defaultdict(set)
    for names, person, _ in told:
        for name in names:
            people[name,].add(person)
    under = places({path: frozenset(who) for path, who in people.items()})
    counted: Counter[Path] = Counter()
    for names, _, number in told:
        counted.update({path: number for path in {under[name,] for name in names} if path})
    rows: Rows = {path: _share(number, decisions) for path, number in sorted(counted.items())}
    return Table("edit", "What the edits concern", ("Kind of edit",), Shape.SHARE, rows, TOTAL, overlaps=True)


def _share(counted: int, of: int) -> dict[Column, int | None]:
    return {C.OF: of, C.COUNTED: counted, C.OTHER: of - counted}


def _claims(organization_id: UUID, first: date, last: date) -> Iterator[Table]:
    person = DecisionFact.objects.filter(pk=OuterRef("decision")).values("person")
    claims = (
        ClaimFact.objects.filter(organization=organization_id, day__gte=first, day__lte=last)
        .order_by()
        .annotate(person=Subquery(person))
    )
    sums = claims.aggregate(of=Sum("claims"), changed=Sum("changed"), people=Count("person", distinct=True))
    if sums["people"] < FEWEST_PEOPLE:
        return
    yield Table(CLAIMS, "Claims changed", ("",), Shape.SHARE, {("All claims",): _share(sums["changed"], sums["of"])})
    for one, aspect in OF_CLAIMS.items():
        told = list(claims.values_list(aspect.column, "person").annotate(of=Sum("claims"), changed=Sum("changed")))
        people: defaultdict[Path, set[UUID]] = defaultdict(set)
        size: Counter[str] = Counter()
        for value, who, of, _ in told:
            people[aspect.words(value),].add(who)
            size[value] += of
        under = places({path: frozenset(who) for path, who in people.items()})
        counted: defaultdict[Path, Counter[str]] = defaultdict(Counter)
        for value, _, of, changed in sorted(told, key=lambda row: place_of(aspect, row[0], size[row[0]])):
            if path := under[aspect.words(value),]:
                counted[path].update(of=of, changed=changed)
        name = f"Claims changed, by {aspect.name.lower()}"
        rows = {path: _share(row["changed"], row["of"]) for path, row in counted.items()}
        yield Table(one.value, name, (aspect.name,), Shape.SHARE, rows, CLAIMS)


def _balance(organization_id: UUID, first: date, last: date) -> Table:
    report = override_report(organization_id=organization_id, start=clock.start_of(first), end=_end_of(last))
    figures = report.balance.figures if report.balance.signers >= FEWEST_PEOPLE else ()
    rows: Rows = {(BALANCING[one.key].name,): _share(one.numerator, one.denominator) for one in figures}
    return Table(BALANCE, "Balancing measures", ("Measure",), Shape.SHARE, rows)


def _excluded(facts: "QuerySet[DecisionFact]", organization_id: UUID, first: date, last: date) -> Table:
    """Return what is in no rate, and decisions of an earlier period that were made again in this one."""
    beside = {CountsAs.CANNOT_JUDGE, CountsAs.RETURNED, CountsAs.REOPENED}
    told = facts.filter(counts_as__in=beside).values_list("counts_as")
    counted = {key: _of_several(number, people) for key, number, people in
               told.annotate(of=Count("*"), people=Count("person", distinct=True))}  # fmt: skip
    start, end = clock.start_of(first), _end_of(last)
    counted["abstained"] = blocked_count(organization_id=organization_id, start=start, end=end)
    names = {key: words for key, words in EXCLUSIONS.items() if key != "seeded"}
    rows: dict[Path, dict[Column, int | None]] = {
        (words,): {C.DECISIONS: counted.get(key, 0)} for key, words in names.items()
    }
    again = DecisionFact.objects.filter(
        organization=organization_id, day__lt=first, counts_as=CountsAs.REOPENED, item__in=facts.values("item")
    )
    rows[(MADE_AGAIN,)] = {C.DECISIONS: _of_several(again.count(), again.values("person").distinct().count())}
    return Table("excluded", "Left out, and counted", ("What",), Shape.COUNT, rows)


def _of_several(number: int, people: int) -> int | None:
    """Return a number that stands alone, or that it is withheld: it is of fewer than three reviewers."""
    return None if number and people < FEWEST_PEOPLE else number
