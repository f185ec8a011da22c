"""Charts against published worked examples, and what they must never do whatever the numbers."""

from dataclasses import replace
from datetime import date, timedelta
from math import isclose

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.quality.domain.charts.choice import ControlChart, RunChart, chart_of
from apps.quality.domain.charts.drift import drift_run_length
from apps.quality.domain.charts.funnel import Standing, Unit, funnel, limits_at
from apps.quality.domain.charts.points import Subgroup, centre_of
from apps.quality.domain.charts.rare import Turn, g_chart, rate_bound, t_chart
from apps.quality.domain.charts.rules import Rule, false_alarm, normal_zones, run_length, signals
from apps.quality.domain.charts.runs import runs_of
from apps.quality.domain.charts.shewhart import Baseline, baseline_of, control_points, dispersion_p_value, sigma_z

MONDAY = date(2026, 1, 5)


def series(numerators: list[int], denominators: list[int]) -> list[Subgroup]:
    pairs = zip(numerators, denominators, strict=True)
    return [Subgroup(MONDAY + timedelta(weeks=week), k, n) for week, (k, n) in enumerate(pairs)]


# --- Published examples

# Montgomery, Introduction to Statistical Quality Control, example 7.1: cans of juice that leak, 30 samples of 50.
CANS = [12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22, 8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13, 9, 6]
# The same, table 7.4: errors in purchase orders, 25 weeks of different size.
ORDERS = [12, 8, 6, 9, 10, 12, 11, 16, 10, 6, 20, 15, 9, 8, 6, 8, 10, 7, 5, 8, 5, 8, 10, 6, 9]
ORDER_SIZES = [
    100, 80, 80, 100, 110, 110, 100, 100, 90, 90, 110, 120, 120, 120, 110, 80, 80, 80, 90, 100, 100, 100, 100, 90, 90
]  # fmt: skip


def test_limits_are_those_of_the_textbook_for_samples_of_one_size() -> None:
    subgroups = series(CANS, [50] * 30)
    points = control_points(subgroups, baseline_of_p(subgroups))
    assert round(centre_of(subgroups), 4) == 0.2313
    assert (round(points[0].lower, 4), round(points[0].upper, 4)) == (0.0524, 0.4102)
    assert [at for at, point in enumerate(points, 1) if Rule.BEYOND_THREE in point.broken] == [15, 23]


def baseline_of_p(subgroups: list[Subgroup]) -> Baseline:
    return replace(baseline_of(subgroups), sigma_z=1.0)  # the textbook draws p, not p'


def test_limits_move_with_the_size_of_each_sample() -> None:
    subgroups = series(ORDERS, ORDER_SIZES)
    points = control_points(subgroups, baseline_of_p(subgroups))
    assert round(centre_of(subgroups), 3) == 0.096
    assert (round(points[0].upper, 3), round(points[1].upper, 3), round(points[10].upper, 2)) == (0.184, 0.194, 0.18)
    assert [at for at, point in enumerate(points, 1) if Rule.BEYOND_THREE in point.broken] == [11]


# Champ and Woodall 1987, table 1: how many points a process in control runs until the rules speak.
RUN_LENGTHS = [
    ({Rule.BEYOND_THREE}, 370.40), ({Rule.BEYOND_THREE, Rule.TWO_OF_THREE}, 225.44),
    ({Rule.BEYOND_THREE, Rule.EIGHT_ON_ONE_SIDE}, 152.73), (set(Rule), 122.05),
]  # fmt: skip


@pytest.mark.parametrize(("these", "published"), RUN_LENGTHS)
def test_the_rules_speak_up_about_nothing_as_often_as_published(these: set[Rule], published: float) -> None:
    assert isclose(run_length(frozenset(these)), published, abs_tol=0.01)


def test_the_chance_of_a_false_alarm_grows_with_the_points_and_with_the_rules() -> None:
    beyond = frozenset({Rule.BEYOND_THREE})
    points = [normal_zones()] * 60
    assert false_alarm([]) == 0
    assert isclose(false_alarm(points[:1], beyond), 0.0027, abs_tol=0.0001)
    assert isclose(false_alarm(points[:30], beyond), 1 - 0.9973**30, abs_tol=0.0001)
    assert false_alarm(points[:30], beyond) < false_alarm(points[:30]) < false_alarm(points)


# Anhoej and Olesen 2014, table 1: the longest run and the fewest crossings to be expected.
@pytest.mark.parametrize(("useful", "longest", "crossings"), [(10, 6, 2), (20, 7, 6), (24, 8, 8), (40, 8, 14)])
def test_runs_are_judged_as_published(useful: int, longest: int, crossings: int) -> None:
    found = runs_of([float(at % 2) for at in range(useful)])
    assert (found.longest_expected, found.crossings_expected) == (longest, crossings)


