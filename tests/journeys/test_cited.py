"""Prior-authorization staff read a letter beside the words that it cites, in a browser."""

import pytest
from playwright.sync_api import expect

from apps.chart.services import patient_grant
from tests.journeys.conftest import SIZES, WORKER

pytestmark = [pytest.mark.journey, pytest.mark.reads_letters]
WINDOWS = [(size, theme) for size in SIZES for theme in ("light", "dark")]


def test_a_chip_opens_its_words_beside_the_letter_and_the_way_back_leads_to_the_chip(
    open_context, clinic, console, picture
):
    patient_grant(patient=clinic.ruth, permission="view_evidence", person=clinic.people["lindqvist"], actor=WORKER)
    page = open_context("lindqvist")
    with page.expect_navigation():
        page.locator(f'a[href="/drafts/{clinic.draft.pk}/evidence/"]').first.click()
    expect(page.get_by_role("article", name="Letter")).to_be_visible()
    chip = page.locator("article .cite").first
    chip.click()
    expect(page.locator("#source-title")).to_be_focused()
    expect(page.locator("#source blockquote mark").first).to_be_visible()
    for size, theme in WINDOWS:
        page.set_viewport_size(SIZES[size])
        page.emulate_media(color_scheme=theme)
        picture(page, f"cited-{size}-{theme}")
    page.set_viewport_size(SIZES["wide"])
    page.get_by_role("link", name="Back to the letter").click()
    expect(chip).to_be_focused()
    assert console == []
