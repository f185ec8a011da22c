"""Conditions: of whom a note speaks, how generally it denies, what is over, what was carried forward."""

from typing import Any

import pytest

from apps.drafting.domain.tasks import PassageView
from tests.drafting.charts import lines
from tests.drafting.criteria.asking import (
    INSUFFICIENT,
    MET,
    NOT_MET,
    answer_to,
    noted,
    problems,
)

UNMET = "NOT_MET INSUFFICIENT"  # either; never met
D = "2026-11-10"
COPD = {"kind": "condition", "any_of": ["COPD", "chronic obstructive pulmonary disease"], "status": "active"}
HF = {"kind": "condition", "any_of": ["heart failure"], "status": "active"}
CANCER = {"kind": "condition", "any_of": ["cancer", "malignancy"], "status": "active"}
PREG = {"kind": "condition", "any_of": ["pregnancy", "pregnant"], "status": "active"}
SMK = {"kind": "condition", "any_of": ["current smoker", "tobacco use"], "status": "active"}
SUD = {
    "kind": "condition",
    "any_of": ["alcohol use disorder", "substance use disorder", "drug dependence"],
    "status": "active",
}
T1 = {"kind": "condition", "any_of": ["type 1 diabetes mellitus", "T1DM"], "status": "active"}
DVT = {"kind": "condition", "any_of": ["deep vein thrombosis", "DVT"], "status": "ever"}
OSA = {"kind": "condition", "any_of": ["obstructive sleep apnea", "OSA"], "status": "active"}
SEP = {"kind": "condition", "any_of": ["active infection", "sepsis", "cellulitis", "pneumonia"], "status": "active"}
DEM = {"kind": "condition", "any_of": ["dementia"], "status": "active"}


def resolved(*texts: str) -> PassageView:
    return lines("problem_list", "Resolved or inactive problems", *texts)


