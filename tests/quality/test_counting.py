"""Override figures: what counts, what is left out, and how sure a rate is."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.quality.domain.counting import Counts, wilson
from apps.quality.domain.facts import RATED, AgeBand, CountsAs, WaitBand, age_band, counts_as, wait_band


def figure(counts: Counts, key: str) -> tuple[int, int]:
    found = next(figure for figure in counts.figures() if figure.key == key)
    return found.numerator, found.denominator


def test_substantive_override_is_rejections_plus_substantive_edits_only() -> None:
    counts = Counts(unedited=5, style=2, substantive=1, rejected=1)
    assert figure(counts, "substantive_override") == (2, 9)
    assert figure(counts, "style_edit") == (2, 9)
    assert figure(counts, "unedited_approve") == (5, 9)


def test_cannot_judge_returned_and_reopened_decisions_stand_beside_the_rate_and_not_in_it() -> None:
    counts = Counts(unedited=1, cannot_judge=1, returned=2, reopened=3)
    assert counts.decisions == 1
    assert figure(counts, "reject") == (0, 1)


@pytest.mark.parametrize(
    ("numerator", "denominator", "low", "high"), [(0, 20, 0.0, 0.161), (3, 20, 0.052, 0.360), (1, 200, 0.001, 0.028)]
)
def test_intervals_agree_with_published_ones(numerator: int, denominator: int, low: float, high: float) -> None:
    assert wilson(numerator, denominator) == pytest.approx((low, high), abs=0.0006)


OUTCOMES = {
    ("approve", "none"): CountsAs.UNEDITED, ("edit", "style"): CountsAs.STYLE, ("approve", "substantive"):
    CountsAs.SUBSTANTIVE, ("edit", "substantive"): CountsAs.SUBSTANTIVE, ("reject", "none"): CountsAs.REJECTED,
    ("reject", "substantive"): CountsAs.REJECTED, ("cannot_judge", "none"): CountsAs.CANNOT_JUDGE,
    ("return", "none"): CountsAs.RETURNED,
}  # fmt: skip


@pytest.mark.parametrize(("outcome", "edit_class"), OUTCOMES)
def test_every_decision_counts_as_one_thing_and_an_earlier_one_as_reopened(outcome: str, edit_class: str) -> None:
    assert counts_as(outcome=outcome, edit_class=edit_class, is_last=True) is OUTCOMES[outcome, edit_class]
    assert counts_as(outcome=outcome, edit_class=edit_class, is_last=False) is CountsAs.REOPENED


@given(st.lists(st.sampled_from(list(CountsAs))))
def test_the_rates_are_of_all_that_is_rated_and_lie_within_their_intervals(found: list[CountsAs]) -> None:
    counts = Counts(**{name.value: found.count(name) for name in CountsAs})
    assert counts.decisions == sum(found.count(name) for name in RATED)
    assert all(f.rate is None or f.interval[0] <= f.rate <= f.interval[1] for f in counts.figures())  # type: ignore[index]


@pytest.mark.parametrize(
    ("born", "band"),
    [(date(2008, 11, 24), AgeBand.CHILD), (date(2008, 11, 23), AgeBand.YOUNG), (date(1961, 11, 24), AgeBand.MIDDLE),
     (date(1961, 11, 23), AgeBand.OLDER), (date(1946, 11, 23), AgeBand.OLDEST), (date(2027, 1, 1), AgeBand.UNKNOWN),
     (None, AgeBand.UNKNOWN)],
)  # fmt: skip
def test_an_age_falls_into_its_band_from_the_birthday_on(born: date | None, band: AgeBand) -> None:
    assert age_band(born, date(2026, 11, 23)) is band


@pytest.mark.parametrize(
    ("hours", "band"),
    [(0, WaitBand.HOUR), (1, WaitBand.SHIFT), (8, WaitBand.DAY), (24, WaitBand.THREE_DAYS), (72, WaitBand.LONGER)],
)
def test_a_wait_falls_into_its_band_and_one_before_the_draft_was_ready_is_unknown(hours: int, band: WaitBand) -> None:
    ready = datetime(2026, 11, 23, 8, tzinfo=UTC)
    assert wait_band(ready, ready + timedelta(hours=hours)) is band
    assert wait_band(ready, ready - timedelta(minutes=1)) is wait_band(None, ready) is WaitBand.UNKNOWN
