"""A medicine is taken when the record of the time asked about says so, not when an old list still does."""

import pytest

from tests.drafting.charts import lines
from tests.drafting.criteria.asking import INSUFFICIENT, MET, answer_to, noted

ASKED = {"kind": "treatment", "any_of": ["amitriptyline"], "within": {"months": 3, "before": "as_of"}}
NEVER = noted("Amitriptyline: never picked up.", "2026-10-27")


@pytest.mark.parametrize(("stated", "verdict"), [("16 Jul 2024", INSUFFICIENT), ("10 Nov 2026", MET)])
def test_a_report_of_long_ago_is_no_report_of_now(stated: str, verdict: str) -> None:
    line = f"Amitriptyline 25 mg tablet, 25 mg at bedtime · active · started 16 Jul 2024 · stated {stated}"
    assert answer_to(ASKED, lines("medication_list", "Reported as taken", line)).verdict == verdict


def test_what_was_never_picked_up_is_not_taken_whatever_the_list_says() -> None:
    line = "Amitriptyline 25 mg tablet, 25 mg at bedtime · active · started 16 Jul 2024 · stated 10 Nov 2026"
    assert answer_to(ASKED, lines("medication_list", "Reported as taken", line), NEVER).verdict != MET
