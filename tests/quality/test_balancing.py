"""What balances the override figures: time at the drafts and what was opened, of nobody by name."""

from collections import Counter
from statistics import quantiles

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from apps.quality.domain.balancing import BALANCING, Sums, balance, is_hasty, tenths_of


def sums(**changed):
    values = {
        "minutes": {}, "partly": 0, "unmeasured": 0, "glanced": 0, "high_severity": 0, "signed_by": [], "hasty_by": [],
        "looked_again": 0, "found_wrong": 0,
    }  # fmt: skip
    return Sums(**(values | changed))


def figure(found, key):
    one = next(one for one in balance(found).figures if one.key == key)
    return one.numerator, one.denominator


def test_minutes_are_the_middle_of_what_was_measured_and_the_rest_is_counted_apart():
    found = balance(sums(minutes=dict.fromkeys((10, 20, 30, 40, 50), 1), unmeasured=1))
    assert (found.minutes, found.measured, found.estimated) == ((2.0, 3.0, 4.0), 5, 1)


def test_what_was_measured_in_part_is_told_from_what_was_not_measured_at_all():
    found = balance(sums(minutes={40: 1}, partly=1, unmeasured=1))
    assert (found.estimated, found.partly) == (2, 1)


@given(st.lists(st.integers(0, 3000), min_size=2, max_size=60))
def test_quartiles_of_counts_are_those_of_the_values_one_by_one(tenths):
    middle = quantiles([value / 10 for value in tenths], n=4, method="inclusive")
    assert balance(sums(minutes=Counter(tenths))).minutes == pytest.approx(tuple(middle))


def test_a_time_is_counted_in_tenths_of_a_minute_rounded_half_up():
    assert [tenths_of(ms) for ms in (0, 2_999, 3_000, 8_999, 9_000)] == [0, 0, 1, 1, 2]


def test_a_signature_in_a_hurry_is_one_with_nothing_opened_and_counts_signers_not_names():
    found = sums(signed_by=[3, 1], hasty_by=[2])
    assert figure(found, "hasty") == (2, 4)
    assert (balance(found).signers, balance(found).hasty_signers, balance(found).most_of_one) == (2, 1, 2)
    assert is_hasty(30_000, 0)
    assert not is_hasty(30_001, 0)
    assert not is_hasty(1_000, 1)


def test_a_second_look_counts_where_it_was_asked_for():
    assert figure(sums(looked_again=2, found_wrong=1), "looked_again") == (1, 2)
    assert {one.key for one in balance(sums()).figures} | {"active_minutes"} == set(BALANCING)


def test_the_page_shows_them_with_their_n_and_says_that_they_are_no_ranking(world, client):
    client.force_login(world.people["marchetti"])
    page = client.get(reverse("quality:definitions")).content.decode()
    assert "Active minutes per draft" in page
    assert "They are no ranking of people" in page
