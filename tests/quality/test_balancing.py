"""What balances the override figures: time at the drafts and what was opened, of nobody by name."""

from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from apps.quality.domain.balancing import BALANCING, Spent, balance

MINUTE = 60_000


def spent(person="a", minutes=4.0, **changed):
    values = {
        "person": person, "signed": True, "measured": True, "active_ms": round(minutes * MINUTE),
        "high_ms": round(minutes * MINUTE), "opened": 3, "high_severity": 5, "glanced": 0, "spot_check": "",
    }  # fmt: skip
    return Spent(**(values | changed))


def figure(rows, key):
    found = next(one for one in balance(rows).figures if one.key == key)
    return found.numerator, found.denominator


def test_minutes_are_the_middle_of_what_was_measured_and_the_rest_is_counted_apart():
    rows = [spent(minutes=one) for one in (1, 2, 3, 4, 5)] + [spent(minutes=90, measured=False)]
    found = balance(rows)
    assert (found.minutes, found.measured, found.estimated) == ((2.0, 3.0, 4.0), 5, 1)


def test_what_was_measured_in_part_is_told_from_what_was_not_measured_at_all():
    rows = [spent(measured=False), spent(measured=False, active_ms=0), spent()]
    assert (balance(rows).estimated, balance(rows).partly) == (2, 1)


def test_a_signature_in_a_hurry_is_one_with_nothing_opened_and_counts_signers_not_names():
    rows = [
        spent("a", 0.4, opened=0), spent("a", 0.3, opened=0), spent("b", 0.4, opened=1), spent("c", 2, opened=0),
        spent("d", 0.1, opened=0, signed=False),
    ]  # fmt: skip
    found = balance(rows)
    assert figure(rows, "hasty") == (2, 4)
    assert (found.signers, found.hasty_signers, found.most_of_one) == (3, 1, 2)


def test_an_estimate_is_hasty_only_where_even_its_upper_bound_is():
    assert figure([spent(active_ms=0, high_ms=31_000, opened=0, measured=False)], "hasty") == (0, 1)


def test_a_second_look_counts_where_it_was_asked_for():
    rows = [spent(spot_check="right"), spent(spot_check="wrong"), spent()]
    assert figure(rows, "looked_again") == (1, 2)


ROWS = st.lists(
    st.builds(
        Spent, person=st.sampled_from("abc"), signed=st.booleans(), measured=st.booleans(),
        active_ms=st.integers(0, 10**7), high_ms=st.integers(0, 10**7), opened=st.integers(0, 9),
        high_severity=st.just(4), glanced=st.integers(0, 4), spot_check=st.sampled_from(["", "right", "wrong"]),
    ),
    max_size=20,
)  # fmt: skip


@given(ROWS)
def test_no_figure_exceeds_what_it_is_of_and_every_decision_is_counted_once(rows):
    found = balance(rows)
    assert found.decisions == len(rows)
    assert all(0 <= one.numerator <= one.denominator for one in found.figures)
    assert found.hasty_signers <= found.signers
    assert found.most_of_one <= figure(rows, "hasty")[0]
    assert {one.key for one in found.figures} | {"active_minutes"} == set(BALANCING)


def test_the_page_shows_them_with_their_n_and_says_that_they_are_no_ranking(world, client):
    client.force_login(world.people["marchetti"])
    page = client.get(reverse("quality:definitions")).content.decode()
    assert "Active minutes per draft" in page
    assert "They are no ranking of people" in page
