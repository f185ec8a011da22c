"""Whoever asks, in whatever order rights come and go: nobody reads what the acts so far do not give them."""

from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.access.models import CareTeam
from apps.access.services import care_team_create, care_team_member_add, person_active_set
from apps.audit.models import AuditEvent
from apps.chart.models import Patient
from apps.chart.services import patient_grant, patient_grant_remove
from apps.core import clock, fence
from apps.evaluation.benches.permissions.raw import READS, REFUSED, STATISTICS, TABLES
from apps.evaluation.benches.permissions.truth import Truth
from apps.retrieval.models import RetrievalQuery
from apps.retrieval.selectors import answers_of, has_passages, passages_get
from tests.retrieval.conftest import WORKER

NOTE = "ASSESSMENT: Rheumatoid arthritis. Continue methotrexate."
PEOPLE = ("okafor", "lindholm", "reyes", "quill")
PATIENTS = ("anna", "berta", "carla")
GIVE, TAKE = "give", "take"


@pytest.fixture
def charts(world, index):
    """Every patient with a note; a care team at each house, with everybody in it."""
    for name in PATIENTS:
        patient = getattr(world, name)
        index(patient, NOTE, series=f"note/{name}")
    for organization in (world.cedar, world.brightwater):
        team = care_team_create(organization=organization, slug="team", name="Team", actor=WORKER)
        for person in world.people.values():
            if person.organization == organization:
                care_team_member_add(team=team, person=person, actor=WORKER)
    return world


def truth_of(world):
    """Return the truth at the start: what the cast is given, told by hand."""
    truth = Truth()
    for name in PEOPLE:
        person = getattr(world, name)
        truth.home[str(person.pk)], truth.role[str(person.pk)] = person.organization.slug, person.role
        truth.members.add((str(person.pk), person.organization.slug))
    for name in PATIENTS:
        patient = getattr(world, name)
        truth.belongs[str(patient.pk)] = patient.organization.slug
    truth.own |= {(str(getattr(world, p).pk), str(world.anna.pk)) for p in ("okafor", "reyes")}
    truth.own.add((str(world.quill.pk), str(world.carla.pk)))
    return truth


def act(world, truth, what, who, whom):
    """Give or take one right through its front door, and tell the truth."""
    person, patient = getattr(world, who), getattr(world, whom)
    change = patient_grant if what == GIVE else patient_grant_remove
    if person.organization != patient.organization:
        return
    change(patient=patient, permission="view_chart", person=person, actor=WORKER)
    pair = (str(person.pk), str(patient.pk))
    truth.own = truth.own | {pair} if what == GIVE else truth.own - {pair}


def act_by_team(world, truth, what, whom):
    patient = getattr(world, whom)
    team = CareTeam.objects.get(organization=patient.organization)
    change = patient_grant if what == GIVE else patient_grant_remove
    change(patient=patient, permission="view_chart", team=team, actor=WORKER)
    pair = (patient.organization.slug, str(patient.pk))
    truth.by_team = truth.by_team | {pair} if what == GIVE else truth.by_team - {pair}


def act_on_person(world, truth, what, who):
    person = getattr(world, who)
    person_active_set(person=person, active=what == GIVE, actor=WORKER)
    truth.left = truth.left - {str(person.pk)} if what == GIVE else truth.left | {str(person.pk)}


CHANGES = st.sampled_from([GIVE, TAKE])
ACTS = st.lists(
    st.one_of(
        st.tuples(st.just(act), CHANGES, st.sampled_from(PEOPLE), st.sampled_from(PATIENTS)),
        st.tuples(st.just(act_by_team), CHANGES, st.sampled_from(PATIENTS)),
        st.tuples(st.just(act_on_person), CHANGES, st.sampled_from(PEOPLE)),
    ),
    max_size=8,
)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(ACTS)
def test_a_person_reads_exactly_the_charts_that_the_acts_so_far_gave_them(charts, acts):
    truth = truth_of(charts)
    with transaction.atomic():
        for change, *rest in acts:
            change(charts, truth, *rest)
        for name in PEOPLE:
            for whom in PATIENTS:
                person, patient = getattr(charts, name), getattr(charts, whom)
                opens = truth.opens(str(person.pk), str(patient.pk))
                assert has_passages(patient.pk, person) is opens
                with fence.reading(person.pk, patient.pk):
                    assert shown() == ([str(patient.pk)] if opens else [])
        transaction.set_rollback(True)


