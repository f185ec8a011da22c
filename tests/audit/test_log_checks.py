"""What stops the start: too few witnesses, and a database that would let the application change the log."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection

from apps.audit.checks import TABLES, heads_have_witnesses, log_faults
from apps.audit.models import AuditEvent

Append = Callable[..., AuditEvent]


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ([], "go to 0 witnesses"),
        (["first=/somewhere"], "go to 1 witnesses"),
        (["first=/a", "first=/b"], "two witnesses one name"),
        (["first=/a", "second=b"], "begins with /"),
        (["first=/a", "second=http://witness.example/ key"], "https address"),
        (["first=/a", "second=https://witness.example/"], "public key"),
        (["/a", "/b"], "entries like"),
    ],
)
def test_fewer_than_two_witnesses_or_one_that_cannot_be_asked_stop_the_start(
    settings: Any, named: list[str], said: str
) -> None:
    settings.WORKBENCH_WITNESSES = named
    with pytest.raises(SystemCheckError, match=said):
        call_command("check")


def test_two_witnesses_are_enough(settings: Any) -> None:
    settings.WORKBENCH_WITNESSES = ["first=/a", "second=/b"]
    assert heads_have_witnesses(None) == []


@pytest.fixture
def as_application(append: Append) -> None:
    """Act as the role that serves pages."""
    append()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE workbench_app")


def test_the_application_is_refused_every_change_of_the_log(as_application: None) -> None:
    assert log_faults(connection) == []
    assert AuditEvent.objects.count() == 1


def test_a_right_too_many_is_found_where_no_trigger_stands_behind_it(append: Append) -> None:
    append()
    with connection.cursor() as cursor:
        cursor.execute("GRANT UPDATE, DELETE ON audit_auditevent TO workbench_app")
        cursor.execute("ALTER TABLE audit_auditevent DISABLE TRIGGER audit_rows_never_change")
        cursor.execute("SET LOCAL ROLE workbench_app")
    said = " ".join(fault.msg for fault in log_faults(connection))
    assert "did not refuse UPDATE audit_auditevent" in said
    assert "did not refuse DELETE FROM audit_auditevent" in said
    assert "a trigger of audit_auditevent is missing" in said
    assert AuditEvent.objects.count() == 1


@pytest.mark.parametrize("table", TABLES)
def test_a_trigger_that_a_replica_would_pass_is_found(as_application: None, table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal", [table])
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {cursor.fetchone()[0]}")
        cursor.execute("SET LOCAL ROLE workbench_app")
    assert [fault.id for fault in log_faults(connection)] == ["audit.E003"]
