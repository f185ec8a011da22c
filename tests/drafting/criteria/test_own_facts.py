"""What is somebody's rule, goal, example or value taken back is no fact of the patient, each beside one that is."""

from typing import Any

import pytest

from tests.drafting.criteria.asking import INSUFFICIENT, MET, answer_to, noted

DAY = "2026-11-10"
FAILED, ILL, NOT_FOR_HER = "inadequate_response", "intolerance", "contraindicated"


def trial(name: str, outcome: str) -> dict[str, Any]:
    return {"kind": "trial", "any_of": [name], "outcome": outcome}


def value(name: str, op: str, limit: float, unit: str) -> dict[str, Any]:
    return {"kind": "observation", "any_of": [name], "compare": {"op": op, "value": limit, "unit": unit}}


def has(*names: str) -> dict[str, Any]:
    return {"kind": "condition", "any_of": list(names), "status": "active"}


A1C, CDAI = value("A1c", ">=", 7, "%"), value("CDAI", ">", 10, "{score}")
HGB, GLUCOSE = value("Hgb", "<", 8, "g/dL"), value("glucose", ">", 200, "mg/dL")
SPO2 = value("SpO2", "<=", 88, "%")
MTX = trial("methotrexate", FAILED)
FREE = {"kind": "absence", "any_of": ["infection", "active infection"]}
CGM = {"kind": "treatment", "any_of": ["CGM", "continuous glucose monitor"]}
CHECKS = {"kind": "statement", "any_of": ["checks glucose 4 times a day"]}

