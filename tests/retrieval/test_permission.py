"""Labels and emergencies in the index: asked before ranking, and asked again by PostgreSQL."""

import pytest
from django.core.management import call_command
from django.db import connection

from apps.access.domain.labels import EMERGENCY
from apps.access.domain.roles import ROLES, Permission, role_labels, role_may
from apps.access.services import break_glass_open
from apps.chart.models import SourceDocument
from apps.chart.permission import kinds_of_role
from apps.chart.services import patient_grant
from apps.core import fence
from apps.evaluation.benches.permissions.raw import SHADOW
from apps.retrieval.interface import SearchTask
from apps.retrieval.models import Passage
from apps.retrieval.selectors import answers_of, has_passages, passages_get, passages_of_document, patient_passages
from apps.retrieval.services import passages_relabel, passages_search
from tests.factories import SETUP
from tests.retrieval.conftest import WORKER, index_note

PLAIN = "ASSESSMENT: Rheumatoid arthritis. Continue methotrexate."
VIOLENCE = "HISTORY: She says her husband has choked her twice. Methotrexate continued."


def chart_with_violence(world):
    """Give Anna a plain note and one that tells of violence, which a pharmacist may not see."""
    patient_grant(patient=world.anna, permission="view_chart", person=world.pharmacist, actor=SETUP)
    index_note(world.anna, PLAIN)
    index_note(world.anna, VIOLENCE, series="DocumentReference/2")
    return world


@pytest.fixture
def chart(world):
    return chart_with_violence(world)


def seen(hits):
    return {"choked" in hit.text for hit in hits}


def test_a_search_ranks_what_the_role_may_see_and_nothing_else(chart, search):
    full = search(chart.anna, chart.okafor, "methotrexate")
    assert seen(full.hits) == {False, True}
    assert {hit.labels for hit in full.hits} == {(), ("violence",)}
    less = search(chart.anna, chart.pharmacist, "methotrexate choked husband")
    assert seen(less.hits) == {False}
    with fence.keeping():
        assert {row.labels == [] for row in Passage.objects.filter(pk__in=[hit.passage_id for hit in less.hits])} == {
            True
        }


def test_a_passage_asked_for_by_its_id_is_not_there_either(chart):
    with fence.keeping():
        hidden = Passage.objects.get(labels=["violence"]).pk
    assert list(passages_get([hidden], patient_id=chart.anna.pk, requester=chart.okafor)) == [str(hidden)]
    assert passages_get([hidden], patient_id=chart.anna.pk, requester=chart.pharmacist) == {}


def test_a_label_that_changes_counts_in_the_very_next_search_and_then_behind_the_fence(chart, search):
    SourceDocument.objects.filter(series="DocumentReference/1").update(labels=["psychotherapy"])
    assert seen(search(chart.anna, chart.okafor, "methotrexate").hits) == {True}
    assert passages_relabel(patient_ids=[chart.anna.pk], actor=WORKER) == 1
    assert passages_relabel(patient_ids=[chart.anna.pk], actor=WORKER) == 0
    with fence.reading(chart.okafor.pk, chart.anna.pk):
        assert all("choked" in passage.text for passage in Passage.objects.all())


def test_plain_sql_shows_no_passage_whose_label_the_role_may_not_see(chart):
    for person, expected in ((chart.okafor, 2), (chart.pharmacist, 1)):
        with fence.reading(person.pk, chart.anna.pk), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM retrieval_passage")
            assert cursor.fetchone()[0] == expected


def test_an_emergency_opens_the_index_to_a_person_who_reads_and_to_no_draft(chart, search):
    assert search(chart.anna, chart.lindholm, "methotrexate").hits == ()
    break_glass_open(
        person=chart.lindholm, patient_id=chart.anna.pk, reason_code="other", reason="On call.", actor=SETUP
    )
    assert seen(search(chart.anna, chart.lindholm, "methotrexate").hits) == {False, True}
    drafting = passages_search(
        patient_id=chart.anna.pk, text="methotrexate", requester=chart.lindholm, limit=5, task=SearchTask.CRITERION,
        purpose="draft", actor=WORKER,
    )  # fmt: skip
    assert drafting.hits == ()
    assert not has_passages(chart.anna.pk, chart.lindholm)
    assert not patient_passages(chart.anna.pk, chart.lindholm)


