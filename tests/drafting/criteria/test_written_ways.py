"""How charts write what a policy asks of a result: units, shares, cells, rates, parts of it, spoiled results."""

from typing import Any

import pytest

from apps.drafting.domain.tasks import PassageView
from tests.drafting.criteria.asking import INSUFFICIENT, MET, NOT_MET, answer_to, noted, results, vitals

W12 = {"months": 12, "before": "as_of"}


def asked(*names: str, op: str = ">=", value: float = 0, unit: str = "", **more: Any) -> dict[str, Any]:
    compare = {"op": op, "value": value, "unit": unit}
    return {"kind": "observation", "any_of": list(names), "compare": compare, "within": W12, **more}


AHI = asked("apnea-hypopnea index", "AHI", value=15, unit="/h")
PLATELETS = asked("platelets", op="<", value=100, unit="10*9/L")
WALK = asked("timed walk distance", "six-minute walk distance", op="<", value=1000, unit="[ft_i]")
CHECKS = asked("glucose readings per day", "fingersticks per day", value=4, unit="/d")
DAYS = asked("headache days per month", value=15, unit="d/mo")
SLEPT = asked("total sleep time", "recording time", value=120, unit="min")
EF = asked("ejection fraction", "LVEF", op="<=", value=40, unit="%")
SAT = asked("oxygen saturation", "SpO2", op="<=", value=88, unit="%", setting=["rest", "room air"])
HBSAG = {"kind": "observation", "any_of": ["hepatitis B surface antigen"], "interpretation": "negative", "within": W12}
PO2 = asked("arterial oxygen tension", op="<=", value=55, unit="mm[Hg]", codes=["LOINC|2703-7"])
MOCA = asked("Montreal Cognitive Assessment", op="<", value=26, unit="{score}")

