"""Who would sign faster than anybody reads is asked for one look more; who read is not, and nobody is refused."""

import re
from collections import Counter
from datetime import timedelta

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from apps.access.selectors import actor_for
from apps.audit.domain.actions import Action
from apps.audit.selectors import events_for
from apps.core import clock
from apps.drafting.domain.claims import Severity, Support
from apps.review import services
from apps.review.domain import tempo
from apps.review.domain.attention import Attention, Basis
from apps.review.domain.gate import ClaimFacts
from apps.review.domain.rules import ReviewRules
from apps.review.domain.status import ClaimState, Outcome
from apps.review.models import ClaimReview, Signature, SpotCheck
from apps.review.selectors import final_text, review_page
from apps.review.selectors.rules import rules_of
from apps.review.selectors.tempo import spot_check_due
from tests.factories import PASSWORD
from tests.review.acts import confirm, edit, finish, judgement, open_evidence, remove

pytestmark = pytest.mark.usefixtures("hurried")
SECOND = timedelta(seconds=1)


def spent(high_ms, **dwell):
    return Attention(0, 0, high_ms, Basis.ESTIMATED, dwell)


FACTS = st.lists(
    st.builds(
        ClaimFacts,
        ordinal=st.integers(1, 60),
        severity=st.sampled_from(Severity),
        support=st.just(Support.SUPPORTED),
        state=st.sampled_from([None, *ClaimState]),
        citations=st.frozensets(st.sampled_from("abcd"), max_size=3),
        reworded=st.booleans(),
    ),
    max_size=12,
    unique_by=lambda fact: fact.ordinal,
)
DWELL = st.dictionaries(st.sampled_from("abcd"), st.integers(0, 5000))


@given(FACTS, DWELL, st.integers(0, 3000), st.integers(1, 400), st.integers(0))
def test_nobody_who_could_have_read_the_draft_is_asked_whatever_was_opened(facts, dwell, words, speed, chance):
    read = words * 60_000 // speed
    assert tempo.asked_about(facts, spent(read, **dwell), words, chance) is None


@given(FACTS, DWELL, st.integers(1, 3000), st.integers(0))
def test_who_is_asked_is_asked_of_a_confirmed_high_severity_claim_whose_sources_were_not_read(
    facts, dwell, words, chance
):
    asked = tempo.asked_about(facts, spent(0, **dwell), words, chance)
    about = [fact for fact in facts if fact.ordinal == asked]
    for fact in about:
        assert fact.is_high
        assert fact.citations
        assert fact.state is ClaimState.CONFIRMED or fact.reworded
        assert sum(dwell.get(one, 0) for one in fact.citations) < tempo.DWELT_MS
    assert (asked is None) == (not about)


@given(st.sets(st.integers(0, 10**30), min_size=2, max_size=40))
def test_which_claim_is_asked_about_depends_on_chance_alone(chances):
    facts = [
        ClaimFacts(number, Severity.HIGH, Support.SUPPORTED, ClaimState.CONFIRMED, frozenset("a"))
        for number in range(1, 8)
    ]
    asked = [tempo.asked_about(facts, spent(0), 500, chance) for chance in chances]
    assert asked == [tempo.asked_about(facts, spent(0), 500, chance) for chance in chances]
    assert set(asked) == {1 + chance % 7 for chance in chances}


@pytest.fixture
def in_a_moment(desk):
    """Everything is checked at one and the same moment; return it."""
    moment = clock.now()
    with clock.standing_at(moment):
        finish(desk, desk.world.okafor)
    return moment


def decide_page(desk, person, **query):
    return desk.client(person).get(reverse("review:draft_decide", args=[desk.draft.pk]), query)


def post(desk, person, outcome="edit"):
    shown = judgement(desk, person)
    said = {
        "outcome": outcome, "seen": shown.seen_sha256, "harm": "no", "reason_code": "contradicts",
        "edit_class": "substantive", "meaning": "approved", "password": PASSWORD, "comment": "Typed once.",
    }  # fmt: skip
    return desk.client(person).post(reverse("review:draft_decide", args=[desk.draft.pk]), said)


