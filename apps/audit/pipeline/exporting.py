"""The log as a file that is verified without this program (apps/audit/verify_log.py)."""

import json
from collections.abc import Iterator

from apps.audit.domain.chain import COLUMNS, canonical
from apps.audit.models import AuditEvent, Checkpoint, LogStanding, Standing, Tombstone
from apps.audit.selectors import snapshot


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
        for row in rows.iterator(chunk_size=chunk_size):
            yield b'{"event":' + canonical(row) + b',"hash":"' + row["hash"].encode() + b'"}\n'


def _line(kind: str, note: str) -> bytes:
    return json.dumps({"kind": kind, "note": note}).encode() + b"\n"
