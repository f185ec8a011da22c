"""What is in use or was done, by lists, supplies and clinicians' words."""

from typing import Any

import pytest

from apps.drafting.domain.tasks import PassageView
from tests.drafting.charts import lines
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

UNMET = "NOT_MET INSUFFICIENT"  # either; never met
D = "2026-11-10"
PT = {
    "kind": "treatment",
    "any_of": ["physical therapy", "PT"],
    "sessions": 6,
    "min_duration": {"days": 42},
    "within": {"months": 6, "before": "as_of"},
}
CPAP = {"kind": "treatment", "any_of": ["CPAP", "positive airway pressure"], "within": {"months": 3, "before": "as_of"}}
OX = {"kind": "treatment", "any_of": ["home oxygen"], "within": {"months": 3, "before": "as_of"}}
STE = {"kind": "treatment", "any_of": ["epidural steroid injection"], "within": {"months": 12, "before": "as_of"}}
INS = {"kind": "treatment", "any_of": ["insulin"], "within": {"months": 3, "before": "as_of"}}
BIO = {
    "kind": "treatment",
    "any_of": ["adalimumab", "tocilizumab", "upadacitinib"],
    "within": {"days": 30, "before": "as_of"},
}
BAR = {"kind": "treatment", "any_of": ["gastric bypass", "sleeve gastrectomy"], "within": {"before": "as_of"}}
BR = {"kind": "treatment", "any_of": ["spinal brace", "bracing"], "within": {"months": 6, "before": "as_of"}}


def fills(*texts: str) -> PassageView:
    return lines("medication_list", "Pharmacy fills", *texts)


ASKED = (
    pytest.param(CPAP, [noted("Uses CPAP every night.", D)], MET, id="cpap uses"),
    pytest.param(CPAP, [noted("His wife's CPAP keeps him awake.", D)], INSUFFICIENT, id="cpap wife"),
    pytest.param(CPAP, [noted("Wife uses CPAP.", D)], INSUFFICIENT, id="cpap wife2"),
    pytest.param(CPAP, [noted("CPAP returned in 2020.", D)], UNMET, id="cpap returned"),
    pytest.param(CPAP, [noted("Order CPAP.", D)], INSUFFICIENT, id="cpap ordered"),
    pytest.param(CPAP, [noted("Refuses CPAP.", D)], NOT_MET, id="cpap refuses"),
    pytest.param(CPAP, [noted("Patient reports using CPAP.", D)], INSUFFICIENT, id="cpap told"),
    pytest.param(CPAP, [noted("Not using CPAP.", D)], NOT_MET, id="cpap no"),
    pytest.param(CPAP, [noted("Uses CPAP every night.", "2025-11-10")], INSUFFICIENT, id="cpap old"),
    pytest.param(CPAP, [noted("Discussed CPAP as an option.", D)], INSUFFICIENT, id="cpap instr"),
    pytest.param(OX, [noted("Wears home oxygen at 2 L.", D)], MET, id="ox wears"),
    pytest.param(OX, [noted("No home oxygen.", D)], NOT_MET, id="ox none"),
    pytest.param(STE, [procedures("Epidural steroid injection, lumbar · 3 May 2026")], MET, id="esi proc"),
    pytest.param(
        STE, [noted("Had epidural steroid injection 3 May 2026, two weeks of relief.", D)], MET, id="esi note"
    ),
    pytest.param(STE, [noted("Epidural steroid injection scheduled 3 December.", D)], INSUFFICIENT, id="esi sched"),
    pytest.param(STE, [noted("Declined epidural steroid injection.", D)], NOT_MET, id="esi declined"),
    pytest.param(STE, [procedures("Epidural steroid injection, lumbar · 3 May 2024")], NOT_MET, id="esi old"),
    pytest.param(
        INS,
        [
            running("Insulin glargine 100 units/mL pen, 10 units at bedtime · ordered 2 Sep 2026 · active"),
            fills("Insulin glargine 100 units/mL pen · dispensed 5 Oct 2026 · supply for 90 d"),
        ],
        MET,
        id="ins taken",
    ),
    pytest.param(
        INS,
        [
            running("Insulin glargine 100 units/mL pen, 10 units at bedtime · ordered 2 Sep 2026 · active"),
            fills("NOT dispensed: Insulin glargine 100 units/mL pen · cancelled 5 Oct 2026 · reason: not picked up"),
        ],
        NOT_MET,
        id="ins unfilled",
    ),
    pytest.param(
        INS,
        [running("Insulin glargine 100 units/mL pen, 10 units at bedtime · ordered 2 Sep 2026 · active")],
        INSUFFICIENT,
        id="ins rx only",
    ),
    pytest.param(INS, [noted("No insulin.", D)], NOT_MET, id="ins no"),
    pytest.param(BIO, [noted("No other biologic or JAK inhibitor.", D)], NOT_MET, id="bio no other"),
    pytest.param(
        BIO,
        [
            stopped("Adalimumab 40 mg pen, 40 mg every 2 weeks · started 3 Jan 2026 · stopped 3 Jun 2026"),
            noted("Adalimumab stopped in June; on no biologic now.", D),
        ],
        UNMET,
        id="bio stopped",
    ),
    pytest.param(
        BIO,
        [running("Upadacitinib 15 mg tablet, 15 mg daily · started 3 Jun 2026 · active"), noted("On upadacitinib.", D)],
        MET,
        id="bio on",
    ),
    pytest.param(BAR, [noted("No previous bariatric surgery.", D)], NOT_MET, id="bar no"),
    pytest.param(BAR, [noted("Sister had a gastric bypass.", D)], INSUFFICIENT, id="bar sister"),
    pytest.param(BAR, [noted("s/p gastric bypass 2012.", D)], MET, id="bar had"),
    pytest.param(BAR, [noted("Wants a gastric bypass.", D)], INSUFFICIENT, id="bar wants"),
    pytest.param(BR, [noted("Spinal brace worn daily for 3 months.", D)], MET, id="br worn"),
    pytest.param(
        PT,
        [noted("Completed 8 PT visits from 1 August to 1 October 2026.", D, author="Physical therapy")],
        "MET INSUFFICIENT",
        id="pt eight",
    ),
    pytest.param(PT, [noted("Referred to PT, never went.", D)], NOT_MET, id="pt no show"),
)


@pytest.mark.parametrize(("asked", "chart", "verdicts"), ASKED)
def test_what_is_used_is_told_from_what_is_ordered(
    asked: dict[str, Any], chart: list[PassageView], verdicts: str
) -> None:
    assert answer_to(asked, *chart).verdict in verdicts.split()
