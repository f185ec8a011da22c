"""Doses of a course, why it ended, and what must not be given."""

from typing import Any

import pytest

from apps.drafting.domain.tasks import PassageView
from tests.drafting.criteria.asking import INSUFFICIENT, MET, NOT_MET, answer_to, noted, running, stopped

NINE_MONTHS = "started 3 Jun 2024 · stopped 11 Mar 2025"
METHOTREXATE = "Methotrexate 2.5 mg tablet"
INADEQUATE = "reason: Inadequate response"
MTX = {
    "kind": "trial",
    "any_of": ["methotrexate", "MTX"],
    "min_dose": {"value": 15, "unit": "mg", "per": "wk"},
    "min_duration": {"days": 90},
    "outcome": "inadequate_response",
}
MTXI = {"kind": "trial", "any_of": ["methotrexate", "MTX"], "outcome": "intolerance"}
MTXC = {"kind": "trial", "any_of": ["methotrexate", "MTX"], "outcome": "contraindicated"}
BB = {
    "any": [
        {
            "kind": "trial",
            "any_of": ["propranolol"],
            "min_dose": {"value": 80, "unit": "mg", "per": "d"},
            "min_duration": {"days": 56},
            "outcome": "inadequate_response",
        },
        {"kind": "trial", "any_of": ["propranolol"], "outcome": "intolerance"},
        {"kind": "trial", "any_of": ["propranolol"], "outcome": "contraindicated"},
    ]
}

DOSES = (
    pytest.param(
        MTX,
        [stopped(f"{METHOTREXATE}, 10 mg by mouth once a week · {NINE_MONTHS} · {INADEQUATE}")],
        {},
        NOT_MET,
        id="mtx low dose",
    ),
    pytest.param(
        MTX,
        [stopped(f"{METHOTREXATE}, 6 tablets by mouth once a week · {NINE_MONTHS} · {INADEQUATE}")],
        {},
        MET,
        id="mtx tablets",
    ),
    pytest.param(
        MTX,
        [stopped(f"{METHOTREXATE}, 20 mg (8 tablets) by mouth once a week · {NINE_MONTHS} · {INADEQUATE}")],
        {},
        MET,
        id="mtx ok",
    ),
    pytest.param(
        MTX,
        [stopped(f"{METHOTREXATE}, 10 mg weekly, increase to 20 mg weekly · {NINE_MONTHS} · {INADEQUATE}")],
        {},
        INSUFFICIENT,
        id="mtx titr",
    ),
    pytest.param(
        MTX, [noted("MTX 20 mg weekly x 6 months, inadequate response.", "2025-03-11")], {}, MET, id="mtx note"
    ),
    pytest.param(
        MTX,
        [noted("Methotrexate 7.5 mg weekly x 6 months, inadequate response.", "2025-03-11")],
        {},
        NOT_MET,
        id="mtx note2",
    ),
    pytest.param(
        MTXI,
        [
            stopped(
                f"{METHOTREXATE}, 20 mg by mouth once a week · started 3 Jun 2024 · stopped 11 Jul 2024 · reason: "
                f"Nausea and vomiting"
            )
        ],
        {},
        MET,
        id="mtxi",
    ),
    pytest.param(
        MTXI, [noted("Tolerating methotrexate well, no nausea.", "2026-07-11")], {}, INSUFFICIENT, id="mtxi tol"
    ),
    pytest.param(
        MTXI, [noted("She is worried methotrexate will cause nausea.", "2026-07-11")], {}, INSUFFICIENT, id="mtxi fear"
    ),
    pytest.param(
        MTXC, [noted("Methotrexate is contraindicated given her cirrhosis.", "2026-07-11")], {}, MET, id="mtxc"
    ),
    pytest.param(MTXC, [noted("No contraindication to methotrexate.", "2026-07-11")], {}, NOT_MET, id="mtxc neg"),
    pytest.param(
        MTXC,
        [noted("If she becomes pregnant methotrexate is contraindicated.", "2026-07-11")],
        {},
        INSUFFICIENT,
        id="mtxc cond",
    ),
    pytest.param(
        MTXC,
        [noted("Sister: methotrexate contraindicated because of liver disease.", "2026-07-11")],
        {},
        INSUFFICIENT,
        id="mtxc sister",
    ),
    pytest.param(
        MTXI,
        [noted("Methotrexate stopped after 3 weeks for nausea and vomiting.", "2026-11-06")],
        {},
        MET,
        id="mtx intoler",
    ),
    pytest.param(
        MTXI,
        [noted("She stopped methotrexate herself, she says it made her nauseous.", "2026-11-06")],
        {},
        INSUFFICIENT,
        id="mtx intoler told",
    ),
    pytest.param(
        BB, [noted("Propranolol LA 160 mg daily for 12 weeks without improvement.", "2025-11-06")], {}, MET, id="bb hpi"
    ),
    pytest.param(BB, [noted("Propranolol contraindicated (asthma).", "2025-11-06")], {}, MET, id="bb asthma"),
    pytest.param(
        BB, [noted("Beta-blockers are contraindicated because of her asthma.", "2025-11-06")], {}, MET, id="bb asthma2"
    ),
    pytest.param(
        BB, [noted("Propranolol 40 mg daily for 12 weeks without improvement.", "2025-11-06")], {}, NOT_MET, id="bb 40"
    ),
    pytest.param(
        BB, [noted("Propranolol 40 mg BID x 12 weeks, no improvement.", "2025-11-06")], {}, MET, id="bb 40 bid"
    ),
    pytest.param(BB, [noted("Propranolol 160 mg, failed.", "2025-11-06")], {}, INSUFFICIENT, id="bb no freq"),
    pytest.param(
        BB,
        [noted("Her mother did not respond to propranolol 160 mg daily for 12 weeks.", "2025-11-06")],
        {},
        INSUFFICIENT,
        id="bb mother",
    ),
    pytest.param(
        BB,
        [noted("Would consider propranolol 80 mg daily for 8 weeks next.", "2025-11-06")],
        {},
        INSUFFICIENT,
        id="bb consider",
    ),
    pytest.param(
        BB,
        [
            running("Propranolol 80 mg tablet, 80 mg once daily · started 31 Oct 2026 · active"),
            noted("On propranolol 3 weeks, no benefit so far.", "2026-11-20"),
        ],
        {},
        NOT_MET,
        id="bb current 3wk",
    ),
    pytest.param(
        BB,
        [noted("Propranolol stopped after 2 weeks because of fatigue and dizziness.", "2025-11-06")],
        {},
        MET,
        id="bb stop 2wk side",
    ),
    pytest.param(
        BB,
        [
            running("Propranolol 80 mg tablet, 80 mg once daily · started 31 Oct 2024 · active"),
            noted("Doing well on propranolol, headaches halved.", "2026-11-20"),
        ],
        {},
        INSUFFICIENT,
        id="bb bp ok",
    ),
)


@pytest.mark.parametrize(("asked", "chart", "given", "verdict"), DOSES)
def test_a_dose_counts_only_as_it_was_taken(
    asked: dict[str, Any], chart: list[PassageView], given: dict[str, Any], verdict: str
) -> None:
    assert answer_to(asked, *chart, **given).verdict == verdict
