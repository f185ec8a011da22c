"""Results of the laboratory and counts of days: of which kind, how old, how many, and in words."""

from typing import Any

import pytest

from apps.drafting.domain.tasks import PassageView
from tests.drafting.criteria.asking import (
    INSUFFICIENT,
    MET,
    NOT_MET,
    answer_to,
    noted,
    results,
)

IGRA = {
    "kind": "observation",
    "any_of": ["interferon-gamma release assay", "IGRA", "QuantiFERON"],
    "interpretation": "negative",
    "within": {"months": 12, "before": "as_of"},
}
W12 = {"months": 12, "before": "as_of"}
EGFR = {
    "kind": "observation",
    "any_of": ["eGFR"],
    "compare": {"op": ">=", "value": 30, "unit": "mL/min/{1.73_m2}"},
    "within": W12,
}
GLU = {
    "kind": "observation",
    "any_of": ["glucose"],
    "compare": {"op": "<", "value": 54, "unit": "mg/dL"},
    "within": W12,
    "k": 2,
}
UDS = {
    "kind": "observation",
    "any_of": ["urine drug screen", "nicotine", "cotinine"],
    "interpretation": "negative",
    "within": {"months": 3, "before": "as_of"},
}
HEAD = {
    "kind": "observation",
    "any_of": ["headache days per month"],
    "compare": {"op": ">=", "value": 15, "unit": "d/mo"},
    "within": {"months": 6, "before": "as_of"},
    "k": 3,
}

LABORATORY = (
    pytest.param(
        IGRA,
        [results("QuantiFERON-TB Gold Plus (interferon-gamma release assay): Negative (negative) · 3 Mar 2026")],
        {},
        MET,
        id="igra neg",
    ),
    pytest.param(
        IGRA, [results("QuantiFERON-TB Gold Plus: Positive (positive) · 3 Mar 2026")], {}, NOT_MET, id="igra pos"
    ),
    pytest.param(
        IGRA, [results("QuantiFERON-TB Gold Plus: Negative (negative) · 3 Mar 2025")], {}, INSUFFICIENT, id="igra old"
    ),
    pytest.param(
        IGRA,
        [results("QuantiFERON-TB Gold Plus: Indeterminate (indeterminate) · 3 Mar 2026")],
        {},
        INSUFFICIENT,
        id="igra ind",
    ),
    pytest.param(IGRA, [noted("QuantiFERON negative 3/2/2026.", "2026-03-10")], {}, MET, id="igra note"),
    pytest.param(IGRA, [noted("QuantiFERON pending.", "2026-11-10")], {}, INSUFFICIENT, id="igra note pend"),
    pytest.param(IGRA, [noted("TB screen: IGRA neg (3/2024).", "2026-11-10")], {}, INSUFFICIENT, id="igra note copy"),
    pytest.param(IGRA, [noted("Will start once IGRA is negative.", "2026-11-10")], {}, INSUFFICIENT, id="igra plan"),
    pytest.param(
        IGRA,
        [noted("Patient states her IGRA was negative at another clinic.", "2026-11-10")],
        {},
        INSUFFICIENT,
        id="igra told",
    ),
    pytest.param(EGFR, [results("eGFR (CKD-EPI 2021): 45 mL/min/1.73 m2 · 3 Oct 2026")], {}, MET, id="egfr"),
    pytest.param(EGFR, [results("eGFR: 45 mL/min · 3 Oct 2026")], {}, INSUFFICIENT, id="egfr abs"),
    pytest.param(
        GLU, [results("Glucose: 2.7 mmol/L · 3 Oct 2026", "Glucose: 2.8 mmol/L · 5 Oct 2026")], {}, MET, id="glu mmol"
    ),
    pytest.param(
        GLU, [results("Glucose: 47 mg/dL · 3 Oct 2026", "Glucose: 120 mg/dL · 5 Oct 2026")], {}, NOT_MET, id="glu one"
    ),
    pytest.param(UDS, [results("Cotinine, serum: Negative (negative) · 3 Oct 2026")], {}, MET, id="uds"),
    pytest.param(
        HEAD,
        [
            results(
                "Headache days per month: 17 d/mo · Aug 2026",
                "Headache days per month: 16 d/mo · Sep 2026",
                "Headache days per month: 18 d/mo · Oct 2026",
                section="Questionnaires and scores",
            )
        ],
        {},
        MET,
        id="head 3",
    ),
    pytest.param(
        HEAD,
        [
            results(
                "Headache days per month: 16 d/mo · Sep 2026",
                "Headache days per month: 18 d/mo · Oct 2026",
                section="Questionnaires and scores",
            )
        ],
        {},
        INSUFFICIENT,
        id="head 2",
    ),
    pytest.param(
        HEAD,
        [
            results(
                "Headache days per month: 16 d/mo · May 2026",
                "Headache days per month: 16 d/mo · Sep 2026",
                "Headache days per month: 18 d/mo · Oct 2026",
                section="Questionnaires and scores",
            )
        ],
        {},
        INSUFFICIENT,
        id="head part",
    ),
    pytest.param({**HEAD, "k": 1}, [noted("Headache days per month: 20.", "2026-10-10")], {}, MET, id="head note"),
)


@pytest.mark.parametrize(("asked", "chart", "given", "verdict"), LABORATORY)
def test_a_result_of_the_laboratory_counts_with_its_unit_day_and_word(
    asked: dict[str, Any], chart: list[PassageView], given: dict[str, Any], verdict: str
) -> None:
    assert answer_to(asked, *chart, **given).verdict == verdict
