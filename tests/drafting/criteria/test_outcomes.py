"""How courses ended, in time and together."""

from typing import Any

import pytest

from apps.drafting.domain.tasks import PassageView
from tests.drafting.criteria.asking import INSUFFICIENT, MET, NOT_MET, answer_to, noted, stopped

MULTI = {
    "kind": "trial",
    "any_of": ["topiramate", "propranolol"],
    "outcome": ["inadequate_response", "intolerance"],
    "min_duration": {"inadequate_response": {"days": 56}},
    "min_dose": {"inadequate_response": {"value": 50, "unit": "mg", "per": "d"}},
}
NSAID = {
    "kind": "trial",
    "any_of": ["naproxen", "ibuprofen", "NSAID"],
    "min_duration": {"weeks": 3},
    "outcome": "inadequate_response",
    "within": {"months": 6, "before": "as_of"},
}
COMPL = {"kind": "trial", "any_of": ["isoniazid"], "min_duration": {"months": 6}, "outcome": "completed"}
TRIP = {
    "all": [
        {"kind": "trial", "any_of": ["topiramate"], "outcome": "inadequate_response", "min_duration": {"weeks": 8}},
        {"kind": "trial", "any_of": ["propranolol"], "outcome": "inadequate_response", "min_duration": {"weeks": 8}},
    ]
}
BRON = {"kind": "trial", "any_of": ["tiotropium", "albuterol", "bronchodilator"], "outcome": "inadequate_response"}

OUTCOMES = (
    pytest.param(
        MULTI,
        [
            stopped(
                "Topiramate 25 mg tablet, 25 mg daily · started 3 Jun 2025 · stopped 20 Jun 2025 · reason: Paresthesia"
            )
        ],
        {},
        MET,
        id="multi intol",
    ),
    pytest.param(
        MULTI,
        [
            stopped(
                "Topiramate 25 mg tablet, 25 mg daily · started 3 Jun 2025 · stopped 20 Oct 2025 · reason: No benefit"
            )
        ],
        {},
        NOT_MET,
        id="multi low",
    ),
    pytest.param(
        NSAID, [noted("Naproxen 500 mg BID for 6 weeks with inadequate relief.", "2026-10-10")], {}, MET, id="nsaid"
    ),
    pytest.param(
        NSAID,
        [noted("Naproxen 500 mg BID for 6 weeks with inadequate relief.", "2025-10-10")],
        {},
        NOT_MET,
        id="nsaid old",
    ),
    pytest.param(NSAID, [noted("Ibuprofen for 2 weeks with no relief.", "2026-10-10")], {}, NOT_MET, id="nsaid 2 wk"),
    pytest.param(
        COMPL,
        [stopped("Isoniazid 300 mg tablet, 300 mg daily · started 3 Jan 2025 · completed 5 Oct 2025")],
        {},
        MET,
        id="compl",
    ),
    pytest.param(
        COMPL,
        [
            stopped(
                "Isoniazid 300 mg tablet, 300 mg daily · started 3 Jan 2025 · stopped 5 Mar 2025 · reason: "
                "Hepatotoxicity"
            )
        ],
        {},
        NOT_MET,
        id="compl short",
    ),
    pytest.param(COMPL, [noted("Completed 9 months of isoniazid in 2019.", "2026-10-10")], {}, MET, id="compl note"),
    pytest.param(
        TRIP,
        [noted("Topiramate 100 mg daily for 10 weeks, no benefit.", "2026-10-10")],
        {},
        INSUFFICIENT,
        id="trip one",
    ),
    pytest.param(
        TRIP,
        [
            noted(
                "Topiramate 100 mg daily for 10 weeks, no benefit. Propranolol 80 mg daily for 12 weeks, no benefit.",
                "2026-10-10",
            )
        ],
        {},
        MET,
        id="trip both",
    ),
    pytest.param(
        TRIP,
        [
            noted(
                "Topiramate 100 mg daily for 10 weeks, no benefit. Propranolol recommended for 12 weeks.", "2026-10-10"
            )
        ],
        {},
        INSUFFICIENT,
        id="trip mix",
    ),
    pytest.param(
        BRON,
        [noted("Remains dyspneic despite tiotropium and albuterol: inadequate response.", "2026-10-10")],
        {},
        MET,
        id="bron",
    ),
    pytest.param(BRON, [noted("Good response to albuterol.", "2026-10-10")], {}, INSUFFICIENT, id="bron good"),
)


@pytest.mark.parametrize(("asked", "chart", "given", "verdict"), OUTCOMES)
def test_a_course_ends_as_the_record_says(
    asked: dict[str, Any], chart: list[PassageView], given: dict[str, Any], verdict: str
) -> None:
    assert answer_to(asked, *chart, **given).verdict == verdict
