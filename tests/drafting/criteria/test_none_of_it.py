"""What must not be there: denied in the window, in these words or in more general ones."""

from typing import Any

import pytest

from apps.drafting.domain.tasks import PassageView
from tests.drafting.criteria.asking import (
    INSUFFICIENT,
    MET,
    NOT_MET,
    answer_to,
    noted,
    problems,
    procedures,
)

UNMET = "NOT_MET INSUFFICIENT"  # either; never met
D = "2026-11-10"
MOH = {"kind": "absence", "any_of": ["medication overuse"], "within": {"months": 6, "before": "as_of"}}
MRI = {"kind": "absence", "any_of": ["MRI lumbar spine", "lumbar MRI"], "within": {"months": 12, "before": "as_of"}}
INF = {"kind": "absence", "any_of": ["active infection", "serious infection"]}
NIC = {"kind": "absence", "any_of": ["tobacco", "nicotine", "smoking"], "within": {"months": 3, "before": "as_of"}}
SI = {"kind": "absence", "any_of": ["suicidal ideation"], "within": {"months": 3, "before": "as_of"}}


ASKED = (
    pytest.param(MOH, [noted("No medication overuse.", D)], MET, id="moh y"),
    pytest.param(MOH, [noted("No medication overuse.", "2025-11-10")], INSUFFICIENT, id="moh old"),
    pytest.param(MOH, [noted("Medication overuse with ibuprofen 20 days a month.", D)], NOT_MET, id="moh there"),
    pytest.param(MOH, [noted("Medication overuse?", D)], INSUFFICIENT, id="moh q"),
    pytest.param(MOH, [noted("No family history of medication overuse.", D)], INSUFFICIENT, id="moh fam"),
    pytest.param(MRI, [noted("Has had no lumbar MRI.", D)], MET, id="mri none"),
    pytest.param(MRI, [noted("No prior imaging of the spine.", D)], "MET INSUFFICIENT", id="mri none2"),
    pytest.param(MRI, [noted("No cervical MRI.", D)], INSUFFICIENT, id="mri other"),
    pytest.param(MRI, [procedures("MRI lumbar spine without contrast · 3 Apr 2026")], NOT_MET, id="mri done"),
    pytest.param(MRI, [procedures("MRI lumbar spine without contrast · 3 Apr 2024")], INSUFFICIENT, id="mri done old"),
    pytest.param(MRI, [noted("MRI lumbar spine ordered.", D)], INSUFFICIENT, id="mri ordered"),
    pytest.param(INF, [noted("No infection.", D)], MET, id="inf y"),
    pytest.param(INF, [noted("No wound infection.", D)], INSUFFICIENT, id="inf wound"),
    pytest.param(INF, [problems("Cellulitis · active · since 1 Nov 2026")], NOT_MET, id="inf cell"),
    pytest.param(NIC, [noted("Quit smoking on 1 October 2026, no nicotine since.", D)], NOT_MET, id="nic quit in"),
    pytest.param(NIC, [noted("No tobacco or nicotine since March 2026.", D)], MET, id="nic quit old"),
    pytest.param(NIC, [noted("Never smoker, never used nicotine.", D)], MET, id="nic never"),
    pytest.param(NIC, [noted("No tobacco at present.", D)], INSUFFICIENT, id="nic now"),
    pytest.param(NIC, [noted("No cigarettes; vapes daily.", D)], UNMET, id="nic vape"),
    pytest.param(NIC, [noted("Wife uses no tobacco.", D)], INSUFFICIENT, id="nic wife"),
    pytest.param(SI, [noted("Denies suicidal ideation.", D)], MET, id="si y"),
    pytest.param(SI, [noted("Reports passive suicidal ideation.", D)], UNMET, id="si n"),
)


@pytest.mark.parametrize(("asked", "chart", "verdicts"), ASKED)
def test_silence_and_another_thing_denied_are_no_absence(
    asked: dict[str, Any], chart: list[PassageView], verdicts: str
) -> None:
    assert answer_to(asked, *chart).verdict in verdicts.split()
