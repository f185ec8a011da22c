"""Which result is the quantity that is asked for, in numbers and in words."""

from typing import Any

import pytest

from apps.drafting.domain.tasks import PassageView
from tests.drafting.criteria.asking import INSUFFICIENT, MET, NOT_MET, answer_to, noted, results, vitals

W12 = {"months": 12, "before": "as_of"}
SYSBP = {
    "kind": "observation",
    "any_of": ["systolic blood pressure"],
    "compare": {"op": ">=", "value": 140, "unit": "mm[Hg]"},
    "within": W12,
}
TSCORE = {
    "kind": "observation",
    "any_of": ["T-score"],
    "compare": {"op": "<=", "value": -2.5, "unit": "{score}"},
    "within": {"years": 2, "before": "as_of"},
}
FEV = {
    "kind": "observation",
    "any_of": ["FEV1 percent predicted", "FEV1"],
    "compare": {"op": "<", "value": 50, "unit": "%"},
    "within": W12,
}
HEM = {
    "kind": "observation",
    "any_of": ["hematocrit"],
    "compare": {"op": ">", "value": 56, "unit": "%"},
    "within": {"months": 3, "before": "as_of"},
}
FER = {"kind": "observation", "any_of": ["ferritin"], "interpretation": "low", "within": W12}
CPEP = {"kind": "observation", "any_of": ["C-peptide"], "compare": {"op": "<=", "value": 0.8, "unit": "ng/mL"}}
ANA = {"kind": "observation", "any_of": ["anti-CCP", "rheumatoid factor"], "interpretation": "positive"}
XR = {
    "kind": "observation",
    "any_of": ["radiograph of hands", "hand x-ray"],
    "interpretation": "documented",
    "within": W12,
}
HB = {
    "kind": "observation",
    "any_of": ["hemoglobin"],
    "compare": {"op": "<", "value": 10, "unit": "g/dL"},
    "within": {"months": 1, "before": "as_of"},
}
ANEM = {
    "kind": "observation",
    "any_of": ["hemoglobin"],
    "compare": [{"op": ">=", "value": 7, "unit": "g/dL"}, {"op": "<", "value": 10, "unit": "g/dL"}],
    "within": {"weeks": 4, "before": "as_of"},
}
RECENT = {
    "kind": "observation",
    "any_of": ["CDAI"],
    "compare": {"op": ">", "value": 10, "unit": "{score}"},
    "within": {"months": 6, "before": "as_of"},
}
DAS = {
    "kind": "observation",
    "any_of": ["DAS28", "DAS28-CRP"],
    "compare": {"op": ">", "value": 3.2, "unit": "{score}"},
    "within": {"months": 6, "before": "as_of"},
}
PAIN = {
    "kind": "observation",
    "any_of": ["pain score", "pain severity"],
    "compare": {"op": ">=", "value": 6, "unit": "{score}"},
    "within": W12,
}

