"""What may decide nothing: forms of sellers, carried words, first looks, counts without an end, what is doubted."""

from typing import Any

import pytest

from apps.drafting.domain.tasks import PassageView
from tests.drafting.charts import lines
from tests.drafting.criteria.asking import INSUFFICIENT, MET, NOT_MET, answer_to, noted, problems, procedures, stopped

D = "2026-11-10"
ZOL = {"kind": "trial", "any_of": ["zoledronic acid"], "outcome": "contraindicated"}
SAYS = {"kind": "statement", "any_of": ["remote monitoring accepted"]}
NO_MI = {"kind": "absence", "any_of": ["myocardial infarction"], "within": {"months": 3, "before": "as_of"}}
MI = {"kind": "condition", "any_of": ["myocardial infarction"], "status": "active"}
BROKEN = {"kind": "condition", "any_of": ["hip fracture", "vertebral fracture"], "status": "ever"}
SPINE = {"kind": "condition", "any_of": ["vertebral fracture"], "status": "ever"}
ADA = {"kind": "trial", "any_of": ["adalimumab"], "min_duration": {"days": 84}, "outcome": "inadequate_response"}
PT = {"kind": "treatment", "any_of": ["physical therapy"], "sessions": 8, "within": {"months": 6, "before": "as_of"}}
LBBB = {"kind": "condition", "any_of": ["left bundle branch block"], "status": "active"}
HIS = {"author": "", "kind": "other_note", "section": "other"}
COURSE = stopped(
    "Adalimumab 40 mg pen, 40 mg every 2 weeks · ordered 18 Nov 2025 · stopped 24 Feb 2026 · reason: Loss of response"
)
TWICE = [procedures(*(f"Physical therapy, low back · {day} Sep 2026" for day in ("1", "8")))]


def filled(*texts: str) -> PassageView:
    return lines("medication_list", "Pharmacy fills", *texts)


ASKED = (
    pytest.param(
        ZOL,
        [noted("[x] zoledronic acid: contraindicated", D, title="Manufacturer support form", **HIS)],
        INSUFFICIENT,
        id="a manufacturer's tick contraindicates nothing",
    ),
    pytest.param(
        ZOL,
        [noted("Zoledronic acid: contraindicated. Prepared by case manager, not reviewed by prescriber.", D, **HIS)],
        INSUFFICIENT,
        id="nor a case manager's words",
    ),
    pytest.param(ZOL, [noted("Zoledronic acid is contraindicated.", D)], MET, id="a clinician's words do"),
    pytest.param(
        SAYS,
        [noted("[x] remote monitoring accepted", D, title="Checklist", **HIS)],
        INSUFFICIENT,
        id="a box that nobody signed states nothing",
    ),
    pytest.param(SAYS, [noted("[x] Remote monitoring accepted", D)], MET, id="a clinician's tick states it"),
    pytest.param(
        MI,
        [noted("[HPI carried fwd] 67M with myocardial infarction.", D)],
        INSUFFICIENT,
        id="carried words without a day decide nothing",
    ),
    pytest.param(
        NO_MI,
        [noted("[HPI carried fwd] Myocardial infarction.\nTODAY: no myocardial infarction since.", D)],
        MET,
        id="what is written that day does",
    ),
    pytest.param(BROKEN, [noted("No vertebral fracture.", D)], INSUFFICIENT, id="another site is not denied"),
    pytest.param(SPINE, [noted("No vertebral fracture.", D)], NOT_MET, id="the site is denied"),
    pytest.param(
        SPINE, [noted("My read - no vertebral fracture (prelim).", D)], INSUFFICIENT, id="a first look denies nothing"
    ),
    pytest.param(
        SPINE,
        [noted("DISCREPANCY with preliminary reading (no vertebral fracture).", D)],
        INSUFFICIENT,
        id="a corrected reading denies nothing",
    ),
    pytest.param(ADA, [COURSE], MET, id="a listed course"),
    pytest.param(
        ADA,
        [COURSE, noted("Adalimumab: she says first dose 1/10. No dispensing record obtained.", D)],
        INSUFFICIENT,
        id="whose length rests on the prescription alone and is doubted",
    ),
    pytest.param(
        ADA,
        [COURSE, filled("Adalimumab 40 mg pen · dispensed 20 Nov 2025 · supply for 98 d"),
         noted("Adalimumab: she says first dose 1/10.", D)],
        MET,
        id="which the pharmacy carries",
    ),
    pytest.param(PT, TWICE, INSUFFICIENT, id="two sessions may not be all"),
    pytest.param(
        PT, [noted("PT discharge: attended 2 of 12 physical therapy visits.", D)], NOT_MET, id="two in all are too few"
    ),
    pytest.param(
        PT,
        [noted("Attended 2 of 12 physical therapy visits. Goes to a class too, no attendance list seen.", D)],
        INSUFFICIENT,
        id="beside what nobody counted",
    ),
    pytest.param(
        LBBB,
        [problems("Left bundle branch block · active"), noted("Left bundle branch block: disputed by cardiology.", D)],
        INSUFFICIENT,
        id="a listed illness in dispute",
    ),
    pytest.param(
        LBBB,
        [problems("Left bundle branch block · active"), noted("Left bundle branch block stable.", D)],
        MET,
        id="and not in dispute",
    ),
)  # fmt: skip


@pytest.mark.parametrize(("asked", "chart", "verdict"), ASKED)
def test_nothing_is_decided_by_what_may_be_wrong(asked: dict[str, Any], chart: list[PassageView], verdict: str) -> None:
    assert answer_to(asked, *chart).verdict == verdict
