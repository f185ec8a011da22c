"""Saturations and gases in their setting, by whom, how many, in one session."""

from datetime import date
from typing import Any

import pytest

from apps.drafting.domain.tasks import PassageView
from tests.drafting.criteria.asking import (
    INSUFFICIENT,
    MET,
    NOT_MET,
    answer_to,
    noted,
    results,
    said,
    saturations,
    visits,
)

REST = {
    "kind": "observation",
    "any_of": ["oxygen saturation", "SpO2"],
    "compare": {"op": "<=", "value": 88, "unit": "%"},
    "setting": ["rest", "room air"],
    "within": {"days": 30, "before": "as_of"},
}
REST3 = {
    "all": [
        {
            "kind": "observation",
            "any_of": ["oxygen saturation"],
            "compare": {"op": ">=", "value": 0, "unit": "%"},
            "setting": ["rest", "room air"],
            "within": {"days": 30, "before": "as_of"},
            "id": "rest",
        },
        {
            "kind": "observation",
            "any_of": ["oxygen saturation"],
            "compare": {"op": "<=", "value": 88, "unit": "%"},
            "setting": ["exertion", "room air"],
            "within": {"days": 30, "before": "as_of"},
            "same": {"session": "rest"},
        },
        {
            "kind": "observation",
            "any_of": ["oxygen saturation"],
            "compare": {"op": ">", "value": 88, "unit": "%"},
            "setting": ["exertion", "on oxygen"],
            "within": {"days": 30, "before": "as_of"},
            "same": {"session": "rest"},
        },
    ]
}
PO2 = {
    "kind": "observation",
    "any_of": ["PaO2", "arterial oxygen tension"],
    "compare": {"op": "<=", "value": 55, "unit": "mm[Hg]"},
    "setting": ["rest", "room air"],
    "within": {"days": 2, "before": "discharge"},
}
STABLE = {
    "kind": "observation",
    "any_of": ["oxygen saturation", "SpO2"],
    "interpretation": "documented",
    "setting": ["chronic stable state"],
    "within": {"days": 30, "before": "as_of"},
}
PERF = {
    "kind": "observation",
    "any_of": ["oxygen saturation", "SpO2"],
    "compare": {"op": "<=", "value": 88, "unit": "%"},
    "within": {"days": 30, "before": "as_of"},
    "performed_by": {"not": ["oxygen supplier"]},
}

