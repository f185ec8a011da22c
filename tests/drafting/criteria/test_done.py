"""What was done: not what was ordered, planned, missed or told."""

from typing import Any

import pytest

from apps.drafting.domain.tasks import PassageView
from tests.drafting.criteria.asking import (
    INSUFFICIENT,
    MET,
    NOT_MET,
    answer_to,
    noted,
    procedures,
    running,
    stopped,
)

W12 = {"months": 12, "before": "as_of"}
WLP = {
    "kind": "treatment",
    "any_of": ["medically supervised weight loss program", "supervised diet", "weight management program"],
    "min_duration": {"months": 6},
    "within": {"years": 2, "before": "as_of"},
}
CPAP = {"kind": "treatment", "any_of": ["CPAP"], "min_duration": {"days": 90}, "within": W12}
DIET = {
    "kind": "treatment",
    "any_of": ["nutrition counseling"],
    "performed_by": ["registered dietitian"],
    "within": W12,
}
BOTOX = {"kind": "treatment", "any_of": ["onabotulinumtoxinA", "botulinum toxin"], "sessions": 2, "about": "migraine"}
INS = {
    "kind": "treatment",
    "any_of": ["insulin", "insulin glargine", "insulin lispro", "insulin pump"],
    "within": {"months": 6, "before": "as_of"},
}
CONCUR = {
    "kind": "treatment",
    "any_of": ["erenumab", "galcanezumab", "atogepant"],
    "within": {"months": 3, "before": "as_of"},
}

DONE = (
    pytest.param(
        WLP,
        [
            noted(
                "Completed 7 months of a medically supervised weight loss program with our dietitian, lost 4 kg.",
                "2026-08-10",
            )
        ],
        {},
        MET,
        id="wlp",
    ),
    pytest.param(
        WLP,
        [noted("Completed 3 months of a medically supervised weight loss program.", "2026-08-10")],
        {},
        NOT_MET,
        id="wlp short",
    ),
    pytest.param(
        WLP,
        [noted("Patient reports 8 months of Weight Watchers on her own.", "2026-08-10")],
        {},
        INSUFFICIENT,
        id="wlp told",
    ),
    pytest.param(
        WLP,
        [noted("Will start a medically supervised weight loss program for 6 months.", "2026-08-10")],
        {},
        INSUFFICIENT,
        id="wlp plan",
    ),
    pytest.param(
        WLP,
        [noted("Enrolled in weight management program, 6 months planned.", "2026-08-10")],
        {},
        INSUFFICIENT,
        id="wlp enrolled",
    ),
    pytest.param(
        CPAP, [noted("Using CPAP nightly for 6 months with good adherence.", "2026-10-10")], {}, MET, id="cpap"
    ),
    pytest.param(CPAP, [noted("CPAP ordered for 90 days trial.", "2026-10-10")], {}, INSUFFICIENT, id="cpap plan"),
    pytest.param(CPAP, [noted("Declined CPAP.", "2026-10-10")], {}, NOT_MET, id="cpap refuses"),
    pytest.param(
        DIET, [procedures("Nutrition counseling · 6 Aug 2026 · by [CLINICIAN-4], RD")], {}, MET, id="diet by rd"
    ),
    pytest.param(
        DIET,
        [procedures("Nutrition counseling · 6 Aug 2026 · by [CLINICIAN-4], MD")],
        {},
        INSUFFICIENT,
        id="diet by md",
    ),
    pytest.param(
        BOTOX,
        [
            procedures(
                "OnabotulinumtoxinA injection for migraine · 3 Mar 2026 · by [CLINICIAN-1], MD",
                "OnabotulinumtoxinA injection for migraine · 3 Jun 2026 · by [CLINICIAN-1], MD",
            )
        ],
        {},
        MET,
        id="botox",
    ),
    pytest.param(
        BOTOX,
        [procedures("OnabotulinumtoxinA injection for migraine · 3 Mar 2026 · by [CLINICIAN-1], MD")],
        {},
        INSUFFICIENT,
        id="botox one",
    ),
    pytest.param(
        BOTOX,
        [
            procedures(
                "OnabotulinumtoxinA injection for glabellar lines · 3 Mar 2026",
                "OnabotulinumtoxinA injection for glabellar lines · 3 Jun 2026",
            )
        ],
        {},
        INSUFFICIENT,
        id="botox cosmetic",
    ),
    pytest.param(
        INS,
        [
            running("Insulin glargine 100 units/mL pen, 20 units at bedtime · ordered 13 Aug 2026 · active"),
            noted("On glargine 20 units nightly.", "2026-10-10"),
        ],
        {},
        MET,
        id="ins",
    ),
    pytest.param(
        INS,
        [running("Insulin glargine 100 units/mL pen, 20 units at bedtime · ordered 13 Nov 2026 · active")],
        {},
        INSUFFICIENT,
        id="ins ordered only",
    ),
    pytest.param(INS, [noted("Brother uses an insulin pump.", "2026-10-10")], {}, INSUFFICIENT, id="ins brother pump"),
    pytest.param(INS, [noted("Wants an insulin pump.", "2026-10-10")], {}, INSUFFICIENT, id="ins wants pump"),
    pytest.param(
        INS,
        [stopped("Insulin glargine 100 units/mL pen, 20 units at bedtime · started 13 Aug 2024 · stopped 3 Jan 2026")],
        {},
        INSUFFICIENT,
        id="ins stopped",
    ),
    pytest.param(
        CONCUR,
        [noted("No other CGRP agent. Not on erenumab, galcanezumab or atogepant.", "2026-10-10")],
        {},
        NOT_MET,
        id="concur none",
    ),
    pytest.param(CONCUR, [noted("Not on erenumab.", "2026-10-10")], {}, INSUFFICIENT, id="concur one denied"),
    pytest.param(
        CONCUR,
        [
            running("Erenumab 140 mg injection, 140 mg monthly · started 3 Mar 2026 · active"),
            noted("On erenumab 140 mg monthly.", "2026-10-10"),
        ],
        {},
        MET,
        id="concur yes",
    ),
)


@pytest.mark.parametrize(("asked", "chart", "given", "verdict"), DONE)
def test_what_was_ordered_or_told_is_not_done(
    asked: dict[str, Any], chart: list[PassageView], given: dict[str, Any], verdict: str
) -> None:
    assert answer_to(asked, *chart, **given).verdict == verdict
