"""Statements in other words, denied, supposed or told."""

from typing import Any

import pytest

from apps.drafting.domain.tasks import PassageView
from tests.drafting.criteria.asking import INSUFFICIENT, MET, NOT_MET, answer_to, noted, results

W12 = {"months": 12, "before": "as_of"}
MTXS = {"kind": "statement", "any_of": ["methotrexate is contraindicated", "must not take methotrexate"]}
LOWBACK = {"kind": "statement", "any_of": ["symptoms have not improved", "no improvement after conservative care"]}
FOOT = {"kind": "statement", "any_of": ["new foot drop", "progressive motor weakness"]}
REPORT = {"kind": "document", "any_of": ["polysomnography", "sleep study"], "within": W12}
ABOUT = {"kind": "statement", "any_of": ["symptoms have not improved"], "about": "physical therapy"}

PHRASINGS = (
    pytest.param(
        MTXS, [noted("She must not take methotrexate because of cirrhosis.", "2026-10-10")], {}, MET, id="mtxs"
    ),
    pytest.param(MTXS, [noted("Sister must not take methotrexate.", "2026-10-10")], {}, INSUFFICIENT, id="mtxs sister"),
    pytest.param(
        LOWBACK, [noted("Symptoms have not improved after 8 weeks of PT.", "2026-10-10")], {}, MET, id="lowback"
    ),
    pytest.param(LOWBACK, [noted("Symptoms have improved.", "2026-10-10")], {}, INSUFFICIENT, id="lowback imp"),
    pytest.param(
        LOWBACK,
        [noted("Return if symptoms have not improved in 2 weeks.", "2026-10-10")],
        {},
        INSUFFICIENT,
        id="lowback if",
    ),
    pytest.param(FOOT, [noted("Exam: new foot drop on the left.", "2026-10-10")], {}, MET, id="foot"),
    pytest.param(
        FOOT, [noted("No new foot drop, no progressive motor weakness.", "2026-10-10")], {}, NOT_MET, id="foot no"
    ),
    pytest.param(FOOT, [noted("Watch for new foot drop.", "2026-10-10")], {}, INSUFFICIENT, id="foot watch"),
    pytest.param(
        FOOT, [noted("Call for new foot drop or incontinence.", "2026-10-10")], {}, INSUFFICIENT, id="foot call"
    ),
    pytest.param(FOOT, [noted("He thinks he has a new foot drop.", "2026-10-10")], {}, INSUFFICIENT, id="foot told"),
    pytest.param(
        REPORT,
        [results("Polysomnography: AHI 31/h, severe. · 3 Mar 2026 · final report · [CLINICIAN-2], MD")],
        {},
        MET,
        id="dr report",
    ),
    pytest.param(
        REPORT,
        [results("Polysomnography: AHI 31/h, severe. · 3 Mar 2026 · preliminary")],
        {},
        INSUFFICIENT,
        id="dr prelim",
    ),
    pytest.param(
        ABOUT, [noted("Symptoms have not improved after physical therapy.", "2026-10-10")], {}, MET, id="about ok"
    ),
    pytest.param(
        ABOUT, [noted("Symptoms have not improved after antibiotics.", "2026-10-10")], {}, INSUFFICIENT, id="about no"
    ),
)


@pytest.mark.parametrize(("asked", "chart", "given", "verdict"), PHRASINGS)
def test_a_phrasing_counts_only_when_a_clinician_says_it_outright(
    asked: dict[str, Any], chart: list[PassageView], given: dict[str, Any], verdict: str
) -> None:
    assert answer_to(asked, *chart, **given).verdict == verdict
