"""The second fence: what PostgreSQL shows of the index whatever a query forgot to ask."""

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from apps.access.services import person_active_set
from apps.chart.services import patient_grant_remove
from apps.core import fence
from tests.retrieval.conftest import WORKER

TABLES = ("retrieval_passage", "retrieval_passagewindow", "retrieval_retrievalquery", "retrieval_retrievedpassage")
NOTE = "PLAN: Start adalimumab 40 mg every two weeks."


def rows(table: str = "retrieval_passage") -> list[str]:
    """Return whose rows plain SQL without any filter shows."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT patient_id FROM {table}")
        return [str(row[0]) for row in cursor.fetchall()]


@pytest.fixture
def charts(world, index):
    for patient in (world.anna, world.carla):
        index(patient, NOTE, series=f"note/{patient.pk}")
    return world


@pytest.mark.parametrize("table", TABLES)
def test_plain_sql_outside_the_fence_shows_nothing(charts, table):
    with connection.cursor() as cursor:
        cursor.execute("SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE relname = %s", [table])
        assert cursor.fetchone() == (True, True)
    assert rows(table) == []


def test_plain_sql_shows_the_open_patient_to_who_may_read_them_and_nobody_else(charts):
    with fence.reading(charts.okafor.pk, charts.anna.pk):
        assert rows() == [str(charts.anna.pk)]
    for stranger, patient in ((charts.quill, charts.anna), (charts.okafor, charts.carla), (charts.admin, charts.anna)):
        with fence.reading(stranger.pk, patient.pk):
            assert rows() == []


def test_a_right_taken_away_and_a_person_who_left_see_nothing_with_the_next_statement(charts):
    with fence.reading(charts.okafor.pk, charts.anna.pk):
        assert rows()
        patient_grant_remove(patient=charts.anna, permission="view_chart", person=charts.okafor, actor=WORKER)
        assert rows() == []
    with fence.reading(charts.quill.pk, charts.carla.pk):
        assert rows()
        person_active_set(person=charts.quill, active=False, actor=WORKER)
        assert rows() == []


def test_a_reader_changes_nothing_whatever_they_may_read(charts):
    with fence.reading(charts.okafor.pk, charts.anna.pk), connection.cursor() as cursor:
        cursor.execute("UPDATE retrieval_passage SET text = 'x'")
        assert cursor.rowcount == 0
        cursor.execute("DELETE FROM retrieval_passage")
        assert cursor.rowcount == 0


def test_the_fence_closes_behind_whoever_passed_it(charts):
    with fence.keeping():
        assert len(rows()) == 2
        with fence.reading(charts.okafor.pk, charts.anna.pk):
            assert len(rows()) == 1
        assert len(rows()) == 2
    assert rows() == []


def test_an_error_inside_closes_it_too(charts):
    with pytest.raises(DatabaseError), transaction.atomic(), fence.keeping(), connection.cursor() as cursor:
        cursor.execute("SELECT 1 / 0")
    assert rows() == []


def test_an_id_that_is_none_opens_nothing_and_says_so(charts):
    with pytest.raises(DatabaseError) as refusal, fence.reading("' OR true --", charts.anna.pk):
        rows()
    assert isinstance(refusal.value.__cause__, psycopg.errors.InvalidTextRepresentation)
    assert rows() == []


def test_every_function_that_the_fence_asks_looks_its_tables_up_in_a_fixed_schema(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname, proconfig FROM pg_proc JOIN pg_language AS lang ON lang.oid = prolang"
            r" WHERE proname LIKE 'workbench\_%' AND lanname IN ('sql', 'plpgsql')"
        )
        found = dict(cursor.fetchall())
    assert "workbench_open_subject" in found
    assert [name for name, set_ in found.items() if not set_ or not set_[0].startswith("search_path=pg_catalog")] == []
