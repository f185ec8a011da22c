"""The fence of the organization: what PostgreSQL shows and takes, whatever a query forgot to ask (T10)."""

from threading import Thread

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction
from django.http import StreamingHttpResponse
from django.test import RequestFactory

from apps.access.middleware import standing_middleware
from apps.access.models import BreakGlassGrant
from apps.access.services import break_glass_open
from apps.chart.models import Patient, PatientPersonGrant, Section
from apps.chart.services import patient_grant_remove
from apps.core import clock
from apps.core.standing import (
    EVERYWHERE,
    NOWHERE,
    Place,
    organization_of,
    standing,
    standing_everywhere,
    standing_in,
    streamed_from,
)
from apps.core.tasks import workbench_task
from tests.factories import SETUP, make_document

FENCES = "SELECT relname, relrowsecurity AND relforcerowsecurity FROM pg_class WHERE relkind = 'r'"
WITH_POLICY = "SELECT tablename FROM pg_policies WHERE schemaname = 'public'"
# Ids and hashes alone, which the tree of all organizations is made of; its readers ask for the organization themselves.
OF_THE_LOG = {"audit_auditevent"}
ROOTS = {"access_organization", "chart_patient"}


def seen() -> set[object]:
    """Return the patients that plain SQL without any filter shows."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM chart_patient")
        return {row[0] for row in cursor.fetchall()}


def leads_to_a_patient(model: type[models.Model], met: frozenset[type[models.Model]] = frozenset()) -> bool:
    """Return whether a row of the model belongs to a patient: it names one, or a row of a model that does."""
    named = {field.column for field in model._meta.concrete_fields}
    if named & {"patient_id"} or model is Patient:
        return True
    above = {field.related_model for field in model._meta.concrete_fields if field.many_to_one or field.one_to_one}
    return any(leads_to_a_patient(one, met | {model}) for one in above - met - {model})


def test_every_table_whose_rows_belong_to_a_patient_stands_behind_a_fence_that_its_owner_obeys_too(db):
    with connection.cursor() as cursor:
        cursor.execute(FENCES)
        forced = {name for name, is_forced in cursor.fetchall() if is_forced}
        cursor.execute(WITH_POLICY)
        fenced = forced & {row[0] for row in cursor.fetchall()}
    of_patients = {model._meta.db_table for model in apps.get_models() if leads_to_a_patient(model)} - OF_THE_LOG
    assert len(of_patients) > 60
    assert of_patients - fenced == set()


def test_who_stands_nowhere_sees_nothing_and_writes_nothing(world):
    with standing_in(None):
        assert seen() == set()
        assert not PatientPersonGrant.objects.exists()
        assert Patient.objects.filter(pk=world.anna.pk).update(destroyed_at=clock.now()) == 0
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            Patient.objects.create(organization=world.cedar, source_system="x", source_id="new")
    assert seen() >= {world.anna.pk, world.carla.pk}


def test_who_stands_in_an_organization_sees_its_rows_alone_and_cannot_write_another_ones(world):
    with standing_in(world.cedar.pk):
        assert world.anna.pk in seen()
        assert world.carla.pk not in seen()
        assert Patient.objects.filter(pk=world.carla.pk).update(destroyed_at=clock.now()) == 0
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            Patient.objects.filter(pk=world.anna.pk).update(organization=world.carla.organization)
    with standing_in(world.carla.organization_id):
        assert world.carla.pk in seen()
        assert world.anna.pk not in seen()


def test_a_grant_is_seen_where_its_patient_is(world):
    with standing_in(world.cedar.pk):
        assert set(PatientPersonGrant.objects.values_list("content_object", flat=True)) <= seen()
        assert PatientPersonGrant.objects.filter(content_object=world.anna).exists()
        assert not PatientPersonGrant.objects.filter(content_object=world.carla).exists()


def test_blocks_nest_and_give_back_what_stood_before_them_also_after_an_error_and_a_rollback(world):
    with standing_in(world.cedar.pk):
        with pytest.raises(DatabaseError, match="no_such_table"), transaction.atomic(), standing_everywhere():
            Patient.objects.raw("SELECT id FROM no_such_table")[0]
        assert world.carla.pk not in seen()
        with transaction.atomic():
            with standing_everywhere():
                assert world.carla.pk in seen()
            transaction.set_rollback(True)
        assert world.carla.pk not in seen()
        assert world.anna.pk in seen()


@pytest.mark.django_db(transaction=True)
def test_outside_any_transaction_each_statement_is_shown_its_own_and_the_connection_carries_nothing_on(kept_world):
    kept_world.write()
    world = kept_world.made
    with standing_in(world.cedar.pk):
        assert world.anna.pk in seen()
        assert world.carla.pk not in seen()
        assert len(list(Patient.objects.iterator(chunk_size=1))) == len(seen())
    with connection.cursor() as cursor:
        cursor.execute("SHOW workbench.organization")
        assert cursor.fetchone()[0] == ""
    with standing_in(None):
        assert seen() == set()


def test_a_thread_that_nobody_told_does_not_stand_where_its_maker_does(world):
    found: list[Place] = []
    with standing_in(world.cedar.pk):
        thread = Thread(target=lambda: found.append(standing()))
        thread.start()
        thread.join()
        assert standing() == Place(str(world.cedar.pk))
    assert found == [EVERYWHERE]


def test_a_record_says_whose_it_is_and_one_that_is_not_there_leads_nowhere(world):
    of_patient = organization_of("chart.Patient")
    with standing_in(None):
        assert of_patient(str(world.anna.pk)) == str(world.cedar.pk)
        assert of_patient(str(world.cedar.pk)) is None
        assert standing() == NOWHERE


def test_a_task_stands_where_its_record_is_and_a_belt_everywhere(world):
    looked: list[tuple[str, set[object]]] = []

    @workbench_task(queue="upkeep", stands=organization_of("chart.Patient"))
    def look_at(*, patient_id: str) -> None:
        looked.append((patient_id, seen()))

    @workbench_task(queue="upkeep", stands="every")
    def look_around() -> None:
        looked.append(("", seen()))

    look_at(patient_id=str(world.anna.pk))
    look_at(patient_id=str(world.cedar.pk))
    look_around()
    (_, hers), (_, nobodys), (_, all_of_them) = looked
    assert world.anna.pk in hers
    assert world.carla.pk not in hers
    assert nobodys == set()
    assert {world.anna.pk, world.carla.pk} <= all_of_them


def test_a_streamed_answer_is_made_where_its_request_stood(world):
    def answer(request):
        return StreamingHttpResponse(str(world.carla.pk in seen()) for _ in range(2))

    request = RequestFactory().get("/")
    request.user = world.okafor
    response = standing_middleware(answer)(request)
    assert standing() == EVERYWHERE
    assert b"".join(response) == b"FalseFalse"
    assert list(streamed_from([])) == []


def documents() -> set[object]:
    """Return whose documents plain SQL without any filter shows."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT patient_id FROM chart_sourcedocument")
        return {row[0] for row in cursor.fetchall()}


