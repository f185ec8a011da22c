"""The form in which a sentence is edited: refused it stays open with its words, cancelled it leaves nothing behind."""

import re

import pytest
from playwright.sync_api import expect

from apps.review.models import ClaimReview, TypedWords
from tests.journeys.test_two_people import saved

pytestmark = [pytest.mark.journey, pytest.mark.reads_letters]
OWN = "She reports swelling of both hands since May."


def open_page(open_context, draft, **window):
    page = open_context("okafor", **window)
    page.goto(f"/drafts/{draft.pk}/")
    page.wait_for_load_state()
    return page


def typing(unit, text):
    unit.locator("details.acts > summary").click()
    unit.locator("summary[data-act=edit]").click()
    unit.get_by_label("The sentence as it should read").fill(text)


def send(unit):
    unit.get_by_role("button", name="Keep this sentence").click()


def test_a_refused_edit_of_ones_own_sentence_keeps_the_form_and_the_words(twelve, open_context, picture):
    page = open_page(open_context, twelve)
    claim = twelve.claims.get(ordinal=7)
    unit = page.locator("#claim-7")
    typing(unit, OWN)
    send(unit)
    expect(unit.locator("> .claim")).to_have_text(OWN)
    expect(page.locator("#status")).to_have_text("Claim 7 edited.")
    typing(unit, f"{OWN} \u202eNone.")
    send(unit)
    expect(unit.get_by_text("invisible character")).to_be_visible()
    expect(unit.get_by_label("The sentence as it should read")).to_be_focused()
    expect(unit.get_by_label("The sentence as it should read")).to_have_value(re.compile("None"))
    expect(unit.get_by_text("contradict")).to_have_count(0)
    picture(page, "edit-refused")
    assert ClaimReview.objects.get(claim=claim).text == OWN


def test_a_cancelled_edit_closes_the_form_and_forgets_what_was_typed(twelve, open_context, picture, console):
    page = open_page(open_context, twelve, size="narrow")
    claim = twelve.claims.get(ordinal=5)
    unit = page.locator("#claim-5")
    typing(unit, OWN)
    saved(unit)
    assert TypedWords.objects.filter(claim=claim).exists()
    picture(page, "edit-cancel-narrow")
    with page.expect_response("**/typed/"):
        unit.get_by_role("link", name="Cancel").click()
    expect(unit.get_by_label("The sentence as it should read")).to_be_hidden()
    assert not TypedWords.objects.filter(claim=claim).exists()
    page.reload()
    unit.locator("details.acts > summary").click()
    unit.locator("summary", has_text="Edit").click()
    expect(unit.get_by_label("The sentence as it should read")).to_have_value(claim.text)
    expect(page.get_by_text("not sent yet")).to_have_count(0)
    assert console == []


@pytest.mark.parametrize("size", ["wide", "narrow"])
def test_the_foot_says_in_full_what_can_be_done_with_a_draft(twelve, open_context, picture, size):
    page = open_page(open_context, twelve, size=size)
    picture(page, f"review-foot-{size}")
    expect(page.locator("#foot").get_by_role("link", name="Reject or cannot judge")).to_be_in_viewport()
    page.get_by_role("button", name="Put back").click()
    expect(page.locator(".messages")).to_contain_text("nobody holds it now")
    expect(page.get_by_role("button", name="Start review")).to_be_visible()
