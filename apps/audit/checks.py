"""What is asked before anything starts: who keeps the heads of the log, and whether the database lets it be changed."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as Caution
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from apps.audit.selectors.guards import TABLES, is_guarded
from apps.audit.witnesses.configuration import witnesses

FEWEST_WITNESSES = 2
COLUMN = {"audit_auditevent": "hash", "audit_treenode": "hash", "audit_tombstone": "note"}
ATTEMPTS = ("UPDATE {table} SET hash = hash", "DELETE FROM {table}", "TRUNCATE {table} CASCADE")
REFUSED = "42501"  # insufficient_privilege: by a missing right, or by the triggers
GUARDS = ["workbench_log_stays", "workbench_log_keeps_its_form"]  # guard.sql
HINT = (
    "Migrations make the log so (apps/audit/migrations); find out who changed it, and verify the log before going on."
)


@register()
def heads_have_witnesses(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """Refuse to start without two witnesses: what only the database remembers, its owner can rewrite."""
    hint = "Set WORKBENCH_WITNESSES, as in: first=/mnt/elsewhere/log,second=https://witness.example/ KEY"
    try:
        count = len(witnesses())
    except ImproperlyConfigured as error:
        return [Error(str(error), hint=hint, id="audit.E001")]
    if count >= FEWEST_WITNESSES:
        return []
    sentence = f"The signed heads of the audit log go to {count} witnesses; two outside the database are the least."
    return [Error(sentence, hint=hint, id="audit.E002")]


@register(Tags.database)
def log_refuses_every_change(
    app_configs: Any, databases: Sequence[str] | None = None, **options: Any
) -> list[CheckMessage]:
    """Try to change the log in every way, as the application's role; each must be refused, and nothing stays."""
    if settings.DATABASE_AS_OWNER:
        return []
    return [
        fault
        for alias in databases or ()
        for fault in (*log_faults(connections[alias]), *guard_faults(connections[alias]))
    ]


def log_faults(connection: BaseDatabaseWrapper) -> list[CheckMessage]:
    """Return one error for each way in which this connection's role could change the log."""
    done = []
    for table in TABLES:
        if not _is_there(connection, table):
            continue
        column = COLUMN.get(table, "id")
        attempts = [form.format(table=table).replace("hash", column) for form in ATTEMPTS]
        attempts += [f"SET LOCAL session_replication_role = replica; {one}" for one in attempts]
        done += [statement for statement in attempts if _is_done(connection, statement)]
        if not is_guarded(connection, table):
            done.append(f"anything at all: a trigger of {table} is missing or not ENABLE ALWAYS")
    return [
        Error(f"The audit log could be changed: the database did not refuse {one}.", hint=HINT, id="audit.E003")
        for one in done
    ]


def guard_faults(connection: BaseDatabaseWrapper) -> list[CheckMessage]:
    """Return a warning where the server does not refuse to change the form of the log: that takes a superuser once."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_event_trigger WHERE evtname = ANY(%s) AND evtenabled = 'A'", [GUARDS])
        if cursor.fetchone()[0] == len(GUARDS):
            return []
    sentence = "The server would let the owner of the audit log drop or alter its tables, triggers and functions."
    hint = "As a superuser of the server, once: psql --dbname DATABASE --file apps/audit/guard.sql"
    return [Caution(sentence, hint=hint, id="audit.W001")]


def _is_there(connection: BaseDatabaseWrapper, table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [table])
        return bool(cursor.fetchone()[0])


def _is_done(connection: BaseDatabaseWrapper, statement: str) -> bool:
    """Return whether the database did it. It is taken back in any case."""
    try:
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '2s'")
            cursor.execute(statement)
            transaction.set_rollback(True, using=connection.alias)
    except DatabaseError as error:
        return getattr(error.__cause__, "sqlstate", "") != REFUSED
    return True