@pytest.fixture
def charts(world):
    for patient in (world.anna, world.berta, world.carla):
        make_document(patient, "PLAN: Start adalimumab 40 mg every two weeks.")
    return world


def test_a_reader_is_shown_the_words_of_the_charts_that_are_open_to_them_and_no_others(charts):
    cedar = charts.cedar.pk
    with standing_in(cedar):
        assert documents() == {charts.anna.pk, charts.berta.pk}
    with standing_in(cedar, reader=charts.okafor.pk):
        assert documents() == {charts.anna.pk}
        assert Section.objects.exclude(document__patient=charts.anna).count() == 0
        assert Section.objects.filter(document__patient=charts.anna).exists()
        assert seen() >= {charts.anna.pk, charts.berta.pk}
    for stranger in (charts.quill, charts.admin, charts.marchetti):
        with standing_in(cedar, reader=stranger.pk):
            assert documents() == set()


def test_a_right_that_is_taken_away_hides_the_words_with_the_next_statement_of_the_same_transaction(charts):
    with standing_in(charts.cedar.pk, reader=charts.okafor.pk):
        assert documents() == {charts.anna.pk}
        patient_grant_remove(patient=charts.anna, permission="view_chart", person=charts.okafor, actor=SETUP)
        assert documents() == set()


def test_an_emergency_opens_the_words_of_one_chart_for_as_long_as_it_lasts(charts):
    with standing_in(charts.cedar.pk, reader=charts.okafor.pk):
        emergency = break_glass_open(
            person=charts.okafor, patient_id=charts.berta.pk, reason_code="other", reason="On call.", actor=SETUP
        )
        assert documents() == {charts.anna.pk, charts.berta.pk}
        BreakGlassGrant.objects.filter(pk=emergency.pk).update(ended_at=clock.now())
        assert documents() == {charts.anna.pk}