def test_a_series_that_steps_up_has_shifted_and_one_that_wavers_has_not() -> None:
    assert runs_of([0.1] * 4 + [0.11] * 6 + [0.3, 0.31, 0.3, 0.32, 0.31, 0.3, 0.3, 0.3, 0.3, 0.35]).has_shifted
    assert not runs_of([0.1, 0.3] * 10).has_shifted
    assert not runs_of([0.1, 0.3, 0.3]).has_shifted  # too few to say


def test_scatter_beyond_counting_widens_the_limits_and_scatter_of_counting_does_not() -> None:
    wild = series([200, 420, 180, 390, 210, 430, 190, 400] * 3, [2000] * 24)
    tame = series([200, 205, 198, 201, 203, 199, 202, 200] * 3, [2000] * 24)
    assert dispersion_p_value(wild) < 0.001
    assert dispersion_p_value(tame) > 0.5
    assert baseline_of(wild).sigma_z == sigma_z(wild) > 10
    assert baseline_of(tame).sigma_z == 1
    assert not control_points(wild, baseline_of(wild))[1].broken


def test_in_small_subgroups_limits_are_exact() -> None:
    """At a rate of a tenth and ten cases the normal limit speaks up in 1.3 % of points (requirement Q03)."""
    from scipy.stats import binom

    baseline = baseline_of_p(series([1, 2, 0, 1] * 25, [10] * 100))
    point = control_points(series([5], [10]), baseline)[0]
    assert binom.sf(round(point.upper * 10), 10, baseline.centre) < 0.00135
    assert point.lower == 0


# --- What is rare


def test_cases_between_events_are_held_against_the_published_limit() -> None:
    chart = g_chart([99] * 10)
    assert chart is not None
    assert (chart.mean, round(chart.upper, 2)) == (99, round(99 + 3 * (99 * 100) ** 0.5, 2))
    assert g_chart([10, 20, 30, 40]) is None


def test_events_that_come_ever_sooner_are_told_from_events_that_stay_away() -> None:
    often = g_chart([200, 150, 300, 180, 250, *[20] * 9])
    away = g_chart([10, 12, 9, 14, 8, 11, 10, 9, 13, 10, 12, 9, 400])
    assert often is not None
    assert away is not None
    assert often.turns[-1] is Turn.SHORTER
    assert away.turns[-1] is Turn.LONGER


def test_days_between_events_have_limits_on_both_sides_of_their_middle() -> None:
    chart = t_chart([12.0, 30.5, 3.0, 44.0, 19.0, 25.0])
    assert chart is not None
    assert 0 <= chart.lower < chart.mean < chart.upper
    assert t_chart([1.0]) is None


def test_none_of_so_many_is_a_bound_and_not_nothing() -> None:
    assert rate_bound(299) < 0.01 < rate_bound(298)
    assert round(rate_bound(20), 3) == 0.139


# --- Units


def test_a_unit_stands_out_by_its_size_and_not_by_its_rank() -> None:
    chart = funnel([Unit("A", 30, 300), Unit("B", 31, 300), Unit("C", 90, 300), Unit("D", 4, 20)], fewest=30)
    assert chart is not None
    assert [standing for _, standing in chart.units] == [
        Standing.BELOW, Standing.BELOW, Standing.ABOVE, Standing.TOO_FEW
    ]  # fmt: skip


def test_units_of_one_rate_all_lie_within_and_one_unit_is_no_funnel() -> None:
    chart = funnel([Unit("A", 30, 300), Unit("B", 28, 310), Unit("C", 12, 100)], fewest=30)
    assert chart is not None
    assert {standing for _, standing in chart.units} == {Standing.WITHIN}
    assert funnel([Unit("A", 30, 300)], fewest=30) is None
    assert funnel([Unit("A", 0, 300), Unit("B", 0, 300)], fewest=30) is None


@given(st.integers(5, 5000), st.floats(0.02, 0.98))
def test_the_wide_limits_hold_the_narrow_ones_and_both_hold_the_centre(cases: int, centre: float) -> None:
    (low, high), (lower, higher) = limits_at(cases, centre, 0.95), limits_at(cases, centre, 0.998)
    assert 0 <= lower <= low <= centre + 1 / cases
    assert centre - 1 / cases <= high <= higher <= 1


# --- Which chart


def test_few_points_or_small_ones_get_no_limits_and_are_told_why() -> None:
    few, small = chart_of(series([5] * 19, [50] * 19)), chart_of(series([1, 0] * 15, [4] * 30))
    assert isinstance(few, RunChart)
    assert few.why_no_limits == "Limits need 20 points; there are 19."
    assert isinstance(small, RunChart)
    assert small.why_no_limits == "Half of these points rest on fewer than 10 decisions."


