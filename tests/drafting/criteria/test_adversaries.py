"""What looks like evidence and is of another quantity, scale, day, side, person, medicine or kind of page."""

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
    results,
    running,
    stopped,
    visits,
)
from tests.drafting.criteria.test_written_ways import W12, asked

DAY = "2026-10-20"
Row = tuple[dict[str, Any], tuple[PassageView, ...], str]
A1C = asked("hemoglobin A1c", "A1c", value=8, unit="%")
BMI = asked("body mass index", "BMI", value=40, unit="kg/m2")
AHI = asked("apnea-hypopnea index", "AHI", value=15, unit="/h")
ESS = asked("Epworth Sleepiness Scale", "ESS", value=10, unit="{score}")
SAT = asked("oxygen saturation", "SpO2", op="<=", value=88, unit="%")
EOS = asked("eosinophils", value=300, unit="/uL")
FEV = asked("FEV1", op="<", value=80, unit="%")
CDAI = asked("CDAI", value=10, unit="{score}")
MTX = {"kind": "trial", "any_of": ["methotrexate"], "outcome": ["inadequate_response", "intolerance"], "within": W12}
TOPIRAMATE = {"kind": "trial", "any_of": ["topiramate"], "outcome": ["inadequate_response"], "within": W12}
PT = {"kind": "treatment", "any_of": ["physical therapy"], "within": W12}
CPAP = {"kind": "treatment", "any_of": ["CPAP"], "within": W12}
MRI = {"kind": "treatment", "any_of": ["lumbar epidural steroid injection"], "within": W12}
OSA = {"kind": "condition", "any_of": ["obstructive sleep apnea"], "status": "active"}
ULCER = {"kind": "condition", "any_of": ["diabetic foot ulcer"], "status": "active"}
SMOKING = {"kind": "absence", "any_of": ["pancreatitis"], "within": W12}
TB = {"kind": "observation", "any_of": ["QuantiFERON"], "interpretation": "negative", "within": W12}
VISIT = {"kind": "encounter", "any_of": ["sleep clinic visit"], "mode": "in_person", "within": W12}
CANNOT = {"kind": "statement", "any_of": ["unable to propel a manual wheelchair"], "within": W12}
OWNS = {"kind": "statement", "any_of": ["has had a power wheelchair", "owns a scooter"], "within": W12}
TAUGHT = {"kind": "statement", "any_of": ["trained in use of the device"], "within": W12}


def told(test: dict[str, Any], text: str, verdict: str, **how: Any) -> Row:
    return test, (noted(text, DAY, **how),), verdict


