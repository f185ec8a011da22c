"""What keeps anything from being MET: unsigned forms, doubt, disagreement, another side, another maker; beside what
is MET without them."""

from dataclasses import replace
from typing import Any

import pytest

from apps.drafting.domain.criteria import answers
from apps.drafting.domain.tasks import PassageView
from tests.drafting.criteria.asking import (
    INSUFFICIENT,
    MET,
    NOT_MET,
    answer_to,
    chart_of,
    noted,
    order,
    policy_of,
    problems,
    results,
    visits,
)

W12 = {"months": 12, "before": "as_of"}
IGRA = {
    "kind": "observation", "any_of": ["QuantiFERON", "interferon gamma release assay"], "interpretation": "negative",
    "within": W12,
}  # fmt: skip
AGREED = {"kind": "statement", "any_of": ["agrees to the treatment"]}
CAST = {"kind": "condition", "any_of": ["plantar fasciitis"], "status": "active"}
A1C = {
    "kind": "observation", "any_of": ["hemoglobin A1c"], "within": W12,
    "compare": {"op": ">=", "value": 8, "unit": "%"},
}  # fmt: skip
ABI = {
    "kind": "observation", "any_of": ["ankle-brachial index"],
    "compare": {"op": ">=", "value": 0.8, "unit": "{ratio}"}, "within": W12,
}  # fmt: skip
GIRTH = {
    "kind": "observation", "any_of": ["thigh girth"], "interpretation": "documented", "within": W12,
    "performed_by": {"not": ["supplier"]},
}  # fmt: skip
STOOL = {
    "kind": "observation", "any_of": ["calprotectin"], "compare": {"op": ">=", "value": 200, "unit": "ug/g"},
    "within": W12, "performed_by": {"not": ["patient", "home test"]},
}  # fmt: skip
VITAMIN = {
    "kind": "observation", "any_of": ["25-hydroxyvitamin D"], "compare": {"op": ">=", "value": 20, "unit": "ng/mL"},
    "within": W12,
}  # fmt: skip
VISIT = {
    "kind": "encounter", "any_of": ["family medicine"], "mode": "in_person", "within": W12, "about": "neuropathy",
}  # fmt: skip
SEEN = "Office visit, family medicine (ambulatory) · from 2 Oct 2026 · for {} · with [PLACE-2], MD (Family medicine)"
NEGATIVE = "QuantiFERON-TB Gold: Negative · 2 Oct 2026"


def form(text: str, title: str, author: str = "") -> PassageView:
    """Return a page of 12 Nov 2026 that no clinician wrote, unless one is named."""
    return replace(noted(text, "2026-11-12", title=title), author_role=author)