QUANTITIES = (
    pytest.param(SYSBP, [vitals("Blood pressure: 148/80 mmHg · 8 Nov 2026")], {}, INSUFFICIENT, id="bp pair"),
    pytest.param(SYSBP, [vitals("Systolic blood pressure: 148 mmHg · 8 Nov 2026")], {}, MET, id="bp sys"),
    pytest.param(
        SYSBP, [vitals("Diastolic blood pressure: 148 mmHg · 8 Nov 2026")], {}, INSUFFICIENT, id="dia not sys"
    ),
    pytest.param(TSCORE, [results("L-spine T-score: -2.7 · 8 Nov 2025")], {}, INSUFFICIENT, id="tscore"),
    pytest.param(TSCORE, [noted("DXA 11/2025: femoral neck T-score -2.8.", "2025-11-20")], {}, MET, id="tscore note"),
    pytest.param(
        TSCORE, [noted("DXA: femoral neck T-score -1.8.", "2025-11-20")], {}, NOT_MET, id="tscore note osteopenia"
    ),
    pytest.param(FEV, [results("FEV1/FVC (as fraction): 0.42 · 8 Nov 2026")], {}, INSUFFICIENT, id="fev ratio"),
    pytest.param(FEV, [results("FEV1: 1.01 L · 8 Nov 2026")], {}, INSUFFICIENT, id="fev L"),
    pytest.param(FEV, [results("FEV1, percent predicted: 40 % · 8 Nov 2026")], {}, MET, id="fev pct"),
    pytest.param(HEM, [results("Hematocrit: 57.2 % · 8 Nov 2026")], {}, MET, id="hct"),
    pytest.param(HEM, [results("Hematocrit: 0.57 L/L · 8 Nov 2026")], {}, MET, id="hct fraction"),
    pytest.param(HEM, [results("Hematocrit: 0.48 L/L · 8 Nov 2026")], {}, NOT_MET, id="hct fraction low"),
    pytest.param(HEM, [noted("Hematocrit 0.48.", "2026-11-08")], {}, NOT_MET, id="hct fraction in a note"),
    pytest.param(
        FER, [results("Ferritin: 8 ng/mL (low; reference 15-150 ng/mL) · 8 Nov 2026")], {}, MET, id="ferritin"
    ),
    pytest.param(
        FER, [results("Ferritin: 80 ng/mL (normal; reference 15-150 ng/mL) · 8 Nov 2026")], {}, NOT_MET, id="ferritin n"
    ),
    pytest.param(CPEP, [results("C-peptide: <0.1 ng/mL (low) · 30 Sep 2024")], {}, MET, id="cpep"),
    pytest.param(ANA, [results("Anti-CCP IgG: >250 U/mL (high) · 12 Mar 2024")], {}, MET, id="ccp"),
    pytest.param(ANA, [noted("Anti-CCP positive, RF 186 (H).", "2024-03-12")], {}, MET, id="ccp2"),
    pytest.param(ANA, [noted("Anti-CCP negative, RF negative.", "2024-03-12")], {}, NOT_MET, id="ccp3"),
    pytest.param(
        XR,
        [
            results(
                "Radiograph of hands: New erosion right 3rd metacarpal head. · 14 Jul 2026 · final report",
                section="Imaging results",
            )
        ],
        {},
        MET,
        id="xr",
    ),
    pytest.param(HB, [results("Hemoglobin: 92 g/L · 8 Nov 2026")], {}, MET, id="hb g/L"),
    pytest.param(HB, [results("Hemoglobin A1c: 8.2 % · 8 Nov 2026")], {}, INSUFFICIENT, id="hb a1c trap"),
    pytest.param(HB, [results("Hemoglobin, urine: Positive (positive) · 8 Nov 2026")], {}, INSUFFICIENT, id="hb urine"),
    pytest.param(ANEM, [results("Hemoglobin: 9.2 g/dL · 8 Nov 2026")], {}, MET, id="anem"),
    pytest.param(ANEM, [results("Hemoglobin: 6.2 g/dL · 8 Nov 2026")], {}, NOT_MET, id="anem low"),
    pytest.param(
        RECENT,
        [
            noted("CDAI 31, high disease activity, will start biologic.", "2025-01-10"),
            noted("CDAI 31, high disease activity, will start biologic.", "2026-10-10"),
        ],
        {},
        INSUFFICIENT,
        id="cdai note carry",
    ),
    pytest.param(
        RECENT, [noted("CDAI was 31 at diagnosis. Today CDAI 6.", "2026-10-10")], {}, NOT_MET, id="cdai prior"
    ),
    pytest.param(RECENT, [noted("CDAI 34 -> 29 on leflunomide.", "2026-10-10")], {}, MET, id="cdai arrow"),
    pytest.param(DAS, [noted("DAS28-CRP 4.6.", "2026-10-10")], {}, MET, id="das"),
    pytest.param(DAS, [noted("DAS28-CRP 2.4, low disease activity.", "2026-10-10")], {}, NOT_MET, id="das low"),
    pytest.param(PAIN, [noted("Pain score 7/10.", "2026-10-10")], {}, MET, id="pain"),
    pytest.param(PAIN, [results("Pain severity 0-10: 7 · 3 Oct 2026")], {}, MET, id="pain 0"),
    pytest.param(
        RECENT,
        [results("CDAI: 31 (high) · 6 Nov 2026"), noted("Recheck CDAI in 3 months.", "2026-11-12")],
        {},
        MET,
        id="cdai recheck",
    ),
)


@pytest.mark.parametrize(("asked", "chart", "given", "verdict"), QUANTITIES)
def test_only_the_quantity_that_is_asked_for_counts(
    asked: dict[str, Any], chart: list[PassageView], given: dict[str, Any], verdict: str
) -> None:
    assert answer_to(asked, *chart, **given).verdict == verdict