def shown():
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT patient_id::text FROM retrieval_passage")
        return [row[0] for row in cursor.fetchall()]


def test_ids_of_others_open_nothing_and_ids_of_ones_own_do(charts, search):
    mine, theirs = (search(p, who, "methotrexate") for p, who in
                    ((charts.anna, charts.okafor), (charts.carla, charts.quill)))  # fmt: skip
    ids = [hit.passage_id for result in (mine, theirs) for hit in result.hits]
    queries = [mine.query_id, theirs.query_id]
    for person, patient, seen in ((charts.okafor, charts.anna, mine), (charts.quill, charts.carla, theirs)):
        expected = [hit.passage_id for hit in seen.hits]
        assert list(passages_get(ids, patient_id=patient.pk, requester=person)) == expected
        assert list(answers_of(queries, patient_id=patient.pk, requester=person)) == [seen.query_id]
    for person, patient in ((charts.okafor, charts.carla), (charts.quill, charts.anna), (charts.admin, charts.anna)):
        assert passages_get(ids, patient_id=patient.pk, requester=person) == {}
        assert answers_of(queries, patient_id=patient.pk, requester=person) == {}


def test_a_patient_who_never_was_and_one_whose_record_was_destroyed_answer_like_an_empty_chart(charts, search):
    known = search(charts.carla, charts.okafor, "methotrexate")
    Patient.objects.filter(pk=charts.anna.pk).update(destroyed_at=clock.now())
    gone = search(charts.anna, charts.okafor, "methotrexate")
    absent = search(Patient(pk=uuid4()), charts.okafor, "methotrexate")
    assert known.hits == gone.hits == absent.hits == ()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with fence.keeping():
        assert [str(query.pk) for query in RetrievalQuery.objects.all()] == [known.query_id]
    assert AuditEvent.objects.filter(action="passages_searched").count() == 3


def test_a_right_taken_away_while_its_passages_are_ranked_answers_with_nothing(charts, search):
    done = []

    def take_away(execute, sql, *rest):
        if done == ["ranked"] and "retrieval_passage" in sql:
            done.append("taken")
            act(charts, Truth(), TAKE, "okafor", "anna")
        if "permitted AS" in sql:
            done.append("ranked")
        return execute(sql, *rest)

    with connection.execute_wrapper(take_away):
        assert search(charts.anna, charts.okafor, "methotrexate").hits == ()
    assert done[:2] == ["ranked", "taken"]


@pytest.mark.parametrize("statement", [one for one in REFUSED if "{owner}" not in one])
def test_the_applications_role_cannot_lift_the_fence(charts, statement):
    with pytest.raises(DatabaseError):
        as_application(statement.format(t="retrieval_passage"))
    assert shown() == []


def as_application(statements):
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in ["SET LOCAL ROLE workbench_app", *statements.split(";")]:
            cursor.execute(statement)


@pytest.mark.parametrize("table", TABLES)
def test_no_way_to_ask_as_the_applications_role_shows_a_row_to_a_stranger(charts, search, table):
    search(charts.anna, charts.okafor, "methotrexate")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute("SET LOCAL ROLE workbench_app")
        for statement in (*READS, *STATISTICS):
            cursor.execute(statement.format(t=table))
            assert [row for row in cursor.fetchall() if row[0]] == []
            with fence.reading(charts.lindholm.pk, charts.anna.pk):
                cursor.execute(statement.format(t=table))
                assert [row for row in cursor.fetchall() if row[0]] == []
        with fence.reading(charts.okafor.pk, charts.anna.pk):
            for statement in READS:
                cursor.execute(statement.format(t=table))
                assert {row[0] for row in cursor.fetchall()} - {None} <= {str(charts.anna.pk)}
            cursor.execute(READS[0].format(t=table))
            assert cursor.fetchall()
