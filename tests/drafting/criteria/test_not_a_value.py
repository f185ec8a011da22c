"""Wishes, changes, rules, grades, questions and other specimens: no values of what is asked, beside what is one."""

from typing import Any

import pytest

from apps.drafting.domain.criteria import LeafAnswer, RequestFacts, answers
from apps.drafting.domain.tasks import PassageView
from tests.drafting.criteria.asking import (
    INSUFFICIENT,
    MET,
    NOT_MET,
    chart_of,
    noted,
    order,
    policy_of,
    results,
    visits,
    vitals,
)
from tests.drafting.criteria.test_asked_of_orders import request as attribute
from tests.drafting.criteria.test_written_ways import asked


def ask(
    test: dict[str, Any], *chart: PassageView, text: str = "The criterion.", request: RequestFacts | None = None
) -> LeafAnswer:
    return answers(policy_of(test, text=text), chart_of(*chart), request).leaves[0]


WT = asked("body weight", "weight", op="<=", value=300, unit="[lb_av]")
AHI = asked("apnea-hypopnea index", "AHI", value=15, unit="/h")
BP = asked("systolic blood pressure", value=140, unit="mm[Hg]")
HB = asked("hemoglobin", op="<", value=10, unit="g/dL")
LDL = asked("LDL cholesterol", "LDL", value=100, unit="mg/dL")
EOS = asked("eosinophils", value=300, unit="/uL")
PHQ = asked("PHQ-9", value=10, unit="{score}")
INR = {
    "kind": "observation",
    "any_of": ["pregnancy test", "hCG"],
    "interpretation": "negative",
    "within": {"days": 30, "before": "as_of"},
}
SLP = {
    "kind": "encounter",
    "any_of": ["sleep clinic visit", "office visit"],
    "mode": "in_person",
    "within": {"months": 6, "before": "order"},
    "about": "sleep apnea",
}
DOSE = attribute("dose", "<=", 50, "mg/wk")
LAT = attribute("laterality", "in", ["left"])