VALUES: dict[str, Row] = {
    "a1c": told(A1C, "A1c 8.4 %.", MET),
    "a1c then glucose": told(A1C, "A1c pending, glucose 210, time in range 61 %.", INSUFFICIENT),
    "a1c and gmi": told(A1C, "A1c not drawn; GMI 8.4 %.", INSUFFICIENT),
    "a1c drop": told(A1C, "A1c down by 8 % of its value.", INSUFFICIENT),
    "a1c next": told(A1C, "A1c due 11/8.", INSUFFICIENT),
    "a1c weight": told(A1C, "A1c goal met, weight loss 9 %.", INSUFFICIENT),
    "a1c average": told(A1C, "Estimated A1c from CGM 8.6 %.", INSUFFICIENT),
    "a1c policy": told(A1C, "Plan requires A1c of 8 % or higher.", INSUFFICIENT),
    "a1c once": told(A1C, "If A1c were 9 % we would add insulin.", INSUFFICIENT),
    "bmi": told(BMI, "BMI 41.2.", MET),
    "bmi highest": told(BMI, "Highest lifetime BMI 44, now 36.", INSUFFICIENT),
    "bmi percentile": told(BMI, "BMI percentile 97.", INSUFFICIENT),
    "bmi of mother": told(BMI, "Mother's BMI 45.", INSUFFICIENT),
    "bmi with weight": told(BMI, "BMI not done, wt 112 kg.", INSUFFICIENT),
    "bmi needs": told(BMI, "Needs BMI 40 to qualify.", INSUFFICIENT),
    "ahi": told(AHI, "AHI 22 /h on home study.", MET),
    "ahi rem": told(AHI, "REM AHI 34 /h.", INSUFFICIENT),
    "ahi oai": told(AHI, "AHI 9.1, ODI 22 /h.", NOT_MET),
    "ahi treated": told(AHI, "Download: residual AHI 17 /h on CPAP.", INSUFFICIENT),
    "ahi minutes": told(AHI, "AHI not scored; total sleep time 412 min.", INSUFFICIENT),
    "ess": told(ESS, "ESS 14/24.", MET),
    "ess day": told(ESS, "ESS form mailed 10/14.", INSUFFICIENT),
    "ess stop-bang": told(ESS, "ESS not done. STOP-BANG 12.", INSUFFICIENT),
    "ess maximum": told(ESS, "ESS is scored 0-24, above 10 is abnormal.", INSUFFICIENT),
    "ess wife": told(ESS, "Wife filled the ESS for herself, 15.", INSUFFICIENT),
    "sat": told(SAT, "SpO2 86 % on room air.", MET),
    "sat hr": told(SAT, "SpO2 not picking up, HR 84.", INSUFFICIENT),
    "sat fio2": told(SAT, "SpO2 95 % on FiO2 40 %.", NOT_MET),
    "sat target": told(SAT, "Titrate O2 to keep SpO2 88 % or above.", INSUFFICIENT),
    "sat alarm": told(SAT, "Oximeter alarm set at SpO2 85 %.", INSUFFICIENT),
    "eos": told(EOS, "Eosinophils 420 /uL.", MET),
    "eos percent": told(EOS, "Eosinophils 4.2 %, platelets 320.", INSUFFICIENT),
    "eos sputum": told(EOS, "Sputum eosinophils 3 %.", INSUFFICIENT),
    "fev1": told(FEV, "FEV1 62 % predicted.", MET),
    "fev1 change": told(FEV, "FEV1 rose 12 % after bronchodilator.", INSUFFICIENT),
    "fev1 ratio": told(FEV, "FEV1/FVC 62 %.", INSUFFICIENT),
    "cdai": told(CDAI, "CDAI 22.", MET),
    "cdai das": told(CDAI, "CDAI not done, DAS28 5.4, HAQ 1.5, ESR 38.", INSUFFICIENT),
    "cdai sdai": told(CDAI, "SDAI 28.", INSUFFICIENT),
    "tb": told(TB, "QuantiFERON negative.", MET),
    "tb drawn": told(TB, "QuantiFERON drawn, hepatitis B negative.", INSUFFICIENT),
    "tb expected": told(TB, "QuantiFERON to be repeated, expect negative.", INSUFFICIENT),
}


@pytest.mark.parametrize("row", VALUES.values(), ids=VALUES)
def test_a_value_is_of_its_own_quantity_day_person_and_scale(row: Row) -> None:
    test, chart, verdict = row
    given = answer_to(test, *chart).verdict
    assert (given == MET) is (verdict == MET)


