"""Before a letter is asked for, the page says what the chart lacks for the policy; nothing is asked for by looking."""

import pytest
from django.urls import reverse

from apps.core import fence
from apps.drafting.models import Draft
from apps.drafting.services import previews
from apps.retrieval.models import RetrievalQuery
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


def page(letter, person, typed, **headers):
    return letter.client(person).post(reverse("review:draft_new"), typed, headers=headers)


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
    assert "Adalimumab for the winter" in page(letter, letter.world.okafor, typed).content.decode()
    part = page(letter, letter.world.okafor, typed, **HTMX).content.decode()
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


def test_a_chart_too_long_to_be_checked_while_one_waits_is_said_to_be_and_nothing_typed_is_lost(
    letter, asked, monkeypatch
):
    index_note(letter.world.anna, "PLAN: Start adalimumab 40 mg every two weeks.", series="note/long")
    typed = {**asked, "subject": "Adalimumab for the winter"}
    assert "too long" not in page(letter, letter.world.okafor, typed).content.decode()
    monkeypatch.setattr(previews, "MOST_CHARACTERS", 10)
    said = page(letter, letter.world.okafor, typed).content.decode()
    assert "This chart is too long to be checked while you wait" in said
    assert "What the chart says" not in said
    assert "Adalimumab for the winter" in said


def test_one_chart_is_checked_at_a_time_and_who_comes_second_is_told_to_press_again(letter, asked, monkeypatch):
    monkeypatch.setattr(previews, "PATIENCE_SECONDS", 0)
    with previews._one_at_a_time():
        assert "Another chart is being checked" in page(letter, letter.world.okafor, asked).content.decode()
    assert "What the chart says" in page(letter, letter.world.okafor, asked).content.decode()
