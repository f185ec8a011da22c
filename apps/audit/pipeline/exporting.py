"""The log as a file that is verified without this program (apps/audit/verify_log.py)."""

import json
from collections.abc import Iterator

from apps.audit.domain.chain import COLUMNS, Row, canonical
from apps.audit.models import AuditEvent, Checkpoint, LogStanding, Standing, Tombstone
from apps.audit.selectors import snapshot

AT_A_TIME = 1000


def export_lines(chunk_size: int = 5000) -> Iterator[bytes]:
    """Yield heads, signed gaps, tombstones and every event in order, from one snapshot; an event as the bytes it is
    sealed by."""
    with snapshot():
        for note in Checkpoint.objects.values_list("note", flat=True).iterator(chunk_size=chunk_size):
            yield _line("head", note)
        for note in LogStanding.objects.filter(standing=Standing.RESUMED).values_list("note", flat=True):
            yield _line("gap", note)
        for note in Tombstone.objects.values_list("note", flat=True):
            yield _line("tombstone", note)
        rows = AuditEvent.objects.order_by("sequence").values(*COLUMNS)
        yield from map(_event, rows.iterator(chunk_size=chunk_size))


def export_lines_to(up_to: int) -> Iterator[bytes]:
    """Yield the same lines up to one event, some at a time: no transaction waits for a reader who is slow.

    What was appended once does not change; only a segment that is destroyed meanwhile would show as a hole.
    """
    for note in Checkpoint.objects.filter(size__lte=up_to).values_list("note", flat=True):
        yield _line("head", note)
    for note in LogStanding.objects.filter(standing=Standing.RESUMED, size__lte=up_to).values_list("note", flat=True):
        yield _line("gap", note)
    for note in Tombstone.objects.values_list("note", flat=True):
        yield _line("tombstone", note)
    last = 0
    while rows := list(AuditEvent.objects.filter(sequence__gt=last, sequence__lte=up_to).order_by("sequence")
                       .values(*COLUMNS)[:AT_A_TIME]):  # fmt: skip
        yield from map(_event, rows)
        last = rows[-1]["sequence"]


def _event(row: Row) -> bytes:
    return b'{"event":' + canonical(row) + f',"hash":"{row["hash"]}"}}\n'.encode()


def _line(kind: str, note: str) -> bytes:
    return json.dumps({"kind": kind, "note": note}).encode() + b"\n"
