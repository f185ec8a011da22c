"""Composed tests: all, any, applies_if, and notes that a person must read."""

from typing import Any

import pytest

from apps.drafting.domain.tasks import PassageView
from tests.drafting.criteria.asking import INSUFFICIENT, MET, NOT_MET, answer_to, noted

D = "2026-11-10"
HTN = {"kind": "condition", "any_of": ["hypertension"], "status": "active"}
CKD = {"kind": "condition", "any_of": ["chronic kidney disease", "CKD"], "status": "active"}
ANY = {"any": [HTN, CKD]}
ALL = {"all": [HTN, CKD]}
NOTE = {**HTN, "note": "AND confirmed on two visits."}
IFN = {**HTN, "note": "IF only in the emergency room, not met."}
APP = {"applies_if": {"kind": "condition", "any_of": ["diabetes"], "status": "active"}, "all": [HTN]}

ASKED = (
    pytest.param(ANY, [noted("HTN.", D)], MET, id="any one"),
    pytest.param(ANY, [noted("No hypertension, no CKD.", D)], NOT_MET, id="any none"),
    pytest.param(ANY, [noted("No hypertension.", D)], INSUFFICIENT, id="any half"),
    pytest.param(ALL, [noted("HTN.", D)], INSUFFICIENT, id="all one"),
    pytest.param(ALL, [noted("HTN. No CKD.", D)], NOT_MET, id="all no"),
    pytest.param(NOTE, [noted("HTN.", D)], INSUFFICIENT, id="note and"),
    pytest.param(NOTE, [noted("No hypertension.", D)], NOT_MET, id="note and no"),
    pytest.param(IFN, [noted("HTN.", D)], INSUFFICIENT, id="note if"),
    pytest.param(APP, [noted("No diabetes. BP fine.", D)], MET, id="applies not"),
    pytest.param(APP, [noted("No hypertension.", D)], INSUFFICIENT, id="applies unk"),
    pytest.param(APP, [noted("Hypertension.", D)], MET, id="applies unk met"),
    pytest.param(APP, [noted("Type 2 diabetes. No hypertension.", D)], NOT_MET, id="applies yes no"),
)


@pytest.mark.parametrize(("asked", "chart", "verdicts"), ASKED)
def test_what_is_not_known_decides_nothing(asked: dict[str, Any], chart: list[PassageView], verdicts: str) -> None:
    assert answer_to(asked, *chart).verdict in verdicts.split()
