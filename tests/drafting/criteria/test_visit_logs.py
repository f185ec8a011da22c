"""Visits counted on the page of those who treated: a row of dates, a count, the first and the last."""

from typing import Any

import pytest

from tests.drafting.criteria.asking import INSUFFICIENT, MET, NOT_MET, answer_to, noted

WITHIN = {"months": 6, "before": "as_of"}
CHIRO = {"kind": "treatment", "any_of": ["chiropractic treatment"], "sessions": 6, "within": WITHIN}
PT = {"kind": "treatment", "any_of": ["physical therapy"], "min_duration": {"days": 42}, "within": WITHIN}
CHIRO_PAGE = {"kind": "other_note", "section": "other", "title": "Chiropractic treatment summary", "author": "DC"}
PT_PAGE = {
    "kind": "discharge_summary", "section": "other", "title": "Physical therapy discharge summary",
    "author": "Physical therapist",
}  # fmt: skip
PT_DAILY = {**PT_PAGE, "kind": "other_note", "title": "Physical therapy daily note"}

COUNTED = (
    ("Dates: 8/21, 8/26, 9/2, 9/8, 9/15, 9/22, 9/29, 10/6 = 8 visits", MET),
    ("Visits: 8/21 8/26 9/2 9/8 9/15 9/22", MET),
    ("DOS 08/21/26; 08/26/26; 09/02/26; 09/08/26; 09/15/26; 09/22/26", MET),
    ("Treated on 8/21, 8/26, 9/2, 9/8, 9/15 and 9/22.", MET),
    ("Visits attended: 8", MET),
    ("VISITS: 10 attended / 12 sched (no show 9/24; cx 10/8)", MET),
    ("Visits 11 (cx 2, NS 1)", MET),
    ("Total of 9 sessions, plateau.", MET),
    ("Attended 7 of 8 visits.", MET),
    ("8 treatments in all, no lasting change.", MET),
    ("Seen for 7 visits since 8/21.", MET),
    ("Dates: 8/21, 8/26, 9/2. Released to MD.", NOT_MET),
    ("3 visits, then he quit.", NOT_MET),
    ("D/c after 4 sessions.", NOT_MET),
    ("10 attended / 12 sched (no show 9/24; cx 10/8)", MET),
    ("Authorized 12 visits.", INSUFFICIENT),
    ("Plan: 12 visits.", INSUFFICIENT),
    ("POC 8 visits.", INSUFFICIENT),
    ("Scheduled: 8/21, 8/26, 9/2, 9/8, 9/15, 9/22", INSUFFICIENT),
    ("No show 8/21, 8/26, 9/2, 9/8, 9/15, 9/22", INSUFFICIENT),
    ("12 visits remaining.", INSUFFICIENT),
    ("Missed 7 visits.", INSUFFICIENT),
    ("Recommend 8 more sessions.", INSUFFICIENT),
    ("Pt reports 9 visits last year elsewhere.", INSUFFICIENT),
    ("18 visits kept at [ORGANIZATION-1] spring, here 5 attended.", INSUFFICIENT),
    ("Attended 4, rest not booked. No attendance list seen from the class.", INSUFFICIENT),
    ("Dates: 8/21, 8/26, 9/2 = 8 visits", INSUFFICIENT),
    ("Dates: 1/5/26, 1/9/26, 1/12/26, 1/20/26, 1/26/26, 2/2/26 = 6 visits", INSUFFICIENT),
)
LASTED = (
    ("Start of care 9/10/26 D/C 10/26/26. Visits: 10 attended / 12 sched.", PT_PAGE, MET),
    ("SOC 9/2/26 D/C 10/20/26 Visits 11 (cx 2)", PT_PAGE, MET),
    ("First visit 9/1/26, last visit 10/19/26, 9 sessions.", PT_PAGE, MET),
    ("12 visits over 7 wks, no change.", PT_PAGE, MET),
    ("Visits: 9/1, 9/8, 9/15, 9/22, 9/29, 10/6, 10/14. Plateau.", PT_PAGE, MET),
    ("3 visits / 2 wks of 6 wk POC. D/c for attendance, goals not met.", PT_DAILY, NOT_MET),
    ("Visits: 08/31, 09/03, 09/10. D/c for attendance.", PT_PAGE, NOT_MET),
    ("SOC 9/10/26 D/C 9/30/26 Visits 6", PT_PAGE, NOT_MET),
    ("Visits: 09/03, 09/10. Tolerates well, continue.", PT_DAILY, INSUFFICIENT),
    ("SOC 9/2/26 D/C 10/30/26 Visits 4. Did not return after 9/14.", PT_PAGE, INSUFFICIENT),
    ("Start of care 9/10/26 D/C 10/26/26.", PT_PAGE, INSUFFICIENT),
    ("SOC 9/2/26. Plan 2x/wk for 8 wks, 16 visits.", PT_DAILY, INSUFFICIENT),
)


def _ids(row: Any) -> str:
    return str(row[0])[:50]


@pytest.mark.parametrize(("text", "verdict"), COUNTED, ids=map(_ids, COUNTED))
def test_counts_the_visits_that_a_page_of_those_who_treated_tells_as_kept(text: str, verdict: str) -> None:
    answer = answer_to(CHIRO, noted(text, "2026-10-27", **CHIRO_PAGE))

    assert answer.verdict == verdict, answer.reason


@pytest.mark.parametrize(("text", "page", "verdict"), LASTED, ids=map(_ids, LASTED))
def test_reads_how_long_visits_went_on_from_the_first_and_the_last(
    text: str, page: dict[str, str], verdict: str
) -> None:
    answer = answer_to(PT, noted(text, "2026-10-30", **page))

    assert answer.verdict == verdict, answer.reason


def test_what_another_page_counts_as_fewer_is_not_met() -> None:
    first = noted("Visits attended: 8", "2026-10-27", **CHIRO_PAGE)
    other = noted("Had 3 chiropractic visits in total.", "2026-11-01")

    assert answer_to(CHIRO, first).verdict == MET
    assert answer_to(CHIRO, first, other).verdict != MET


@pytest.mark.parametrize(
    ("text", "verdict"),
    [("R knee. Visits attended: 8.", MET), ("R knee, then R shoulder. Visits attended: 8.", INSUFFICIENT)],
    ids=["the knee alone", "knee and shoulder"],
)
def test_a_page_of_two_parts_of_the_body_counts_for_neither(text: str, verdict: str) -> None:
    test = {**PT, "min_duration": None, "sessions": 6, "about": "knee pain"}

    assert answer_to(test, noted(text, "2026-10-30", **PT_PAGE)).verdict == verdict


def test_a_page_without_a_writer_counts_nothing() -> None:
    assert answer_to(CHIRO, noted("Visits attended: 8", "2026-10-27", **CHIRO_PAGE | {"author": ""})).verdict != MET
