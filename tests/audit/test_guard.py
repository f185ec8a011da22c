"""The server refuses to change the form of the log, to its owner too, unless the session says that it migrates."""

from collections.abc import Callable
from typing import Any

from django.db import DatabaseError, connection, transaction

from apps.audit.checks import guard_faults
from apps.audit.models import AuditEvent

Append = Callable[..., AuditEvent]
REFUSED = [
    "DROP TABLE audit_auditevent CASCADE",
    "DROP TABLE audit_tombstone",
    "ALTER TABLE audit_auditevent DISABLE TRIGGER ALL",
    "ALTER TABLE audit_auditevent DISABLE TRIGGER audit_rows_never_change",
    "ALTER TABLE audit_checkpoint ENABLE TRIGGER audit_checkpoint_never_changes",
    "ALTER TABLE audit_auditevent RENAME TO elsewhere",
    "ALTER TABLE audit_auditevent RENAME COLUMN actor_id TO nobody",
    "ALTER TABLE audit_auditevent DROP COLUMN actor_id",
    "ALTER TABLE audit_auditevent ALTER COLUMN actor_id TYPE text",
    "DROP TRIGGER audit_rows_never_change ON audit_auditevent",
    "DROP TRIGGER governance_log_is_not_held ON audit_tombstone",
    "CREATE TRIGGER swallows BEFORE INSERT ON audit_auditevent FOR EACH ROW EXECUTE FUNCTION audit_refuse_change()",
    "CREATE RULE swallows AS ON INSERT TO audit_auditevent DO INSTEAD NOTHING",
    "DROP FUNCTION audit_append(text, text)",
    "CREATE OR REPLACE FUNCTION audit_refuse_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END'",
    "ALTER FUNCTION audit_segment_destroy(jsonb) SECURITY INVOKER",
    "ALTER FUNCTION governance_log_held(bigint, bigint) RENAME TO never_held",
    "DROP INDEX audit_of_patient",
    "DROP OWNED BY CURRENT_USER CASCADE",
]


def tried(statement: str, *, migrating: bool = False) -> str:
    """Run a statement as the owner; return how it was refused, or nothing. It is taken back in any case."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('workbench.log_migration', %s, true)", ["on" if migrating else ""])
            cursor.execute(statement)
            transaction.set_rollback(True)
    except DatabaseError as refusal:
        return str(refusal)
    return ""


def test_the_owner_changes_neither_tables_nor_triggers_nor_functions_of_the_log(append: Append) -> None:
    done = [one for one in REFUSED if "The audit log is guarded" not in tried(one)]
    assert done == []


def test_a_replica_is_refused_too(append: Append) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False,)
        cursor.execute("SELECT evtenabled FROM pg_event_trigger WHERE evtname LIKE 'workbench_log%'")
        assert cursor.fetchall() == [("A",), ("A",)]


def test_a_session_that_migrates_may_and_everything_else_of_the_database_may_be_changed(append: Append) -> None:
    assert tried("ALTER TABLE audit_auditevent DISABLE TRIGGER audit_rows_never_change", migrating=True) == ""
    assert tried("ALTER TABLE governance_legalhold ADD COLUMN more text") == ""
    assert tried("CREATE TABLE something_else (id int); DROP TABLE something_else") == ""


def test_the_owner_cannot_take_the_guard_away(append: Append) -> None:
    assert "must be owner" in tried("DROP EVENT TRIGGER workbench_log_stays")
    assert "must be owner" in tried("DROP SCHEMA workbench_guard CASCADE")


def test_the_start_warns_where_nobody_installed_it(append: Append, monkeypatch: Any) -> None:
    assert guard_faults(connection) == []
    monkeypatch.setattr("apps.audit.checks.GUARDS", ["workbench_log_stays", "another"])
    assert [one.id for one in guard_faults(connection)] == ["audit.W001"]
