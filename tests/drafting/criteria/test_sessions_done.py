"""Sessions of a therapy that were attended: not those ordered, planned, missed or told."""

from typing import Any

import pytest

from apps.drafting.domain.tasks import PassageView
from tests.drafting.criteria.asking import (
    INSUFFICIENT,
    MET,
    NOT_MET,
    answer_to,
    noted,
    orders,
    procedures,
    visits,
)

PT = {
    "kind": "treatment",
    "any_of": ["physical therapy", "PT"],
    "sessions": 6,
    "min_duration": {"days": 42},
    "within": {"months": 6, "before": "as_of"},
}
EXER = {
    "kind": "treatment",
    "any_of": ["home exercise program", "HEP"],
    "min_duration": {"weeks": 6},
    "within": {"months": 6, "before": "as_of"},
}
PTX = {"kind": "treatment", "any_of": ["physical therapy"], "sessions": 6, "within": {"months": 6, "before": "as_of"}}

SESSIONS = (
    pytest.param(
        PT,
        [
            procedures(
                *[
                    f"Physical therapy, low back · {x} 2026 · by [CLINICIAN-4], PT"
                    for x in ("1 Sep", "8 Sep", "15 Sep", "22 Sep", "29 Sep", "6 Oct", "14 Oct")
                ]
            )
        ],
        {},
        MET,
        id="pt 7",
    ),
    pytest.param(
        PT,
        [
            procedures(
                *[
                    f"Physical therapy, low back · {x} 2026 · by [CLINICIAN-4], PT"
                    for x in ("1 Sep", "8 Sep", "15 Sep", "22 Sep")
                ]
            )
        ],
        {},
        INSUFFICIENT,
        id="pt 4",
    ),
    pytest.param(
        PT, [orders("Physical therapy, 12 visits · active · ordered 1 Sep 2026")], {}, INSUFFICIENT, id="pt ordered"
    ),
    pytest.param(
        PT,
        [
            procedures(
                *[
                    f"Physical therapy, low back · {x} 2026 · by [CLINICIAN-4], PT"
                    for x in ("1 Sep", "3 Sep", "5 Sep", "8 Sep", "10 Sep", "12 Sep", "15 Sep")
                ]
            )
        ],
        {},
        INSUFFICIENT,
        id="pt 7 short",
    ),
    pytest.param(
        PT,
        [
            noted(
                "Attended 12 of 12 physical therapy sessions over 8 weeks, discharged with no improvement.",
                "2026-10-14",
                author="Physical therapy",
            )
        ],
        {},
        MET,
        id="pt note",
    ),
    pytest.param(
        PT,
        [noted("Attended 3 of 12 physical therapy sessions.", "2026-10-14", author="Physical therapy")],
        {},
        NOT_MET,
        id="pt note few",
    ),
    pytest.param(
        PT,
        [noted("Physical therapy 2x/week for 6 weeks (12 visits) ordered.", "2026-10-14")],
        {},
        INSUFFICIENT,
        id="pt note plan",
    ),
    pytest.param(
        PT,
        [noted("Patient reports completing 12 physical therapy sessions over 8 weeks.", "2026-10-14")],
        {},
        INSUFFICIENT,
        id="pt told",
    ),
    pytest.param(
        PT,
        [
            procedures(
                *[
                    f"Physical therapy, low back · {x} 2025 · by [CLINICIAN-4], PT"
                    for x in ("1 Sep", "8 Sep", "15 Sep", "22 Sep", "29 Sep", "6 Oct", "14 Oct")
                ]
            )
        ],
        {},
        NOT_MET,
        id="pt old",
    ),
    pytest.param(PT, [noted("Declined physical therapy.", "2026-10-14")], {}, NOT_MET, id="pt declined"),
    pytest.param(
        EXER, [noted("Has been doing home exercise program for 8 weeks, no relief.", "2026-10-10")], {}, MET, id="exer"
    ),
    pytest.param(
        EXER,
        [noted("Home exercise program taught today, to do for 6 weeks.", "2026-10-10")],
        {},
        INSUFFICIENT,
        id="exer taught",
    ),
    pytest.param(EXER, [noted("Not doing HEP.", "2026-10-10")], {}, NOT_MET, id="exer not"),
    pytest.param(
        PT,
        [visits("Physical therapy evaluation (ambulatory) · 1 Sep 2026 · with [CLINICIAN-4], PT")],
        {},
        INSUFFICIENT,
        id="pt eval only",
    ),
    pytest.param(
        PTX,
        [
            noted("Completed 12 sessions of physical therapy.", "2026-10-10"),
            procedures("Physical therapy · 1 Sep 2026", "Physical therapy · 8 Sep 2026"),
        ],
        {},
        INSUFFICIENT,
        id="ptx note told and list",
    ),
    pytest.param(
        PTX,
        [
            visits(
                *[
                    f"Physical therapy visit, no show (ambulatory) · {i} Sep 2026 · cancelled"
                    for i in (1, 3, 5, 8, 10, 12, 15)
                ]
            )
        ],
        {},
        INSUFFICIENT,
        id="ptx no show",
    ),
    pytest.param(
        PTX, [noted("Scheduled for 12 physical therapy sessions.", "2026-10-10")], {}, INSUFFICIENT, id="ptx sched"
    ),
    pytest.param(
        PTX,
        [noted("Insurance authorized 12 physical therapy visits; has attended 2.", "2026-10-10")],
        {},
        INSUFFICIENT,
        id="ptx auth",
    ),
    pytest.param(
        PTX, [noted("Mother completed 12 physical therapy sessions.", "2026-10-10")], {}, INSUFFICIENT, id="ptx mother"
    ),
    pytest.param(
        PTX,
        [noted("Completed 12 physical therapy sessions for his knee in 2019.", "2026-10-10")],
        {},
        INSUFFICIENT,
        id="ptx knee",
    ),
)


@pytest.mark.parametrize(("asked", "chart", "given", "verdict"), SESSIONS)
def test_sessions_that_were_ordered_or_told_are_not_done(
    asked: dict[str, Any], chart: list[PassageView], given: dict[str, Any], verdict: str
) -> None:
    assert answer_to(asked, *chart, **given).verdict == verdict
