"""What is easily told of the wrong thing, each beside what is told of the right one."""

from typing import Any

import pytest

from apps.drafting.domain.tasks import PassageView
from tests.drafting.criteria.asking import (
    INSUFFICIENT,
    MET,
    NOT_MET,
    answer_to,
    noted,
    procedures,
    results,
    stopped,
    visits,
)


def trial(name: str, outcome: str) -> dict[str, Any]:
    return {"kind": "trial", "any_of": [name], "outcome": outcome}


def treatment(*names: str, **more: Any) -> dict[str, Any]:
    return {"kind": "treatment", "any_of": list(names), **more}


def fev1(value: float, unit: str) -> dict[str, Any]:
    return {"kind": "observation", "any_of": ["FEV1"], "compare": {"op": "<", "value": value, "unit": unit}}


LEF = "Leflunomide 20 mg tablet · started 3 Jun 2024 · stopped 11 Mar 2025"
SSZ = "Sulfasalazine 500 mg tablet · started 11 Mar 2025 · stopped 9 Apr 2025"
LISTED = noted("Prior: MTX, LEF (inadequate, CDAI 34 -> 29), SSZ (rash), HCQ (inadequate).", "2026-11-06")
OTHERS = noted("Prior: ABX (no response), SSZ (rash), CDF (no response).", "2026-11-06")
BOTH = noted("Methotrexate and leflunomide both failed.", "2026-11-06")
ONE_OF_TWO = noted("Methotrexate (rash) and leflunomide (no response).", "2026-11-06")
LEF_ENDED, LEF_OPEN = stopped(f"{LEF} · reason: No adequate response"), stopped(LEF)
LEF_TWICE = stopped(f"{LEF} · reason: No adequate response", LEF)
RASH_TOLD = noted("Leflunomide stopped for rash, no adequate response.", "2026-10-02")
FAILED, ILL = "inadequate_response", "intolerance"
OUTCOMES = {
    "its own remark": (trial("leflunomide", FAILED), (LISTED, LEF_ENDED), MET),
    "the next one's remark": (trial("leflunomide", ILL), (LISTED, LEF_ENDED), NOT_MET),
    "the next one's remark, no reason listed": (trial("leflunomide", ILL), (LISTED, LEF_OPEN), INSUFFICIENT),
    "own remark after others": (trial("sulfasalazine", ILL), (LISTED, stopped(SSZ)), MET),
    "a remark before it": (trial("sulfasalazine", FAILED), (LISTED, stopped(SSZ)), INSUFFICIENT),
    "unknown short forms": (trial("sulfasalazine", FAILED), (OTHERS, stopped(SSZ)), INSUFFICIENT),
    "said of both": (trial("methotrexate", FAILED), (BOTH,), MET),
    "said of each": (trial("methotrexate", FAILED), (ONE_OF_TWO,), NOT_MET),
    "the list says otherwise": (trial("leflunomide", ILL), (RASH_TOLD, LEF_ENDED), INSUFFICIENT),
    "the list says it twice": (trial("leflunomide", ILL), (LEF_TWICE,), NOT_MET),
}  # fmt: skip

CODE = {"kind": "statement", "any_of": ["full code"]}
POLST = noted("POLST completed and signed today: DNR/DNI.", "2026-03-17")
FULL, LATER_FULL = noted("He is full code.", "2026-01-10"), noted("He is full code.", "2026-11-08")
WRONG = noted("Told night team, chart says full code. -> day team please fix.", "2026-11-11")
STATES = {
    "stated": (CODE, (FULL,), MET),
    "quoted as wrong": (CODE, (WRONG,), INSUFFICIENT),
    "quoted as right": (CODE, (noted("Chart says full code, confirmed with him today.", "2026-11-11"),), MET),
    "listed in error": (CODE, (noted("Listed as full code in error.", "2026-11-11"),), INSUFFICIENT),
    "the other since": (CODE, (FULL, POLST), NOT_MET),
    "a signed form before": (CODE, (LATER_FULL, POLST), INSUFFICIENT),
    "the other alone": (CODE, (POLST,), NOT_MET),
    "the other was before": (CODE, (LATER_FULL, noted("Code status DNR.", "2025-02-11")), MET),
    "the other of a relative": (CODE, (FULL, noted("Her mother was DNR.", "2026-03-17")), MET),
}  # fmt: skip

M3 = {"months": 3, "before": "as_of"}
OXYGEN = treatment("home oxygen", "oxygen", within=M3)
HAD = noted("No home oxygen at present (had it Feb to Apr 2025).", "2026-11-12")
TITLES = {
    "a test of it": (OXYGEN, (procedures("Walking oximetry / oxygen titration walk · 12 Nov 2026"),), INSUFFICIENT),
    "teaching of it": (OXYGEN, (procedures("Oxygen education · 12 Nov 2026"),), INSUFFICIENT),
    "itself": (OXYGEN, (procedures("Oxygen by nasal cannula · 12 Nov 2026"),), MET),
    "named in full": (treatment("oxygen titration walk", within=M3),
                      (procedures("Oxygen titration walk · 12 Nov 2026"),), MET),
    "ended": (OXYGEN, (HAD,), NOT_MET),
    "not now is not never": (treatment("home oxygen"), (HAD,), INSUFFICIENT),
}  # fmt: skip

