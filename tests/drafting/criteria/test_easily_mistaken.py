"""What is easily mistaken for a result, a visit or a document that counts, each beside what does count."""

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
)
from tests.drafting.criteria.test_asked_of_orders import document, page
from tests.drafting.criteria.test_asked_of_orders import request as attribute
from tests.drafting.criteria.test_written_ways import W12, asked


def ask(
    test: dict[str, Any], *chart: PassageView, text: str = "The criterion.", request: RequestFacts | None = None
) -> LeafAnswer:
    return answers(policy_of(test, text=text), chart_of(*chart), request).leaves[0]


BMI = asked("body mass index", "BMI", value=40, unit="kg/m2", k=2)
A1C = asked("hemoglobin A1c", "A1c", value=8, unit="%")
RF = {"kind": "observation", "any_of": ["rheumatoid factor"], "interpretation": "positive", "within": W12}
TB = {
    "kind": "observation",
    "any_of": ["QuantiFERON", "interferon-gamma release assay"],
    "interpretation": "negative",
    "within": W12,
}
SAT = asked("oxygen saturation", "SpO2", op="<=", value=88, unit="%", setting=["rest", "room air"])
EGFR = asked("eGFR", op="<", value=30, unit="mL/min/{1.73_m2}")
b3 = results(
    "Body mass index: 38 kg/m2 · 5 Oct 2026",
    "Body mass index: 41 kg/m2 · 9 Jun 2026",
    "Body mass index: 42 kg/m2 · 9 Mar 2026",
)
SL = document("sleep study report")
ENC = {"kind": "encounter", "any_of": ["neurology"], "mode": "in_person", "within": {"months": 6, "before": "order"}}
DUR = attribute("duration", "<=", 12, "wk")
LAB = asked("hemoglobin A1c", "A1c", value=8, unit="%", performed_by=["laboratory"])

