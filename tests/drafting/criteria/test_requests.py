"""The patient, the order itself, and tests composed of others."""

from datetime import date
from typing import Any

import pytest

from apps.drafting.domain.criteria import RequestFacts
from apps.drafting.domain.tasks import PassageView
from tests.drafting.criteria.asking import INSUFFICIENT, MET, NOT_MET, answer_to, noted, order, problems, said, visits

ADALIMUMAB = "Adalimumab 40 mg"
PREG = {"kind": "condition", "any_of": ["pregnant", "pregnancy"], "status": "active"}
SIDE = {
    "all": [
        {"kind": "condition", "id": "dx", "any_of": ["lumbar radiculopathy"], "status": "active"},
        {
            "kind": "request",
            "attribute": "laterality",
            "compare": {"op": "in", "value": ["left", "right"]},
            "same": {"side": "dx"},
        },
    ]
}
IF = {"applies_if": {"kind": "patient", "attribute": "sex", "compare": {"op": "=", "value": "female"}}, "all": [PREG]}
IFW = {
    "kind": "absence",
    "any_of": ["pregnancy"],
    "applies_if": {"kind": "patient", "attribute": "sex", "compare": {"op": "=", "value": "female"}},
}
AND = {"kind": "document", "any_of": ["glucose log"], "note": "AND it shows four readings a day."}
AGE = {"kind": "patient", "attribute": "age", "compare": {"op": ">=", "value": 18, "unit": "a"}}
AGE2 = {
    "kind": "patient",
    "attribute": "age",
    "compare": [{"op": ">=", "value": 18, "unit": "a"}, {"op": "<", "value": 65, "unit": "a"}],
}
DOSE = {"kind": "request", "attribute": "dose", "compare": {"op": "<=", "value": 40, "unit": "mg"}}
INTV = {"kind": "request", "attribute": "interval", "compare": {"op": ">=", "value": 2, "unit": "wk"}}
DUR = {"kind": "request", "attribute": "duration", "compare": {"op": "<=", "value": 12, "unit": "mo"}}
FLOW = {"kind": "request", "attribute": "dose", "compare": {"op": ">", "value": 0, "unit": "L/min"}}
SPEC = {"kind": "request", "attribute": "prescriber_specialty", "compare": {"op": "in", "value": ["rheumatology"]}}
ORAL = {"kind": "request", "attribute": "route", "compare": {"op": "in", "value": ["subcutaneous"]}}
DXR = {
    "kind": "request",
    "attribute": "diagnosis",
    "compare": {"op": "in", "value": ["M05.79", "rheumatoid arthritis"]},
}
QTY = {"kind": "request", "attribute": "quantity", "compare": {"op": "<=", "value": 2, "unit": "{pen}"}}
SITE = {"kind": "request", "attribute": "site_of_care", "compare": {"op": "in", "value": ["home", "outpatient"]}}
DOSE2 = {"kind": "request", "attribute": "dose", "compare": {"op": "<=", "value": 225, "unit": "mg"}}

