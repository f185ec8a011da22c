"""Courses of a class of medicines, asked for by the name of the class."""

from typing import Any

import pytest

from apps.drafting.domain.tasks import PassageView
from tests.drafting.criteria.asking import INSUFFICIENT, MET, NOT_MET, answer_to, noted, running, stopped

UNMET = "NOT_MET INSUFFICIENT"  # either; never met
D = "2026-11-10"
GAB = {
    "kind": "trial",
    "any_of": ["gabapentinoid"],
    "min_duration": {"days": 28},
    "outcome": ["inadequate_response", "intolerance"],
}
SNRI = {"kind": "trial", "any_of": ["SNRI"], "min_duration": {"weeks": 6}, "outcome": "inadequate_response"}
TRIP = {"kind": "trial", "any_of": ["triptan"], "outcome": "contraindicated"}
STAT = {
    "kind": "trial",
    "any_of": ["atorvastatin", "rosuvastatin"],
    "min_duration": {"days": 28},
    "outcome": "intolerance",
}

ASKED = (
    pytest.param(
        GAB,
        [
            stopped(
                "Pregabalin 75 mg, 75 mg twice daily · ordered 1 Jun 2026 · stopped 1 Aug 2026 · reason: Ineffective"
            )
        ],
        MET,
        id="gab preg",
    ),
    pytest.param(
        GAB, [noted("Pregabalin for six weeks, stopped for leg swelling.", D)], "MET INSUFFICIENT", id="gab swelling"
    ),
    pytest.param(SNRI, [noted("Duloxetine 60 mg daily for 8 weeks without improvement.", D)], MET, id="snri dulo"),
    pytest.param(SNRI, [noted("Duloxetine 60 mg daily for 8 weeks helped a lot.", D)], UNMET, id="snri helped"),
    pytest.param(
        SNRI,
        [stopped("Duloxetine 60 mg, 60 mg daily · ordered 1 Jun 2026 · stopped 1 Sep 2026 · reason: Patient choice")],
        NOT_MET,
        id="snri stopped by self",
    ),
    pytest.param(TRIP, [noted("Triptans contraindicated because of coronary disease.", D)], MET, id="trip cad"),
    pytest.param(TRIP, [noted("Sumatriptan worked well.", D)], INSUFFICIENT, id="trip no"),
    pytest.param(
        STAT,
        [stopped("Atorvastatin 40 mg, 40 mg daily · ordered 1 Jun 2026 · stopped 1 Aug 2026 · reason: Myalgia")],
        MET,
        id="stat myalgia",
    ),
    pytest.param(
        STAT,
        [noted("Atorvastatin two months: muscle pain. Rosuvastatin not tried.", D)],
        "MET INSUFFICIENT",
        id="stat two",
    ),
    pytest.param(
        STAT,
        [running("Atorvastatin 40 mg, 40 mg daily · ordered 1 Jun 2025 · active"), noted("Tolerates atorvastatin.", D)],
        NOT_MET,
        id="stat ok",
    ),
)


@pytest.mark.parametrize(("asked", "chart", "verdicts"), ASKED)
def test_a_member_of_the_class_answers_for_it(asked: dict[str, Any], chart: list[PassageView], verdicts: str) -> None:
    assert answer_to(asked, *chart).verdict in verdicts.split()
