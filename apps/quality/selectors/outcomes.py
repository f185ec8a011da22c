"""What payers decided about the letters of one organization."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from apps.audit.selectors import head
from apps.core import clock
from apps.quality.domain.outcomes import COLUMNS, OutcomeGroup, OutcomeRow, OutcomeTable, outcome_tables, outcome_total
from apps.review.selectors import outcomes_in


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
