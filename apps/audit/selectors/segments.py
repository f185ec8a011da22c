"""Segments of the log: how old each is, whether its time is over, and what stays of those that were destroyed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import F, Sum

from apps.audit.domain import segments as rules
from apps.audit.models import AuditEvent, Checkpoint, Receipt, Tombstone
from apps.audit.witnesses.configuration import witnesses
from apps.core import clock


@dataclass(frozen=True, slots=True)
class SegmentRow:
    """One whole segment that is signed: its events, from when they are, and its tombstone where it was destroyed."""

    first: int
    last: int
    oldest: datetime
    youngest: datetime
    is_due: bool
    tombstone: Tombstone | None = None

    @property
    def count(self) -> int:
        return self.last - self.first + 1


def segments() -> list[SegmentRow]:
    """Return every whole segment that is signed, the oldest first. Three statements."""
    size = Checkpoint.objects.order_by("-epoch", "-size").values_list("size", flat=True).first() or 0
    ends = range(rules.SEGMENT, size + 1, rules.SEGMENT)
    graves = {one.last: one for one in Tombstone.objects.defer("note")}
    wanted = [number for end in ends if end not in graves for number in (end - rules.SEGMENT + 1, end)]
    times = dict(AuditEvent.objects.filter(sequence__in=wanted).values_list("sequence", "recorded_at"))
    return [_row(end - rules.SEGMENT + 1, end, times, graves.get(end), cutoff()) for end in ends]


def cutoff() -> datetime:
    """Return the moment before which events have been kept as long as the policy says."""
    return rules.years_before(clock.now(), settings.WORKBENCH_LOG_RETENTION_YEARS)


def _row(first: int, last: int, times: dict[int, datetime], grave: Tombstone | None, before: datetime) -> SegmentRow:
    if grave is not None:
        return SegmentRow(first, last, grave.oldest, grave.youngest, is_due=False, tombstone=grave)
    return SegmentRow(first, last, times[first], times[last], is_due=times[last] < before)


def graves_joined() -> list[tuple[int, int]]:
    """Return from which event to which nothing is left but tombstones."""
    joined: list[tuple[int, int]] = []
    for first, last in Tombstone.objects.order_by("first").values_list("first", "last"):
        begins = joined.pop()[0] if joined and joined[-1][1] + 1 == first else first
        joined.append((begins, last))
    return joined


def grave_of(sequence: int) -> Tombstone | None:
    """Return the tombstone that stands where an event was."""
    return Tombstone.objects.filter(first__lte=sequence, last__gte=sequence).first()


def destroyed_counts() -> Mapping[UUID, int]:
    """Return how many events each request destroyed. One statement."""
    counted = Tombstone.objects.order_by().values_list("request_id").annotate(gone=Sum(F("last") - F("first") + 1))
    return dict(counted)


def first_kept() -> tuple[int, datetime] | None:
    """Return the number and the moment of the oldest event there is; None of an empty log."""
    return AuditEvent.objects.order_by("sequence").values_list("sequence", "recorded_at").first()


def log_begins() -> datetime | None:
    """Return the moment from which on nothing of the log was destroyed; None where nothing ever was."""
    return Tombstone.objects.order_by("-youngest").values_list("youngest", flat=True).first()


def log_destroyed_since(moment: datetime) -> datetime | None:
    """Return up to when the log was destroyed by policy, where that reaches a moment; else None."""
    begins = log_begins()
    return begins if begins and begins >= moment else None


def why_not_witnessed(last: int) -> str:
    """Return which witness has not taken a head over these events, in a sentence, or an empty text.

    Afterwards nobody could show it that the log continues what it holds.
    """
    held = dict(_newest_held(one.name for one in witnesses()))
    behind = [name for name, size in held.items() if size < last]
    if not behind:
        return ""
    return (
        f"Nothing is destroyed while a witness holds no head over it: {', '.join(behind)} has none of event {last:,} "
        "or later. Let the signer hand out what is missing first (log_sign)."
    )


def _newest_held(names: Iterable[str]) -> Iterable[tuple[str, int]]:
    for name in names:
        sizes = Receipt.objects.filter(witness=name).order_by("-checkpoint__epoch", "-checkpoint__size")
        yield name, sizes.values_list("checkpoint__size", flat=True).first() or 0
