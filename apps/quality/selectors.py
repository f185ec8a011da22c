"""Override figures of one organization, counted from its review decisions."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Case, Count, Value, When
from django.db.models.functions import TruncWeek

from apps.audit.selectors import head
from apps.core import clock
from apps.drafting.domain.claims import DraftKind
from apps.drafting.selectors import blocked_count
from apps.quality.domain.balancing import Balance, Spent, balance
from apps.quality.domain.counting import Counts, DecisionGroup, Figure, count
from apps.quality.domain.definitions import DEFINITION_VERSION
from apps.quality.domain.outcomes import (
    COLUMNS,
    OutcomeGroup,
    OutcomeRow,
    OutcomeTable,
    outcome_tables,
    outcome_total,
)
from apps.quality.domain.run_chart import WeekRate
from apps.review.domain.attention import Basis
from apps.review.domain.edit_kinds import KINDS
from apps.review.domain.status import HARM_WORDS, REASON_CODES, SIGNABLE, Outcome
from apps.review.selectors import decisions_in, edit_kinds_in, harms_in, outcomes_in


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
    weeks: list[WeekRate]
    balance: Balance


def override_report(*, organization_id: UUID, start: datetime, end: datetime) -> OverrideReport:
    """Count the decisions made in [start, end). Six statements, whatever the number of decisions."""
    groups = _groups(organization_id, start, end)
    total = count(groups)
    period: dict[str, Any] = {"organization_id": organization_id, "start": start, "end": end}
    harms = harms_in(**period)
    sequence, head_hash = head()
    return OverrideReport(
        start=start,
        end=end,
        cut_off=clock.now(),
        definition_version=DEFINITION_VERSION,
        audit_sequence=sequence,
        audit_hash=head_hash,
        total=total,
        abstained=blocked_count(organization_id=organization_id, start=start, end=end),
        by_kind=_by(groups, lambda group: _kind_name(group.kind)),
        by_reason=_reasons(groups),
        by_edit=[
            EditRow(
                KINDS[one.kind].name,
                KINDS[one.kind].group.value,
                Figure(one.kind.value, one.decisions, total.decisions),
                one.corrected,
            )
            for one in edit_kinds_in(**period)
        ],
        by_harm=[(words, harms[code]) for code, words in HARM_WORDS.items() if harms.get(code)],
        weeks=_weeks(groups),
        balance=_balance(organization_id, start, end),
    )


def _balance(organization_id: UUID, start: datetime, end: datetime) -> Balance:
    """Return the balancing measures of the last decisions on their drafts since attention is kept. One statement."""
    counted = decisions_in(organization_id=organization_id, start=start, end=end).filter(
        is_last=True, active_basis__isnull=False
    )
    rows = counted.exclude(outcome=Outcome.CANNOT_JUDGE).values_list(
        "person_id", "outcome", "active_basis", "active_ms", "high_ms", "evidence_opened", "high_severity", "glanced",
        "spot_check",
    )  # fmt: skip
    return balance([
        Spent(str(person), outcome in SIGNABLE, basis == Basis.MEASURED, *figures)
        for person, outcome, basis, *figures in rows
    ])  # fmt: skip


def _groups(organization_id: UUID, start: datetime, end: datetime) -> list[DecisionGroup]:
    rows = (
        decisions_in(organization_id=organization_id, start=start, end=end)
        .annotate(
            week=TruncWeek("created_at"),
            opened=Case(
                When(evidence_opened__gt=0, then=Value(True)), default=Value(False), output_field=BooleanField()
            ),
        )
        .values("draft_kind", "week", "outcome", "edit_class", "reason_code", "is_last", "opened")
        .annotate(count=Count("id"))
        .order_by()
    )
    return [
        DecisionGroup(
            kind=row["draft_kind"],
            week=row["week"].date(),
            outcome=row["outcome"],
            edit_class=row["edit_class"],
            reason_code=row["reason_code"],
            counts=row["is_last"],
            opened=row["opened"],
            count=row["count"],
        )
        for row in rows
    ]


def _kind_name(kind: str) -> str:
    return {DraftKind.CHART_SUMMARY: "Chart summary", DraftKind.PRIOR_AUTH_LETTER: "Prior authorization"}[
        DraftKind(kind)
    ]


def _by(groups: Iterable[DecisionGroup], key: Callable[[DecisionGroup], str]) -> list[tuple[str, Counts]]:
    return [(name, count(members)) for name, members in groupby(sorted(groups, key=key), key=key)]


def _reasons(groups: Iterable[DecisionGroup]) -> list[tuple[str, int]]:
    """Return how often each reason was given in a counted edit or rejection, most often first."""
    tally: dict[str, int] = {}
    for group in groups:
        if group.counts and group.reason_code and group.outcome in {"edit", "reject"}:
            tally[group.reason_code] = tally.get(group.reason_code, 0) + group.count
    return sorted(((REASON_CODES[code], n) for code, n in tally.items()), key=lambda row: (-row[1], row[0]))


def _weeks(groups: Iterable[DecisionGroup]) -> list[WeekRate]:
    by_week = groupby(sorted(groups, key=lambda group: group.week), key=lambda group: group.week)
    counted = [(week, count(members)) for week, members in by_week]
    return [WeekRate(week, counts.rejected + counts.substantive, counts.decisions) for week, counts in counted]


@dataclass(frozen=True, slots=True)
class OutcomeReport:
    """What payers decided in a period, as the page shows it, taken at one moment."""

    start: datetime
    end: datetime
    cut_off: datetime
    audit_sequence: int
    total: OutcomeRow
    tables: tuple[OutcomeTable, ...]

    @property
    def total_cells(self) -> list[tuple[str, int]]:
        return list(zip(COLUMNS.values(), self.total.cells, strict=True))


def outcome_report(*, organization_id: UUID, start: datetime, end: datetime) -> OutcomeReport:
    """Count the letters whose payer decided in [start, end). Two statements, whatever their number."""
    groups = [
        OutcomeGroup(
            stage=row["stage"],
            edit_class=row["edit_class"],
            policy=f"{row['policy']} version {row['policy_version']}",
            release=row["release"] or "",
            is_appeal=row["is_appeal"],
            count=row["count"],
        )
        for row in outcomes_in(organization_id=organization_id, start=start, end=end)
    ]
    sequence, _ = head()
    return OutcomeReport(start, end, clock.now(), sequence, outcome_total(groups), outcome_tables(groups))
