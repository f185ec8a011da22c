"""A chart is drawn as it was counted, inside its frame."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from apps.quality.domain.charts.choice import chart_of
from apps.quality.domain.charts.drawing import BOTTOM, LEFT, RIGHT, TOP, drawing
from apps.quality.domain.charts.points import Subgroup

MONDAY = date(2026, 1, 5)


def weeks(pairs: list[tuple[int, int]]) -> list[Subgroup]:
    return [Subgroup(MONDAY + timedelta(weeks=at), min(k, n), n) for at, (k, n) in enumerate(pairs)]


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(1, 500)), min_size=2, max_size=60))
def test_every_point_lies_inside_the_frame_and_higher_rates_stand_higher(pairs: list[tuple[int, int]]) -> None:
    chart = chart_of(weeks(pairs))
    assert chart is not None
    drawn = drawing(chart, {})
    assert all(LEFT <= point.x <= RIGHT + 0.1 and TOP <= point.y <= BOTTOM for point in drawn.points)
    by_rate = sorted(drawn.points, key=lambda point: point.subgroup.rate)
    assert [point.y for point in by_rate] == sorted((point.y for point in by_rate), reverse=True)
    assert bool(drawn.upper) == bool(drawn.lower)


def test_a_point_that_stands_out_says_in_words_why() -> None:
    chart = chart_of(weeks([(10, 100)] * 20 + [(40, 100)]))
    assert chart is not None
    drawn = drawing(chart, {})
    assert drawn.points[-1].broken == ("One point beyond three sigma.",)
    assert {point.broken for point in drawn.points[:7]} == {()}


def test_a_release_stands_at_the_week_it_began_in_and_an_older_one_nowhere() -> None:
    chart = chart_of(weeks([(1, 10), (2, 10), (3, 10)]))
    assert chart is not None
    drawn = drawing(chart, {"release b": MONDAY + timedelta(days=9), "release a": MONDAY})
    assert [(event.x, event.name) for event in drawn.events] == [(drawn.points[1].x, "release b")]