def look(desk, person, **answer):
    client, address = desk.client(person), reverse("review:draft_spot_check", args=[desk.draft.pk])
    return client.post(address, answer) if answer else client.get(address)


def events(desk, action):
    return events_for(organization_id=desk.world.cedar.pk, draft_id=desk.draft.pk, action=action)


def test_a_draft_checked_in_a_moment_is_asked_about_once_and_signed_after_one_look(desk, in_a_moment):
    okafor = desk.world.okafor
    with clock.standing_at(in_a_moment + SECOND):
        page = decide_page(desk, okafor).content.decode()
        assert page.count("Look once more at claim 1 beside its source.") == 2  # above, and at the way to sign
        refused = post(desk, okafor)
        assert refused.status_code == 422
        assert "Typed once." in refused.content.decode()
        shown = look(desk, okafor).content.decode()
        assert "The CDAI of Ms. Lindgren-Sato was 31." in shown
        assert shown.count('class="quote') >= 1
        assert look(desk, okafor, answer="right")["Location"] == reverse("review:draft_decide", args=[desk.draft.pk])
        assert "Look once more" not in decide_page(desk, okafor).content.decode()
        assert post(desk, okafor).status_code == 302
    signature = Signature.objects.get(decision__item__draft=desk.draft)
    kept = signature.decision.attention
    assert (kept.spot_check, kept.glanced, kept.basis) == ("right", 1, "estimated")
    assert kept.high_ms < kept.floor_ms
    asked, answered = events(desk, Action.SPOT_CHECK_ASKED).get(), events(desk, Action.SPOT_CHECK_ANSWERED).get()
    assert asked.object_id == answered.object_id == str(desk.claim(1).pk)
    assert answered.details["answer"] == "right"


def test_the_page_of_a_claim_with_several_sources_names_each_of_its_parts_once(desk, in_a_moment):
    with clock.standing_at(in_a_moment + SECOND):
        decide_page(desk, desk.world.okafor)
        post(desk, desk.world.okafor)
        shown = look(desk, desk.world.okafor).content.decode()
    assert shown.count('<section class="source"') == 2
    ids = re.findall(r'\bid="([^"]+)"', shown)
    assert [one for one, number in Counter(ids).items() if number > 1] == []
    assert ids.count("evidence") == 1


def test_a_claim_that_is_wrong_after_all_is_open_again_and_can_be_edited(desk, in_a_moment):
    okafor = desk.world.okafor
    with clock.standing_at(in_a_moment + SECOND):
        look(desk, okafor)
        assert look(desk, okafor, answer="wrong")["Location"].endswith("#claim-1")
        assert not ClaimReview.objects.filter(claim=desk.claim(1)).exists()
        page = decide_page(desk, okafor).content.decode()
        assert "Check 1 more high-severity claim first" in page
        edit(desk, okafor, 1, "The CDAI was 13.")
        assert post(desk, okafor).status_code == 302
    assert Signature.objects.get(decision__item__draft=desk.draft).decision.attention.spot_check == "wrong"


def test_an_ordinary_careful_review_is_never_asked(desk):
    okafor, start = desk.world.okafor, clock.now()
    acts = [
        lambda: open_evidence(desk, okafor, 1), lambda: open_evidence(desk, okafor, 2),
        lambda: confirm(desk, okafor, 1), lambda: edit(desk, okafor, 3, "Stopped after 5 doses."),
        lambda: remove(desk, okafor, 4),
    ]  # fmt: skip
    for number, act in enumerate(acts):
        with clock.standing_at(start + number * 4 * SECOND):
            act()
    with clock.standing_at(start + 20 * SECOND):
        assert "Look once more" not in decide_page(desk, okafor).content.decode()
        assert post(desk, okafor).status_code == 302
    assert not SpotCheck.objects.exists()


