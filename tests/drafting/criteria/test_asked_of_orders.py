"""What an order itself says, and who made a document: attributes as orders carry them, suppliers' hands, signatures."""

from typing import Any

import pytest

from apps.drafting.domain.tasks import PassageView
from tests.drafting.criteria.asking import INSUFFICIENT, MET, NOT_MET, answer_to, noted, order, running, visits

NOTE = [noted("Seen.", "2026-11-02")]


def request(attribute: str, op: str, value: Any, unit: str = "") -> dict[str, Any]:
    return {"kind": "request", "attribute": attribute, "compare": {"op": op, "value": value, "unit": unit}}


ONE = request("quantity", "<=", 1, "{device}")
SITE = request("site_of_care", "in", ["free-standing imaging center", "imaging center", "office"])
PORTABLE = request("device", "in", ["E0431", "portable oxygen system"])
CODED = request("diagnosis", "in", ["E11.649", "E11.65"])
EVERY28 = request("interval", ">=", 28, "d")
UNDER_SKIN = request("route", "in", ["subcutaneous"])
TOGETHER = request("concurrent therapy", "in", ["tofacitinib", "adalimumab"])
NEURO = request("prescriber_specialty", "in", ["neurology"])
MRI = "MRI lumbar spine without contrast · active · ordered 6 Nov 2026 · code 72148"
BIO = "Etanercept 50 mg/mL pen, 50 mg under the skin once a week · ordered 6 Nov 2026 · active"

ORDERS = {
    "one device": (ONE, "Glucose monitor · active · quantity 1 {device}", NOTE, MET),
    "three": (ONE, "Glucose monitor · active · quantity 3 {device}", NOTE, NOT_MET),
    "each": (ONE, "Glucose monitor · active · quantity 1 EA", NOTE, MET),
    "no amount": (ONE, "Glucose monitor · active · ordered 6 Nov 2026", NOTE, INSUFFICIENT),
    "an amount of something else": (ONE, "Concentrator · active · quantity 2 L/min", NOTE, INSUFFICIENT),
    "at a hospital": (SITE, f"{MRI} · place of service: Hospital outpatient department", NOTE, NOT_MET),
    "at an imaging center": (SITE, f"{MRI} · place of service: Free-standing imaging center", NOTE, MET),
    "nowhere": (SITE, MRI, NOTE, INSUFFICIENT),
    "a slot is no request": (
        SITE, f"{MRI} · place of service: Hospital outpatient department",
        [noted("Lumbar MRI ordered; the imaging center has a slot as well.", "2026-11-06")], NOT_MET,
    ),
    "not the portable one": (PORTABLE, "Concentrator, nasal cannula · active · code E1390", NOTE, NOT_MET),
    "the portable one": (PORTABLE, "Portable gaseous oxygen · active · code E0431", NOTE, MET),
    "the portable one in a note": (
        PORTABLE, "Concentrator · active · code E1390",
        [noted("Order a portable oxygen system as well.", "2026-11-06")], INSUFFICIENT,
    ),
    "portable denied in the order": (
        PORTABLE, "Concentrator · active · code E1390 · note: no portable oxygen system requested", NOTE, NOT_MET,
    ),
    "coded": (CODED, "Glucose monitor · active · for Type 2 diabetes (E11.649)", NOTE, MET),
    "another code": (CODED, "Glucose monitor · active · for Prediabetes (R73.03)", NOTE, INSUFFICIENT),
    "monthly": (EVERY28, "Galcanezumab 120 mg pen, 120 mg once a month · active", NOTE, MET),
    "every two weeks": (EVERY28, "Galcanezumab 120 mg pen, 120 mg every 2 weeks · active", NOTE, NOT_MET),
    "route in its own part": (UNDER_SKIN, f"{BIO} · route subcutaneous", NOTE, MET),
    "another route": (UNDER_SKIN, "Infliximab 100 mg vial, 5 mg/kg intravenous every 8 weeks · active", NOTE, NOT_MET),
    "nothing together": (
        TOGETHER, BIO, [noted("Tofacitinib stopped for good; no other biologic.", "2026-11-06")], NOT_MET,
    ),
    "not said": (TOGETHER, BIO, NOTE, INSUFFICIENT),
    "still on the list": (
        TOGETHER, BIO,
        [running("Tofacitinib 5 mg oral tablet · ordered 2 Oct 2026 · active"), noted("No other biologic.",
        "2026-11-06")],
        INSUFFICIENT,
    ),
    "meant to go on": (
        TOGETHER, BIO, [noted("Etanercept is added to tofacitinib, continue both.", "2026-11-06")], MET,
    ),
    "said by the patient": (
        TOGETHER, BIO, [noted("Patient says there is no other biologic.", "2026-11-06")], INSUFFICIENT,
    ),
    "of a relative": (TOGETHER, BIO, [noted("Her mother takes adalimumab plus methotrexate.", "2026-11-06")],
    INSUFFICIENT),
}  # fmt: skip


@pytest.mark.parametrize(("test", "line", "chart", "verdict"), ORDERS.values(), ids=ORDERS)
def test_an_order_answers_for_itself(test: dict[str, Any], line: str, chart: list[PassageView], verdict: str) -> None:
    assert answer_to(test, *chart, request=order(line)).verdict == verdict