SETTINGS = (
    pytest.param(
        REST,
        [
            results(
                "Oxygen saturation by pulse oximetry, rest, room air: 87 % · 19 Nov 2026",
                kind="vital_signs",
                section="Vital signs",
            )
        ],
        {},
        MET,
        id="rest ok",
    ),
    pytest.param(
        REST,
        [
            results(
                "Oxygen saturation by pulse oximetry, asleep, room air: 84 % · 19 Nov 2026",
                kind="vital_signs",
                section="Vital signs",
            )
        ],
        {},
        INSUFFICIENT,
        id="rest asleep",
    ),
    pytest.param(
        REST,
        [
            results(
                "Oxygen saturation by pulse oximetry, rest, on oxygen 2 L/min: 87 % · 19 Nov 2026",
                kind="vital_signs",
                section="Vital signs",
            )
        ],
        {},
        INSUFFICIENT,
        id="rest o2",
    ),
    pytest.param(REST, [noted("Sats 86%.", "2026-11-19")], {}, INSUFFICIENT, id="rest unknown"),
    pytest.param(REST, [noted("SpO2 86% RA.", "2026-11-19")], {}, INSUFFICIENT, id="rest ra no rest"),
    pytest.param(REST, [noted("At rest on room air SpO2 was 86%, 94% on 2 L.", "2026-11-19")], {}, MET, id="rest note"),
    pytest.param(
        REST,
        [noted("SpO2 93% at rest on room air, fell to 85% walking on room air.", "2026-11-19")],
        {},
        NOT_MET,
        id="rest note walk",
    ),
    pytest.param(
        REST,
        [noted("His home pulse oximeter reads 85% at rest on room air.", "2026-11-19")],
        {},
        INSUFFICIENT,
        id="rest home",
    ),
    pytest.param(
        REST3,
        [
            saturations(
                ("rest, room air", 92, "19 Nov 2026"),
                ("exertion, room air", 85, "19 Nov 2026"),
                ("exertion, on oxygen 2 L/min", 93, "19 Nov 2026"),
            )
        ],
        {},
        MET,
        id="3 sats one session",
    ),
    pytest.param(
        REST3,
        [
            saturations(
                ("rest, room air", 92, "12 Nov 2026"),
                ("exertion, room air", 85, "19 Nov 2026"),
                ("exertion, on oxygen 2 L/min", 93, "19 Nov 2026"),
            )
        ],
        {},
        INSUFFICIENT,
        id="3 sats two sessions",
    ),
    pytest.param(
        REST3,
        [
            saturations(
                ("rest, room air", 92, "19 Nov 2026"),
                ("exertion, room air", 85, "19 Nov 2026"),
                ("exertion, on oxygen 2 L/min", 86, "19 Nov 2026"),
            )
        ],
        {},
        NOT_MET,
        id="3 sats no improvement",
    ),
    pytest.param(
        PO2,
        [
            visits("Hospital admission (inpatient) · 8 Nov 2026 to 13 Nov 2026"),
            results("PaO2, rest, room air: 52 mm[Hg] · 12 Nov 2026"),
        ],
        {},
        MET,
        id="po2",
    ),
    pytest.param(
        PO2,
        [
            visits("Hospital admission (inpatient) · 8 Nov 2026 to 13 Nov 2026"),
            results("PaO2, rest, room air: 52 mm[Hg] · 8 Nov 2026"),
        ],
        {},
        INSUFFICIENT,
        id="po2 early",
    ),
    pytest.param(PO2, [results("PaO2, rest, room air: 52 mm[Hg] · 8 Nov 2026")], {}, INSUFFICIENT, id="po2 no stay"),
    pytest.param(
        STABLE, [saturations(("rest, room air, chronic stable state", 87, "19 Nov 2026"))], {}, MET, id="stable ok"
    ),
    pytest.param(
        STABLE,
        [saturations(("rest, room air, acute exacerbation", 87, "19 Nov 2026"))],
        {},
        INSUFFICIENT,
        id="stable acute",
    ),
    pytest.param(
        PERF,
        [
            visits("Office visit, pulmonology (ambulatory) · 19 Nov 2026 · with [PLACE-2], MD"),
            saturations(("rest, room air", 87, "19 Nov 2026")),
        ],
        {},
        MET,
        id="perf clinic",
    ),
    pytest.param(
        PERF,
        [
            said(
                "Home oxygen DME overnight report. SpO2 84% on room air. Downloaded by delivery tech.",
                date.fromisoformat("2026-11-17"),
                kind="other_note",
                title="Oximetry",
                author="",
                section="other",
            )
        ],
        {},
        NOT_MET,
        id="perf supplier",
    ),
    pytest.param(PERF, [saturations(("rest, room air", 87, "19 Nov 2026"))], {}, INSUFFICIENT, id="perf unknown"),
    pytest.param(REST, [noted("On 4 L NC at rest SpO2 87%.", "2026-11-19")], {}, INSUFFICIENT, id="sats 4 L note"),
    pytest.param(
        REST,
        [noted("Overnight oximetry on room air: nadir SpO2 80% asleep.", "2026-11-19")],
        {},
        INSUFFICIENT,
        id="sats sleep note",
    ),
)


@pytest.mark.parametrize(("asked", "chart", "given", "verdict"), SETTINGS)
def test_a_result_counts_only_in_its_setting(
    asked: dict[str, Any], chart: list[PassageView], given: dict[str, Any], verdict: str
) -> None:
    assert answer_to(asked, *chart, **given).verdict == verdict