def test_who_read_the_sources_is_not_asked_however_short_the_rest_was(desk):
    okafor, start = desk.world.okafor, clock.now()
    with clock.standing_at(start):
        open_evidence(desk, okafor, 1, 2)
    with clock.standing_at(start + 2.1 * SECOND):
        for act in (lambda: confirm(desk, okafor, 1), lambda: edit(desk, okafor, 3, "Stopped."),
                    lambda: remove(desk, okafor, 4)):  # fmt: skip
            act()
        assert spot_check_due(desk.as_seen_by(okafor), final_text(desk.as_seen_by(okafor)), okafor) is None


@pytest.mark.parametrize("outcome", [Outcome.REJECT, Outcome.CANNOT_JUDGE])
def test_a_rejection_and_what_cannot_be_judged_are_never_asked(desk, in_a_moment, outcome):
    okafor = desk.world.okafor
    with clock.standing_at(in_a_moment):
        assert "Look once more" not in decide_page(desk, okafor, outcome=outcome.value).content.decode()
        assert post(desk, okafor, outcome.value).status_code == 302
    assert not SpotCheck.objects.exists()


def test_waiting_does_not_make_the_question_go_away_and_no_clock_runs(desk, in_a_moment):
    okafor = desk.world.okafor
    with clock.standing_at(in_a_moment):
        decide_page(desk, okafor)
    with clock.standing_at(in_a_moment + 300 * SECOND):
        page = decide_page(desk, okafor).content.decode()
    assert "Look once more at claim 1" in page
    assert SpotCheck.objects.count() == events(desk, Action.SPOT_CHECK_ASKED).count() == 1


def test_handing_the_draft_back_does_not_make_the_question_go_away(desk, in_a_moment):
    okafor = desk.world.okafor
    with clock.standing_at(in_a_moment):
        services.item_release(**desk.act(okafor))
        assert "Look once more at claim 1" in decide_page(desk, okafor).content.decode()
        look(desk, okafor)
        assert look(desk, okafor, answer="right").status_code == 302
    assert SpotCheck.objects.get().answer == "right"


def test_an_answer_before_the_claim_was_shown_beside_its_source_is_not_taken(desk, in_a_moment):
    with clock.standing_at(in_a_moment):
        answer = look(desk, desk.world.okafor, answer="right")
    assert answer.status_code == 422
    assert "Open the claim beside its source first." in answer.content.decode()
    assert not SpotCheck.objects.exclude(answer="").exists()


def test_a_claim_edited_after_the_question_settles_it(desk, in_a_moment):
    okafor = desk.world.okafor
    with clock.standing_at(in_a_moment):
        decide_page(desk, okafor)
        seen = review_page(desk.as_seen_by(okafor), okafor).claims[0].token
        services.claim_undo(claim_id=desk.claim(1).pk, seen=seen, **desk.act(okafor))
        edit(desk, okafor, 1, "The CDAI was 13.")
        assert post(desk, okafor).status_code == 302


def test_where_the_house_does_not_want_it_nobody_is_asked(desk, in_a_moment):
    admin = desk.world.admin
    rules = {**ReviewRules().told(), "step_up": ReviewRules().step_up, "second_signature": (), "tempo_check": False}
    services.rules_set(
        rules=ReviewRules(**rules), seen=rules_of(admin.organization_id), reason="Tried for a month.", person=admin,
        actor=actor_for(admin),
    )  # fmt: skip
    with clock.standing_at(in_a_moment):
        assert "Look once more" not in decide_page(desk, desk.world.okafor).content.decode()
        assert post(desk, desk.world.okafor).status_code == 302


def test_where_nothing_is_asked_there_is_nothing_to_answer(desk):
    finish(desk, desk.world.okafor)
    with clock.standing_at(clock.now() + 60 * SECOND):
        for answer in ({}, {"answer": "right"}):
            assert look(desk, desk.world.okafor, **answer)["Location"].endswith("/decide/")
    assert not SpotCheck.objects.exists()


def test_what_somebody_else_was_asked_is_not_mine_to_answer(desk, in_a_moment, colleague):
    with clock.standing_at(in_a_moment):
        decide_page(desk, desk.world.okafor)
        assert look(desk, colleague)["Location"].endswith("/decide/")
    assert SpotCheck.objects.get().shown_at is None
