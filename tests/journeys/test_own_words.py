"""A sentence of the clinician's own, in a browser: added, taken back, signed with the file that binds it."""

import pytest
from playwright.sync_api import expect

from tests.factories import PASSWORD
from tests.journeys.test_desk import check_the_rest

pytestmark = pytest.mark.journey
HARM = "Without it the erosions of her hands go on, and she cannot work."


def add(page, where, text):
    page.get_by_label("Where it belongs").select_option(where)
    page.get_by_label("Your sentence").fill(text)
    page.get_by_role("button", name="Add as my statement").click()


def test_a_clinician_adds_a_sentence_takes_it_back_and_signs_the_file_that_holds_it(clinic, open_context, picture):
    page = open_context("okafor")
    page.goto(f"/drafts/{clinic.draft.pk}/#own-words")
    add(page, "harm", HARM)
    page.get_by_role("button", name="Take back").click()
    expect(page.locator("#own-words")).not_to_contain_text(HARM)
    add(page, "harm", HARM)
    expect(page.locator("#own-words")).to_contain_text("clinician statement")
    picture(page, "own-words-wide")
    check_the_rest(clinic, clinic.draft, but=0)
    page.goto(f"/drafts/{clinic.draft.pk}/decide/")
    expect(page.get_by_text("added by a clinician").first).to_be_visible()
    page.get_by_role("radio", name="Approve with my edits").check()
    page.get_by_role("radio", name="Omission").check()
    page.get_by_role("radio", name="Not at all").check()
    for box in page.get_by_label("I have read this").all():
        box.check()
    page.get_by_role("radio", name="Approved").check()
    page.get_by_label("Your password, once more").fill(PASSWORD)
    page.get_by_role("button", name="Sign", exact=True).click()
    page.wait_for_url("**/signed/")
    expect(page.get_by_text("Signed file: as signed")).to_be_visible()
    expect(page.get_by_text(HARM)).to_be_visible()
    picture(page, "signed-file")