def test_the_fence_knows_the_rights_of_every_role_as_the_table_of_roles_has_them(db):
    with connection.cursor() as cursor:
        for role in ROLES:
            cursor.execute(
                "SELECT workbench_role_labels(%s), workbench_role_kinds(%s), workbench_emergency_labels(%s)", [role] * 3
            )
            labels, kinds, emergency = cursor.fetchone()
            assert (set(labels), set(kinds)) == (set(role_labels(role)), set(kinds_of_role(role)))
            assert set(emergency) == (set(EMERGENCY) if role_may(role, Permission.BREAK_GLASS) else set())


def test_every_passage_carries_the_labels_of_its_document(chart):
    for document in SourceDocument.objects.filter(structured=False):
        passages = passages_of_document(document.redactions.get().pk)
        assert {tuple(passage.labels) for passage in passages} == {tuple(document.labels)}


def test_documents_of_before_there_were_labels_get_them_by_the_command_and_keep_what_a_sender_said(chart, search):
    SourceDocument.objects.filter(series="DocumentReference/2").update(labels=[], label_basis=[])
    received = ["restricted", "R", "received"]
    SourceDocument.objects.filter(series="DocumentReference/1").update(labels=["restricted"], label_basis=[received])
    call_command("labels_refresh")
    labels = dict(SourceDocument.objects.filter(structured=False).values_list("series", "labels"))
    assert labels == {"DocumentReference/1": ["restricted"], "DocumentReference/2": ["violence"]}
    assert search(chart.anna, chart.pharmacist, "methotrexate choked").hits == ()
    assert seen(search(chart.anna, chart.okafor, "methotrexate choked").hits) == {True}


BEHIND = {
    "retrieval_passage": "id",
    "retrieval_passagewindow": "passage_id",
    "retrieval_retrievedpassage": "passage_id",
}


@pytest.mark.parametrize(("table", "column"), BEHIND.items())
def test_vectors_and_answers_are_hidden_where_their_passage_is(chart, search, table, column):
    answered = [hit.passage_id for hit in search(chart.anna, chart.okafor, "methotrexate").hits]
    hidden = {hit.passage_id for hit in search(chart.anna, chart.okafor, "choked").hits if "choked" in hit.text}
    for person, expected in ((chart.okafor, set(answered)), (chart.pharmacist, set(answered) - hidden)):
        with fence.reading(person.pk, chart.anna.pk), connection.cursor() as cursor:
            cursor.execute(f"SELECT {column}::text FROM {table}")
            assert {row[0] for row in cursor.fetchall()} == expected


def test_the_answers_of_somebody_elses_question_are_those_one_may_read(chart, search):
    asked = search(chart.anna, chart.okafor, "methotrexate")
    shown = {who: answers_of([asked.query_id], patient_id=chart.anna.pk, requester=getattr(chart, who))
             for who in ("okafor", "pharmacist")}  # fmt: skip
    assert [passage for passage, _ in shown["okafor"][asked.query_id]] == [hit.passage_id for hit in asked.hits]
    plain = [hit.passage_id for hit in asked.hits if "choked" not in hit.text]
    assert [passage for passage, _ in shown["pharmacist"][asked.query_id]] == plain


def test_a_role_without_documents_is_answered_like_an_empty_chart_and_reads_no_question(chart, search):
    search(chart.anna, chart.okafor, "methotrexate")
    patient_grant(patient=chart.anna, permission="view_chart", person=chart.lindqvist, actor=SETUP)
    assert search(chart.anna, chart.lindqvist, "methotrexate").hits == ()
    for person, expected in ((chart.okafor, 2), (chart.lindqvist, 0)):
        with fence.reading(person.pk, chart.anna.pk), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM retrieval_retrievalquery")
            assert cursor.fetchone()[0] == expected


def test_a_temporary_table_of_grants_stands_in_for_none(chart):
    with fence.reading(chart.lindholm.pk, chart.anna.pk), connection.cursor() as cursor:
        cursor.execute(SHADOW)
        cursor.execute("SELECT count(*) FROM retrieval_passage")
        assert cursor.fetchone()[0] == 0
        cursor.execute("SELECT count(*) FROM chart_patientpersongrant WHERE user_id = %s", [chart.lindholm.pk])
        assert cursor.fetchone()[0] > 0
