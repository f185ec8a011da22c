"""What decided drafts tell of the machine, for one organization: passages, causes, complaints. No words."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import CharField, Count, F, Func, OuterRef, QuerySet, Subquery, Sum
from django.http import Http404

from apps.chart.domain.documents import DocumentKind, SectionKind
from apps.core import clock
from apps.quality.domain.broken import word_list
from apps.quality.domain.causes import CAUSES, OVERRIDES, RULES, Cause, Rule
from apps.quality.domain.counting import Figure
from apps.quality.domain.facts import RATED
from apps.quality.domain.passages import Dimension, Fates, GroupRow, grouped, total
from apps.quality.models import CauseJudgement, DecisionSignal, PassageTally
from apps.quality.selectors.regression import drafts_with_a_case
from apps.review.domain.status import REASON_CODES

if TYPE_CHECKING:
    from apps.access.models import Person

CASES_ON_A_PAGE = 25
BASIS_WORDS: Mapping[str, str] = {
    "chart": "The machine's words, as cited",
    "clinician_statement": "The clinician's own words",
    "clinician_cited": "Evidence the clinician chose",
    "waived": "Kept in spite of a finding",
    "removed": "Taken out",
    "not_signed": "Not signed",
}


@dataclass(frozen=True, slots=True)
class CauseRow:
    """One reason with its overrides by proposed cause, in the order of CAUSES."""

    reason: str
    cells: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.cells)


@dataclass(frozen=True, slots=True)
class ComplaintRow:
    """One group of words, and of the remarked decisions those that use one of them."""

    key: str
    name: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class SignalReport:
    """The signals page of a period, as counted at one moment."""

    start: datetime
    end: datetime
    decisions: int
    overrides: int
    passages: Fates
    dimension: Dimension
    groups: tuple[GroupRow, ...]
    causes: tuple[tuple[Cause, Figure], ...]
    by_reason: tuple[CauseRow, ...]
    column_totals: tuple[int, ...]
    agreement: Figure  # of the judged proposals, those that a person called right
    complaints: tuple[ComplaintRow, ...]


def signal_report(*, organization_id: UUID, start: datetime, end: datetime, dimension: Dimension) -> SignalReport:
    """Add up what is known of the days from that of ``start`` to that of ``end``. Six statements."""
    days = {"organization": organization_id, "day__gte": clock.day_of(start), "day__lte": clock.day_of(end)}
    signals = DecisionSignal.objects.filter(**days)
    groups = _groups(PassageTally.objects.filter(**days, dimension=dimension))
    by_reason, causes = _causes(signals)
    overrides = sum(causes.values())
    return SignalReport(
        start=start, end=end, decisions=signals.filter(counts_as__in=RATED).count(), overrides=overrides,
        passages=total(groups.values()), dimension=dimension,
        groups=grouped({_name(dimension, key): fates for key, fates in groups.items()}),
        causes=tuple((cause, Figure(cause.value, causes[cause], overrides)) for cause in Cause),
        by_reason=by_reason, column_totals=tuple(causes[cause] for cause in Cause),
        agreement=_agreement(signals), complaints=_complaints(signals),
    )  # fmt: skip


def passage_fates(*, organization_id: UUID, first: date, last: date) -> Fates:
    """Return what became of the passages of all drafts decided from one day to another."""
    rows = PassageTally.objects.filter(
        organization=organization_id, day__gte=first, day__lte=last, dimension=Dimension.DOCUMENT
    )
    return total(_groups(rows).values())


def cause_counts(*, organization_id: UUID, first: date, last: date) -> Counter[Cause]:
    """Return how many overrides of these days each cause is proposed for."""
    _, causes = _causes(DecisionSignal.objects.filter(organization=organization_id, day__gte=first, day__lte=last))
    return causes


def _groups(rows: "QuerySet[PassageTally]") -> dict[str, Fates]:
    columns = ("cited", "opened", "removed", "recited", "retrieved", "unused")
    sums = rows.order_by().values_list("key").annotate(*(Sum(column) for column in columns))
    return {key: Fates(*numbers) for key, *numbers in sums}


def _name(dimension: Dimension, key: str) -> str:
    """Return a group in words of ours: nothing of a chart stands there."""
    if dimension is Dimension.BASIS:
        return BASIS_WORDS[key]
    known: Mapping[Dimension, Iterable[str]] = {Dimension.SECTION: SectionKind, Dimension.DOCUMENT: DocumentKind}
    if dimension in known and key not in set(known[dimension]):
        return "Not known"
    return key.replace("_", " ").capitalize()


def _causes(signals: "QuerySet[DecisionSignal]") -> tuple[tuple[CauseRow, ...], Counter[Cause]]:
    rows = signals.filter(counts_as__in=OVERRIDES).order_by().values_list("reason_code", "cause").annotate(Count("pk"))
    cells: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for reason, cause, number in rows:
        cells[reason][cause] += number
    table = [
        CauseRow(REASON_CODES.get(reason, "No reason given"), tuple(of[cause] for cause in Cause))
        for reason, of in cells.items()
    ]
    ordered = tuple(sorted(table, key=lambda row: (-row.total, row.reason)))
    return ordered, Counter({cause: sum(of[cause] for of in cells.values()) for cause in Cause})


def _agreement(signals: "QuerySet[DecisionSignal]") -> Figure:
    """Count the last word of anybody on each proposal, against the proposal as it stood then."""
    newest = CauseJudgement.objects.filter(decision=OuterRef("decision")).order_by("-created_at", "-id")
    said = CauseJudgement.objects.filter(decision__in=signals.values("pk"), pk=Subquery(newest.values("pk")[:1]))
    right = said.filter(cause=F("proposed")).count()
    return Figure("cause_agreement", right, said.count())


def _complaints(signals: "QuerySet[DecisionSignal]") -> tuple[ComplaintRow, ...]:
    remarked = signals.filter(remarked=True)
    of = remarked.count()
    key = Func(F("complaints"), function="unnest", output_field=CharField())
    found = dict(remarked.order_by().annotate(group=key).values_list("group").annotate(Count("pk")))
    return tuple(
        ComplaintRow(key, group.name, Figure(key, found.get(key, 0), of)) for key, group in word_list().groups.items()
    )


@dataclass(frozen=True, slots=True)
class SignalCase:
    """One override, or one decision with a complaint: by its day and codes, never by a patient or a person."""

    draft_id: UUID
    day: date
    kind: str
    counts_as: str
    reason: str
    proposed: Cause | None
    rule_words: str
    said: Cause | None  # by whoever judged the proposal last
    complaints: tuple[str, ...]
    has_case: bool

    @property
    def anchor(self) -> str:
        """Return where the trace of its draft shows the stage that failed."""
        cause = self.said or self.proposed
        return CAUSES[cause].anchor if cause else "decided"


def signal_cases(
    *, organization_id: UUID, start: datetime, end: datetime, cause: str = "", complaint: str = "", page: str = "1"
) -> "tuple[Page[Any], Sequence[SignalCase]]":
    """Return one page of the overrides of a period, newest first; of one proposed cause, or with one complaint."""
    rows = DecisionSignal.objects.filter(
        organization=organization_id, day__gte=clock.day_of(start), day__lte=clock.day_of(end)
    )
    rows = rows.filter(complaints__contains=[complaint]) if complaint else rows.filter(counts_as__in=OVERRIDES)
    rows = rows.filter(cause=cause) if cause else rows
    newest = CauseJudgement.objects.filter(decision=OuterRef("pk")).order_by("-created_at", "-id")
    rows = rows.annotate(said=Subquery(newest.values("cause")[:1])).order_by("-decided_at", "-pk")
    found = Paginator(rows, CASES_ON_A_PAGE).get_page(page)
    shown = list(found)
    held = drafts_with_a_case([row.draft_id for row in shown])
    return found, [_case(row, has_case=row.draft_id in held) for row in shown]


def _case(row: DecisionSignal, *, has_case: bool) -> SignalCase:
    said: str | None = getattr(row, "said", None)
    groups = word_list().groups
    return SignalCase(
        draft_id=row.draft_id, day=row.day, kind=row.kind, counts_as=row.counts_as,
        reason=REASON_CODES.get(row.reason_code, ""),
        proposed=Cause(row.cause) if row.cause else None, rule_words=RULES[Rule(row.rule)].words if row.rule else "",
        said=Cause(said) if said else None,
        complaints=tuple(groups[key].name for key in row.complaints if key in groups),
        has_case=has_case,
    )  # fmt: skip


def access_override(person: "Person", draft_id: UUID) -> DecisionSignal:
    """Return the override that counts of a draft of the person's organization, or raise Http404."""
    found = DecisionSignal.objects.filter(
        organization=person.organization_id, draft_id=draft_id, counts_as__in=OVERRIDES
    ).order_by("-decided_at")
    signal = found.first()
    if signal is None:
        raise Http404("No override of this draft.")
    return signal
