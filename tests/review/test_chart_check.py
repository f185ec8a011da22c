"""Before a letter is asked for, the page says what the chart lacks for the policy; nothing is asked for by looking."""

import pytest
from django.db import connection
from django.urls import reverse

from apps.chart.services import patient_grant_remove
from apps.core import fence
from apps.drafting.models import Draft
from apps.retrieval.models import RetrievalQuery
from apps.review import services
from apps.review.erasure import ReviewEraser
from apps.review.models import ChartAnswer
from apps.review.tasks import answer_chart
from tests.drafting.conftest import WORKER
from tests.factories import SETUP
from tests.retrieval.conftest import index_note

HTMX = {"HX-Request": "true"}


@pytest.fixture
def asked(letter):
    """What is typed on the page: Anna, and the policy that the letter of this desk argues from."""
    return {
        "patient": letter.world.anna.pk,
        "kind": "prior_auth_letter",
        "policy": letter.draft.policy_id,
        "check": "1",
    }


def kept():
    """Return who read which chart to hold it against a policy."""
    with fence.keeping():
        return list(RetrievalQuery.objects.filter(purpose="preview").values_list("patient_id", "requester_id"))


def asking(letter, person, typed, **headers):
    return letter.client(person).post(reverse("review:draft_new"), typed, headers=headers)


def answered():
    """Let a worker answer what waits."""
    for waiting in ChartAnswer.objects.filter(finished_at=None):
        services.chart_check_answer(answer_id=waiting.pk, actor=WORKER)


def page(letter, person, typed, **headers):
    """Ask, and look again when a worker has answered."""
    first = asking(letter, person, typed, **headers)
    waiting = ChartAnswer.objects.filter(finished_at=None)
    if not waiting:
        return first
    where = reverse("review:chart_check", args=[waiting.get().pk])
    answered()
    return letter.client(person).get(where)


def test_the_chart_is_held_against_the_policy_and_what_would_settle_it_is_named(letter, asked):
    answer = page(letter, letter.world.okafor, asked)
    assert answer.status_code == 200
    said = answer.content.decode()
    assert f"What the chart says to {letter.draft.policy.policy_id} version {letter.draft.policy.version}" in said
    assert "What would settle it" in said
    assert "Nothing was asked for yet" in said


def test_looking_asks_for_nothing_and_that_the_chart_was_read_is_kept(letter, asked):
    before = Draft.objects.count()
    page(letter, letter.world.okafor, asked)
    assert Draft.objects.count() == before
    assert kept() == [(letter.world.anna.pk, str(letter.world.okafor.pk))]


def test_what_was_typed_stays_and_a_part_alone_is_sent_where_only_a_part_is_asked_for(letter, asked):
    typed = {**asked, "subject": "Adalimumab for the winter"}
    assert "Adalimumab for the winter" in asking(letter, letter.world.okafor, typed).content.decode()
    part = asking(letter, letter.world.okafor, typed, **HTMX).content.decode()
    assert part.strip().startswith("<section")
    assert "Adalimumab for the winter" not in part


def test_without_patient_or_policy_the_page_says_what_to_choose(letter, asked):
    for missing in ("patient", "policy"):
        answer = page(letter, letter.world.okafor, {**asked, missing: ""})
        assert answer.status_code == 200
        assert "Choose the patient and the coverage policy" in answer.content.decode()
    assert kept() == []


def test_a_chart_one_may_not_read_is_not_held_against_anything(letter, asked):
    answer = page(letter, letter.world.lindholm, asked)
    assert "What the chart says" not in answer.content.decode()
    assert kept() == []


def test_who_asks_for_no_draft_checks_no_chart(letter, asked):
    assert page(letter, letter.world.lindqvist, asked).status_code == 403


def test_a_long_chart_is_read_by_a_worker_while_the_page_asks_and_what_was_typed_stays(letter, asked):
    okafor, typed = letter.world.okafor, {**asked, "subject": "Adalimumab for the winter"}
    first = asking(letter, okafor, typed).content.decode()
    assert "The chart is being read for this policy" in first
    assert "Adalimumab for the winter" in first
    assert "Look again" in first
    where = reverse("review:chart_check", args=[ChartAnswer.objects.get().pk])
    assert where in first
    assert "What the chart says" not in letter.client(okafor).get(where, headers=HTMX).content.decode()
    answered()
    said = letter.client(okafor).get(where, headers=HTMX).content.decode()
    assert "What the chart says" in said
    assert where not in said  # it asks no more


def test_the_second_look_at_the_same_chart_is_answered_at_once_and_another_chart_is_another_question(letter, asked):
    okafor = letter.world.okafor
    page(letter, okafor, asked)
    assert "What the chart says" in asking(letter, okafor, asked).content.decode()
    assert len(kept()) == 2  # each look is on record
    index_note(letter.world.anna, "PLAN: Start adalimumab 40 mg every two weeks.", series="note/long")
    assert "is being read" in asking(letter, okafor, asked).content.decode()
    assert ChartAnswer.objects.count() == 1


def test_the_bell_carries_an_id_alone_and_the_answer_is_sealed(letter, asked, django_capture_on_commit_callbacks):
    rung = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(answer_chart, "apply_async", lambda **message: rung.append(message["kwargs"]))
        with django_capture_on_commit_callbacks(execute=True):
            asking(letter, letter.world.okafor, asked)
    row = ChartAnswer.objects.get()
    assert rung == [{"answer_id": str(row.pk)}]
    answered()
    with connection.cursor() as cursor:
        cursor.execute("SELECT answer_sealed FROM review_chartanswer")
        assert b"criterion" not in bytes(cursor.fetchone()[0]).lower()


def test_an_answer_is_for_who_asked_and_only_while_they_may_see_the_chart(letter, asked):
    okafor = letter.world.okafor
    page(letter, okafor, asked)
    where = reverse("review:chart_check", args=[ChartAnswer.objects.get().pk])
    assert letter.client(letter.world.reyes).get(where).status_code == 404
    assert letter.client(letter.world.lindqvist).get(where).status_code == 403
    patient_grant_remove(patient=letter.world.anna, permission="view_chart", person=okafor, actor=SETUP)
    assert letter.client(okafor).get(where).status_code == 404


def test_a_right_taken_away_before_the_worker_came_leaves_the_chart_unread(letter, asked):
    okafor = letter.world.okafor
    asking(letter, okafor, asked)
    patient_grant_remove(patient=letter.world.anna, permission="view_chart", person=okafor, actor=SETUP)
    answer_chart.run(answer_id=str(ChartAnswer.objects.get().pk))
    assert ChartAnswer.objects.get().finished_at is None


def test_it_goes_with_the_record_of_the_patient(letter, asked):
    page(letter, letter.world.okafor, asked)
    erased = ReviewEraser().erase(patient_id=letter.world.anna.pk, event_id=letter.draft.pk, actor=SETUP)
    assert erased["review_chartanswer"] == 1
