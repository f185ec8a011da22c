"""Orders, fills, visits and what was not done, as a medical director reads them."""

from datetime import date

import pytest

from apps.drafting.domain.composing import inside, sentence_case
from apps.drafting.domain.facts.quotes import structured_lines
from apps.drafting.domain.letter.events import event_phrase, order_again, order_phrase, visit_phrase
from tests.drafting.charts import lines


def said(phrase, line):
    (quote,) = structured_lines(lines("orders", "Orders", line, day=date(2026, 11, 12)))
    return phrase(quote)


ORDERS = {
    "MRI lumbar spine · active · ordered 9 Nov 2026 · code 72148 · place of service: Office · Left · for "
    "Radiculopathy (M54.16) · ordered by Dr. A, MD":
    "Order of 9 Nov 2026: MRI lumbar spine (72148), for Radiculopathy (M54.16); place of service: Office; Left.",
    "CPAP device · draft · ordered 13 Oct 2026 · code E0601 · quantity 1 {device}":
    "Draft order of 13 Oct 2026: CPAP device (E0601), quantity 1 device.",
    "Pacemaker (dual chamber) · on-hold · ordered 13 Oct 2026 · code 33249 · note: Wait for INR":
    "Order of 13 Oct 2026 (on-hold): Pacemaker (dual chamber), 33249; note: Wait for INR.",
    "Concentrator (E1390) · active · code E1390": "Order: Concentrator (E1390).",
}  # fmt: skip
VISITS = {
    "Office visit, cardiology (ambulatory) · from 2 Nov 2026 · for Heart failure · with Dr. A":
    "2 Nov 2026: office visit, cardiology, for Heart failure.",
    "Office visit, cardiology (ambulatory) · 2 Nov 2026 · for Crohn's disease · with Dr. A":
    "2 Nov 2026: office visit, cardiology, for Crohn's disease.",
    "Follow-up (virtual) · 2 Nov 2026": "2 Nov 2026: follow-up (virtual).",
    "Video visit, cardiology (virtual) · 2 Nov 2026": "2 Nov 2026: video visit, cardiology.",
    "Chest pain unit (emergency) · 1 Nov 2026 to 2 Nov 2026": "1 Nov 2026 to 2 Nov 2026: chest pain unit (emergency).",
}  # fmt: skip
EVENTS = {
    "Losartan 25 mg tablet · dispensed 21 Feb 2026 · supply for 90 d · quantity 90":
    "Losartan 25 mg tablet, dispensed 21 Feb 2026 (quantity 90, for 90 days).",
    "NOT dispensed: Acitretin 25 mg capsule · cancelled 17 Jun 2026 · quantity 30 · reason: Not picked up":
    "Acitretin 25 mg capsule, not dispensed (17 Jun 2026): Not picked up.",
    "NOT done: Botox · May 2025 · reason: Not scheduled": "Botox, not done (May 2025): Not scheduled.",
    "MMR vaccine, live · 26 Oct 2026": "26 Oct 2026: MMR vaccine, live.",
}  # fmt: skip


@pytest.mark.parametrize("line", ORDERS)
def test_an_order_is_told_by_day_item_code_quantity_and_reason_before_its_details(line):
    assert said(order_phrase, line) == ORDERS[line]


def test_an_order_that_was_told_before_is_named_and_not_told_again():
    line = "MRI lumbar spine · active · ordered 9 Nov 2026 · code 72148 · place of service: Office"
    assert said(order_again, line) == "Order of 9 Nov 2026, as told above: MRI lumbar spine (72148)."


@pytest.mark.parametrize("line", VISITS)
def test_a_visit_is_told_by_its_day_and_says_how_it_was_held_where_not_in_person(line):
    assert said(visit_phrase, line) == VISITS[line]


@pytest.mark.parametrize("line", EVENTS)
def test_a_fill_says_how_much_for_how_long_and_what_was_not_done_says_so(line):
    assert said(event_phrase, line) == EVENTS[line]


@pytest.mark.parametrize(
    ("text", "expected"),
    {"Heart failure": "heart failure", "CKD 3b": "CKD 3b", "Crohn's disease": "Crohn's disease",
     "Sjögren syndrome": "Sjögren syndrome", "Belly pain": "belly pain"}.items(),
)  # fmt: skip
def test_inside_a_sentence_only_whom_a_disease_is_named_after_keeps_the_capital(text, expected):
    assert inside(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    {"eGFR 52": "eGFR 52.", "pH 7.31": "pH 7.31.", "hCG negative": "hCG negative.", "pain": "Pain."}.items(),
)  # fmt: skip
def test_a_name_with_a_capital_inside_begins_a_sentence_as_it_is_written(text, expected):
    assert sentence_case(text) == expected