WAYS = {
    "events per hour": (AHI, [noted("AHI 22.4 events per hour, 4 % desaturation rule.", "2026-10-20")], MET),
    "events an hour below": (AHI, [noted("AHI 9.1 events/hour (3 % rule).", "2026-10-20")], NOT_MET),
    "a rule is no index": (AHI, [noted("AHI by the 4 % rule was not computed.", "2026-10-20")], INSUFFICIENT),
    "supine only": (AHI, [noted("Supine AHI 31 /h.", "2026-10-20")], INSUFFICIENT),
    "part in a label": (AHI, [results("Apnea-hypopnea index, supine: 31 /h · 20 Oct 2026")], INSUFFICIENT),
    "residual under pressure": (AHI, [noted("Residual AHI 18 on CPAP.", "2026-10-20")], INSUFFICIENT),
    "whole beside its part": (
        AHI,
        [results("Apnea-hypopnea index: 8 /h · 20 Oct 2026", "Apnea-hypopnea index, supine: 31 /h · 20 Oct 2026")],
        NOT_MET,
    ),
    "thousands": (PLATELETS, [results("Platelets: 84 K/uL · 20 Oct 2026")], MET),
    "thousands with a power": (PLATELETS, [results("Platelets: 84 x10E3/uL · 20 Oct 2026")], MET),
    "billions enough": (PLATELETS, [results("Platelets: 184 10^9/L · 20 Oct 2026")], NOT_MET),
    "feet": (WALK, [noted("Six-minute walk distance 820 ft.", "2026-10-20")], MET),
    "meters": (WALK, [results("Six-minute walk distance: 410 m · 20 Oct 2026")], NOT_MET),
    "hours and minutes": (SLEPT, [noted("Recording time 6 h 12 min.", "2026-10-20")], MET),
    "hours and minutes too short": (SLEPT, [noted("Total sleep time 1h 40m.", "2026-10-20")], NOT_MET),
    "hours": (SLEPT, [results("Total sleep time: 1.5 h · 20 Oct 2026")], NOT_MET),
    "a share": (EF, [noted("LVEF 0.35 on echo.", "2026-10-20")], MET),
    "a share high": (EF, [noted("EF 0.60.", "2026-10-20")], NOT_MET),
    "in a cell": (EF, [noted("LVEF\t\t\t60 %\nRV\tnormal", "2026-10-20", title="Echocardiogram report")], NOT_MET),
    "in a cell low": (EF, [noted("LVEF\t\t\t30 %\nRV\tnormal", "2026-10-20", title="Echocardiogram report")], MET),
    "word in a cell": (HBSAG, [noted("Hepatitis B surface antigen      NEGATIVE", "2026-10-20")], MET),
    "positive in a cell": (HBSAG, [noted("Hepatitis B surface antigen      REACTIVE", "2026-10-20")], NOT_MET),
    "no result in a cell": (
        HBSAG, [noted("Hepatitis B surface antigen      QNS - QUANTITY NOT SUFFICIENT", "2026-10-20")], INSUFFICIENT,
    ),
    "not ordered in a cell": (
        HBSAG, [noted("Hepatitis B surface antigen      not ordered; last 11/04/2024 negative", "2026-10-20")],
        INSUFFICIENT,
    ),
    "spoiled": (PLATELETS, [results("Platelets: 40 K/uL · 20 Oct 2026 · note: clotted specimen")], INSUFFICIENT),
    "spoiled, then repeated": (
        PLATELETS,
        [results("Platelets: 40 K/uL · 20 Oct 2026 · note: clotted specimen", "Platelets: 190 K/uL · 19 Oct 2026")],
        NOT_MET,
    ),
    "a download": (
        CHECKS, [noted("METER DOWNLOAD\nreadings            97        per day   3.2", "2026-11-02")], NOT_MET,
    ),
    "a download with enough": (CHECKS, [noted("Glucose readings 152, 5.1 per day.", "2026-11-02")], MET),
    "advice is no count": (CHECKS, [noted("Should do fingersticks at least 4 times a day.", "2026-11-02")],
    INSUFFICIENT),
    "told by the patient": (CHECKS, [noted("Patient says fingersticks 6 times a day.", "2026-11-02")], INSUFFICIENT),
    "somebody else's page": (
        CHECKS,
        [noted("METER DOWNLOAD  user [PERSON-9]\nreadings 166   per day 5.5", "2026-11-02", title="Meter download")],
        INSUFFICIENT,
    ),
    "days in a diary": (
        DAYS, [noted("Month\tHeadache days\tMigraine days\nOct 2026\t17\t9", "2026-11-02", title="Diary")], MET,
    ),
    "days of another column": (
        DAYS, [noted("Month\tHeadache days\tMigraine days\nOct 2026\t9\t17", "2026-11-02", title="Diary")], NOT_MET,
    ),
    "sat for short": (SAT, [noted("Sat 86 % at rest on room air.", "2026-11-02")], MET),
    "another saturation": (SAT, [noted("Transferrin saturation 12 % at rest on room air.", "2026-11-02")],
    INSUFFICIENT),
    "by its code": (PO2, [results("Oxygen partial pressure, arterial: 7.0 kPa · 2 Nov 2026")], MET),
    "by its code, high": (PO2, [results("Oxygen partial pressure, arterial: 62 mmHg · 2 Nov 2026")], NOT_MET),
    "a town in a name": (MOCA, [results("[PLACE-1] Cognitive Assessment: 17 · 2 Nov 2026")], MET),
    "a supplier's reading": (
        SAT,
        [vitals("Oxygen saturation at rest, room air: 84 % · 2 Nov 2026 · by [CLINICIAN-3], supplier's driver")],
        INSUFFICIENT,
    ),
    "a letterhead's reading": (
        SAT,
        [
            vitals("Oxygen saturation at rest, room air: 84 % · 2 Nov 2026 · by [CLINICIAN-3], [ORGANIZATION-7]"),
            noted("[ORGANIZATION-7]  courtesy oximetry", "2026-11-02", title="Supplier oximetry form", author=""),
        ],
        INSUFFICIENT,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("test", "chart", "verdict"), WAYS.values(), ids=WAYS)
def test_a_value_counts_as_it_is_written(test: dict[str, Any], chart: list[PassageView], verdict: str) -> None:
    assert answer_to(test, *chart).verdict == verdict
