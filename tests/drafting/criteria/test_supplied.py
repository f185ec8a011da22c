"""What pharmacies handed over without a gap, why a course was stopped, and clauses on relatives."""

from typing import Any

import pytest

from apps.drafting.domain.tasks import PassageView
from tests.drafting.charts import lines
from tests.drafting.criteria.asking import INSUFFICIENT, MET, NOT_MET, answer_to, noted, problems, running, stopped

D = "2026-11-10"
ARB = {
    "kind": "treatment", "any_of": ["losartan", "sacubitril/valsartan"], "min_duration": {"days": 90},
    "within": {"before": "as_of"},
}  # fmt: skip
AZA = {"kind": "trial", "any_of": ["azathioprine"], "outcome": "intolerance"}
VITAMIN = {
    "kind": "trial", "any_of": ["vitamin D3"], "min_dose": {"value": 20, "unit": "ug", "per": "d"},
    "min_duration": {"days": 56}, "outcome": "completed",
}  # fmt: skip
STILL = {**VITAMIN, "note": "Still being taken counts as completed."}
MTX = {
    "kind": "trial", "any_of": ["methotrexate"], "min_duration": {"days": 84},
    "outcome": ["inadequate_response", "intolerance"],
}  # fmt: skip
HF = {"kind": "condition", "any_of": ["heart failure"], "status": "active"}
ARM = {
    "kind": "condition", "any_of": ["fracture of surgical neck of humerus"], "status": "ever",
    "qualifiers": ["fall from standing height"],
}  # fmt: skip
MRA = {"kind": "trial", "any_of": ["spironolactone", "eplerenone"], "outcome": "contraindicated"}
TAKES_MRA = {"kind": "treatment", "any_of": ["spironolactone", "eplerenone"]}
HOME = {"kind": "statement", "any_of": ["agrees to remote monitoring"]}
STEROID = {"kind": "statement", "any_of": ["steroid dependent"]}
DAILY = "Cholecalciferol 50 mcg (2000 IU) oral capsule, 1 capsule by mouth once daily · ordered 24 Aug 2026 · active"
SHOTS = "Methotrexate 25 mg/mL injection, 25 mg under the skin once a week · ordered 26 Mar 2026 · stopped"


def fills(*texts: str) -> PassageView:
    return lines("medication_list", "Pharmacy fills", *texts)


def aza(reason: str) -> PassageView:
    return stopped(f"Azathioprine 50 mg tablet, 100 mg daily · ordered 1 Sep 2025 · stopped 14 Oct 2025 · {reason}")


ASKED = (
    pytest.param(
        ARB,
        [fills("Losartan 25 mg oral tablet · dispensed 20 Jul 2026 · supply for 90 d",
               "Sacubitril-valsartan 24-26 mg oral tablet · dispensed 15 Oct 2026 · supply for 30 d")],
        MET,
        id="one medicine after the other, without a gap",
    ),
    pytest.param(
        ARB,
        [fills("Losartan 25 mg oral tablet · dispensed 1 May 2026 · supply for 30 d",
               "Sacubitril-valsartan 24-26 mg oral tablet · dispensed 15 Oct 2026 · supply for 30 d")],
        INSUFFICIENT,
        id="with a gap",
    ),
    pytest.param(
        ARB,
        [fills("NOT dispensed: Losartan 25 mg oral tablet · cancelled 20 Jul 2026 · supply for 120 d")],
        "NOT_MET INSUFFICIENT",
        id="never handed over",
    ),
    pytest.param(AZA, [aza("reason: Acute pancreatitis")], MET, id="stopped for an illness it caused"),
    pytest.param(
        AZA, [aza("reason: Colitis · for Ulcerative colitis")], INSUFFICIENT, id="the illness it was given for is none"
    ),
    pytest.param(AZA, [aza("reason: Patient stopped")], NOT_MET, id="her own choice is no intolerance"),
    pytest.param(STILL, [running(DAILY)], MET, id="still taken, where that counts"),
    pytest.param(VITAMIN, [running(DAILY)], INSUFFICIENT, id="still taken, where nobody says that it counts"),
    pytest.param(
        MTX,
        [stopped(SHOTS), noted('MTX: took 4 shots (3/28 to 4/18/2026), then quit herself, "hate needles".', D)],
        NOT_MET,
        id="four shots and no side effects",
    ),
    pytest.param(MTX, [stopped(SHOTS)], INSUFFICIENT, id="an end that nobody tells"),
    pytest.param(
        HF, [noted("No heart failure, no edema; grandmother died of CHF.", D)], NOT_MET, id="a clause on her own"
    ),
    pytest.param(HF, [noted("Grandmother died of CHF.", D)], INSUFFICIENT, id="a relative's alone"),
    pytest.param(
        ARM,
        [problems("Fracture of surgical neck of left humerus · active · note: Fall from standing height")],
        MET,
        id="with the side between the words",
    ),
    pytest.param(
        ARM,
        [problems("Fracture of surgical neck of left humerus · active · note: Fell 8 ft")],
        INSUFFICIENT,
        id="from a ladder",
    ),
    pytest.param(HOME, [noted("Remote monitoring: does not want the box.", D)], NOT_MET, id="a refusal is a no"),
    pytest.param(HOME, [noted("Agrees to remote monitoring.", D)], MET, id="a consent is a yes"),
    pytest.param(
        STEROID,
        [running("Prednisone 10 mg tablet, 40 mg daily · ordered 11 May 2026 · active"),
         noted("Steroid dependent, pred 20 now.", D)],
        MET,
        id="a dose in dispute is no word on dependence",
    ),
    pytest.param(
        MRA,
        [noted("MRA: will hold off, K 5.1. No contraindication as such.", D)],
        NOT_MET,
        id="no contraindication, said of the class in the sentence before",
    ),
    pytest.param(MRA, [noted("MRA: will hold off, K 5.1.", D)], INSUFFICIENT, id="held off is no word on it"),
    pytest.param(TAKES_MRA, [noted("MRA none.", D)], NOT_MET, id="none of the class"),
    pytest.param(TAKES_MRA, [noted("MRA discussed.", D)], INSUFFICIENT, id="talk of the class"),
    pytest.param(STEROID, [noted("Not steroid dependent.", D)], NOT_MET, id="not dependent"),
)  # fmt: skip


@pytest.mark.parametrize(("asked", "chart", "verdicts"), ASKED)
def test_courses_are_as_long_as_they_were_supplied_and_end_as_they_are_told(
    asked: dict[str, Any], chart: list[PassageView], verdicts: str
) -> None:
    assert answer_to(asked, *chart).verdict in verdicts.split()
