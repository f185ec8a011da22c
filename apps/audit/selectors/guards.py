"""Whether the triggers that refuse every change of the log stand where they should."""

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

TABLES = (
    "audit_auditevent",
    "audit_checkpoint",
    "audit_receipt",
    "audit_treenode",
    "audit_logstanding",
    "audit_tombstone",
)
GUARDED = """
SELECT count(*) FILTER (WHERE tgenabled = 'A' AND tgfoid::regproc::text = 'audit_refuse_change') = %s
    AND bool_and(tgenabled = 'A') AND array_agg(tgname::text) @> %s
FROM pg_trigger WHERE tgrelid = to_regclass(%s) AND NOT tgisinternal
"""
TRIGGERS = 2
ALSO = {"audit_tombstone": ["audit_tombstone_is_checked", "audit_tombstone_is_an_act"]}  # what it may stand over


def is_guarded(asked: BaseDatabaseWrapper, table: str) -> bool:
    """Return whether every trigger of a table of the log is there, and fires ALWAYS."""
    with asked.cursor() as cursor:
        cursor.execute(GUARDED, [TRIGGERS, ALSO.get(table, []), table])
        return bool(cursor.fetchone()[0])


def unguarded_tables() -> list[str]:
    """Return the tables of the log that lack a trigger, or have one that somebody switched off."""
    return [table for table in TABLES if not is_guarded(connection, table)]
