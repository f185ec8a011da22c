"""Strips, bars and funnels are drawn as they were counted."""

from hypothesis import given
from hypothesis import strategies as st

from apps.quality.domain.charts.drawing import BOTTOM, LEFT, RIGHT, TOP
from apps.quality.domain.charts.funnel import Standing, Unit, funnel
from apps.quality.domain.charts.funnel_drawing import funnel_drawing
from apps.quality.domain.charts.strips import STRIP, pareto, strips
from apps.quality.domain.counting import Figure

PAIRS = st.lists(st.tuples(st.integers(0, 400), st.integers(0, 400)).map(sorted), min_size=1, max_size=12)


@given(PAIRS)
def test_a_strip_holds_its_rate_between_its_ends_and_one_of_few_decisions_is_not_drawn(pairs: list[list[int]]) -> None:
    figures = [Figure("reject", k, n) for k, n in pairs]
    whole = Figure("reject", sum(k for k, _ in pairs), sum(n for _, n in pairs))
    for figure, strip in zip(figures, strips(figures, whole), strict=True):
        assert (strip is None) == (figure.denominator < 30)
        if strip:
            assert 0 <= strip.low <= strip.at <= strip.high <= STRIP


@given(st.lists(st.tuples(st.text(min_size=1), st.integers(0, 50)), max_size=10))
def test_bars_add_up_to_everything_and_grow_shorter(rows: list[tuple[str, int]]) -> None:
    bars = pareto(rows)
    assert [bar.number for bar in bars] == sorted((number for _, number in rows if number), reverse=True)
    if bars:
        assert (bars[0].width, bars[-1].together) == (100, 1)
        assert abs(sum(bar.share for bar in bars) - 1) < 1e-9


@given(PAIRS)
def test_every_unit_stands_in_the_frame_and_who_has_few_is_not_judged(pairs: list[list[int]]) -> None:
    made = funnel([Unit(f"unit {at}", k, n) for at, (k, n) in enumerate(pairs)], fewest=30)
    if made is None:
        return
    drawn = funnel_drawing(made)
    assert all(LEFT <= one.x <= RIGHT and TOP <= one.y <= BOTTOM for one in drawn.units)
    assert all((one.standing is Standing.TOO_FEW) == (one.unit.denominator < 30) for one in drawn.units)
    assert set(drawn.outstanding) == {one for one in drawn.units if one.standing in {"above", "below"}}
    for line in (*drawn.narrow, *drawn.wide):
        assert all(TOP <= float(pair.split(",")[1]) <= BOTTOM for pair in line.split())


def test_one_place_that_differs_by_more_than_chance_is_named() -> None:
    units = [Unit(f"unit {at}", 20, 200) for at in range(6)] + [Unit("the other", 60, 200)]
    made = funnel(units, fewest=30)
    assert made is not None
    assert [one.unit.name for one in funnel_drawing(made).outstanding] == ["the other"]
