"""Override figures: what counts, what is left out, and how sure a rate is."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.quality.domain.counting import Counts, DecisionGroup, count, wilson


def group(outcome: str = "approve", edit_class: str = "none", *, counts: bool = True, n: int = 1) -> DecisionGroup:
    return DecisionGroup("chart_summary", date(2026, 11, 16), outcome, edit_class, "", counts, opened=True, count=n)


def figure(counts: Counts, key: str) -> tuple[int, int]:
    found = next(figure for figure in counts.figures() if figure.key == key)
    return found.numerator, found.denominator


def test_substantive_override_is_rejections_plus_substantive_edits_only() -> None:
    counts = count([group("approve", n=5), group("edit", "style", n=2), group("edit", "substantive"), group("reject")])
    assert figure(counts, "substantive_override") == (2, 9)
    assert figure(counts, "style_edit") == (2, 9)
    assert figure(counts, "unedited_approve") == (5, 9)


def test_cannot_judge_returned_and_reopened_decisions_stand_beside_the_rate_and_not_in_it() -> None:
    beside = [group("cannot_judge"), group("return", n=2), group("reject", counts=False, n=3)]
    counts = count([group("approve"), *beside])
    assert (counts.decisions, counts.cannot_judge, counts.returned, counts.reopened) == (1, 1, 2, 3)
    assert figure(counts, "reject") == (0, 1)


@pytest.mark.parametrize(
    ("numerator", "denominator", "low", "high"), [(0, 20, 0.0, 0.161), (3, 20, 0.052, 0.360), (1, 200, 0.001, 0.028)]
)
def test_intervals_agree_with_published_ones(numerator: int, denominator: int, low: float, high: float) -> None:
    assert wilson(numerator, denominator) == pytest.approx((low, high), abs=0.0006)


OUTCOMES = st.sampled_from(
    [
        ("approve", "none"),
        ("edit", "style"),
        ("edit", "substantive"),
        ("reject", "none"),
        ("cannot_judge", "none"),
        ("return", "none"),
    ]
)


@given(st.lists(st.tuples(OUTCOMES, st.booleans(), st.integers(1, 50))))
def test_every_decision_is_counted_exactly_once(rows: list[tuple[tuple[str, str], bool, int]]) -> None:
    counts = count([group(outcome, edit, counts=last, n=n) for (outcome, edit), last, n in rows])
    assert counts.decisions + counts.cannot_judge + counts.returned + counts.reopened == sum(n for _, _, n in rows)
    assert all(f.rate is None or f.interval[0] <= f.rate <= f.interval[1] for f in counts.figures())  # type: ignore[index]