CASES = {
    "k newest": (lambda: ask(BMI, b3, text="The two newest measurements, on different days, are 40 or more"), NOT_MET),
    "k any": (lambda: ask(BMI, b3, text="Two measurements of 40 or more"), MET),
    "k same day twice": (
        lambda: ask(
            BMI,
            results("Body mass index: 41 kg/m2 · 5 Oct 2026 09:00", "Body mass index: 41.5 kg/m2 · 5 Oct 2026 11:00"),
            text="measured on two different days",
        ),
        INSUFFICIENT,
    ),
    "a1c goal": (lambda: ask(A1C, noted("A1c goal 8.5 %.", "2026-10-20")), INSUFFICIENT),
    "a1c ifcc": (lambda: ask(A1C, results("Hemoglobin A1c: 9.1 % · 20 Oct 2026")), MET),
    "a1c mmol/mol": (lambda: ask(A1C, results("Hemoglobin A1c: 75 mmol/mol · 20 Oct 2026")), MET),
    "a1c home test": (lambda: ask(A1C, noted("Home A1c test 9.2 %.", "2026-10-20")), INSUFFICIENT),
    "a1c copied old": (
        lambda: ask(
            A1C,
            results("Hemoglobin A1c: 9.2 % · 20 Oct 2025", "Hemoglobin A1c: 7.2 % · 20 Oct 2026"),
            noted("A1c 9.2 % (last year).", "2026-10-21"),
        ),
        NOT_MET,
    ),
    "a1c brother": (lambda: ask(A1C, noted("His brother's A1c was 9.5 %.", "2026-10-20")), INSUFFICIENT),
    "a1c expected": (
        lambda: ask(A1C, noted("If A1c is 9 % at next visit, start insulin.", "2026-10-20")),
        INSUFFICIENT,
    ),
    "a1c prelim": (lambda: ask(A1C, results("Hemoglobin A1c: 9.2 % · 20 Oct 2026 · preliminary")), INSUFFICIENT),
    "a1c corrected": (
        lambda: ask(
            A1C, results("Hemoglobin A1c: 9.2 % · 20 Oct 2026", "Hemoglobin A1c: 6.2 % · 20 Oct 2026 · corrected")
        ),
        NOT_MET,
    ),
    "rf by ref": (
        lambda: ask(RF, results("Rheumatoid factor: 88 IU/mL (reference below 14 IU/mL) · 20 Oct 2026")),
        MET,
    ),
    "rf by ref <": (lambda: ask(RF, results("Rheumatoid factor: 88 IU/mL (reference <14 IU/mL) · 20 Oct 2026")), MET),
    "rf by ref neg": (
        lambda: ask(RF, results("Rheumatoid factor: 8 IU/mL (reference 0-14 IU/mL) · 20 Oct 2026")),
        NOT_MET,
    ),
    "rf no ref": (lambda: ask(RF, results("Rheumatoid factor: 88 IU/mL · 20 Oct 2026")), INSUFFICIENT),
    "tb none detected": (lambda: ask(TB, results("QuantiFERON-TB Gold Plus: None detected · 20 Oct 2026")), MET),
    "tb non reactive": (lambda: ask(TB, results("QuantiFERON-TB Gold Plus: Non reactive · 20 Oct 2026")), MET),
    "tb husband": (lambda: ask(TB, noted("Husband QuantiFERON negative.", "2026-10-20")), INSUFFICIENT),
    "tb pending": (lambda: ask(TB, noted("QuantiFERON drawn today, negative last time.", "2026-10-20")), INSUFFICIENT),
    "tb indeterminate": (
        lambda: ask(
            TB,
            results(
                "QuantiFERON-TB Gold Plus: Indeterminate · 20 Oct 2026",
                "QuantiFERON-TB Gold Plus: Negative · 2 Feb 2026",
            ),
        ),
        INSUFFICIENT,
    ),
    "sat walking": (lambda: ask(SAT, noted("SpO2 85 % walking on room air.", "2026-10-20")), INSUFFICIENT),
    "sat on O2": (lambda: ask(SAT, noted("SpO2 85 % at rest on 2 L.", "2026-10-20")), INSUFFICIENT),
    "sat ambig": (lambda: ask(SAT, noted("SpO2 85 %.", "2026-10-20")), INSUFFICIENT),
    "sat list": (lambda: ask(SAT, noted("SpO2 87 % at rest, room air; 82 % walking; 93 % on 2 L.", "2026-10-20")), MET),
    "sat list2": (
        lambda: ask(SAT, noted("SpO2 92 % at rest on room air, 85 % with exertion on room air.", "2026-10-20")),
        NOT_MET,
    ),
    "sat if": (
        lambda: ask(SAT, noted("If saturation at rest on room air falls below 88 %, call.", "2026-10-20")),
        INSUFFICIENT,
    ),
    "sat goal": (
        lambda: ask(SAT, noted("Titrate oxygen to keep SpO2 at 88 % at rest on room air.", "2026-10-20")),
        INSUFFICIENT,
    ),
    "egfr no body": (lambda: ask(EGFR, results("Creatinine clearance: 25 mL/min · 20 Oct 2026")), INSUFFICIENT),
    "egfr": (lambda: ask(EGFR, results("eGFR: 25 mL/min/1.73 m2 · 20 Oct 2026")), MET),
    "egfr >": (lambda: ask(EGFR, results("eGFR: >60 mL/min/{1.73_m2} · 20 Oct 2026")), NOT_MET),
    "scan old": (
        lambda: ask(
            document("psychological evaluation"),
            page(
                "Psychological evaluation\nDate of evaluation: 5 November 2024\nSeen.",
                "Psychological evaluation",
                "2026-10-01",
            ),
        ),
        INSUFFICIENT,
    ),
    "doc order": (
        lambda: ask(SL, page("Order for sleep study report", "Sleep study order", "2026-10-01")),
        INSUFFICIENT,
    ),
    "doc mention": (lambda: ask(SL, noted("Sleep study report reviewed, sent to payer.", "2026-10-01")), INSUFFICIENT),
    "lwbs": (
        lambda: ask(
            ENC,
            visits("Office visit, neurology (ambulatory) · 2 Oct 2026"),
            noted("Neurology. Patient left without being seen.", "2026-10-02", author="Neurology"),
            request=order("MRI · active"),
        ),
        INSUFFICIENT,
    ),
    "phone in note": (
        lambda: ask(
            ENC,
            visits("Office visit, neurology (ambulatory) · 2 Oct 2026"),
            noted("Telehealth visit by video.", "2026-10-02", author="Neurology"),
            request=order("MRI · active"),
        ),
        NOT_MET,
    ),
    "after order": (
        lambda: ask(ENC, visits("Office visit, neurology (ambulatory) · 12 Nov 2026"), request=order("MRI · active")),
        NOT_MET,
    ),
    "dur supply": (
        lambda: ask(DUR, noted("x", "2026-10-01"), request=order("Drug · active · supply for 30 d")),
        INSUFFICIENT,
    ),
    "dur 12": (
        lambda: ask(DUR, noted("x", "2026-10-01"), request=order("Drug, once daily for 12 weeks · active")),
        MET,
    ),
    "lon": (
        lambda: ask(DUR, noted("x", "2026-10-01"), request=order("Chair · active · note: Length of need 99 months")),
        NOT_MET,
    ),
    "lab": (lambda: ask(LAB, results("Hemoglobin A1c: 9.1 % · 20 Oct 2026")), MET),
}


@pytest.mark.parametrize(("answer", "verdict"), CASES.values(), ids=CASES)
def test_what_looks_like_it_is_told_apart(answer: Any, verdict: str) -> None:
    assert answer().verdict == verdict