def test_the_prescriber_is_known_by_what_the_order_says_of_them() -> None:
    by = "Galcanezumab · active · ordered 6 Nov 2026 · ordered by [PLACE-1], MD ({})"
    asked = [
        answer_to(NEURO, *NOTE, request=ordered_by(by.format(role))).verdict
        for role in ("Neurology", "Registered nurse")
    ]
    assert asked == [MET, INSUFFICIENT]


def ordered_by(line: str) -> Any:
    made = order(line)
    return type(made)(made.ordered_on, made.lines, {}, line.rpartition("ordered by ")[2])


def document(*names: str, **more: Any) -> dict[str, Any]:
    return {"kind": "document", "any_of": list(names), "within": {"months": 12, "before": "as_of"}, **more}


FREE = document("seating evaluation", performed_by={"not": ["supplier", "financial relationship with the supplier"]})
SLEEP = document("sleep study report", signed_by=["sleep medicine"])
EVALUATED = document("psychological evaluation", performed_by=["psychologist", "psychiatrist"])


def page(text: str, title: str, day: str = "2026-10-14", author: str = "") -> PassageView:
    return noted(text, day, title=title, kind="other_note", section="other", author=author)


MADE = {
    "by a free therapist": (FREE, [page("Seating evaluation.\n[PERSON-1], PT, ATP", "Seating evaluation")], MET),
    "without any tie": (
        FREE, [page("Seating evaluation. I am not employed by the supplier.\n[PERSON-1], PT", "Seating evaluation")],
        MET,
    ),
    "employed by the seller": (
        FREE, [page("[ORGANIZATION-1]\nSeating evaluation.\n[PERSON-1], PT. I am employed by [ORGANIZATION-1].",
                    "Seating evaluation")], NOT_MET,
    ),
    "the seller's technician": (
        FREE, [page("Seating evaluation, measured by the supplier's technician.", "Seating evaluation")], NOT_MET,
    ),
    "with an interest": (
        FREE, [page("Seating evaluation. I have a financial relationship with the vendor.", "Seating evaluation")],
        NOT_MET,
    ),
    "another one beside it": (
        FREE,
        [page("Seating evaluation. I am employed by the supplier.", "Seating evaluation", "2026-10-14"),
         page("Seating evaluation.\n[PERSON-2], OTR/L", "Seating evaluation", "2026-10-20")],
        MET,
    ),
    "to be done": (FREE, [noted("Seating evaluation to be scheduled.", "2026-10-14")], INSUFFICIENT),
    "signed by the specialty": (
        SLEEP, [page("Sleep study report\nElectronically signed: [CLINICIAN-3], MD, sleep medicine",
        "Sleep study report")],
        MET,
    ),
    "scored by a technologist": (
        SLEEP, [page("Sleep study report\nSigned: [CLINICIAN-3], RPSGT, sleep medicine technologist",
        "Sleep study report")],
        INSUFFICIENT,
    ),
    "not final": (
        SLEEP, [page("PRELIMINARY REPORT Sleep study report\nSigned: [CLINICIAN-3], MD, sleep medicine",
                     "Sleep study report (preliminary)")], INSUFFICIENT,
    ),
    "too old": (
        SLEEP, [page("Sleep study report\nSigned: [CLINICIAN-3], MD, sleep medicine", "Sleep study report",
        "2025-02-01")],
        INSUFFICIENT,
    ),
    "a nurse's screen": (
        EVALUATED, [noted("Mood screen PHQ-9 4. Cleared from our side.", "2026-10-14", author="Registered nurse")],
        INSUFFICIENT,
    ),
    "by a psychologist": (
        EVALUATED, [page("Psychological evaluation\n[PERSON-4], licensed psychologist", "Psychology evaluation")], MET,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("test", "chart", "verdict"), MADE.values(), ids=MADE)
def test_a_document_counts_by_who_made_it(test: dict[str, Any], chart: list[PassageView], verdict: str) -> None:
    assert answer_to(test, *chart, request=order("Power wheelchair · active")).verdict == verdict


SEEN = {"kind": "encounter", "any_of": ["neurology", "primary care"], "mode": "in_person",
        "within": {"months": 6, "before": "order"}}  # fmt: skip
VISITS = {
    "by title": ("Office visit, neurology (ambulatory) · 2 Oct 2026", MET),
    "by whom it was with": ("Office visit (ambulatory) · 2 Oct 2026 · with [PLACE-1], MD (Neurology)", MET),
    "by another name": ("Office visit (ambulatory) · 2 Oct 2026 · with [PLACE-1], MD (Family medicine)", MET),
    "of its nurse": ("Nurse visit, neurology (ambulatory) · 2 Oct 2026 · with [CLINICIAN-1], RN (Registered nurse)",
                              INSUFFICIENT),
    "by video": ("Video visit, neurology (virtual) · 2 Oct 2026", NOT_MET),
    "not kept": ("Office visit, neurology (ambulatory) · 2 Oct 2026 · cancelled", INSUFFICIENT),
    "planned": ("Office visit, neurology (ambulatory) · 2 Dec 2026 · planned", INSUFFICIENT),
    "of long ago": ("Office visit, neurology (ambulatory) · 2 Oct 2025", NOT_MET),
    "of another specialty": ("Office visit, ophthalmology (ambulatory) · 2 Oct 2026", INSUFFICIENT),
}  # fmt: skip


@pytest.mark.parametrize(("line", "verdict"), VISITS.values(), ids=VISITS)
def test_a_visit_counts_by_kind_and_by_whom(line: str, verdict: str) -> None:
    assert answer_to(SEEN, visits(line), request=order(MRI)).verdict == verdict
