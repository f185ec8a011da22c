"""Conditions that clinicians assert of this patient."""

from datetime import date
from typing import Any

import pytest

from apps.drafting.domain.tasks import PassageView
from tests.drafting.charts import lines, passage
from tests.drafting.criteria.asking import INSUFFICIENT, MET, NOT_MET, answer_to, noted, problems

RA = {"kind": "condition", "any_of": ["rheumatoid arthritis", "RA"], "status": "active"}
OSA = {"kind": "condition", "any_of": ["obstructive sleep apnea", "OSA"], "status": "active"}
PREG = {"kind": "condition", "any_of": ["pregnant", "pregnancy"], "status": "active"}
DX2 = {"kind": "condition", "any_of": ["hypertension"], "status": "active"}
SEV = {
    "kind": "condition",
    "any_of": ["rheumatoid arthritis"],
    "status": "active",
    "qualifiers": ["moderate", "severe"],
}
HYPO = {"kind": "condition", "any_of": ["severe hypoglycemia", "hypoglycemia requiring assistance"], "status": "ever"}
EDS = {"kind": "condition", "any_of": ["excessive daytime sleepiness"], "status": "active"}
COMORB = {
    "any": [
        {"kind": "condition", "any_of": ["hypertension"], "status": "active"},
        {"kind": "condition", "any_of": ["type 2 diabetes mellitus"], "status": "active"},
        {"kind": "condition", "any_of": ["obstructive sleep apnea"], "status": "active"},
    ]
}
T1 = {"kind": "condition", "any_of": ["type 1 diabetes mellitus", "type 1 diabetes"], "status": "active"}
CHF = {"kind": "condition", "any_of": ["heart failure"], "status": "active"}
CA = {"kind": "condition", "any_of": ["history of cancer", "malignancy"], "status": "ever"}
KOS = {"kind": "condition", "any_of": ["knee osteoarthritis", "osteoarthritis of knee"], "status": "active"}