def test_enough_points_get_limits_of_their_own_or_the_frozen_ones() -> None:
    own = chart_of(series(CANS, [50] * 30))
    assert isinstance(own, ControlChart)
    assert not own.is_frozen
    frozen = chart_of(series([20, 21], [50, 50]), own.baseline)
    assert isinstance(frozen, ControlChart)
    assert frozen.is_frozen
    assert frozen.baseline == own.baseline


def test_a_week_without_a_decision_is_no_point() -> None:
    chart = chart_of(series([1, 0, 2], [20, 0, 25]))
    assert isinstance(chart, RunChart)
    assert len(chart.points) == 2
    assert chart_of(series([1, 0], [20, 0])) is None


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=40))
def test_no_series_breaks_a_chart_and_no_limit_leaves_the_scale(pairs: list[tuple[int, int]]) -> None:
    chart = chart_of(series([min(pair) for pair in pairs], [max(pair) for pair in pairs]))
    if isinstance(chart, ControlChart):
        assert all(0 <= point.lower <= point.upper <= 1 for point in chart.points)
        assert all(point.lower <= chart.baseline.centre <= point.upper for point in chart.points)
    assert chart is None or len(chart.points) >= 2


@given(st.lists(st.floats(-2, 2), max_size=30))
def test_what_stays_near_the_centre_and_crosses_it_breaks_nothing(distances: list[float]) -> None:
    wavering = [abs(distance) * (-1) ** at for at, distance in enumerate(distances)]
    assert set().union(*signals(wavering)) == set()


@pytest.mark.parametrize(
    ("weight", "limit", "shift", "published"),
    [
        (0.2, 2.962, 0, 500),
        (0.1, 2.814, 0, 500),
        (0.2, 2.962, 0.5, 41.8),
        (0.1, 2.814, 0.5, 31.3),
        (0.2, 2.962, 1, 10.5),
    ],
)  # fmt: skip
def test_the_drift_rule_runs_as_long_as_published(weight: float, limit: float, shift: float, published: float) -> None:
    """Montgomery, Introduction to Statistical Quality Control, table of EWMA schemes after Lucas and Saccucci 1990."""
    assert drift_run_length(weight=weight, limit=limit, shift=shift) == pytest.approx(published, rel=0.01)


def test_a_slow_drift_is_found_where_no_week_stands_out_and_names_when_it_began() -> None:
    still = [Subgroup(MONDAY + timedelta(weeks=week), 100, 1000) for week in range(20)]
    moved = [Subgroup(MONDAY + timedelta(weeks=20 + week), 112, 1000) for week in range(7)]
    chart = chart_of([*still, *moved], Baseline(0.1, 1.0, 20))
    assert isinstance(chart, ControlChart)
    assert not chart.broken
    side, since = chart.drift
    assert side == 1
    assert since is not None
    assert since.start > still[-1].start
    assert chart_of(still, Baseline(0.1, 1.0, 20)).drift == (0, None)


@pytest.mark.parametrize(("cases", "centre"), [(12, 0.25), (20, 0.1), (49, 0.25), (60, 0.25), (400, 0.1)])
def test_the_stated_false_alarm_is_what_charts_of_that_size_do(cases: int, centre: float) -> None:
    weeks, runs, chance = 26, 1500, np.random.default_rng(7)
    baseline = Baseline(centre, 1.0, 20)
    heard = 0
    for _ in range(runs):
        drawn = chance.binomial(cases, centre, weeks)
        heard += any(point.broken for point in control_points(series(list(drawn), [cases] * weeks), baseline))
    stated = chart_of(series([1] * weeks, [cases] * weeks), baseline)
    assert isinstance(stated, ControlChart)
    assert heard / runs == pytest.approx(stated.false_alarm, abs=0.03)


@pytest.mark.parametrize(("numerator", "cases"), [(2, 10), (3, 14), (7, 30)])
def test_small_weeks_on_one_side_are_a_run_however_near_they_lie(numerator: int, cases: int) -> None:
    points = control_points(series([numerator] * 12, [cases] * 12), Baseline(0.25, 1.0, 20))
    assert [Rule.EIGHT_ON_ONE_SIDE in point.broken for point in points] == [False] * 7 + [True] * 5


def test_gaps_that_are_all_alike_turn_nowhere() -> None:
    for days in (3.0, 7.0, 9.7, 10.0, 14.0, 31.0):
        chart = t_chart([days] * 6)
        assert chart is not None
        assert set(chart.turns) == {None}
