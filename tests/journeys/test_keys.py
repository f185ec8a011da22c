"""A draft of twelve claims is verified by keyboard in two presses a claim, and no press does more than it says."""

import re

import pytest
from playwright.sync_api import expect

from apps.review.models import ClaimReview, EvidenceOpening
from tests.journeys.house import CLAIMS

pytestmark = [pytest.mark.journey, pytest.mark.reads_letters]
SOURCES_OF_HIGH = 11


class Keys:
    """A keyboard that counts what is pressed."""

    def __init__(self, page):
        self.page, self.pressed = page, 0

    def press(self, key):
        self.page.keyboard.press(key)
        self.pressed += 1


def open_page(open_context, draft):
    page = open_context("okafor")
    page.goto(f"/drafts/{draft.pk}/")
    page.wait_for_load_state()
    return page, Keys(page)


def current(page, number):
    return expect(page.locator(f"#claim-{number}")).to_have_class(re.compile(r"\bcurrent\b"))


def verify(page, keys, draft):
    for claim in draft.claims.order_by("ordinal").prefetch_related("citations"):
        if claim.severity == "high":
            for citation in claim.citations.order_by("ordinal"):
                keys.press("Enter")
                expect(page.locator("#source")).to_have_attribute("data-citation", str(citation.ordinal))
        keys.press("c")
        expect(page.locator(f"#claim-{claim.ordinal}")).to_have_class(re.compile(r"\bconfirmed\b"))
        expect(page.locator("#status")).to_contain_text(f"Claim {claim.ordinal} confirmed.")


def test_a_draft_of_twelve_claims_is_verified_in_at_most_two_presses_a_claim(twelve, open_context, console):
    page, keys = open_page(open_context, twelve)
    verify(page, keys, twelve)
    assert keys.pressed <= 2 * len(CLAIMS)
    assert EvidenceOpening.objects.filter(item__draft=twelve).count() == SOURCES_OF_HIGH  # each by a press of its own
    keys.press("Control+Enter")
    page.wait_for_url(re.compile("/decide/"))
    assert ClaimReview.objects.filter(item__draft=twelve, state="confirmed").count() == len(CLAIMS)
    assert console == []


def test_a_press_confirms_nothing_whose_source_was_not_opened_and_says_what_is_missing(twelve, open_context):
    page, keys = open_page(open_context, twelve)
    keys.press("j")
    keys.press("c")
    expect(page.locator("#status")).to_have_text("Open its source first.")
    current(page, 1)
    assert not ClaimReview.objects.filter(item__draft=twelve).exists()


def test_a_key_that_is_held_down_is_one_act(twelve, open_context):
    page, keys = open_page(open_context, twelve)
    keys.press("Enter")
    expect(page.locator("#source")).to_have_attribute("data-citation", "1")
    for _ in range(4):  # without a release between: the browser repeats the key
        page.keyboard.down("c")
    page.keyboard.up("c")
    current(page, 2)
    expect(page.locator("#claim-2")).to_have_class(re.compile("untouched"))
    assert ClaimReview.objects.filter(item__draft=twelve).count() == 1


def test_no_key_acts_while_somebody_types_or_after_keys_were_switched_off(twelve, open_context):
    page, keys = open_page(open_context, twelve)
    keys.press("j")
    keys.press("e")
    page.keyboard.press("Control+A")
    page.keyboard.type("cxwu")
    expect(page.locator("#claim-1 textarea").first).to_have_value("cxwu")
    page.locator("#claim-2 .claim").focus()
    keys.press("?")
    page.get_by_label("Use single keys on this device").uncheck()
    page.get_by_role("button", name="Close").click()
    keys.press("j")
    current(page, 2)
    assert not ClaimReview.objects.filter(item__draft=twelve).exists()


def test_no_key_signs(twelve, open_context):
    page, keys = open_page(open_context, twelve)
    verify(page, keys, twelve)
    keys.press("Control+Enter")
    page.wait_for_url(re.compile("/decide/"))
    page.locator("main").press("Control+Enter")
    for key in ("c", "s", "y", "Enter"):
        page.locator("body").press(key)
    expect(page).to_have_url(re.compile("/decide/"))
    twelve.review_item.refresh_from_db()
    assert twelve.review_item.status == "CLAIMED"
