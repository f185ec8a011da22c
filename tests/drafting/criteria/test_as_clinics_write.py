"""One fact in the words of several clinics: what they share is read, and what only resembles it is not."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from apps.drafting.domain.criteria.conversions import glycated, molar_mass
from apps.drafting.domain.criteria.maintenance import maintenance_part
from apps.drafting.domain.criteria.severity import grades_in
from apps.drafting.domain.tasks import PassageView
from tests.drafting.criteria.asking import (
    INSUFFICIENT,
    MET,
    NOT_MET,
    answer_to,
    noted,
    orders,
    problems,
    results,
    running,
    said,
    visits,
)  # fmt: skip

A1C = {"kind": "observation", "any_of": ["hemoglobin A1c", "A1c"], "compare": {"op": "<", "value": 8, "unit": "%"}}
FASTING = {
    "kind": "observation", "any_of": ["triglycerides"], "compare": {"op": ">=", "value": 200, "unit": "mg/dL"},
    "setting": "fasting",
}  # fmt: skip
GAS = {
    "kind": "observation", "any_of": ["PaCO2"], "codes": ["LOINC|2019-8"], "setting": "awake, rest, usual oxygen",
    "compare": {"op": ">=", "value": 52, "unit": "mm[Hg]"},
}  # fmt: skip
PLAQUES = {
    "kind": "condition",
    "any_of": ["plaque psoriasis"],
    "status": "active",
    "qualifiers": ["moderate", "severe"],
}
ULCER = {"kind": "condition", "any_of": ["foot ulcer"], "status": "active"}
SMOKING = {"kind": "absence", "any_of": ["smoking", "cigarettes"], "within": {"months": 3, "before": "as_of"}}
NERVES = {
    "kind": "absence", "any_of": ["multiple sclerosis", "optic neuritis"], "about": "member, parents, siblings, "
    "children",
}  # fmt: skip
SHOTS = {"kind": "treatment", "any_of": ["semaglutide"], "within": {"months": 3, "before": "as_of"}}
STAIRS = {"kind": "statement", "any_of": ["cannot climb stairs"]}
BILEVEL = {"kind": "statement", "any_of": ["bilevel without backup rate is not sufficient"]}
FILM = {"kind": "document", "any_of": ["standing knee radiograph"], "signed_by": ["radiologist"]}
SURGEON = {
    "kind": "encounter", "any_of": ["orthopaedic surgery"], "mode": "in_person",
    "performed_by": {"not": ["physician assistant"]},
}  # fmt: skip
SEMAGLUTIDE = "Semaglutide 0.5 mg weekly · ordered 6 Mar 2026 · active"
LISTED_ULCER = "Chronic ulcer of right foot · active · since 30 Aug 2026 · Right great toe"
PSORIASIS = "Plaque psoriasis · active · since 1 May 2014"
LISTED = "Office visit, orthopaedic surgery, physician assistant (ambulatory) · 25 Sep 2026 · with Kim, PA-C"


def _film(head: str) -> PassageView:
    text = f"{head}\nFindings: Medial compartment bone on bone.\nImpression: Severe osteoarthritis."
    return said(text, date(2026, 8, 20), section="findings", title="Radiology report", author="Diagnostic radiology")


WRITINGS = (
    pytest.param(A1C, [results("Hemoglobin A1c (IFCC): 67 mmol/mol · 20 Oct 2026")], NOT_MET, id="ifcc too high"),
    pytest.param(A1C, [results("Hemoglobin A1c (IFCC): 53 mmol/mol · 20 Oct 2026")], MET, id="ifcc low enough"),
    pytest.param(A1C, [results("Albumin to creatinine A: 53 mmol/mol · 20 Oct 2026")], INSUFFICIENT, id="other ratio"),
    pytest.param(FASTING, [results("Triglycerides, fasting: 2.41 mmol/L · 9 Jul 2026 · note: Fasting 12 h",
        "Triglycerides: 178 mg/dL · 22 Oct 2026 · note: Not fasting")], MET, id="fasting counts"),
    pytest.param(FASTING, [results("Triglycerides: 278 mg/dL · 22 Oct 2026 · note: Not fasting")], INSUFFICIENT,
        id="not fasting"),
    pytest.param(GAS, [results("Carbon dioxide, partial pressure, arterial: 7.2 kPa · 9 Oct 2026 · note: Awake, "
        "seated, rest, 2 L/min")], MET, id="gas in three states"),
    pytest.param(GAS, [results("Carbon dioxide, partial pressure, venous: 7.9 kPa · 9 Oct 2026 · note: Awake, "
        "rest, 2 L/min")], INSUFFICIENT, id="venous gas"),
    pytest.param(GAS, [results("Carbon dioxide, partial pressure, arterial: 7.2 kPa · 9 Oct 2026 · note: Awake, "
        "rest, room air")], INSUFFICIENT, id="gas on room air"),
    pytest.param(PLAQUES, [problems(PSORIASIS), noted("Plaque psoriasis, mod-severe.", "2026-10-27")], MET, id="short"),
    pytest.param(PLAQUES, [problems(PSORIASIS), noted("Plaque psoriasis, mild now.", "2026-10-27"),
        noted("Plaque psoriasis, severe.", "2026-01-08")], INSUFFICIENT, id="milder since"),
    pytest.param(PLAQUES, [problems(PSORIASIS), noted("Brother has plaque psoriasis, severe.", "2026-10-27")],
        INSUFFICIENT, id="severe in a brother"),
    pytest.param(ULCER, [problems(LISTED_ULCER)], MET, id="listed the other way round"),
    pytest.param(ULCER, [problems(LISTED_ULCER), noted("Diabetic ulcer R great toe - HEALED today.", "2026-10-28")],
        NOT_MET, id="healed since"),
    pytest.param(ULCER, [problems(LISTED_ULCER), noted("Ulcer R great toe not yet healed.", "2026-10-28")], MET,
        id="not yet healed"),
    pytest.param(ULCER, [problems(LISTED_ULCER), noted("Ulcer L heel healed.", "2026-10-28")], MET, id="other side"),
    pytest.param(SMOKING, [noted("Former smoker, quit 2019.", "2026-10-28")], MET, id="quit"),
    pytest.param(SMOKING, [noted("Former smoker, quit 2019. After some silence: smokes 3-4 cig/day on the porch since "
        "his sister died.", "2026-10-28")], NOT_MET, id="admitted later in the note"),
    pytest.param(SMOKING, [noted("Former smoker, quit 2019.", "2026-10-01"),
        noted("Spoke to wife: he is down to five cigarettes.", "2026-11-10")], NOT_MET, id="told by the wife"),
    pytest.param(NERVES, [noted("No MS or optic neuritis in herself, parents, sibs or kids.", "2026-01-08")], MET,
        id="every relative"),
    pytest.param(NERVES, [noted("No personal or family history of multiple sclerosis or optic "
        "neuritis.", "2026-01-08")],
        MET, id="personal or family"),
    pytest.param(NERVES, [noted("No MS or optic neuritis in herself.", "2026-01-08")], INSUFFICIENT, id="herself only"),
    pytest.param(NERVES, [noted("No family history of multiple sclerosis or optic neuritis.", "2026-01-08")],
        INSUFFICIENT, id="family only"),
    pytest.param(NERVES, [noted("No personal or family history of multiple sclerosis.", "2026-01-08")], INSUFFICIENT,
        id="one of two"),
    pytest.param(NERVES, [noted("Personal or family hx of MS, optic neuritis: No [x] (default)", "2026-01-08")],
        INSUFFICIENT, id="a form's default"),
    pytest.param(SHOTS, [running(SEMAGLUTIDE), noted("Semaglutide: last shot 29 May, none since.", "2026-10-22")],
        NOT_MET, id="last dose before the window"),
    pytest.param(SHOTS, [running(SEMAGLUTIDE), noted("Not on semaglutide now.", "2026-10-22")], INSUFFICIENT,
        id="not now is not three months"),
    pytest.param(SHOTS, [running(SEMAGLUTIDE), noted("Semaglutide: last shot 10 Oct, none since.", "2026-10-22")],
        INSUFFICIENT, id="last dose in the window"),
    pytest.param(STAIRS, [noted("Can't do stairs to the bedroom.", "2026-10-29")], MET, id="do stairs"),
    pytest.param(STAIRS, [noted("Can do stairs to the bedroom.", "2026-10-29")], INSUFFICIENT, id="can do stairs"),
    pytest.param(BILEVEL, [noted("Bilevel without backup rate or alarms won't do.", "2026-10-28")], MET, id="won't do"),
    pytest.param(BILEVEL, [noted("Bilevel without backup rate will do.", "2026-10-28")], INSUFFICIENT, id="will do"),
    pytest.param(FILM, [_film("XR KNEES BILATERAL, STANDING AP, PA FLEXION, LATERAL")], MET, id="department's words"),
    pytest.param(FILM, [_film("XR KNEES BILATERAL, SUPINE AP, LATERAL")], INSUFFICIENT, id="not standing"),
    pytest.param(FILM, [_film("MRI KNEE RIGHT, STANDING")], INSUFFICIENT, id="another study"),
    pytest.param(SURGEON, [visits(LISTED)], NOT_MET, id="the assistant"),
)  # fmt: skip


@pytest.mark.parametrize(("test", "chart", "verdict"), WRITINGS)
def test_what_clinics_write_is_read_and_what_resembles_it_is_not(
    test: dict[str, Any], chart: list[PassageView], verdict: str
) -> None:
    assert answer_to(test, *chart).verdict == verdict


def test_glycated_hemoglobin_converts_both_ways_and_nothing_else_does() -> None:
    assert glycated(Decimal(67), "mmol/mol", "%", "Hemoglobin A1c") == Decimal("8.3")
    assert glycated(Decimal("8.3"), "%", "mmol/mol", "HbA1c") == Decimal(67)
    assert glycated(Decimal(67), "mmol/mol", "%", "albumin creatinine ratio") is None
    assert molar_mass("sodium") is None


def test_the_part_of_an_order_after_its_loading_dose_is_found() -> None:
    assert "40 mg" in maintenance_part("80 mg once on day 1; then 40 mg every 2 weeks")
    assert maintenance_part("40 mg every 2 weeks") == ""


def test_short_forms_of_severity_are_severities_and_denied_ones_are_not() -> None:
    assert grades_in("mod-severe") == {"moderate", "severe"}
    assert grades_in("not severe") == frozenset()


def test_an_order_is_no_visit() -> None:
    assert answer_to(SURGEON, orders("Orthopaedic surgery referral · active")).verdict == INSUFFICIENT
