"""What the desk asks to measure itself reaches the gauges added up, with interval and without a name."""

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from apps.quality import desk_checks as checks
from apps.quality.domain.agreement import ac1, kappa
from apps.review.selectors import OwnCounts, SeededCounts

PAIRS = {("MET", "MET"): 40, ("NOT_MET", "NOT_MET"): 9, ("MET", "NOT_MET"): 1, ("NOT_MET", "MET"): 6}


def counted(monkeypatch, seeded, own):
    monkeypatch.setattr(checks, "seeded_results_in", lambda **_: seeded)
    monkeypatch.setattr(checks, "own_judgements_in", lambda **_: own)


def page(world):
    client = Client()
    client.force_login(world.people["marchetti"])
    return client.get(reverse("quality:overrides")).content.decode()


def test_where_the_rules_ask_for_nothing_nothing_is_shown(world):
    assert "Checks of the desk" not in page(world)


def test_the_figures_stand_with_their_counts_and_interval(world, monkeypatch):
    counted(monkeypatch, SeededCounts(20, 5, 31, 24, 2, {}), OwnCounts(15, 3, 4, 56, 49, PAIRS))
    shown = page(world)
    assert "Known errors caught" in shown
    assert "77.4 %" in shown
    assert "60.2 to 88.6 %" in shown
    assert "87.5 %" in shown
    assert "Cohen&#x27;s kappa 0.64; Gwet&#x27;s AC1 0.85." in shown
    assert "3 of 15 letters were opened without judging first" in shown
    assert "2 known errors stood in drafts that were not judged" in shown


def test_what_would_be_somebodys_own_figure_is_withheld(world, monkeypatch):
    counted(monkeypatch, SeededCounts(3, 1, 4, 1, 0, {}), OwnCounts(2, 0, 2, 8, 8, {("MET", "MET"): 8}))
    shown = page(world)
    assert "Known errors caught: withheld, fewer than 3 reviewers took part." in shown
    assert "25.0 %" not in shown
    assert "kappa" not in shown


@pytest.mark.parametrize("pairs", [{}, {("MET", "MET"): 8}])
def test_kappa_says_nothing_where_everything_falls_into_one_class(pairs):
    assert kappa(pairs) is None
    assert ac1(pairs, 3) == (1.0 if pairs else None)


@given(
    st.dictionaries(
        st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), st.integers(1, 50), min_size=1, max_size=9
    )
)
def test_full_agreement_is_one_and_nothing_is_more(pairs):
    for value in (kappa(pairs), ac1(pairs, 3)):
        assert value is None or -1 <= round(value, 9) <= 1
    if all(first == second for first, second in pairs):
        assert ac1(pairs, 3) == pytest.approx(1)


def test_nothing_is_counted_of_another_organization(world):
    assert checks.desk_checks(organization_id=world.brightwater.pk, **period()).is_empty


def period():
    from apps.core import clock

    return {"start": clock.now().replace(year=2020), "end": clock.now()}