CASES = {
    "wt patient wants": (lambda: ask(WT, noted("Wants to reach a weight of 250 lb.", "2026-10-20")), INSUFFICIENT),
    "wt lost": (lambda: ask(WT, noted("Has lost weight, 20 lb since June.", "2026-10-20")), INSUFFICIENT),
    "wt chair": (lambda: ask(WT, noted("Chair weight capacity 300 lb.", "2026-10-20")), INSUFFICIENT),
    "wt dry": (lambda: ask(WT, vitals("Body weight: 120 kg · 20 Oct 2026")), MET),
    "wt stone": (lambda: ask(WT, vitals("Body weight: 20 stone · 20 Oct 2026")), INSUFFICIENT),
    "ahi table auto": (lambda: ask(AHI, noted("AHI (auto)                 17.1 /h", "2026-10-20")), INSUFFICIENT),
    "ahi previous": (lambda: ask(AHI, noted("AHI 12.3 /h now, previously AHI 31 /h in 2019.", "2026-10-20")), NOT_MET),
    "ahi range": (lambda: ask(AHI, noted("AHI 15-30 is moderate.", "2026-10-20")), INSUFFICIENT),
    "ahi moderate def": (
        lambda: ask(AHI, noted("Moderate sleep apnea is defined as an AHI of 15 or more per hour.", "2026-10-20")),
        INSUFFICIENT,
    ),
    "ahi question": (lambda: ask(AHI, noted("AHI 22?", "2026-10-20")), INSUFFICIENT),
    "ahi patient told": (lambda: ask(AHI, noted("Patient says her AHI was 22.", "2026-10-20")), INSUFFICIENT),
    "ahi outside report told by clinician": (
        lambda: ask(AHI, noted("Outside study 3 Oct 2026: AHI 22 /h.", "2026-10-20")),
        MET,
    ),
    "ahi too old in new note": (lambda: ask(AHI, noted("Study of 3 Oct 2024: AHI 22 /h.", "2026-10-20")), INSUFFICIENT),
    "ahi year only old": (lambda: ask(AHI, noted("Study in 2023: AHI 22 /h.", "2026-10-20")), INSUFFICIENT),
    "ahi CPAP dl": (lambda: ask(AHI, noted("CPAP download: AHI 16 /h.", "2026-10-20")), INSUFFICIENT),
    "bp comp": (lambda: ask(BP, vitals("Systolic blood pressure: 150 mm[Hg] · 20 Oct 2026")), MET),
    "hb si": (lambda: ask(HB, results("Hemoglobin: 92 g/L · 20 Oct 2026")), MET),
    "hb a1c": (lambda: ask(HB, results("Hemoglobin A1c: 9.2 % · 20 Oct 2026")), INSUFFICIENT),
    "hb prose": (lambda: ask(HB, noted("Hgb 9.1 g/dL today.", "2026-10-20")), MET),
    "hb bare prose": (lambda: ask(HB, noted("Hemoglobin 9.1 today.", "2026-10-20")), MET),
    "hb urine": (lambda: ask(HB, results("Hemoglobin, urine: 1 g/dL · 20 Oct 2026")), INSUFFICIENT),
    "ldl mmol": (lambda: ask(LDL, results("LDL cholesterol: 3.4 mmol/L · 20 Oct 2026")), MET),
    "ldl mmol low": (lambda: ask(LDL, results("LDL cholesterol: 2.0 mmol/L · 20 Oct 2026")), NOT_MET),
    "ldl target": (lambda: ask(LDL, noted("LDL target below 100 mg/dL.", "2026-10-20")), INSUFFICIENT),
    "eos": (lambda: ask(EOS, results("Eosinophils: 0.42 10*9/L · 20 Oct 2026")), MET),
    "eos pct": (lambda: ask(EOS, results("Eosinophils: 5 % · 20 Oct 2026")), INSUFFICIENT),
    "eos k": (lambda: ask(EOS, results("Eosinophils: 0.42 K/uL · 20 Oct 2026")), MET),
    "eos cells": (lambda: ask(EOS, noted("Eosinophils 420 cells/uL.", "2026-10-20")), MET),
    "phq": (lambda: ask(PHQ, noted("PHQ-9 14/27.", "2026-10-20")), MET),
    "phq portal": (
        lambda: ask(PHQ, noted("PHQ-9 14", "2026-10-20", title="Patient portal message", author="")),
        INSUFFICIENT,
    ),
    "phq draft": (lambda: ask(PHQ, noted("DRAFT - not signed. PHQ-9 14.", "2026-10-20")), INSUFFICIENT),
    "phq future": (lambda: ask(PHQ, noted("Repeat PHQ-9 in 10 weeks.", "2026-10-20")), INSUFFICIENT),
    "phq item": (lambda: ask(PHQ, noted("PHQ-9 item 9: 1.", "2026-10-20")), INSUFFICIENT),
    "preg": (lambda: ask(INR, noted("Urine pregnancy test negative today.", "2026-11-15")), MET),
    "preg old": (lambda: ask(INR, noted("Urine pregnancy test negative today.", "2026-09-15")), INSUFFICIENT),
    "preg to do": (lambda: ask(INR, noted("Pregnancy test to be negative before start.", "2026-11-15")), INSUFFICIENT),
    "preg if": (lambda: ask(INR, noted("Start if pregnancy test negative.", "2026-11-15")), INSUFFICIENT),
    "about other": (
        lambda: ask(
            SLP, visits("Office visit (ambulatory) · 2 Oct 2026 · for Ankle sprain"), request=order("CPAP · active")
        ),
        INSUFFICIENT,
    ),
    "about": (
        lambda: ask(
            SLP,
            visits("Office visit (ambulatory) · 2 Oct 2026 · for Obstructive sleep apnea"),
            request=order("CPAP · active"),
        ),
        MET,
    ),
    "refill call": (
        lambda: ask(
            SLP, visits("Telephone encounter (virtual) · 2 Oct 2026 · for Sleep apnea"), request=order("CPAP · active")
        ),
        INSUFFICIENT,
    ),
    "dose": (
        lambda: ask(
            DOSE,
            noted("x", "2026-10-01"),
            request=order("Etanercept 50 mg/mL pen, 50 mg under the skin once a week · active"),
        ),
        MET,
    ),
    "dose 2x": (
        lambda: ask(
            DOSE,
            noted("x", "2026-10-01"),
            request=order("Etanercept 50 mg/mL pen, 50 mg under the skin twice a week · active"),
        ),
        NOT_MET,
    ),
    "lat": (lambda: ask(LAT, noted("x", "2026-10-01"), request=order("Knee brace · active · right knee")), NOT_MET),
    "lat both": (lambda: ask(LAT, noted("x", "2026-10-01"), request=order("Knee brace · active")), INSUFFICIENT),
}


@pytest.mark.parametrize(("answer", "verdict"), CASES.values(), ids=CASES)
def test_only_a_value_of_the_patient_counts(answer: Any, verdict: str) -> None:
    assert answer().verdict == verdict
