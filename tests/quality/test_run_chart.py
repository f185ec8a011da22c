"""The run chart draws what was counted, inside its frame."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from apps.quality.domain.run_chart import BOTTOM, LEFT, RIGHT, TOP, WeekRate, run_chart

MONDAY = date(2026, 1, 5)


def weeks(pairs: list[tuple[int, int]]) -> list[WeekRate]:
    return [WeekRate(MONDAY + timedelta(weeks=i), min(k, n), n) for i, (k, n) in enumerate(pairs)]


def test_one_week_is_no_chart() -> None:
    assert run_chart(weeks([(1, 9)])) is None
    assert run_chart(weeks([(1, 9), (0, 0)])) is None


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(1, 500)), min_size=2, max_size=60))
def test_every_point_lies_inside_the_frame_and_higher_rates_stand_higher(pairs: list[tuple[int, int]]) -> None:
    chart = run_chart(weeks(pairs))
    assert chart is not None
    assert all(LEFT <= p.x <= RIGHT + 0.1 and TOP <= p.y <= BOTTOM for p in chart.points)
    by_rate = sorted(chart.points, key=lambda p: p.week.numerator / p.week.denominator)
    assert [p.y for p in by_rate] == sorted((p.y for p in by_rate), reverse=True)
