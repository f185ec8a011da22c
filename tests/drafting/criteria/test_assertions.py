"""How a record speaks of an illness without saying that the patient has it."""

from datetime import date
from typing import Any

import pytest

from apps.drafting.domain.tasks import PassageView
from tests.drafting.charts import lines
from tests.drafting.criteria.asking import INSUFFICIENT, MET, NOT_MET, answer_to, noted, problems, said

COPD = {"kind": "condition", "any_of": ["COPD", "chronic obstructive pulmonary disease"], "status": "active"}
EVER = {"kind": "condition", "any_of": ["stroke"], "status": "ever"}
WHO = {
    "kind": "condition",
    "any_of": ["obstructive sleep apnea"],
    "status": "active",
    "performed_by": ["sleep medicine"],
}

ASSERTIONS_MADE = (
    pytest.param(
        COPD, [problems("Family history of COPD · active · since 2015")], {}, INSUFFICIENT, id="copd famhx entry"
    ),
    pytest.param(COPD, [problems("Suspected COPD · active · since 2015")], {}, INSUFFICIENT, id="copd suspected entry"),
    pytest.param(COPD, [problems("Screening for COPD · active")], {}, INSUFFICIENT, id="copd screening entry"),
    pytest.param(COPD, [noted("[ ] COPD  [x] Asthma", "2026-10-10")], {}, INSUFFICIENT, id="copd box empty"),
    pytest.param(COPD, [noted("COPD: No", "2026-10-10")], {}, NOT_MET, id="copd colon no"),
    pytest.param(COPD, [noted("COPD: GOLD 3, on triple inhaler.", "2026-10-10")], {}, MET, id="copd colon yes"),
    pytest.param(
        COPD, [noted("COPD action plan handout given.", "2026-10-10")], {}, INSUFFICIENT, id="copd action plan"
    ),
    pytest.param(COPD, [noted("Seen in COPD clinic.", "2026-10-10")], {}, INSUFFICIENT, id="copd clinic"),
    pytest.param(COPD, [noted("Likely COPD, PFTs pending.", "2026-10-10")], {}, INSUFFICIENT, id="copd likely"),
    pytest.param(COPD, [noted("COPD vs asthma.", "2026-10-10")], {}, INSUFFICIENT, id="copd vs asthma"),
    pytest.param(COPD, [noted("Brother: COPD on home oxygen.", "2026-10-10")], {}, INSUFFICIENT, id="copd brother"),
    pytest.param(
        COPD, [noted("She was told by a neighbor that she has COPD.", "2026-10-10")], {}, INSUFFICIENT, id="copd told"
    ),
    pytest.param(
        COPD, [noted("I do not think she has COPD.", "2026-10-10")], {}, INSUFFICIENT, id="copd no longer carry"
    ),
    pytest.param(EVER, [noted("History of stroke in 2019.", "2026-10-10")], {}, MET, id="stroke hx"),
    pytest.param(EVER, [noted("Mother - stroke 88.", "2026-10-10")], {}, INSUFFICIENT, id="stroke fam"),
    pytest.param(
        EVER,
        [lines("problem_list", "Resolved or inactive problems", "History of stroke · inactive · since 2019")],
        {},
        MET,
        id="stroke hist entry",
    ),
    pytest.param(
        WHO,
        [said("Obstructive sleep apnea, severe.", date.fromisoformat("2026-10-10"), author="Sleep medicine")],
        {},
        MET,
        id="who ok",
    ),
    pytest.param(
        WHO,
        [said("Obstructive sleep apnea, severe.", date.fromisoformat("2026-10-10"), author="Internal medicine")],
        {},
        INSUFFICIENT,
        id="who not",
    ),
)


@pytest.mark.parametrize(("asked", "chart", "given", "verdict"), ASSERTIONS_MADE)
def test_naming_an_illness_is_not_saying_that_the_patient_has_it(
    asked: dict[str, Any], chart: list[PassageView], given: dict[str, Any], verdict: str
) -> None:
    assert answer_to(asked, *chart, **given).verdict == verdict