PULMONARY = {"kind": "encounter", "any_of": ["pulmonology"], "mode": "in_person",
             "within": {"days": 30, "before": "as_of"}}  # fmt: skip
OLD = "Office visit, pulmonology (ambulatory) · 15 Apr 2025 · with [CLINICIAN-1], MD (Pulmonary disease)"
NEW = "Office visit, pulmonology (ambulatory) · 19 Nov 2026"
TWO = "with [CLINICIAN-1], MD (Pulmonary disease), [CLINICIAN-2], RN (Registered nurse)"
VISITS = {
    "physician and nurse": (PULMONARY, (visits(f"{NEW} · {TWO}", OLD),), MET),
    "nurse alone": (PULMONARY, (visits(f"{NEW} · with [CLINICIAN-2], RN (Registered nurse)", OLD),), NOT_MET),
    "nothing since": (PULMONARY, (visits(OLD),), NOT_MET),
    "seen, as told elsewhere": (PULMONARY, (visits(OLD), noted("Seen by pulmonology 10 Nov 2026.", "2026-11-12")),
                                INSUFFICIENT),
    "to be seen": (PULMONARY, (visits(OLD), noted("Will be seen by pulmonology.", "2026-11-12")), NOT_MET),
    "their own note": (PULMONARY, (visits(OLD), noted("Lungs clear.", "2026-11-12", author="Pulmonary disease")),
                       INSUFFICIENT),
}  # fmt: skip

ODI = {"kind": "observation", "any_of": ["ODI"], "compare": {"op": ">=", "value": 50, "unit": "%"}, "within": M3}
VOLUME, SHARE = "FEV1: 1.01 L · 11 Jun 2024", "FEV1, percent predicted: 40 % · 11 Jun 2024"
OLD_ODI = results("ODI: 46 % · 1 Sep 2026")
VALUES = {
    "a share beside litres": (fev1(50, "%"), (results(VOLUME, SHARE),), MET),
    "litres beside a share": (fev1(1.5, "L"), (results(VOLUME, SHARE),), MET),
    "litres alone": (fev1(50, "%"), (results(VOLUME),), INSUFFICIENT),
    "a share that fails": (fev1(30, "%"), (results(VOLUME, SHARE),), NOT_MET),
    "newer in a note": (ODI, (OLD_ODI, noted("ODI at v4 52% (46% at eval).", "2026-10-08")), MET),
    "older in a note": (ODI, (OLD_ODI, noted("ODI at v1 52%.", "2026-08-25")), NOT_MET),
    "the visit is no value": (ODI, (noted("ODI at visit 52.", "2026-10-08"),), INSUFFICIENT),
}  # fmt: skip

TRACE = "Seen in clinic today, saturation 86 % on room air. Supplier's overnight trace not used, not interpreted."
SATURATION = {"kind": "observation", "any_of": ["saturation"], "compare": {"op": "<=", "value": 88, "unit": "%"}}
PAGES = {
    "a note that speaks of another page": (SATURATION, (noted("x " * 120 + "\n" + TRACE, "2026-11-19"),), MET),
    "a page that is not signed": (SATURATION, (noted("Saturation 86 %.\nUnsigned.", "2026-11-19"),), INSUFFICIENT),
    "a long page that is not signed": (
        SATURATION, (noted("x " * 120 + "\nSaturation 86 %.\nThis note is not yet signed.", "2026-11-19"),),
        INSUFFICIENT,
    ),
}  # fmt: skip

ALL = {f"{kind}: {name}": row for kind, rows in (
    ("outcome", OUTCOMES), ("state", STATES), ("title", TITLES), ("visit", VISITS), ("value", VALUES), ("page", PAGES),
) for name, row in rows.items()}  # fmt: skip


@pytest.mark.parametrize("name", ALL)
def test_what_is_said_of_one_thing_answers_for_no_other(name: str) -> None:
    test, chart, verdict = ALL[name]
    passages: tuple[PassageView, ...] = chart
    assert answer_to(test, *passages).verdict == verdict


def test_the_contradicting_form_is_shown_beside_the_statement() -> None:
    answer = answer_to(CODE, LATER_FULL, POLST)
    assert [quote.plain for quote in answer.contradicting] == ["POLST completed and signed today: DNR/DNI."]


def test_a_reason_names_what_matched() -> None:
    answer = answer_to(OXYGEN, procedures("Oxygen by nasal cannula · 12 Nov 2026"))
    assert answer.reason.startswith("oxygen was done")
