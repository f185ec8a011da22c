"""After a long run the desk suggests a pause, once, in one sentence; nothing waits for it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from apps.audit.domain.actions import Action
from apps.audit.selectors import events_for
from apps.core import clock
from apps.review.domain.pauses import Run, Stretch, run_until
from apps.review.domain.rules import ReviewRules
from apps.review.models import AttentionSpell, PauseSuggestion
from tests.review.test_statements import statements

NINE = datetime(2026, 11, 23, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def at(minutes):
    return NINE + minutes * MINUTE


def page(start, end, active=None):
    return Stretch(at(start), at(end), round((end - start if active is None else active) * 60_000))


def decision(minute):
    return Stretch(at(minute), at(minute), decisions=1)


def test_a_run_is_what_follows_without_ten_minutes_of_something_else():
    run = run_until(at(64), [page(0, 20), decision(20), page(31, 50), decision(50), page(55, 62), decision(62)])
    assert (run.began_at, run.decisions, run.minutes) == (at(31), 2, 26)


def test_a_gap_until_now_ends_a_run_too():
    assert run_until(at(40), [page(0, 30), decision(30)]) == Run(at(40), 0, 0)


def test_what_was_spoken_of_is_not_counted_again():
    run = run_until(at(31), [page(0, 20), decision(20), page(21, 30), decision(30)], since=at(20))
    assert (run.began_at, run.decisions, run.minutes) == (at(0), 1, 9)


STRETCHES = st.lists(st.tuples(st.integers(0, 400), st.integers(0, 30), st.booleans()), max_size=30)


@given(STRETCHES, st.integers(430, 500))
def test_a_run_never_holds_more_than_was_done_nor_begins_before_it(rows, now):
    done = [decision(start) if one else page(start, start + long) for start, long, one in rows]
    run = run_until(at(now), done)
    assert 0 <= run.decisions <= sum(one.decisions for one in done)
    assert 0 <= run.active_ms <= sum(one.active_ms for one in done)
    assert at(0) <= run.began_at <= at(now)


@pytest.mark.parametrize(("decisions", "minutes", "is_long"), [
    (19, 44, False), (20, 0, True), (0, 45, True), (500, 500, True),
])  # fmt: skip
def test_the_house_says_what_is_long(decisions, minutes, is_long):
    assert Run(NINE, decisions, minutes * 60_000).is_long(ReviewRules()) is is_long


def test_a_house_that_wants_no_pauses_suggests_none():
    never = ReviewRules(pause_after_decisions=0, pause_after_minutes=0)
    assert not Run(NINE, 500, 500 * 60_000).is_long(never)


@pytest.fixture
def long_run(desk):
    """Dr. Okafor has been reading for fifty minutes, to the moment that is returned."""
    now = clock.now()
    for start in (50, 25):
        AttentionSpell.objects.create(
            item=desk.draft.review_item, person=desk.world.okafor, started_at=now - start * MINUTE,
            ended_at=now - (start - 24) * MINUTE, claimed_ms=24 * 60_000, active_ms=24 * 60_000,
        )  # fmt: skip
    return now


def the_desk(desk, moment, person=None):
    with clock.standing_at(moment):
        return desk.client(person or desk.world.okafor).get(reverse("review:queue")).content.decode()


def go_on(desk, moment):
    with clock.standing_at(moment):
        return desk.client(desk.world.okafor).post(reverse("review:pause_decline"))


def recorded(desk):
    log = events_for(organization_id=desk.world.cedar.pk, actor_id=desk.world.okafor.pk)
    return [log.filter(action=one).count() for one in (Action.PAUSE_SUGGESTED, Action.PAUSE_DECLINED)]


SUGGESTED = "48 minutes of reading without a break"


def test_after_a_long_run_a_pause_is_suggested_and_going_on_is_one_press(desk, long_run):
    assert SUGGESTED in the_desk(desk, long_run)
    assert SUGGESTED in the_desk(desk, long_run + MINUTE)
    assert recorded(desk) == [1, 0]
    assert go_on(desk, long_run + MINUTE)["Location"] == reverse("review:queue")
    go_on(desk, long_run + MINUTE)
    assert "without a break" not in the_desk(desk, long_run + 2 * MINUTE)
    assert recorded(desk) == [1, 1]


def test_it_stands_on_the_desk_alone_and_keeps_nobody_from_anything(desk, long_run):
    the_desk(desk, long_run)
    with clock.standing_at(long_run):
        client = desk.client(desk.world.okafor)
        page = client.get(reverse("review:draft_detail", args=[desk.draft.pk]))
        assert "without a break" not in page.content.decode()
        assert client.post(reverse("review:draft_claim", args=[desk.draft.pk])).status_code == 302


def test_who_took_the_pause_is_not_reminded_of_it(desk, long_run):
    the_desk(desk, long_run)
    assert "without a break" not in the_desk(desk, long_run + 12 * MINUTE)
    assert PauseSuggestion.objects.count() == 1


def test_a_short_run_is_left_in_peace_and_so_is_everybody_else(desk, long_run, colleague):
    AttentionSpell.objects.filter(started_at__lt=long_run - 30 * MINUTE).delete()
    assert "without a break" not in the_desk(desk, long_run)
    assert "without a break" not in the_desk(desk, long_run, colleague)
    assert recorded(desk) == [0, 0]


def test_asking_for_a_long_run_costs_the_desk_one_statement(desk):
    counted = statements(desk.client(desk.world.okafor), reverse("review:queue"))
    assert len([sql for sql in counted if "pausesuggestion" in sql]) == 1