CARE: dict[str, Row] = {
    "mtx failed": told(
        MTX, "Methotrexate 20 mg weekly from 3 Mar 2026 to 1 Sep 2026, stopped for lack of response.", MET
    ),
    "mtx of another drug": told(MTX, "Methotrexate continues; leflunomide stopped for nausea.", INSUFFICIENT),
    "mtx sister": told(MTX, "Her sister failed methotrexate in 2026.", INSUFFICIENT),
    "mtx if": told(MTX, "If methotrexate fails we go to a biologic.", INSUFFICIENT),
    "mtx payer": told(MTX, "Payer asks that methotrexate was tried and failed.", INSUFFICIENT),
    "mtx fear": told(MTX, "Afraid that methotrexate will not be tolerated.", INSUFFICIENT),
    "mtx refused": told(MTX, "Declined methotrexate for fear of nausea.", INSUFFICIENT),
    "mtx did not fail": told(MTX, "Methotrexate did not fail, she moved away.", INSUFFICIENT),
    "topiramate other": told(TOPIRAMATE, "Propranolol failed, topiramate started today.", INSUFFICIENT),
    "topiramate works": told(TOPIRAMATE, "Topiramate works, propranolol did not help.", INSUFFICIENT),
    "topiramate ordered": (
        TOPIRAMATE,
        (running("Topiramate 50 mg tablet · ordered 1 Oct 2026 · active"),),
        INSUFFICIENT,
    ),
    "pt referral": told(PT, "Referred to physical therapy.", INSUFFICIENT),
    "pt order": (PT, (orders("Physical therapy referral · active · ordered 5 Oct 2026"),), INSUFFICIENT),
    "pt booked": told(PT, "Physical therapy evaluation on 12/1.", INSUFFICIENT),
    "pt husband": told(PT, "Husband completed physical therapy in August.", INSUFFICIENT),
    "pt years ago": told(PT, "Physical therapy in 2019 for the knee.", INSUFFICIENT),
    "pt no show": told(PT, "No-show to physical therapy on 9/3 and 9/10.", INSUFFICIENT),
    "pt planned": told(PT, "Will start physical therapy next week.", INSUFFICIENT),
    "esi order": told(MRI, "Lumbar epidural steroid injection scheduled for 11/30/2026.", INSUFFICIENT),
    "esi neck": told(MRI, "Cervical epidural steroid injection done 9/3/2026.", INSUFFICIENT),
    "esi cancelled": told(MRI, "Lumbar epidural steroid injection 9/3/2026 cancelled, INR 3.", INSUFFICIENT),
    "cpap bed partner": told(CPAP, "Bed partner uses CPAP nightly.", INSUFFICIENT),
    "cpap asked": told(CPAP, "Asks whether CPAP would help.", INSUFFICIENT),
}


@pytest.mark.parametrize("row", CARE.values(), ids=CARE)
def test_what_was_ordered_feared_or_done_for_somebody_else_is_no_course(row: Row) -> None:
    test, chart, verdict = row
    given = answer_to(test, *chart).verdict
    assert (given == MET) is (verdict == MET)


SAID: dict[str, Row] = {
    "osa": told(OSA, "Obstructive sleep apnea, severe.", MET),
    "osa screened": told(OSA, "Screened for obstructive sleep apnea.", INSUFFICIENT),
    "osa father": told(OSA, "Father with obstructive sleep apnea on CPAP.", INSUFFICIENT),
    "osa suspected": told(OSA, "Suspect obstructive sleep apnea, study ordered.", INSUFFICIENT),
    "osa unlikely": told(OSA, "Obstructive sleep apnea unlikely.", INSUFFICIENT),
    "osa question": told(OSA, "Obstructive sleep apnea?", INSUFFICIENT),
    "osa group": told(OSA, "Given the obstructive sleep apnea leaflet.", INSUFFICIENT),
    "osa form": told(OSA, "[ ] Obstructive sleep apnea", INSUFFICIENT),
    "ulcer": told(ULCER, "Diabetic foot ulcer, left heel, active.", MET),
    "ulcer healed": told(ULCER, "Diabetic foot ulcer healed in 2024.", INSUFFICIENT),
    "ulcer risk": told(ULCER, "At risk of diabetic foot ulcer.", INSUFFICIENT),
    "pancreatitis": told(SMOKING, "No pancreatitis.", MET),
    "pancreatitis no fh": told(SMOKING, "No family history of pancreatitis.", INSUFFICIENT),
    "pancreatitis not ruled": told(SMOKING, "Cannot exclude pancreatitis.", INSUFFICIENT),
    "pancreatitis no change": told(SMOKING, "No change in pancreatitis.", INSUFFICIENT),
    "pancreatitis no labs": told(SMOKING, "Pancreatitis: no labs available.", INSUFFICIENT),
    "pancreatitis not without": told(SMOKING, "Not without pancreatitis in the past.", INSUFFICIENT),
    "pancreatitis no longer": told(SMOKING, "No longer has pancreatitis attacks weekly.", INSUFFICIENT),
    "pancreatitis educated": told(SMOKING, "Told to call if no relief; pancreatitis discussed.", INSUFFICIENT),
    "cannot": told(CANNOT, "Unable to propel a manual wheelchair.", MET),
    "can": told(CANNOT, "Able to propel a manual wheelchair.", INSUFFICIENT),
    "roommate": told(CANNOT, "Roommate is unable to propel a manual wheelchair.", INSUFFICIENT),
    "not unable": told(CANNOT, "Not unable to propel a manual wheelchair.", INSUFFICIENT),
    "may become": told(CANNOT, "May become unable to propel a manual wheelchair.", INSUFFICIENT),
    "was unable": told(CANNOT, "Was unable to propel a manual wheelchair in 2021, now does.", INSUFFICIENT),
    "vendor": told(CANNOT, "Vendor states patient is unable to propel a manual wheelchair.", INSUFFICIENT),
    "owns": told(OWNS, "She has had a power wheelchair since 2023.", MET),
    "tried": told(OWNS, "PWC trial w/ R joystick: 6/6 turns, good stop.", INSUFFICIENT),
    "borrowed": told(OWNS, "Power wheelchair demo borrowed for the afternoon, drove well.", INSUFFICIENT),
    "ordered": told(OWNS, "Power wheelchair recommended, order to follow.", INSUFFICIENT),
    "trained": told(TAUGHT, "Patient was trained in use of the device.", MET),
    "to be trained": told(TAUGHT, "Will be trained in use of the device at delivery.", INSUFFICIENT),
    "daughter trained": told(TAUGHT, "Declined to be trained in use of the device.", INSUFFICIENT),
}