ASKED_FOR = (
    pytest.param(
        SIDE,
        [problems("Lumbar radiculopathy, left L5 · active · since Aug 2026")],
        {"request": order("MRI lumbar spine, left leg · active · ordered 6 Nov 2026")},
        MET,
        id="side ok",
    ),
    pytest.param(
        SIDE,
        [problems("Lumbar radiculopathy, left L5 · active · since Aug 2026")],
        {"request": order("MRI lumbar spine, right leg · active · ordered 6 Nov 2026")},
        NOT_MET,
        id="side differs",
    ),
    pytest.param(
        SIDE,
        [problems("Lumbar radiculopathy · active · since Aug 2026")],
        {"request": order("MRI lumbar spine, right leg · active · ordered 6 Nov 2026")},
        INSUFFICIENT,
        id="side none",
    ),
    pytest.param(IF, [noted("x", "2026-10-10")], {"sex": "male"}, MET, id="if male"),
    pytest.param(IF, [noted("x", "2026-10-10")], {"sex": "female"}, INSUFFICIENT, id="if female unknown"),
    pytest.param(IFW, [noted("x", "2026-10-10")], {"sex": "male"}, MET, id="ifw"),
    pytest.param(
        AND,
        [
            said(
                "GLUCOSE LOG\n10/1 98 110 140 150",
                date.fromisoformat("2026-10-27"),
                kind="other_note",
                title="Glucose log",
                section="other",
            )
        ],
        {},
        INSUFFICIENT,
        id="and",
    ),
    pytest.param(AGE, [noted("x", "2026-10-10")], {}, MET, id="age"),
    pytest.param(AGE, [noted("x", "2026-10-10")], {"age": 17}, NOT_MET, id="age n"),
    pytest.param(AGE, [noted("x", "2026-10-10")], {"age": None}, INSUFFICIENT, id="age none"),
    pytest.param(AGE2, [noted("x", "2026-10-10")], {"age": 65}, NOT_MET, id="age2"),
    pytest.param(AGE2, [noted("x", "2026-10-10")], {"age": 64}, MET, id="age2b"),
    pytest.param(
        DOSE,
        [noted("x", "2026-10-10")],
        {"request": order(f"{ADALIMUMAB} subcutaneous, 40 mg every 2 weeks · active · ordered 6 Nov 2026")},
        MET,
        id="dose",
    ),
    pytest.param(
        DOSE,
        [noted("x", "2026-10-10")],
        {"request": order("Adalimumab 80 mg subcutaneous every week · active · ordered 6 Nov 2026")},
        NOT_MET,
        id="dose hi",
    ),
    pytest.param(
        DOSE,
        [noted("x", "2026-10-10")],
        {"request": order("Adalimumab · active · ordered 6 Nov 2026")},
        INSUFFICIENT,
        id="dose none",
    ),
    pytest.param(
        INTV,
        [noted("x", "2026-10-10")],
        {"request": order(f"{ADALIMUMAB} every 2 weeks · active · ordered 6 Nov 2026")},
        MET,
        id="intv",
    ),
    pytest.param(
        INTV,
        [noted("x", "2026-10-10")],
        {"request": order(f"{ADALIMUMAB} weekly · active · ordered 6 Nov 2026")},
        NOT_MET,
        id="intv w",
    ),
    pytest.param(
        DUR,
        [noted("x", "2026-10-10")],
        {"request": order(f"{ADALIMUMAB} every 2 weeks for 12 months · active · ordered 6 Nov 2026")},
        MET,
        id="dur",
    ),
    pytest.param(
        FLOW,
        [noted("x", "2026-10-10")],
        {"request": order("Home oxygen 2 L/min · active · ordered 6 Nov 2026")},
        MET,
        id="flow",
    ),
    pytest.param(
        SPEC,
        [visits("Office visit, rheumatology (ambulatory) · 6 Nov 2026 · with [CLINICIAN-4], MD")],
        {
            "request": RequestFacts(
                date.fromisoformat("2026-11-06"), order("Adalimumab · active").lines, {}, "[CLINICIAN-4], MD"
            )
        },
        MET,
        id="spec",
    ),
    pytest.param(
        SPEC,
        [visits("Office visit, internal medicine (ambulatory) · 6 Nov 2026 · with [CLINICIAN-4], MD")],
        {
            "request": RequestFacts(
                date.fromisoformat("2026-11-06"), order("Adalimumab · active").lines, {}, "[CLINICIAN-4], MD"
            )
        },
        NOT_MET,
        id="spec other",
    ),
    pytest.param(
        SPEC,
        [noted("x", "2026-10-10")],
        {"request": RequestFacts(date.fromisoformat("2026-11-06"), (), {"prescriber_specialty": "Rheumatology"})},
        MET,
        id="spec stated",
    ),
    pytest.param(
        ORAL,
        [noted("x", "2026-10-10")],
        {"request": order(f"{ADALIMUMAB} subcutaneous every 2 weeks · active")},
        MET,
        id="route",
    ),
    pytest.param(
        ORAL,
        [noted("x", "2026-10-10")],
        {"request": order("Infliximab 5 mg/kg intravenous every 8 weeks · active")},
        NOT_MET,
        id="route iv",
    ),
    pytest.param(
        DXR,
        [noted("x", "2026-10-10")],
        {"request": order("Adalimumab · active · for Rheumatoid arthritis")},
        MET,
        id="dxr",
    ),
    pytest.param(
        QTY,
        [noted("x", "2026-10-10")],
        {"request": order("Adalimumab pen, 2 pens per month · active")},
        INSUFFICIENT,
        id="qty",
    ),
    pytest.param(
        SITE, [noted("x", "2026-10-10")], {"request": order("Infliximab 5 mg/kg · active")}, INSUFFICIENT, id="site"
    ),
    pytest.param(
        SITE,
        [noted("x", "2026-10-10")],
        {"request": order("Infliximab 5 mg/kg, home infusion · active")},
        MET,
        id="site home",
    ),
    pytest.param(
        DOSE2,
        [noted("x", "2026-10-10")],
        {"request": order("Fremanezumab 225 mg/1.5 mL injection, 225 mg subcutaneously once a month · active")},
        MET,
        id="dose2",
    ),
    pytest.param(
        DOSE2,
        [noted("x", "2026-10-10")],
        {"request": order("Fremanezumab 675 mg subcutaneously every 3 months · active")},
        NOT_MET,
        id="dose2 q3",
    ),
    pytest.param(
        DOSE2,
        [noted("x", "2026-10-10")],
        {"request": order("Fremanezumab 225 mg monthly or 675 mg quarterly · active")},
        INSUFFICIENT,
        id="dose2 both",
    ),
)


@pytest.mark.parametrize(("asked", "chart", "given", "verdict"), ASKED_FOR)
def test_the_order_and_composed_tests_are_answered_from_what_they_say(
    asked: dict[str, Any], chart: list[PassageView], given: dict[str, Any], verdict: str
) -> None:
    assert answer_to(asked, *chart, **given).verdict == verdict
