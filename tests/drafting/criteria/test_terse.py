"""Conditions as terse notes, forms and lists have them."""

from typing import Any

import pytest

from apps.drafting.domain.tasks import PassageView
from tests.drafting.charts import lines
from tests.drafting.criteria.asking import INSUFFICIENT, MET, NOT_MET, answer_to, noted, problems

UNMET = "NOT_MET INSUFFICIENT"  # either; never met
D = "2026-11-10"
HTN = {"kind": "condition", "any_of": ["hypertension"], "status": "active"}
OA = {
    "kind": "condition",
    "any_of": ["knee osteoarthritis", "osteoarthritis of the knee"],
    "qualifiers": ["severe", "moderate"],
    "status": "active",
}
CKD = {"kind": "condition", "any_of": ["chronic kidney disease", "CKD"], "status": "active"}
DEP = {"kind": "condition", "any_of": ["major depressive disorder", "depression"], "status": "active"}
PSO = {
    "kind": "condition",
    "any_of": ["plaque psoriasis", "psoriasis"],
    "qualifiers": ["moderate to severe", "severe"],
    "status": "active",
}
ALC = {"kind": "condition", "any_of": ["alcohol use disorder", "alcohol dependence"], "status": "active"}
ULC = {"kind": "condition", "any_of": ["venous leg ulcer", "venous ulcer"], "status": "active"}
CES = {
    "kind": "condition",
    "any_of": ["cauda equina syndrome", "saddle anesthesia", "urinary retention"],
    "status": "active",
}
AST = {"kind": "condition", "any_of": ["severe persistent asthma", "asthma"], "status": "active"}
GLA = {"kind": "condition", "any_of": ["medullary thyroid carcinoma", "MEN2"], "status": "ever"}
HEPB = {"kind": "condition", "any_of": ["hepatitis B", "chronic hepatitis B"], "status": "active"}

ASKED = (
    pytest.param(HTN, [problems("Essential hypertension · active · since 1 May 2018")], MET, id="htn list"),
    pytest.param(HTN, [noted("PMH: HTN, HLD, T2DM.", D, section="past_medical_history")], MET, id="htn abbr"),
    pytest.param(HTN, [noted("Pulmonary hypertension on echo.", D)], INSUFFICIENT, id="htn pulm"),
    pytest.param(HTN, [noted("Portal hypertension with varices.", D)], INSUFFICIENT, id="htn portal"),
    pytest.param(HTN, [noted("FH: HTN in father.", D, section="family_history")], INSUFFICIENT, id="htn fam"),
    pytest.param(HTN, [noted("White-coat hypertension only.", D)], INSUFFICIENT, id="htn white coat"),
    pytest.param(HTN, [noted("Gestational hypertension in 2015.", D)], INSUFFICIENT, id="htn gest"),
    pytest.param(HTN, [noted("HTN: no", D)], NOT_MET, id="htn neg"),
    pytest.param(HTN, [noted("Hypertension [ ] yes [x] no", D)], UNMET, id="htn form"),
    pytest.param(HTN, [noted("[ ] Hypertension  [x] Asthma", D)], INSUFFICIENT, id="htn form2"),
    pytest.param(OA, [noted("Severe osteoarthritis of the knee, right.", D)], MET, id="oa sev"),
    pytest.param(OA, [noted("Mild knee osteoarthritis.", D)], INSUFFICIENT, id="oa mild"),
    pytest.param(OA, [noted("Severe hip osteoarthritis.", D)], INSUFFICIENT, id="oa hip"),
    pytest.param(CKD, [problems("Chronic kidney disease, stage 3a · active · since 1 Jan 2020")], MET, id="ckd stage"),
    pytest.param(CKD, [noted("No CKD.", D)], NOT_MET, id="ckd none"),
    pytest.param(CKD, [noted("AKI resolved, no chronic kidney disease.", D)], NOT_MET, id="ckd AKI"),
    pytest.param(DEP, [noted("PHQ-9 screen for depression negative.", D)], UNMET, id="dep PHQ"),
    pytest.param(DEP, [noted("Depression in remission since 2020.", D)], UNMET, id="dep hx"),
    pytest.param(DEP, [noted("mother treated for depression; father stroke.", D)], INSUFFICIENT, id="dep mother"),
    pytest.param(PSO, [noted("Moderate to severe plaque psoriasis, BSA 12 %.", D)], MET, id="pso sev"),
    pytest.param(PSO, [noted("Mild plaque psoriasis.", D)], INSUFFICIENT, id="pso mild"),
    pytest.param(ALC, [noted("Drinks socially.", D)], INSUFFICIENT, id="alc social"),
    pytest.param(ALC, [noted("No alcohol.", D)], NOT_MET, id="alc none"),
    pytest.param(ALC, [noted("Denies alcohol use.", D)], NOT_MET, id="alc denies"),
    pytest.param(ULC, [noted("Venous ulcer of the left leg healed.", D)], UNMET, id="ulc healed"),
    pytest.param(ULC, [noted("Venous leg ulcer left, 4 x 3 cm.", D)], MET, id="ulc active"),
    pytest.param(ULC, [noted("Diabetic foot ulcer.", D)], INSUFFICIENT, id="ulc diabetic"),
    pytest.param(
        CES, [noted("Bladder and bowel intact, no saddle anesthesia, no retention.", D)], NOT_MET, id="ces no"
    ),
    pytest.param(CES, [noted("Return for saddle anesthesia or urinary retention.", D)], INSUFFICIENT, id="ces rtn"),
    pytest.param(CES, [noted("Concern for cauda equina syndrome, MRI stat.", D)], INSUFFICIENT, id="ces maybe"),
    pytest.param(AST, [noted("Asthma as a child, none since 2004.", D)], UNMET, id="ast child"),
    pytest.param(
        AST,
        [
            lines(
                "problem_list",
                "Resolved or inactive problems",
                "Mild intermittent asthma · inactive · since 1 Jan 1996",
            )
        ],
        NOT_MET,
        id="ast inact",
    ),
    pytest.param(
        GLA, [noted("No personal or family history of medullary thyroid carcinoma or MEN2.", D)], NOT_MET, id="mtc fam"
    ),
    pytest.param(GLA, [noted("Aunt had medullary thyroid carcinoma.", D)], INSUFFICIENT, id="mtc fam2"),
    pytest.param(HEPB, [noted("Hepatitis B vaccine series complete.", D)], INSUFFICIENT, id="hbv vac"),
    pytest.param(HEPB, [noted("Hepatitis B negative.", D)], UNMET, id="hbv neg"),
    pytest.param(HEPB, [noted("Husband carries hepatitis B.", D)], INSUFFICIENT, id="hbv husband"),
    pytest.param(
        HTN, [noted("Hypertension, on lisinopril.", "2026-05-01"), noted("No hypertension.", D)], UNMET, id="disagree"
    ),
    pytest.param(CKD, [noted("Patient: [PERSON-4]\nCKD stage 4.", D)], INSUFFICIENT, id="copied other"),
    pytest.param(CKD, [noted("*** DRAFT - NOT SIGNED ***\nCKD stage 4.", D)], INSUFFICIENT, id="draft"),
    pytest.param(
        CKD,
        [noted("Denial letter: CKD stage 4 is required.", D, title="Denial letter", kind="other_note", author="")],
        INSUFFICIENT,
        id="payer letter",
    ),
)


@pytest.mark.parametrize(("asked", "chart", "verdicts"), ASKED)
def test_a_look_alike_is_not_the_condition(asked: dict[str, Any], chart: list[PassageView], verdicts: str) -> None:
    assert answer_to(asked, *chart).verdict in verdicts.split()