FORMS = {
    "a clinician's sentence": (AGREED, [noted("She agrees to the treatment.", "2026-11-12")], MET),
    "the same on a maker's form": (
        AGREED, [form("Agrees to the treatment.", "Manufacturer support form")], INSUFFICIENT),
    "the same on a seller's page": (AGREED, [form("She agrees to the treatment.", "Supplier letter")], INSUFFICIENT),
    "a tick that nobody signed": (AGREED, [form("[x] agrees to the treatment", "Checklist")], INSUFFICIENT),
    "a diagnosis ticked on an intake form": (
        CAST, [form("Dx plantar fasciitis  [x] failed all else", "Provider intake form")], INSUFFICIENT),
    "the same in the clinician's note": (CAST, [noted("Plantar fasciitis, both heels.", "2026-11-12")], MET),
    "a form beside the problem list": (
        CAST, [form("[x] plantar fasciitis", "Intake form"), problems("Plantar fasciitis · active")], MET),
    "a scheduler's checklist": (AGREED, [form("Agrees to the treatment ... yes", "Pre-cert checklist")], INSUFFICIENT),
    "a cover sheet": (AGREED, [form("She agrees to the treatment.", "Prior authorization cover sheet")], INSUFFICIENT),
    "a sheet filled in by staff": (
        AGREED, [form("Filled in by scheduler.\nAgrees to the treatment: yes", "Sheet")], INSUFFICIENT),
    "a letter out for signature": (
        AGREED, [form("She agrees to the treatment.\nSignature: ______", "Letter")], INSUFFICIENT),
    "a checklist that a clinician wrote": (
        AGREED, [form("She agrees to the treatment.", "Visit checklist", "Rheumatology")], MET),
    "a checklist that a clinician signed": (
        AGREED, [form("She agrees to the treatment.\n[CLINICIAN-3], MD", "Visit checklist")], MET),
    "a payer's own page": (CAST, [form("Plantar fasciitis is present.", "Health plan summary")], INSUFFICIENT),
}  # fmt: skip
DOUBTS = {
    "nothing against it": (IGRA, [results(NEGATIVE), noted("QuantiFERON reviewed.", "2026-10-09")], MET),
    "pending again": (IGRA, [results(NEGATIVE), noted("New QuantiFERON drawn, pending.", "2026-10-09")], INSUFFICIENT),
    "wrong patient": (
        IGRA, [results(NEGATIVE), noted("QuantiFERON filed to the wrong patient.", "2026-10-09")], INSUFFICIENT),
    "named by its day": (
        IGRA, [results(NEGATIVE), noted("Result of 2 Oct 2026 is void.", "2026-10-09")], INSUFFICIENT),
    "said in the next sentence": (
        IGRA, [results(NEGATIVE), noted("QuantiFERON seen. Wrong patient.", "2026-10-09")], INSUFFICIENT),
    "a doubt of another test": (IGRA, [results(NEGATIVE), noted("Urine culture pending.", "2026-10-09")], MET),
    "an older doubt": (IGRA, [results(NEGATIVE), noted("QuantiFERON void, redo.", "2026-09-01")], MET),
    "a repeat in a year": (IGRA, [results(NEGATIVE), noted("QuantiFERON: repeat in 12 months.", "2026-10-09")], MET),
}  # fmt: skip
AT_ODDS = {
    "indeterminate the same day": (
        IGRA, [results(NEGATIVE), noted("QuantiFERON indeterminate.", "2026-10-02")], INSUFFICIENT),
    "positive the same day": (
        IGRA, [results(NEGATIVE, "QuantiFERON-TB Gold: Positive · 2 Oct 2026")], INSUFFICIENT),
    "both sides of the limit at two hours": (
        A1C, [results("Hemoglobin A1c: 8.4 % · 2 Oct 2026 14:00", "Hemoglobin A1c: 7.6 % · 2 Oct 2026 08:00")],
        INSUFFICIENT),
    "both above at two hours": (
        A1C, [results("Hemoglobin A1c: 8.4 % · 2 Oct 2026 14:00", "Hemoglobin A1c: 8.6 % · 2 Oct 2026 08:00")], MET),
    "both below": (
        A1C, [results("Hemoglobin A1c: 7.4 % · 2 Oct 2026 14:00", "Hemoglobin A1c: 7.6 % · 2 Oct 2026 08:00")],
        NOT_MET),
    "older than the window": (A1C, [results("Hemoglobin A1c: 8.4 % · 2 Oct 2025")], INSUFFICIENT),
    "below in the window": (A1C, [results("Hemoglobin A1c: 7.4 % · 2 Oct 2026")], NOT_MET),
}  # fmt: skip
MAKERS = {
    "a therapist's": (
        GIRTH, [results("Thigh girth: 60 cm · 2 Oct 2026 · by [CLINICIAN-3], PT (Physical therapist)")], MET),
    "a name without a role": (
        GIRTH, [results("Thigh girth: 60 cm · 2 Oct 2026 · by [CLINICIAN-5], [ORGANIZATION-4]")], INSUFFICIENT),
    "a laboratory's": (STOOL, [results("Calprotectin: 410 mg/kg · 2 Oct 2026")], MET),
    "a kit at home": (STOOL, [results("Calprotectin, home kit: 410 ug/g · 2 Oct 2026")], NOT_MET),
    "moles that are too few": (VITAMIN, [results("25-hydroxyvitamin D: 48 nmol/L · 2 Oct 2026")], NOT_MET),
    "moles that are enough": (VITAMIN, [results("25-hydroxyvitamin D: 52 nmol/L · 2 Oct 2026")], MET),
    "moles of what is not known": (
        {**VITAMIN, "any_of": ["sulfatide"]}, [results("Sulfatide: 52 nmol/L · 2 Oct 2026")], INSUFFICIENT),
}  # fmt: skip
VISITED = {
    "for it": (VISIT, [visits(SEEN.format("Neuropathy"))], MET),
    "for other things": (VISIT, [visits(SEEN.format("Hypertension, hip pain"))], INSUFFICIENT),
    "for other things, and the note speaks of it": (
        VISIT, [visits(SEEN.format("Follow up")), noted("Neuropathy is worse, gabapentin up.", "2026-10-02")], MET),
    "the note left it for later": (
        VISIT, [visits(SEEN.format("Hypertension")),
                noted("Neuropathy: feet not examined or discussed today.", "2026-10-02")], NOT_MET),
    "another visit for it": (
        VISIT, [visits(SEEN.format("Hypertension")),
                noted("Asked about neuropathy, needs another visit for it.", "2026-10-02")], NOT_MET),
}  # fmt: skip
ALL = {**FORMS, **DOUBTS, **AT_ODDS, **MAKERS, **VISITED}


