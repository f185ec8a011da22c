"""Care that was given, and what was denied or tested instead."""

from typing import Any

import pytest

from apps.drafting.domain.tasks import PassageView
from tests.drafting.criteria.asking import INSUFFICIENT, MET, NOT_MET, answer_to, noted, procedures

CONS = {
    "kind": "treatment",
    "any_of": ["conservative therapy", "physical therapy", "home exercise"],
    "min_duration": {"weeks": 6},
    "within": {"months": 6, "before": "as_of"},
}
STEROID = {"kind": "treatment", "any_of": ["epidural steroid injection"], "within": {"months": 12, "before": "as_of"}}
NONSMOK = {
    "any": [
        {"kind": "absence", "any_of": ["tobacco use"]},
        {"kind": "observation", "any_of": ["cotinine"], "interpretation": "negative"},
    ]
}
NOTB = {"kind": "absence", "any_of": ["tuberculosis"]}

CARE = (
    pytest.param(
        CONS,
        [noted("He has completed 8 weeks of physical therapy and home exercise without relief.", "2026-10-10")],
        {},
        MET,
        id="cons",
    ),
    pytest.param(
        CONS,
        [noted("Needs 6 weeks of conservative therapy before MRI.", "2026-10-10")],
        {},
        INSUFFICIENT,
        id="cons plan",
    ),
    pytest.param(
        CONS,
        [noted("Insurance requires 6 weeks of physical therapy; discussed.", "2026-10-10")],
        {},
        INSUFFICIENT,
        id="cons policy",
    ),
    pytest.param(
        STEROID,
        [noted("ESI after MRI. Epidural steroid injection planned.", "2026-10-10")],
        {},
        INSUFFICIENT,
        id="esi planned",
    ),
    pytest.param(
        STEROID,
        [procedures("Epidural steroid injection, L5 · 3 Sep 2026 · by [CLINICIAN-1], MD")],
        {},
        MET,
        id="esi done",
    ),
    pytest.param(
        STEROID,
        [procedures("NOT done: Epidural steroid injection, L5 · 3 Sep 2026 · reason: Patient declined")],
        {},
        NOT_MET,
        id="esi not done proc",
    ),
    pytest.param(
        NONSMOK,
        [noted("Former smoker, quit 2011. No tobacco use.", "2026-10-10", section="social_history")],
        {},
        MET,
        id="nonsmok quit",
    ),
    pytest.param(
        NONSMOK,
        [noted("Current tobacco use, 1 ppd.", "2026-10-10", section="social_history")],
        {},
        INSUFFICIENT,
        id="nonsmok cur",
    ),
    pytest.param(NOTB, [procedures("Tuberculosis screening · 3 Mar 2026")], {}, INSUFFICIENT, id="tb screen proc"),
    pytest.param(NOTB, [noted("Negative for tuberculosis.", "2026-10-10")], {}, MET, id="tb neg screening"),
)


@pytest.mark.parametrize(("asked", "chart", "given", "verdict"), CARE)
def test_care_counts_as_it_was_given(
    asked: dict[str, Any], chart: list[PassageView], given: dict[str, Any], verdict: str
) -> None:
    assert answer_to(asked, *chart, **given).verdict == verdict