# (a) what a payer requires
RULES = (
    (MTX, "Northfield requires: methotrexate 15 mg weekly for 12 weeks without adequate response; CDAI above 10."),
    (MTX, "Insurance requires methotrexate failed for 12 weeks."),
    (MTX, "Per policy: methotrexate 12 weeks without adequate response."),
    (MTX, "Coverage criteria: methotrexate for 12 weeks, inadequate response."),
    (MTX, "Health plan criteria: inadequate response to methotrexate."),
    (MTX, "Required for approval: methotrexate without adequate response."),
    (MTX, "According to her insurer's policy, methotrexate inadequate response for 12 weeks."),
    (MTX, "Step therapy requirements: methotrexate 12 weeks, no adequate response."),
    (FREE, "Northfield requires: negative TB test within 12 months; no active infection."),
    (FREE, "Prior authorization criteria: no active infection."),
    (CDAI, "Criteria: CDAI above 10, two csDMARDs."),
)
# (b) somebody else's
OTHERS = (
    (A1C, "A1c 9.1 % was her daughter's."),
    (A1C, "A1c 9.1 % is her husband's, she brought his sheet."),
    (has("atrial fibrillation"), "Pt's husband called: HE was dx with atrial fibrillation and started apixaban."),
    (has("atrial fibrillation"), "Husband called. He was diagnosed with atrial fibrillation."),
    (has("diabetes"), "Son on the phone, he has diabetes and asks about diet."),
    (SPO2, "Resting SpO2 86 % on room air at 2 am, worn by husband."),
    (CGM, "CGM sample worn by trainer for demonstration."),
    (CGM, "CGM worn by the educator to show how it looks."),
    (CDAI, "CDAI 31 was entered for another patient and has been removed."),
    (CDAI, "CDAI 31 was meant for a different patient."),
    (CDAI, "CDAI 31 was of her twin sister."),
)
# (c) taken back
TAKEN_BACK = (
    (A1C, "A1c 9.1 % was printed in error."),
    (A1C, "A1c 9.1 %. That value was entered by mistake."),
    (HGB, "Hgb 7.1 -> repeat 12.9 same day, first was drawn from IV arm."),
    (HGB, "Hgb 7.1 g/dL drawn above the IV, diluted sample."),
    (value("T-score", "<=", -2.5, "{T-score}"), "T-score -2.9 (forearm, machine not calibrated, repeat), -1.1 hip."),
    (GLUCOSE, "Glucose 250 mg/dL (critical value drill, test entry, not a patient result)."),
    (GLUCOSE, "Glucose 250 mg/dL (QC sample)."),
    (GLUCOSE, "Glucose 250 mg/dL, dummy entry."),
    (value("AHI", ">=", 15, "/h"), "HSAT AHI 31 (sample report, training data)."),
    (SPO2, "SpO2 85 % RA - probe off."),
    (has("LBBB"), "LBBB was the read of the machine; over-read by me: normal conduction, QRS 96 ms."),
    (has("LBBB"), "ECG: computer read LBBB, overread as normal."),
)
# (d) goals and suppositions, (e) denials of denials and answers behind a colon
SUPPOSED = (
    (trial("valproate", NOT_FOR_HER), "Valproate - contraindicated if pregnant; she is 60."),
    (trial("valproate", NOT_FOR_HER), "Valproate contraindicated in women of childbearing age."),
    (trial("naproxen", NOT_FOR_HER), "Naproxen contraindicated when eGFR is below 30."),
    (CHECKS, "Checks glucose 4 times a day is the goal; she checks about weekly."),
    (CHECKS, "Goal: checks glucose 4 times a day."),
    (CHECKS, "Was advised to check: checks glucose 4 times a day is our target."),
    (has("neuropathy"), "Neuropathy: monofilament intact, so no."),
    (has("neuropathy"), "Neuropathy? sensation normal, therefore not present."),
    (has("retinopathy"), "Retinopathy: eye exam clean -> none."),
    ({"kind": "absence", "any_of": ["kidney stones"]}, "Not without kidney stones."),
    ({"kind": "absence", "any_of": ["chest pain"]}, "She does not deny chest pain."),
    (value("BMI", ">=", 40, "kg/m2"), "BMI 41 stated by pt."),
    (trial("propranolol", FAILED), "Propranolol 80: no benefit, not sure she took it."),
)
# Other wordings of all of these.
MORE = (
    (MTX, "Aetna will only cover adalimumab after methotrexate without adequate response."),
    (MTX, "Must document: methotrexate 12 weeks, inadequate response."),
    (MTX, "BCBS wants documentation of methotrexate failure, 12 weeks."),
    (MTX, "PA form asks for: methotrexate, inadequate response."),
    (MTX, "LCD L33718: methotrexate without adequate response."),
    (MTX, "To be approved she must have failed methotrexate."),
    (MTX, "Patient must have tried and failed methotrexate (policy)."),
    (MTX, "Needs to have failed methotrexate before biologic."),
    (MTX, "Insurance says she failed methotrexate."),
    (MTX, "Per insurer's records methotrexate failed."),
    (MTX, "Assume methotrexate failed."),
    (MTX, "For PA purposes: methotrexate failed."),
    (CDAI, "Payer threshold: CDAI 22 or higher."),
    (CDAI, "Approval requires CDAI 22."),
    (A1C, "A1c 9.1 % (husband's)."),
    (A1C, "A1c 9.1 % - that is her mother's result."),
    (A1C, "A1c 9.1 % belongs to her sister."),
    (A1C, "A1c of 9.1 % in her husband."),
    (A1C, "Her roommate's A1c 9.1 %."),
    (A1C, "A1c 9.1 %: wrong patient."),
    (A1C, "A1c 9.1 %, result is for a different patient with the same name."),
    (A1C, "A1c 9.1 % - disregard, lab error."),
    (A1C, "A1c 9.1 % retracted by the lab."),
    (A1C, "A1c 9.1 %. Lab called: result cancelled, reissued as 5.9 %."),
    (A1C, "A1c 9.1 % <- typo, should be 5.9 %."),
    (A1C, "A1c 9.1 %?? not believable, redo."),
    (A1C, "A1c example: 9.1 %."),
    (A1C, "A1c 9.1 % is an example of poor control."),
    (A1C, "If A1c 9.1 % we would add insulin."),
    (A1C, "A1c of 9.1 % would qualify her."),
    (A1C, "A1c 9.1 % in the demo chart."),
    (HGB, "Hgb 7.1 (clotted sample), 12.9 on redraw."),
    (HGB, "Hgb 7.1 was a lab mix-up."),
    (HGB, "Hgb 7.1 - not hers."),
    (HGB, "Hgb 7.1 spurious."),
    (SPO2, "SpO2 85 % with cold fingers, no pleth, 97 % warm."),
    (SPO2, "SpO2 85 % (nail polish), 97 % after removal."),
    (SPO2, "SpO2 85 % on the ear of her husband."),
    (SPO2, "SpO2 85 % artifact."),
    (has("LBBB"), "Machine: LBBB. Cardiologist over-read: normal."),
    (has("LBBB"), "Auto-interpretation LBBB, I disagree, normal conduction."),
    (has("LBBB"), "Computer says LBBB; not confirmed on my read."),
    (has("LBBB"), "ECG printout: LBBB (machine), actually normal QRS."),
    (has("atrial fibrillation"), "Her brother called, he has atrial fibrillation."),
    (has("atrial fibrillation"), "Spouse: atrial fibrillation, on apixaban."),
    (has("atrial fibrillation"), "Atrial fibrillation (husband)."),
    (has("atrial fibrillation"), "Atrial fibrillation is what her father had."),
    (has("atrial fibrillation"), "Husband reports his own atrial fibrillation."),
    (CGM, "CGM demo unit worn by staff."),
    (CGM, "CGM on the trainer's arm for teaching."),
    (CGM, "CGM worn by her son, who has T1DM."),
    (CGM, "Showed a CGM on a mannequin."),
    (trial("naproxen", NOT_FOR_HER), "Naproxen would be contraindicated if eGFR falls."),
    (trial("naproxen", NOT_FOR_HER), "Naproxen is contraindicated only with CKD, which she does not have."),
    (trial("naproxen", NOT_FOR_HER), "Naproxen: contraindications reviewed, none."),
    (trial("naproxen", NOT_FOR_HER), "Asked whether naproxen is contraindicated."),
    (trial("naproxen", NOT_FOR_HER), "Naproxen contraindicated? no."),
    (CHECKS, "We would like that she checks glucose 4 times a day."),
    (CHECKS, "Plan is that she checks glucose 4 times a day."),
    (CHECKS, "She should check: checks glucose 4 times a day per handout."),
    (CHECKS, "Target: patient checks glucose 4 times a day."),
    (has("neuropathy"), "Neuropathy - none."),
    (has("neuropathy"), "Neuropathy: 10/10 monofilament, no."),
    (has("neuropathy"), "Neuropathy: sensation intact -> no neuropathy."),
    (has("neuropathy"), "Neuropathy: not found."),
    (has("neuropathy"), "Neuropathy: ruled out by EMG."),
)
HOLDS = (
    (MTX, "Insurance requires methotrexate; she had methotrexate for 12 weeks without adequate response."),
    (MTX, "Methotrexate 15 mg weekly for 12 weeks without adequate response."),
    (CDAI, "Meets criteria: CDAI 22."),
    (CDAI, "Coverage criteria are met: CDAI 22 today."),
    (A1C, "A1c 9.1 %. Her daughter came with her."),
    (A1C, "A1c 5.4 % was her daughter's, printed in error. Hers: 9.1 % (1 Oct 2026)."),
    (A1C, "A1c 9.1 % today, goal is below 7 %."),
    (has("atrial fibrillation"), "Husband called: she was diagnosed with atrial fibrillation last week. AF on ECG."),
    (CGM, "Wears CGM daily since March, her husband reads the screen."),
    (HGB, "Hgb 12.9 -> repeat 7.1 same day, first was drawn from IV arm."),
    (SPO2, "SpO2 97 % (probe off), SpO2 85 % RA on replacement."),
    (GLUCOSE, "Glucose 250 mg/dL, no artifact."),
    (has("LBBB"), "LBBB on ECG, over-read by me: LBBB."),
    (trial("valproate", NOT_FOR_HER), "Valproate contraindicated: liver failure."),
    (trial("naproxen", NOT_FOR_HER), "Naproxen contraindicated because of CKD."),
    (CHECKS, "She checks glucose 4 times a day."),
    (has("neuropathy"), "Neuropathy: monofilament absent both feet."),
    (has("kidney stones"), "Not without kidney stones."),
)
LETTERS = (
    "Dear Provider: our records show the member has tried and failed methotrexate. Please confirm by signing below.",
    "To prescriber: our claims show methotrexate, inadequate response. Sign and return this page to the health plan.",
    "Dear Dr. [CLINICIAN-1], we have reviewed the file of your member; methotrexate failed. Formulary review team.",
    "Health plan notice. We have on file that methotrexate was without adequate response for this member.",
)


