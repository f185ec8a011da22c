"""Figures in words: none without its interval, none of fewer than thirty, and no number of ten or fewer."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.quality.domain.counting import Figure
from apps.quality.domain.plain import TOO_FEW, about, listed, share


@pytest.mark.parametrize(
    ("numerator", "denominator", "words"),
    [
        (20, 160, "about 1 in 8 (between 1 in 12 and 1 in 5)"),
        (80, 160, "about half (between 4 in 10 and 6 in 10)"),
        (0, 40, "none of 40 (with 95 % confidence, fewer than 1 in 13)"),
        (0, 80, "none of 80 (with 95 % confidence, fewer than 1 in 27)"),
        (76, 80, "nearly all (at least 9 in 10)"),
        (70, 80, "about 9 in 10 (between 8 in 10 and 9 in 10)"),
        (990, 1000, "nearly all"),
        (11, 2400, "fewer than 1 in 200 (at most 1 in 122)"),
        (40, 40, "all"),
        (7, 400, "10 or fewer of 400"),
        (12, 29, TOO_FEW),
        (0, 0, TOO_FEW),
    ],
)
def test_a_rate_is_said_as_people_say_it(numerator, denominator, words):
    assert about(Figure("x", numerator, denominator)) == words


@given(st.integers(0, 400), st.integers(0, 400))
def test_no_small_number_and_no_rate_of_few_is_ever_said(one, other):
    numerator, denominator = sorted((one, other))
    said = about(Figure("x", numerator, denominator))
    assert (said == TOO_FEW) == (denominator < 30)
    if 1 <= numerator <= 10 and denominator >= 30:
        assert said == f"10 or fewer of {denominator}"


@given(st.integers(0, 5000), st.integers(30, 5000))
def test_no_rate_is_about_a_bound_and_none_never_claims_more_than_is_known(one, other):
    numerator, denominator = min(one, other), other
    said = about(Figure("x", numerator, denominator))
    for odd in ("about nearly", "about fewer", "about none", "between fewer", "and all", "and nearly"):
        assert odd not in said
    if not numerator:
        bound = 1 / int(re.search(r"fewer than 1 in (\d+)", said)[1])
        assert (1 - bound) ** denominator <= 0.05  # so many in a row without one would be a chance of 5 % at most


@given(st.floats(0, 1, allow_nan=False))
def test_every_share_has_words(rate):
    assert re.fullmatch(r"none|all|nearly all|half|\d+ in 10|(fewer than )?1 in \d+", share(rate))


def test_what_stands_for_ten_or_fewer_is_not_named():
    assert listed({"Omission": 40, "Style": 10, "Outdated": 12, "Other": 0}, 3) == ("Omission", "Outdated")
    assert listed({"A": 40, "B": 40, "C": 50}, 2) == ("C", "A")
