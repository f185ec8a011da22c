"""How old the log is: which of its segments are due, held or destroyed, and what was asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import F

from apps.audit.domain import segments as rules
from apps.audit.selectors import SegmentRow, destroyed_counts, first_kept, segments
from apps.governance.models import LogDestruction

ASKED_BEFORE = "This was asked for before; it waits for another person, or for the signer of the log."
HELD = """
SELECT s.first FROM unnest(%s::bigint[], %s::bigint[]) AS s(first, last) WHERE governance_log_held(s.first, s.last)
"""


@dataclass(frozen=True, slots=True)
class LogSegment:
    """One segment, and whether a legal hold covers any event of it (asked of those alone whose time is over)."""

    segment: SegmentRow
    is_held: bool

    @property
    def goes(self) -> bool:
        """Return whether it may be destroyed now."""
        return self.segment.is_due and not self.is_held


@dataclass(frozen=True, slots=True)
class LogRun:
    """Neighbouring segments of one state, as a page shows them: a line for each month would hide what matters."""

    state: str  # destroyed, due, held or kept
    rows: Sequence[LogSegment]

    @property
    def first(self) -> int:
        return self.rows[0].segment.first

    @property
    def last(self) -> int:
        return self.rows[-1].segment.last

    @property
    def count(self) -> int:
        return self.last - self.first + 1

    @property
    def oldest(self) -> datetime:
        return self.rows[0].segment.oldest

    @property
    def youngest(self) -> datetime:
        return self.rows[-1].segment.youngest

    @property
    def destroyed_at(self) -> datetime | None:
        """Return when the last of them was destroyed; None of those that are there."""
        return max((row.segment.tombstone.at for row in self.rows if row.segment.tombstone), default=None)

    @property
    def until(self) -> datetime:
        """Return when the first of them is due."""
        return rules.years_after(self.rows[0].segment.youngest, settings.WORKBENCH_LOG_RETENTION_YEARS)


@dataclass(frozen=True, slots=True)
class LogAge:
    """What the page of the log's age shows."""

    years: int
    first_kept: tuple[int, datetime] | None
    segment_size: int
    runs: Sequence[LogRun]

    @property
    def due(self) -> int:
        return sum(run.count for run in self.runs if run.state == "due")


def log_segments() -> list[LogSegment]:
    """Return every whole segment that is signed, the oldest first, with whether a hold covers it. Four statements."""
    rows = segments()
    due = [row for row in rows if row.is_due]
    held: set[int] = set()
    if due:
        with connection.cursor() as cursor:
            cursor.execute(HELD, [[row.first for row in due], [row.last for row in due]])
            held = {first for (first,) in cursor.fetchall()}
    return [LogSegment(row, row.first in held) for row in rows]


def log_age() -> LogAge:
    """Return how old the log is, for how long it is kept, and its segments in runs of one state."""
    runs: list[tuple[str, list[LogSegment]]] = []
    for row in log_segments():
        if runs and runs[-1][0] == _state(row):
            runs[-1][1].append(row)
        else:
            runs.append((_state(row), [row]))
    return LogAge(
        settings.WORKBENCH_LOG_RETENTION_YEARS,
        first_kept(),
        rules.SEGMENT,
        [LogRun(state, rows) for state, rows in runs],
    )


def _state(row: LogSegment) -> str:
    if row.segment.tombstone:
        return "destroyed"
    if row.is_held:
        return "held"
    return "due" if row.segment.is_due else "kept"


@dataclass(frozen=True, slots=True)
class DestructionRow:
    """What was asked for, and how much of it is destroyed by now."""

    request: LogDestruction
    gone: int


def log_destructions(organization_id: UUID, most: int) -> list[DestructionRow]:
    """Return the latest of what an organization's people asked for: open, then newest. Two statements."""
    asked = LogDestruction.objects.filter(organization=organization_id).select_related("asked_by", "confirmed_by")
    newest = asked.order_by(F("finished_at").desc(nulls_first=True), "-created_at", "pk")[:most]
    gone = destroyed_counts()
    return [DestructionRow(one, gone.get(one.pk, 0)) for one in newest]


def why_not_asked(age: LogAge) -> str:
    """Return why nothing can be asked for now, in a sentence, or an empty text."""
    if LogDestruction.objects.filter(finished_at=None).exists():
        return ASKED_BEFORE
    if any(run.state == "due" for run in age.runs):
        return ""
    if any(run.state == "held" for run in age.runs):
        return "Everything whose time is over is covered by a legal hold. There is nothing to ask for."
    return f"No whole segment is {age.years} years old. There is nothing to ask for."