ASKED = (
    pytest.param(COPD, [noted("His wife has COPD and uses oxygen.", D)], INSUFFICIENT, id="wife copd"),
    pytest.param(COPD, [noted("Helps with his wife's COPD.", D)], INSUFFICIENT, id="wife's copd"),
    pytest.param(COPD, [noted("Father died of COPD at 70.", D)], INSUFFICIENT, id="father died copd"),
    pytest.param(COPD, [noted("Roommate was admitted for COPD last week.", D)], INSUFFICIENT, id="roommate copd"),
    pytest.param(CANCER, [noted("The donor had a cancer of the skin.", D)], INSUFFICIENT, id="donor"),
    pytest.param(COPD, [noted("Lives at home (husband Tom, COPD).", D)], INSUFFICIENT, id="in one bracket"),
    pytest.param(COPD, [noted("Here with her husband (COPD, GOLD 3).", D)], UNMET, id="whose bracket"),
    pytest.param(HF, [noted("Caregiver has heart failure and cannot lift.", D)], INSUFFICIENT, id="caregiver"),
    pytest.param(COPD, [noted("Her neighbor, who has COPD, drove her.", D)], INSUFFICIENT, id="neighbor"),
    pytest.param(COPD, [noted("Lives with his wife. Has COPD, GOLD 3.", D)], MET, id="lives w wife own copd"),
    pytest.param(COPD, [noted("58 F here with her husband for severe COPD.", D)], MET, id="w/ wife same sent"),
    pytest.param(COPD, [noted("Template: patient has COPD.", D)], INSUFFICIENT, id="template"),
    pytest.param(COPD, [noted("Differential: asthma, COPD.", D)], INSUFFICIENT, id="ddx"),
    pytest.param(COPD, [noted("R/o COPD.", D)], INSUFFICIENT, id="r/o"),
    pytest.param(
        COPD, [problems("Chronic obstructive pulmonary disease · active · since 1 Jan 2019")], MET, id="copd list"
    ),
    pytest.param(
        COPD,
        [resolved("Chronic obstructive pulmonary disease · resolved · since 1 Jan 2019")],
        NOT_MET,
        id="copd resolved",
    ),
    pytest.param(
        COPD,
        [problems("COPD · active · since 1 Jan 2019 · provisional, not confirmed")],
        INSUFFICIENT,
        id="copd provisional",
    ),
    pytest.param(
        COPD,
        [
            problems("COPD · active · since 1 Jan 2019 · differential diagnosis, not confirmed"),
            noted("Spirometry normal: no COPD.", D),
        ],
        NOT_MET,
        id="copd ddx list denied",
    ),
    pytest.param(COPD, [noted("No COPD, no asthma.", D)], NOT_MET, id="no copd"),
    pytest.param(COPD, [noted("She does not have COPD.", D)], NOT_MET, id="does not have"),
    pytest.param(COPD, [noted("COPD was excluded by spirometry.", D)], NOT_MET, id="copd excluded"),
    pytest.param(COPD, [noted("COPD unlikely.", D)], INSUFFICIENT, id="copd unlikely"),
    pytest.param(COPD, [noted("No chronic lung disease.", D)], NOT_MET, id="no lung disease"),
    pytest.param(COPD, [noted("Screened for COPD.", D)], INSUFFICIENT, id="screen copd"),
    pytest.param(HF, [noted("Concern for heart failure, BNP pending.", D)], INSUFFICIENT, id="concern HF"),
    pytest.param(HF, [noted("HFrEF, EF 30 %.", D)], MET, id="HFrEF"),
    pytest.param(HF, [noted("CHF, NYHA III, on furosemide.", D)], MET, id="CHF"),
    pytest.param(HF, [noted("No signs of heart failure.", D)], NOT_MET, id="no signs HF"),
    pytest.param(HF, [noted("Family: mother heart failure.", D)], INSUFFICIENT, id="hx HF mother"),
    pytest.param(HF, [noted("FHx: HF (mother), DM2 (father).", D)], INSUFFICIENT, id="FH colon"),
    pytest.param(HF, [noted("If heart failure develops, refer to cardiology.", D)], INSUFFICIENT, id="if HF"),
    pytest.param(HF, [noted("At risk for heart failure.", D)], INSUFFICIENT, id="at risk"),
    pytest.param(
        HF, [noted("Attended the heart failure clinic open day as a volunteer.", D)], INSUFFICIENT, id="HF meds class"
    ),
    pytest.param(CANCER, [noted("Breast cancer 2009, in remission.", D)], UNMET, id="cancer past"),
    pytest.param(CANCER, [noted("No malignancy on CT.", D)], NOT_MET, id="cancer none"),
    pytest.param(CANCER, [noted("Colon cancer screening due.", D)], INSUFFICIENT, id="cancer screening"),
    pytest.param(PREG, [noted("Not pregnant, IUD in place.", D)], NOT_MET, id="preg no"),
    pytest.param(PREG, [noted("Pregnant, 12 weeks.", D)], MET, id="preg yes"),
    pytest.param(PREG, [noted("His girlfriend is pregnant.", D)], INSUFFICIENT, id="preg partner"),
    pytest.param(PREG, [noted("Planning a pregnancy next year.", D)], INSUFFICIENT, id="preg planning"),
    pytest.param(PREG, [noted("Her sister is pregnant.", D)], INSUFFICIENT, id="preg sister"),
    pytest.param(SMK, [noted("Never smoker.", D)], NOT_MET, id="smk never"),
    pytest.param(SMK, [noted("Quit smoking in 2015.", D)], NOT_MET, id="smk quit"),
    pytest.param(SMK, [noted("Smokes 1 ppd.", D)], MET, id="smk 1ppd"),
    pytest.param(SMK, [noted("Tobacco use: current, 10 cig/day.", D)], MET, id="smk status"),
    pytest.param(SMK, [noted("Husband smokes indoors.", D)], INSUFFICIENT, id="smk husband"),
    pytest.param(SMK, [noted("Does not smoke. Her son smokes outside.", D)], NOT_MET, id="smk does not"),
    pytest.param(
        SMK,
        [noted("Quit in 2015.", "2026-01-10"), noted("Smoking again, 5 cigarettes a day.", D)],
        MET,
        id="smk relapse",
    ),
    pytest.param(
        SMK,
        [noted("Smokes half a pack a day.", "2026-01-10"), noted("Stopped smoking on 3 March 2026.", D)],
        NOT_MET,
        id="smk later quit",
    ),
    pytest.param(
        SMK,
        [noted("Social (carried from 2012): smokes 1 ppd.", D), noted("Ex-smoker since 2014.", "2026-10-01")],
        NOT_MET,
        id="smk carried",
    ),
    pytest.param(SMK, [noted("Counseled on smoking cessation.", D)], INSUFFICIENT, id="smk counsel"),
    pytest.param(SMK, [problems("Tobacco use disorder · active · since 1 Jan 2010")], MET, id="smk nonsmoker list"),
    pytest.param(SMK, [noted("Patient says he quit smoking.", D)], UNMET, id="smk told"),
    pytest.param(SUD, [noted("No alcohol or drug use.", D)], NOT_MET, id="sud none"),
    pytest.param(SUD, [noted("Brother has alcohol use disorder.", D)], INSUFFICIENT, id="sud brother"),
    pytest.param(SUD, [noted("Alcohol use disorder, severe, drinking daily.", D)], MET, id="sud yes"),
    pytest.param(T1, [noted("Type 2 diabetes, C-peptide high, not type 1.", D)], UNMET, id="t1 no"),
    pytest.param(T1, [noted("No diabetes.", D)], NOT_MET, id="t1 prediabetes"),
    pytest.param(DVT, [noted("History of DVT in 2018.", D)], MET, id="dvt hx"),
    pytest.param(DVT, [noted("Doppler negative for DVT.", D)], NOT_MET, id="dvt neg"),
    pytest.param(DVT, [noted("On heparin for DVT prophylaxis.", D)], INSUFFICIENT, id="dvt ppx"),
    pytest.param(DVT, [noted("Mother had a DVT.", D)], INSUFFICIENT, id="dvt mother"),
    pytest.param(OSA, [noted("He believes he has sleep apnea like his brother.", D)], INSUFFICIENT, id="osa told"),
    pytest.param(OSA, [noted("STOP-Bang high risk for OSA.", D)], INSUFFICIENT, id="osa stopbang"),
    pytest.param(SEP, [noted("Cellulitis healed. No active infection.", D)], NOT_MET, id="inf healed"),
    pytest.param(SEP, [noted("Cellulitis of the left leg, on cephalexin.", D)], MET, id="inf active"),
    pytest.param(SEP, [noted("Afebrile, no signs of infection.", D)], NOT_MET, id="inf no signs"),
    pytest.param(SEP, [noted("Pneumonia last year.", D)], UNMET, id="inf past"),
    pytest.param(DEM, [noted("Alert, no dementia.", D)], NOT_MET, id="dem intact"),
    pytest.param(DEM, [noted("Cares for her mother with dementia.", D)], INSUFFICIENT, id="dem mother"),
    pytest.param(DEM, [noted("Stressed: wife diagnosed with dementia.", D)], INSUFFICIENT, id="dem wife 2"),
    pytest.param(DEM, [noted("Dementia?", D)], INSUFFICIENT, id="dem q"),
    pytest.param(DEM, [noted("Referred for dementia evaluation.", D)], INSUFFICIENT, id="dem eval"),
)


@pytest.mark.parametrize(("asked", "chart", "verdicts"), ASKED)
def test_a_condition_is_the_patients_own_and_of_now(
    asked: dict[str, Any], chart: list[PassageView], verdicts: str
) -> None:
    assert answer_to(asked, *chart).verdict in verdicts.split()
