from datetime import UTC, datetime, timedelta

import pytest

from apps.review.domain.due import due_words, is_soon, time_left

NOW = datetime(2026, 11, 21, 14, 40, tzinfo=UTC)


@pytest.mark.parametrize(
    ("due", "words", "left"),
    [
        (NOW + timedelta(hours=1, minutes=50), "Today 16:30", "in 1 h 50 min"),
        (NOW + timedelta(days=3, hours=2, minutes=20), "Tue 24 Nov 17:00", "in 3 d 2 h"),
        (NOW + timedelta(days=60), "Wed 20 Jan 2027 14:40", "in 60 d"),
        (NOW - timedelta(minutes=40), "Today 14:00", "40 min over"),
        (NOW + timedelta(hours=2), "Today 16:40", "in 2 h"),
    ],
)
def test_a_deadline_is_a_date_and_what_is_left_of_it(due, words, left):
    assert (due_words(due, NOW), time_left(due, NOW)) == (words, left)


def test_a_day_is_soon():
    assert is_soon(NOW + timedelta(hours=23), NOW)
    assert is_soon(NOW - timedelta(hours=1), NOW)
    assert not is_soon(NOW + timedelta(hours=25), NOW)