@pytest.mark.parametrize("row", SAID.values(), ids=SAID)
def test_a_doubt_a_denial_a_relative_or_a_form_states_nothing(row: Row) -> None:
    test, chart, verdict = row
    given = answer_to(test, *chart).verdict
    assert (given == MET) is (verdict == MET)


RECORDS: dict[str, Row] = {
    "a1c future": (A1C, (results("Hemoglobin A1c: 9.1 % · 2 Dec 2026"),), INSUFFICIENT),
    "a1c cancelled": (A1C, (results("Hemoglobin A1c: no value · 20 Oct 2026 · cancelled"),),
        INSUFFICIENT,
    ),
    "hemoglobin": (A1C, (results("Hemoglobin: 9.1 g/dL · 20 Oct 2026"),), INSUFFICIENT),
    "hemoglobin a2": (A1C, (results("Hemoglobin A2: 9.1 % · 20 Oct 2026"),), INSUFFICIENT),
    "visit": (VISIT, (visits("Office visit, sleep clinic visit (ambulatory) · 20 Oct 2026"),), MET),
    "visit to come": (VISIT, (visits("Office visit, sleep clinic visit (ambulatory) · 2 Dec 2026"),), INSUFFICIENT),
    "visit missed": (
        VISIT, (visits("Office visit, sleep clinic visit (ambulatory) · 9 Oct 2026 · no-show"),),
        INSUFFICIENT,
    ),
    "visit cancelled": (
        VISIT, (visits("Office visit, sleep clinic visit (ambulatory) · 9 Oct 2026 · cancelled"),),
        INSUFFICIENT,
    ),
    "visit by video": (VISIT, (visits("Video visit, sleep clinic visit (virtual) · 20 Oct 2026"),), INSUFFICIENT),
    "never taken": (
        MTX, (stopped("Methotrexate 20 mg weekly · ordered 3 Mar 2026 · stopped 1 Sep 2026 · reason: never started"),),
        INSUFFICIENT,
    ),
    "cost": (
        MTX, (stopped("Methotrexate 20 mg weekly · ordered 3 Mar 2026 · stopped 1 Sep 2026 · reason: cost"),),
        INSUFFICIENT,
    ),
}  # fmt: skip


@pytest.mark.parametrize("row", RECORDS.values(), ids=RECORDS)
def test_a_line_of_the_record_counts_for_what_it_is(row: Row) -> None:
    test, chart, verdict = row
    given = answer_to(test, *chart).verdict
    assert (given == MET) is (verdict == MET)
