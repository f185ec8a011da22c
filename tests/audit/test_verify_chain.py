"""The command that walks the whole log: silent when it holds, exact when it does not."""

from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.audit.domain.chain import verify
from apps.audit.models import AuditEvent
from apps.audit.selectors import chain_rows

Append = Callable[..., AuditEvent]

TAMPERINGS = {
    "edit": ("UPDATE audit_auditevent SET actor_id = 'nobody' WHERE sequence = 3", "Row 3 is not what was written"),
    "re-date": (
        "UPDATE audit_auditevent SET recorded_at = recorded_at - interval '1 microsecond' WHERE sequence = 3",
        "Row 3 is not what was written",
    ),
    "details": ("UPDATE audit_auditevent SET details = '{\"n\": 1}' WHERE sequence = 3", "Row 3 is not"),
    "a value no writer makes": (
        "UPDATE audit_auditevent SET details = '{\"n\": 1e400}' WHERE sequence = 3",
        "Row 3 is not what was written",
    ),
    "delete in the middle": ("DELETE FROM audit_auditevent WHERE sequence = 3", "Row 4 follows row 2"),
    "delete the first": ("DELETE FROM audit_auditevent WHERE sequence = 1", "Row 2 follows row 0"),
    "reorder": (
        """UPDATE audit_auditevent SET sequence = sequence - 9 WHERE sequence IN (2, 3);
        UPDATE audit_auditevent SET sequence = CASE sequence WHEN -7 THEN 3 ELSE 2 END WHERE sequence < 0""",
        "Row 2 is not what was written",
    ),
    "insert": (
        """INSERT INTO audit_auditevent
        SELECT 6, gen_random_uuid(), recorded_at, organization_id, actor_kind, actor_id, actor_role, action, outcome,
            patient_id, object_type, object_id, request_id, details, hash, repeat('0', 64)
        FROM audit_auditevent WHERE sequence = 5""",
        "Row 6 is not what was written",
    ),
}


@pytest.fixture
def log(append: Append) -> None:
    for number in range(5):
        append(details={"number": number})


def verify_chain() -> str:
    output = StringIO()
    call_command("verify_chain", stdout=output, stderr=StringIO())
    return output.getvalue()


def test_a_log_that_holds_says_how_long_it_is_and_gives_its_head(log: None) -> None:
    said = verify_chain()
    assert f"The audit log holds: 5 rows, last hash {AuditEvent.objects.latest('sequence').hash}.\n" in said
    assert "The heads that witnesses hold were not compared" in said


def test_an_empty_log_is_not_called_verified(db: None) -> None:
    assert "empty" in verify_chain()


@pytest.mark.parametrize("kind", TAMPERINGS)
def test_every_kind_of_tampering_ends_with_1_and_names_the_first_broken_row(log: None, kind: str) -> None:
    statement, said = TAMPERINGS[kind]
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_auditevent DISABLE TRIGGER USER")
        cursor.execute(statement)
    with pytest.raises(CommandError, match=said) as failure:
        verify_chain()
    assert failure.value.returncode == 1


@given(
    details=st.dictionaries(
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=9),
        st.integers(-(2**53) + 1, 2**53 - 1)
        | st.floats(-1e15, 1e15, allow_nan=False)
        | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=9),
        max_size=3,
    )
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_details_an_event_takes_it_verifies_after_the_database_had_them(append: Append, details: Any) -> None:
    append(details=details)
    report = verify(chain_rows())
    assert report.intact, report.sentence
