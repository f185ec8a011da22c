"""The log as a file that is verified without this program (apps/audit/verify_log.py)."""

import json
from collections.abc import Iterator

from django.db import connection, transaction

from apps.audit.domain.chain import COLUMNS, canonical
from apps.audit.models import AuditEvent, Checkpoint, LogStanding, Standing


def export_lines(chunk_size: int = 5000) -> Iterator[bytes]:
    """Yield heads, signed gaps and every event in order, from one snapshot; an event as the bytes it is sealed by."""
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if is_outermost:  # inside another transaction the snapshots are those of that one
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        for note in Checkpoint.objects.values_list("note", flat=True).iterator(chunk_size=chunk_size):
            yield _line("head", note)
        for note in LogStanding.objects.filter(standing=Standing.RESUMED).values_list("note", flat=True):
            yield _line("gap", note)
        rows = AuditEvent.objects.order_by("sequence").values(*COLUMNS)
        for row in rows.iterator(chunk_size=chunk_size):
            yield b'{"event":' + canonical(row) + b',"hash":"' + row["hash"].encode() + b'"}\n'


def _line(kind: str, note: str) -> bytes:
    return json.dumps({"kind": kind, "note": note}).encode() + b"\n"