CONDITIONS = (
    pytest.param(RA, [problems("Seropositive rheumatoid arthritis · active · since Mar 2024")], {}, MET, id="ra"),
    pytest.param(RA, [noted("1. RA, seropositive, active on methotrexate.", "2026-07-11")], {}, MET, id="ra note"),
    pytest.param(RA, [noted("SpO2 95% RA.", "2026-07-11")], {}, INSUFFICIENT, id="ra roomair"),
    pytest.param(RA, [noted("No evidence of rheumatoid arthritis.", "2026-07-11")], {}, NOT_MET, id="ra neg"),
    pytest.param(
        RA, [noted("Possible rheumatoid arthritis, awaiting serologies.", "2026-07-11")], {}, INSUFFICIENT, id="ra susp"
    ),
    pytest.param(RA, [noted("Mother had rheumatoid arthritis.", "2026-07-11")], {}, INSUFFICIENT, id="ra fam"),
    pytest.param(
        RA,
        [
            passage(
                "progress_note", "Family history", "Rheumatoid arthritis in mother", date.fromisoformat("2026-07-11")
            )
        ],
        {},
        INSUFFICIENT,
        id="ra fam2",
    ),
    pytest.param(
        RA,
        [problems("Rheumatoid arthritis · active · since Mar 2024 · provisional, not confirmed")],
        {},
        INSUFFICIENT,
        id="ra prov",
    ),
    pytest.param(
        RA,
        [
            problems("Rheumatoid arthritis · active · since Mar 2024"),
            noted("Rheumatoid arthritis ruled out; diagnosis is osteoarthritis.", "2026-10-11"),
        ],
        {},
        INSUFFICIENT,
        id="ra ruled",
    ),
    pytest.param(
        OSA,
        [
            lines(
                "problem_list",
                "Resolved or inactive problems",
                "Obstructive sleep apnea · resolved 3 Mar 2020 · since 2015",
            )
        ],
        {},
        NOT_MET,
        id="osa resolved",
    ),
    pytest.param(
        OSA, [noted("History of OSA, resolved after weight loss.", "2026-07-11")], {}, INSUFFICIENT, id="osa hx"
    ),
    pytest.param(
        OSA, [noted("Evaluate for obstructive sleep apnea.", "2026-07-11")], {}, INSUFFICIENT, id="osa screening"
    ),
    pytest.param(PREG, [noted("Not pregnant.", "2026-10-27")], {}, NOT_MET, id="preg neg"),
    pytest.param(PREG, [noted("IUD in place.", "2026-10-27")], {}, INSUFFICIENT, id="preg silent"),
    pytest.param(PREG, [noted("Planning pregnancy next year.", "2026-10-27")], {}, INSUFFICIENT, id="preg plan"),
    pytest.param(PREG, [noted("Pregnant, 12 weeks.", "2026-10-27")], {}, MET, id="preg"),
    pytest.param(DX2, [noted("HTN, on lisinopril.", "2026-10-10")], {}, MET, id="htn htn"),
    pytest.param(DX2, [noted("Pulmonary hypertension on echo.", "2026-10-10")], {}, INSUFFICIENT, id="pulm htn"),
    pytest.param(DX2, [problems("Portal hypertension · active · since 2020")], {}, INSUFFICIENT, id="portal htn"),
    pytest.param(
        SEV, [problems("Rheumatoid arthritis · active · since Mar 2024 · severity severe")], {}, MET, id="sev"
    ),
    pytest.param(
        SEV,
        [problems("Rheumatoid arthritis · active · since Mar 2024 · severity mild")],
        {},
        INSUFFICIENT,
        id="sev mild",
    ),
    pytest.param(OSA, [noted("Severe obstructive sleep apnea, AHI 44/h.", "2026-05-10")], {}, MET, id="note pref osa"),
    pytest.param(OSA, [noted("R/o OSA.", "2026-05-10")], {}, INSUFFICIENT, id="osa r/o"),
    pytest.param(
        OSA,
        [noted("Sleep study negative for obstructive sleep apnea.", "2026-05-10")],
        {},
        NOT_MET,
        id="osa screening neg",
    ),
    pytest.param(
        HYPO,
        [
            lines(
                "problem_list",
                "Resolved or inactive problems",
                "Severe hypoglycemia · resolved 13 Aug 2025 · since 13 Aug 2025",
            )
        ],
        {},
        MET,
        id="hypo res",
    ),
    pytest.param(
        HYPO,
        [noted("Denies severe hypoglycemia. No hypoglycemia requiring assistance.", "2026-10-10")],
        {},
        NOT_MET,
        id="hypo denies",
    ),
    pytest.param(
        HYPO,
        [noted("Reviewed signs of severe hypoglycemia and glucagon use.", "2026-10-10")],
        {},
        INSUFFICIENT,
        id="hypo teach",
    ),
    pytest.param(HYPO, [noted("At risk for severe hypoglycemia.", "2026-10-10")], {}, INSUFFICIENT, id="hypo risk"),
    pytest.param(
        HYPO,
        [noted("Brother had severe hypoglycemia with seizure.", "2026-10-10")],
        {},
        INSUFFICIENT,
        id="hypo brother",
    ),
    pytest.param(
        HYPO, [noted("If severe hypoglycemia occurs, call 911.", "2026-10-10")], {}, INSUFFICIENT, id="hypo if"
    ),
    pytest.param(EDS, [noted("Has excessive daytime sleepiness, Epworth 15.", "2026-10-10")], {}, MET, id="eds"),
    pytest.param(EDS, [noted("Denies excessive daytime sleepiness.", "2026-10-10")], {}, NOT_MET, id="eds denies"),
    pytest.param(COMORB, [problems("Essential hypertension · active · since 2015")], {}, MET, id="comorb"),
    pytest.param(
        COMORB,
        [problems("Gestational diabetes · active · since 2015", "Prehypertension · active · since 2015")],
        {},
        INSUFFICIENT,
        id="comorb gest",
    ),
    pytest.param(T1, [problems("Type 2 diabetes mellitus · active · since 2015")], {}, INSUFFICIENT, id="t1"),
    pytest.param(T1, [noted("T1DM on pump.", "2026-10-10")], {}, MET, id="t1b"),
    pytest.param(CHF, [noted("Edema, r/o heart failure.", "2026-10-10")], {}, INSUFFICIENT, id="chf risk"),
    pytest.param(CHF, [noted("No signs of heart failure.", "2026-10-10")], {}, NOT_MET, id="chf no signs"),
    pytest.param(CHF, [noted("FHx: heart failure.", "2026-10-10")], {}, INSUFFICIENT, id="chf hist fam"),
    pytest.param(CHF, [noted("Heart failure with reduced EF, NYHA III.", "2026-10-10")], {}, MET, id="chf nyha"),
    pytest.param(CA, [noted("Father: history of cancer.", "2026-10-10")], {}, INSUFFICIENT, id="ca fam"),
    pytest.param(CA, [noted("No history of cancer or malignancy.", "2026-10-10")], {}, NOT_MET, id="ca no"),
    pytest.param(
        OSA,
        [noted("Had OSA as a child, resolved after tonsillectomy.", "2026-10-10")],
        {},
        INSUFFICIENT,
        id="osa historical",
    ),
    pytest.param(KOS, [problems("Osteoarthritis of knee, right · active · since 2020")], {}, MET, id="kos"),
    pytest.param(KOS, [problems("Osteoarthritis of hip · active · since 2020")], {}, INSUFFICIENT, id="kos hip"),
)


@pytest.mark.parametrize(("asked", "chart", "given", "verdict"), CONDITIONS)
def test_only_what_is_asserted_of_this_patient_is_a_condition(
    asked: dict[str, Any], chart: list[PassageView], given: dict[str, Any], verdict: str
) -> None:
    assert answer_to(asked, *chart, **given).verdict == verdict
