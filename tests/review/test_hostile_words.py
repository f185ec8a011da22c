from datetime import timedelta

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from apps.access.selectors import actor_for
from apps.core import clock
from apps.drafting.models import Draft
from apps.review import services
from apps.review.domain.typed import is_blank, why_not_typed
from apps.review.errors import ReviewError
from apps.review.models import ClaimReview
from apps.review.pipeline import draft_ask
from apps.review.selectors.facts import UNTOUCHED
from tests.review.acts import edit, sign

INVISIBLE = ["\u200b", "\u00ad\u2060", "\u202e\u2069", " \u00a0\u200d\t", "\u0007"]
HIDDEN = ["dose \u202e5\u202c mg", "dose 5\u200b0 mg", "\u2066dose\u2069 of five", "bell \u0007 rings"]


@pytest.mark.parametrize("text", INVISIBLE)
def test_an_edit_nobody_can_see_is_no_edit(desk, text):
    with pytest.raises(ReviewError, match="Write the sentence as it should read"):
        edit(desk, desk.world.okafor, 3, text)
    assert not ClaimReview.objects.exists()


@pytest.mark.parametrize("text", HIDDEN)
def test_an_edit_with_a_hidden_character_is_refused_by_its_code(desk, text):
    with pytest.raises(ReviewError, match=r"invisible character \(U\+"):
        edit(desk, desk.world.okafor, 3, text)
    assert not ClaimReview.objects.exists()


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [("\u200b" * 12, "in your own words"), ("12345678901234", "in words"), ("not so \u202edesrever", "invisible")],
)
def test_a_waiver_needs_a_reason_a_reader_can_read(desk, reason, sentence):
    with pytest.raises(ReviewError, match=sentence):
        services.claim_waive(
            claim_id=desk.claim(4).pk, seen=UNTOUCHED, reason_code="other", reason=reason,
            **desk.act(desk.world.okafor),
        )  # fmt: skip


@pytest.mark.parametrize(("reason", "kept"), [("\u200b", ""), ("Not in the chart.", "Not in the chart.")])
def test_a_removal_keeps_a_readable_reason_and_forgets_an_invisible_one(desk, reason, kept):
    services.claim_remove(
        claim_id=desk.claim(4).pk, seen=UNTOUCHED, reason_code="other", reason=reason, **desk.act(desk.world.okafor)
    )
    assert ClaimReview.objects.get().reason == kept


def test_a_comment_with_a_hidden_character_signs_nothing(finished):
    with pytest.raises(ReviewError, match="invisible"):
        sign(finished, finished.world.okafor, comment="All \u202ewell")


@given(st.text(st.characters(categories=["Lu", "Ll", "Lo", "Nd", "Po", "Sm"]), min_size=1))
def test_visible_words_of_any_script_pass(text):
    assert not is_blank(text)
    assert why_not_typed(text) == ""


@given(st.text(), st.characters(categories=["Cf"]), st.text())
def test_no_format_character_passes_wherever_it_hides(before, hidden, after):
    assert why_not_typed(before + hidden + after)


# asking for a draft


def request(desk, **changed):
    return {"patient_id": desk.world.anna.pk, "kind": "chart_summary", "subject": "Before the visit", **changed}


def ask(desk, person=None, **changed):
    person = person or desk.world.okafor
    return draft_ask(request=request(desk, **changed), person=person, actor=actor_for(person))


def test_a_double_click_makes_one_draft(desk):
    first, is_new = ask(desk)
    second, is_new_too = ask(desk)
    assert (first.pk, is_new) == (second.pk, True)
    assert not is_new_too


def test_a_request_that_names_the_patient_is_recognized_behind_the_wall(desk):
    assert ask(desk, subject="Visit of Anna Lindgren-Sato")[0] == ask(desk, subject="Visit of Anna Lindgren-Sato")[0]


def test_another_subject_or_another_person_gets_a_draft_of_their_own(desk):
    mine = ask(desk)[0]
    assert ask(desk, subject="Before surgery")[1]
    assert ask(desk, person=desk.world.reyes)[0] != mine


@pytest.mark.parametrize(("seconds", "is_new"), [(59, False), (61, True)])
def test_a_finished_draft_is_asked_for_again_only_after_a_minute(desk, seconds, is_new):
    first, _ = ask(desk)
    asked = clock.now() - timedelta(seconds=seconds)
    Draft.objects.filter(pk=first.pk).update(status="BLOCKED", reason="Nothing there.", created_at=asked)
    assert ask(desk)[1] is is_new


def post(desk, **changed):
    form = {"patient": desk.world.anna.pk, "kind": "chart_summary", "subject": "Before the visit", **changed}
    return desk.client(desk.world.okafor).post(reverse("review:draft_new"), form, follow=True)


def test_the_second_click_leads_to_the_list_and_says_why_there_is_one_draft(desk):
    assert "not made twice" not in post(desk).content.decode()
    assert "not made twice" in post(desk).content.decode()
    assert Draft.objects.filter(subject="Before the visit").count() == 1


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"due_at": "2020-01-01T10:00"}, "This time has passed"),
        ({"subject": "\u200b\u2060"}, "Say in a few words what the draft is for"),
        ({"subject": "Adalimumab \u202egm 04"}, "invisible character"),
    ],
)
def test_a_request_that_cannot_be_meant_is_refused_beside_its_field(desk, changed, sentence):
    response = post(desk, **changed)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert Draft.objects.count() == 1