@pytest.mark.parametrize("row", range(len(RULES)))
def test_what_a_payer_requires_is_no_fact(row: int) -> None:
    assert _told(*RULES[row]) != MET


@pytest.mark.parametrize("row", range(len(OTHERS)))
def test_what_is_somebody_elses_is_no_fact(row: int) -> None:
    assert _told(*OTHERS[row]) != MET


@pytest.mark.parametrize("row", range(len(TAKEN_BACK)))
def test_what_is_taken_back_is_no_fact(row: int) -> None:
    assert _told(*TAKEN_BACK[row]) != MET


@pytest.mark.parametrize("row", range(len(SUPPOSED)))
def test_a_goal_a_condition_and_an_answer_of_no_are_no_fact(row: int) -> None:
    assert _told(*SUPPOSED[row]) != MET


@pytest.mark.parametrize("row", range(len(MORE)))
def test_other_wordings_of_them_are_no_fact(row: int) -> None:
    assert _told(*MORE[row]) != MET


@pytest.mark.parametrize("row", range(len(HOLDS)))
def test_what_is_said_of_the_patient_beside_them_is_met(row: int) -> None:
    test, text = HOLDS[row]
    assert answer_to(test, noted(text, DAY)).verdict == MET


@pytest.mark.parametrize("row", range(len(LETTERS)))
def test_a_payers_letter_states_nothing(row: int) -> None:
    letter = noted(LETTERS[row], DAY, author="", kind="other_note", title="Letter")
    assert answer_to(MTX, letter).verdict == INSUFFICIENT


def test_a_clinicians_letter_to_a_payer_states_what_it_says() -> None:
    text = "Dear medical director: methotrexate 12 weeks without adequate response. Sincerely, [CLINICIAN-1] MD"
    assert answer_to(MTX, noted(text, DAY, title="Letter")).verdict == MET


def _told(test: dict[str, Any], text: str) -> str:
    return answer_to(test, noted(text, DAY)).verdict
