"""Nobody changes the log: not from Python, not by SQL, not by pretending to be a replica."""

from collections.abc import Callable, Iterator

import psycopg
import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from apps.audit.models import AuditEvent

Append = Callable[..., AuditEvent]


STATEMENTS = [
    "UPDATE audit_auditevent SET actor_id = 'nobody'",
    "UPDATE audit_auditevent SET recorded_at = recorded_at + interval '1 day'",
    "DELETE FROM audit_auditevent WHERE sequence = 1",
    "TRUNCATE audit_auditevent",
]


@pytest.mark.parametrize("statement", STATEMENTS)
def test_sql_that_changes_the_log_is_refused(append: Append, statement: str) -> None:
    append()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert AuditEvent.objects.get().actor_id == "worker"


@pytest.fixture
def replica_session() -> Iterator[psycopg.Cursor]:
    """A superuser's session that pretends to apply a replication stream: plain triggers do not fire in it."""
    server = connection.settings_dict
    try:
        session = psycopg.connect(dbname=server["NAME"], host=server["HOST"], port=server["PORT"], user="postgres")
    except psycopg.OperationalError:
        pytest.skip("this server lets no superuser in")
    with session, session.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        yield cursor
        session.rollback()


@pytest.mark.django_db(transaction=True)
def test_a_superuser_who_pretends_to_be_a_replica_is_refused_too(
    append: Append, replica_session: psycopg.Cursor
) -> None:
    append()
    for statement in STATEMENTS:
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="append-only"):
            replica_session.execute(statement)
        replica_session.connection.rollback()
        replica_session.execute("SET session_replication_role = replica")


def test_the_application_role_may_append_and_read_but_holds_no_right_to_change(db: None) -> None:
    rights = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE")
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = 'workbench_app'")
        if cursor.fetchone() is None:
            pytest.skip("this server has no role of its own for the application")
        cursor.execute(
            "SELECT right_name, has_table_privilege('workbench_app', 'audit_auditevent', right_name)"
            " FROM unnest(%s::text[]) AS right_name",
            [list(rights)],
        )
        held = {name for name, is_held in cursor.fetchall() if is_held}
    assert held == {"SELECT", "INSERT"}


@pytest.mark.parametrize(
    "change",
    [
        lambda event: event.save(),
        lambda event: event.delete(),
        lambda event: AuditEvent.objects.update(actor_id="nobody"),
        lambda event: AuditEvent.objects.filter(pk=event.pk).delete(),
        lambda event: AuditEvent.objects.bulk_update([event], ["actor_id"]),
        lambda event: AuditEvent.objects.bulk_create([AuditEvent(sequence=9)]),
    ],
)
def test_python_refuses_before_the_database_has_to(append: Append, change: Callable[[AuditEvent], object]) -> None:
    event = append()
    with pytest.raises(TypeError):
        change(event)


@pytest.mark.parametrize("column", ["sequence", "id", "hash"])
def test_two_rows_never_share_a_place_an_id_or_a_hash(append: Append, column: str) -> None:
    first, second = append(), append()
    fields = {f.name: getattr(second, f.name) for f in AuditEvent._meta.fields} | {
        "sequence": 3, "id": "22222222-2222-2222-2222-222222222222", "hash": "f" * 64,
    }  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        AuditEvent.objects.create(**fields | {column: getattr(first, column)})
    AuditEvent.objects.create(**fields)
