"""What must not be there: silence is no denial."""

from typing import Any

import pytest

from apps.drafting.domain.tasks import PassageView
from tests.drafting.criteria.asking import INSUFFICIENT, MET, NOT_MET, answer_to, noted, problems, results

TUB = {"kind": "absence", "any_of": ["active tuberculosis", "tuberculosis"]}
MRI = {"kind": "absence", "any_of": ["MRI lumbar spine", "lumbar MRI"], "within": {"months": 12, "before": "as_of"}}
SUB = {"kind": "absence", "any_of": ["active substance use", "alcohol use disorder", "drug abuse"]}
SMOKE = {"kind": "absence", "any_of": ["tobacco use", "smoking"], "within": {"months": 6, "before": "as_of"}}
MOH = {
    "kind": "absence",
    "any_of": ["medication overuse headache", "medication overuse"],
    "within": {"months": 6, "before": "as_of"},
}

DENIALS = (
    pytest.param(
        TUB, [noted("No history of tuberculosis. No active tuberculosis.", "2026-10-19")], {}, MET, id="tb denied"
    ),
    pytest.param(TUB, [noted("Lungs clear.", "2026-10-19")], {}, INSUFFICIENT, id="tb silence"),
    pytest.param(TUB, [problems("Active tuberculosis · active · since Oct 2026")], {}, NOT_MET, id="tb present"),
    pytest.param(TUB, [noted("No family history of tuberculosis.", "2026-10-19")], {}, INSUFFICIENT, id="tb fam"),
    pytest.param(TUB, [noted("Uncle had tuberculosis.", "2026-10-19")], {}, INSUFFICIENT, id="tb uncle"),
    pytest.param(MRI, [noted("No prior lumbar MRI.", "2026-10-27")], {}, MET, id="mri none"),
    pytest.param(
        MRI,
        [results("MRI lumbar spine: L4-5 disc protrusion. · 3 Mar 2026 · final report", section="Imaging results")],
        {},
        NOT_MET,
        id="mri there",
    ),
    pytest.param(
        MRI,
        [results("MRI cervical spine: normal. · 3 Mar 2026 · final report", section="Imaging results")],
        {},
        INSUFFICIENT,
        id="mri neck",
    ),
    pytest.param(
        MRI,
        [results("MRI lumbar spine: L4-5 disc protrusion. · 3 Mar 2024 · final report", section="Imaging results")],
        {},
        INSUFFICIENT,
        id="mri old",
    ),
    pytest.param(MRI, [noted("Plan MRI lumbar spine.", "2026-10-27")], {}, INSUFFICIENT, id="mri planned"),
    pytest.param(
        SUB,
        [noted("Denies alcohol or drug abuse. No active substance use.", "2026-10-10", section="social_history")],
        {},
        MET,
        id="sub",
    ),
    pytest.param(
        SUB, [noted("Denies tobacco.", "2026-10-10", section="social_history")], {}, INSUFFICIENT, id="sub partly"
    ),
    pytest.param(SUB, [problems("Alcohol use disorder · active · since 2020")], {}, NOT_MET, id="sub present"),
    pytest.param(
        SUB,
        [
            problems("Alcohol use disorder · active · since 2020"),
            noted("Denies drug abuse, no active substance use.", "2026-10-10"),
        ],
        {},
        INSUFFICIENT,
        id="sub denied but disorder",
    ),
    pytest.param(
        SMOKE,
        [noted("Never smoker. No tobacco use.", "2026-10-10", section="social_history")],
        {},
        MET,
        id="smoke never",
    ),
    pytest.param(
        SMOKE,
        [noted("Denies tobacco use or smoking.", "2026-10-10", section="social_history")],
        {},
        MET,
        id="smoke denies",
    ),
    pytest.param(
        SMOKE,
        [noted("Tobacco use: 1 ppd, smoking since age 18.", "2026-10-10", section="social_history")],
        {},
        NOT_MET,
        id="smoke yes",
    ),
    pytest.param(
        SMOKE, [noted("Son smokes outdoors.", "2026-10-10", section="social_history")], {}, INSUFFICIENT, id="smoke son"
    ),
    pytest.param(MOH, [noted("No medication overuse headache.", "2026-10-10")], {}, MET, id="moh denied"),
    pytest.param(MOH, [noted("Medication overuse headache, probable.", "2026-10-10")], {}, INSUFFICIENT, id="moh"),
)


@pytest.mark.parametrize(("asked", "chart", "given", "verdict"), DENIALS)
def test_only_an_explicit_denial_is_an_absence(
    asked: dict[str, Any], chart: list[PassageView], given: dict[str, Any], verdict: str
) -> None:
    assert answer_to(asked, *chart, **given).verdict == verdict
