"""Active time: whatever pages say, no more is counted than can be true, nothing twice, nothing less than nothing."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from apps.review.domain.attention import MOST_AT_ONCE, Basis, Report, Seen, Spell, attention, taken

NINE = datetime(2026, 11, 23, 9, tzinfo=UTC)
SECOND = timedelta(seconds=1)
MS = timedelta(milliseconds=1)

# Which of three pages reports, after how long, how much it says, and of which sources.
STEPS = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.integers(0, 400_000),
        st.integers(0, 10_000_000),
        st.dictionaries(st.sampled_from(["1", "2", "3"]), st.integers(0, 10_000_000)),
    ),
    max_size=40,
)


def told(steps):
    """Return the three pages after these reports, each state that was kept, and what time it is then."""
    now, until = NINE, NINE
    pages, kept = [Spell(NINE, NINE) for _ in range(3)], []
    for number, later, says, dwell in steps:
        now += later * MS
        if after := taken(pages[number], Report(says, dwell), until, now):
            kept.append((pages[number], after[0], until, after[1], now))
            pages[number], until = after
    return pages, kept, now


@given(STEPS)
def test_all_pages_of_a_person_together_never_fill_more_than_the_clock_shows(steps):
    pages, _, now = told(steps)
    assert sum(page.active_ms for page in pages) * MS <= now - NINE


@given(STEPS)
def test_no_page_is_in_use_longer_than_it_was_open_nor_than_it_says(steps):
    for page in told(steps)[0]:
        assert 0 <= page.active_ms <= page.claimed_ms
        assert page.active_ms * MS <= page.ended_at - page.started_at


@given(STEPS)
def test_a_report_adds_no_more_than_passed_since_the_one_before_and_takes_nothing_away(steps):
    for before, after, until, then, now in told(steps)[1]:
        added = after.active_ms - before.active_ms
        assert added >= 0
        assert added * MS <= min(now - before.ended_at, MOST_AT_ONCE)
        assert until <= then <= now


@given(STEPS)
def test_the_sources_together_stood_there_no_longer_than_their_page_was_in_use(steps):
    for page in told(steps)[0]:
        assert all(ms >= 0 for ms in page.dwell.values())
        assert sum(page.dwell.values()) <= page.active_ms


@given(STEPS, st.integers(0, 400_000))
def test_a_report_that_comes_twice_or_late_says_nothing_new(steps, later):
    pages, kept, now = told(steps)
    for _, after, _, until, _ in kept:
        assert taken(after, Report(after.claimed_ms, {"1": 5}), until, now + later * MS) is None
    for page in pages:
        assert taken(page, Report(page.claimed_ms), NINE, now + later * MS) is None


@given(st.lists(st.integers(1000, 60_000), min_size=1, max_size=20), st.data())
def test_an_honest_page_is_counted_whole_even_when_reports_are_lost(spans, data):
    page, until, now, total = Spell(NINE, NINE), NINE, NINE, 0
    for span in spans:
        now, total = now + span * MS, total + span
        is_lost = now - page.ended_at < MOST_AT_ONCE - 60 * SECOND and data.draw(st.booleans())
        if not is_lost and (after := taken(page, Report(total), until, now)):
            page, until = after
    assert page.active_ms == page.claimed_ms


def test_time_that_a_second_window_says_of_the_same_minute_is_counted_once():
    minute = NINE + 60 * SECOND
    first, until = taken(Spell(NINE, NINE), Report(60_000), NINE, minute)
    second, _ = taken(Spell(NINE, NINE), Report(60_000), until, minute)
    assert (first.active_ms, second.active_ms) == (60_000, 0)


def test_two_windows_used_in_turn_are_counted_both():
    first, until = taken(Spell(NINE, NINE), Report(20_000), NINE, NINE + 30 * SECOND)
    second, _ = taken(Spell(NINE, NINE), Report(20_000), until, NINE + 40 * SECOND)
    assert (first.active_ms, second.active_ms) == (20_000, 20_000)


def test_hours_said_at_once_are_counted_as_two_minutes():
    page, _ = taken(Spell(NINE, NINE), Report(8 * 3_600_000), NINE, NINE + timedelta(hours=9))
    assert page.active_ms == 120_000


SEEN = st.lists(st.tuples(st.integers(0, 7_200_000), st.sampled_from(["", "a", "b"])), max_size=30)


@given(SEEN, STEPS)
def test_the_bounds_hold_the_measure_and_the_clock_holds_the_bounds(seen, steps):
    pages, _, end = told(steps)
    requests = [Seen(NINE + at * MS, citation) for at, citation in seen]
    now = max([end, *(one.at for one in requests)])
    spent = attention([page for page in pages if page.active_ms], requests, now)
    assert 0 <= spent.active_ms <= spent.low_ms <= spent.high_ms
    assert all(ms >= 0 for ms in spent.dwell.values())


def test_without_a_measure_the_times_of_requests_give_bounds_and_are_called_an_estimate():
    at = [0, 20, 50, 350, 4000]  # seconds; the last but one gap is longer than a minute, the last than ten
    spent = attention([], [Seen(NINE + one * SECOND) for one in at], NINE + 4010 * SECOND)
    assert (spent.active_ms, spent.low_ms, spent.high_ms) == (0, 60_000, 50_000 + 300_000 + 600_000 + 10_000)
    assert spent.basis is Basis.ESTIMATED


def test_what_a_page_measured_is_not_estimated_again():
    page = Spell(NINE, NINE + 300 * SECOND, 200_000, 200_000, {"a": 30_000})
    requests = [Seen(NINE + one * SECOND, cited) for one, cited in [(0, ""), (40, "a"), (200, "")]]
    spent = attention([page], requests, NINE + 300 * SECOND)
    assert (spent.active_ms, spent.low_ms, spent.high_ms) == (200_000, 200_000, 200_000)
    assert (spent.basis, spent.dwell["a"]) == (Basis.MEASURED, 30_000)


def test_what_may_still_be_on_its_way_is_held_in_a_persons_favour():
    page = Spell(NINE, NINE + 30 * SECOND, 30_000, 30_000)
    requests = [Seen(NINE), Seen(NINE + 40 * SECOND, "a")]
    spent = attention([page], requests, NINE + 55 * SECOND)
    assert (spent.low_ms, spent.high_ms, spent.dwelt(["a"])) == (30_000, 30_000 + 10_000 + 15_000, 15_000)


def test_a_part_of_the_review_without_a_measure_is_said_to_be_estimated_in_part():
    page = Spell(NINE + timedelta(hours=1), NINE + timedelta(hours=1, minutes=1), 60_000, 60_000)
    requests = [Seen(NINE), Seen(NINE + 30 * SECOND), Seen(page.started_at)]
    spent = attention([page], requests, page.ended_at)
    assert (spent.basis, spent.low_ms, spent.high_ms) == (Basis.PARTLY, 90_000, 60_000 + 30_000 + 600_000)
