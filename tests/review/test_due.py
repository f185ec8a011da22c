from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.review.domain.due import ClockKind, moment_words, nearest

NOW = datetime(2026, 11, 21, 14, 40, tzinfo=UTC)
CHICAGO = ZoneInfo("America/Chicago")


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2026, 11, 24, 17, tzinfo=UTC), "Tue 24 Nov 2026, 17:00 UTC"),
        (datetime(2026, 11, 24, 17, tzinfo=UTC).astimezone(CHICAGO), "Tue 24 Nov 2026, 11:00 CST"),
        (datetime(2027, 7, 1, 4, 59, tzinfo=UTC).astimezone(CHICAGO), "Wed 30 Jun 2027, 23:59 CDT"),
    ],
)
def test_a_deadline_is_an_absolute_date_with_its_time_zone(moment, words):
    assert moment_words(moment) == words


def test_each_clock_says_whose_time_it_is_and_no_countdown_rushes():
    clock = nearest([(ClockKind.PAYER, NOW + timedelta(hours=1)), (ClockKind.APPEAL, NOW + timedelta(days=9))], NOW)
    assert clock.words == "The payer decides by then"
    over = nearest([(ClockKind.APPEAL, NOW - timedelta(minutes=40)), (ClockKind.TARGET, None)], NOW)
    assert over.words == "File the appeal by then; this moment has passed"
    assert nearest([(ClockKind.TARGET, None)], NOW) is None


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (NOW + timedelta(days=3), "in 3 days"),
        (NOW + timedelta(hours=16), "tomorrow"),  # another day in Chicago
        (NOW + timedelta(hours=2), "today, 10:40"),
        (NOW - timedelta(minutes=40), "today, 08:00"),
        (NOW - timedelta(hours=9), "yesterday"),
        (NOW - timedelta(days=12), "12 days ago"),
    ],
)
def test_the_day_of_a_clock_is_counted_on_the_calendar_that_people_are_shown(moment, words):
    assert nearest([(ClockKind.PAYER, moment.astimezone(CHICAGO))], NOW).day == words


@given(st.lists(st.tuples(st.sampled_from(list(ClockKind)), st.none() | st.integers(-9999, 9999))))
def test_the_clock_that_is_shown_ends_before_every_other_that_runs(rows):
    clocks = [(kind, None if minutes is None else NOW + timedelta(minutes=minutes)) for kind, minutes in rows]
    running = [at for _, at in clocks if at]
    shown = nearest(clocks, NOW)
    assert (shown.at if shown else None) == min(running, default=None)