@pytest.mark.parametrize(("test", "chart", "verdict"), ALL.values(), ids=ALL)
def test_nothing_is_met_on_what_does_not_count(test: Any, chart: list[PassageView], verdict: str) -> None:
    assert answer_to(test, *chart).verdict == verdict


LEFT, RIGHT = (f"Ankle-brachial index, {side}: {{}} {{{{ratio}}}} · 2 Oct 2026" for side in ("left", "right"))
SIDES = {
    "of the side ordered": ([results(LEFT.format("0.9"))], "Brace, left · active", MET),
    "of the other side": ([results(RIGHT.format("1.1"))], "Brace, left · active", INSUFFICIENT),
    "both sides, the ordered one fails": (
        [results(LEFT.format("0.6"), RIGHT.format("1.1"))], "Brace, left · active", NOT_MET),
    "an order for both": ([results(RIGHT.format("1.1"))], "Braces, bilateral · active", MET),
}  # fmt: skip


@pytest.mark.parametrize(("chart", "ordered", "verdict"), SIDES.values(), ids=SIDES)
def test_a_result_of_the_other_side_does_not_count(chart: list[PassageView], ordered: str, verdict: str) -> None:
    assert answer_to(ABI, *chart, request=order(ordered)).verdict == verdict


PLACES = {
    "Order · active · place of service: Inpatient hospital": NOT_MET,
    "Order · active · place of service: Outpatient hospital": MET,
    "Order · active · place of service: Office": NOT_MET,
    "Order · active": INSUFFICIENT,
}


@pytest.mark.parametrize(("ordered", "verdict"), PLACES.items())
def test_an_inpatient_stay_is_no_outpatient_hospital(ordered: str, verdict: str) -> None:
    test = {"kind": "request", "attribute": "site_of_care", "compare": {"op": "in", "value": ["outpatient hospital"]}}
    assert answer_to(test, noted("Seen.", "2026-10-02"), request=order(ordered)).verdict == verdict


def test_a_doubt_is_shown_as_speaking_against() -> None:
    doubt = "New QuantiFERON drawn, pending."
    answer = answer_to(IGRA, results(NEGATIVE), noted(doubt, "2026-10-09"))
    assert [quote.plain for quote in answer.contradicting] == [doubt]
    assert answer.supporting
    assert answer.wanted


GIRTHS = {
    "one side alone": (["Thigh girth, left: 60 cm · 2 Oct 2026"], INSUFFICIENT),
    "the other on another day": (
        ["Thigh girth, left: 60 cm · 2 Oct 2026", "Thigh girth, right: 52 cm · 2 Sep 2026"], INSUFFICIENT),
    "both on one day": (["Thigh girth, left: 60 cm · 2 Oct 2026", "Thigh girth, right: 52 cm · 2 Oct 2026"], MET),
}  # fmt: skip


@pytest.mark.parametrize(("lines", "verdict"), GIRTHS.values(), ids=GIRTHS)
def test_the_record_of_both_sides_needs_each(lines: list[str], verdict: str) -> None:
    test = {key: value for key, value in GIRTH.items() if key != "performed_by"}
    policy = policy_of(test, text="Thigh girth of both legs is on record.")
    assert answers(policy, chart_of(results(*lines))).leaves[0].verdict == verdict
