"""Short courses of a medicine, counted: each that was taken, none that was returned, planned or long."""

import pytest

from apps.drafting.domain.tasks import PassageView
from tests.drafting.criteria.asking import INSUFFICIENT, MET, NOT_MET, answer_to, lines, noted, stopped

BURSTS = {
    "kind": "treatment", "any_of": ["prednisone course", "prednisone burst", "systemic corticosteroid"],
    "sessions": 2, "min_duration": {"days": 3}, "within": {"months": 12, "before": "as_of"},
    "about": "asthma exacerbation",
}  # fmt: skip
FIRST = "Prednisone 20 mg tablet, 40 mg daily for 5 days · ordered 3 Dec 2025 · completed 8 Dec 2025"
SECOND = "Prednisone 20 mg tablet, 40 mg daily for 5 days · ordered 27 Aug 2026 · completed 1 Sep 2026"
THIRD = "Prednisone 10 mg tablet, 40 mg daily for 5 days · ordered 3 May 2026 · completed 8 May 2026"
FOR_IT = " · for Asthma exacerbation"
RETURNED = lines(
    "medication_list",
    "Pharmacy fills",
    "NOT dispensed: Prednisone 10 mg tablet · cancelled 4 May 2026 · supply for 5 d",
)

ROWS: tuple[tuple[str, list[PassageView], str], ...] = (
    ("two for it", [stopped(FIRST + FOR_IT, SECOND + FOR_IT)], MET),
    ("two, and one returned", [stopped(FIRST + FOR_IT, SECOND + FOR_IT, THIRD + FOR_IT), RETURNED], MET),
    ("one", [stopped(FIRST + FOR_IT)], INSUFFICIENT),
    ("one, and one returned", [stopped(FIRST + FOR_IT, THIRD + FOR_IT), RETURNED], "INSUFFICIENT NOT_MET"),
    ("one for it and one for gout", [stopped(FIRST + FOR_IT, SECOND + " · for Gout")], INSUFFICIENT),
    ("two of unknown purpose", [stopped(FIRST, SECOND)], INSUFFICIENT),
    (
        "one too old",
        [stopped(FIRST.replace("2025", "2024") + FOR_IT, SECOND + FOR_IT)],
        INSUFFICIENT,
    ),
    (
        "one that goes straight on",
        [stopped(SECOND + FOR_IT, SECOND.replace("27 Aug", "3 Sep").replace("1 Sep", "9 Sep") + FOR_IT)],
        INSUFFICIENT,
    ),
    (
        "one that was a day's",
        [stopped(FIRST + FOR_IT, SECOND.replace("1 Sep", "27 Aug") + FOR_IT)],
        INSUFFICIENT,
    ),
    (
        "one stopped at once",
        [stopped(FIRST + FOR_IT, SECOND.replace("completed", "stopped") + " · reason: never started" + FOR_IT)],
        INSUFFICIENT,
    ),
    (
        "the purpose in notes of those days",
        [
            stopped(FIRST, SECOND),
            noted("Asthma flare after a cold, prednisone 40 x 5 d.", "2025-12-04"),
            noted("ED for asthma. Pred 40 mg x 5 d.", "2026-08-28"),
        ],
        MET,
    ),
    (
        "the purpose of one in notes",
        [stopped(FIRST, SECOND), noted("ED for asthma. Pred 40 mg x 5 d.", "2026-08-28")],
        INSUFFICIENT,
    ),
)


@pytest.mark.parametrize(("chart", "verdict"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_counts_the_short_courses_that_were_taken_for_it(chart: list[PassageView], verdict: str) -> None:
    answer = answer_to(BURSTS, *chart)

    assert answer.verdict in verdict.split(), answer.reason


def test_what_was_never_taken_at_all_is_not_met() -> None:
    assert answer_to(BURSTS, stopped(THIRD + FOR_IT), RETURNED).verdict != MET
    assert answer_to(BURSTS, noted("Never had prednisone.", "2026-10-01")).verdict in {NOT_MET, INSUFFICIENT}
