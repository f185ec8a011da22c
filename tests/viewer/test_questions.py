"""A question that needs a clinician is not answered, is kept, and reaches the people who care for the patient."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from apps.access.selectors import actor_for
from apps.audit.selectors import events_for
from apps.chart.selectors import carers_of
from apps.chart.services import patient_grant
from apps.core import fence
from apps.retrieval.models import RetrievalQuery, RetrievedPassage
from apps.viewer.erasure import ViewerEraser
from apps.viewer.models import ClinicianQuestion
from tests.factories import SETUP

DECISION = "Should I stop warfarin for Anna Lindgren-Sato?"
RECORD = "Was warfarin stopped because of an interaction?"
LIST = "/charts/questions/"


def client_of(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def client(world) -> Client:
    return client_of(world.okafor)


def ask(client, world, words):
    return client.post(reverse("viewer:chart_ask", args=[world.anna.pk]), {"words": words}).content.decode()


def handed(client, world) -> ClinicianQuestion:
    page = ask(client, world, DECISION)
    query = re.search(r'name="query" value="([^"]+)"', page)[1]
    client.post(reverse("viewer:question_hand_over", args=[world.anna.pk]), {"query": query})
    return ClinicianQuestion.objects.get()


def kept():
    with fence.keeping():
        return RetrievalQuery.objects.get(), RetrievedPassage.objects.count()


def test_a_question_that_wants_a_decision_is_not_answered_and_says_who_can(client, world, note):
    note()
    page = ask(client, world, DECISION)
    asks = "It asks for a decision"
    for words in ("I cannot answer this; it needs a clinician.", asks, "What did cardiology recommend?"):
        assert words in page
    assert all(carer.formal_name in page for carer in carers_of(world.anna.pk))
    assert "What the chart says" not in page
    assert "I cannot answer this" not in ask(client, world, RECORD)


def test_a_refused_question_is_kept_masked_with_its_verdict_and_nothing_is_searched(client, world, note):
    note()
    ask(client, world, DECISION)
    query, answers = kept()
    assert (query.verdict, query.answerability["category"], answers, query.candidates) == ("refused", "decision", 0, 0)
    assert "Lindgren" not in query.text
    events = events_for(organization_id=world.cedar.pk, patient_id=world.anna.pk)
    [event] = [one for one in events if one.action == "question_refused"]
    assert "warfarin" not in str(event.details)
    assert not [one for one in events if one.action == "passages_searched"]


def test_a_question_is_handed_over_once_and_stands_masked_in_the_list(client, world):
    question = handed(client, world)
    client.post(reverse("viewer:question_hand_over", args=[world.anna.pk]), {"query": question.query_id})
    assert ClinicianQuestion.objects.count() == 1
    page = client.get(LIST).content.decode()
    assert "Should I stop warfarin for [PATIENT-1" in page
    assert "Should I stop warfarin for Anna" not in page
    assert [one.action for one in events_for(organization_id=world.cedar.pk, object_id=str(question.pk))] == [
        "question_handed_over"
    ]


def test_the_list_shows_nothing_to_who_holds_no_grant_on_the_patient(client, world):
    question = handed(client, world)
    assert "Should I stop warfarin" in client.get(LIST).content.decode()
    stranger = client_of(world.lindholm)
    assert "Should I stop warfarin" not in stranger.get(LIST).content.decode()
    assert stranger.post(reverse("viewer:question_take", args=[question.pk])).status_code == 404
    assert client_of(world.lindqvist).get(LIST).status_code == 403


def test_nobody_hands_over_a_question_that_another_asked_or_that_was_answered(client, world, note):
    note()
    url = reverse("viewer:question_hand_over", args=[world.anna.pk])
    ask(client, world, RECORD)
    answered, _ = kept()
    assert client.post(url, {"query": answered.pk}).status_code == 404
    assert client.post(url, {"query": "x"}).status_code == 404
    assert not ClinicianQuestion.objects.exists()


def test_who_cares_takes_a_question_up_and_notes_that_it_was_answered(client, world):
    question = handed(client, world)
    client.post(reverse("viewer:question_take", args=[question.pk]))
    question.refresh_from_db()
    assert (question.status, question.taken_by) == ("taken", world.okafor)
    again = client.post(reverse("viewer:question_take", args=[question.pk]), follow=True)
    assert "taken up or answered meanwhile" in again.content.decode()
    client.post(reverse("viewer:question_close", args=[question.pk]))
    question.refresh_from_db()
    assert question.status == "answered_elsewhere"
    actions = [one.action for one in events_for(organization_id=world.cedar.pk, object_id=str(question.pk))]
    assert sorted(actions) == ["question_closed", "question_handed_over", "question_taken"]


def test_who_may_only_read_the_chart_sees_a_question_and_does_not_take_it_up(client, world):
    question = handed(client, world)
    patient_grant(patient=world.anna, permission="view_chart", person=world.nurse, actor=SETUP)
    nurse = client_of(world.nurse)
    page = nurse.get(LIST).content.decode()
    assert "Should I stop warfarin" in page
    assert "Take it" not in page
    assert nurse.post(reverse("viewer:question_take", args=[question.pk])).status_code == 403
    question.refresh_from_db()
    assert question.status == "open"


def test_the_desk_leads_to_the_questions_that_wait(client, world):
    before = client.get("/").content.decode()
    handed(client, world)
    after = client.get("/").content.decode()
    assert "Questions for a clinician" in before
    assert re.search(r'Questions for a clinician <span class="num">1</span>', after)
    assert not re.search(r"Questions for a clinician <span", before)


def test_a_question_goes_with_the_record_of_its_patient(client, world):
    handed(client, world)
    gone = ViewerEraser().erase(patient_id=world.anna.pk, event_id=world.anna.pk, actor=actor_for(world.admin))
    assert gone == {"viewer_clinicianquestion": 1}
    assert not ClinicianQuestion.objects.exists()
