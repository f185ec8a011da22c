"""An analyst follows an override to its stage and says what it was; pictures of the pages of signals."""

import re
from random import Random

import pytest
from playwright.sync_api import expect

from apps.core import clock
from tests.journeys.barriers import in_every_window
from tests.quality.signalled import signalled, some_place

pytestmark = pytest.mark.journey


@pytest.fixture
def decided(building):
    """A quarter of decisions, most of them signed as they were written."""
    okafor, ruth = building.people["okafor"], building.ruth
    signalled(ruth, okafor, some_place(ruth), clock.now(), 160, Random(9))


def test_an_analyst_follows_an_override_to_its_stage_and_says_what_it_was(decided, open_context, console, picture):
    page = open_context("marchetti")
    page.goto("/quality/signals/")
    for name in in_every_window(page):
        picture(page, f"signals-{name}")
    page.get_by_role("link", name="Kind of document").click()
    expect(page.locator("#passages")).to_contain_text("Cited and opened")
    case = page.locator(".signal-cases > li").first
    case.get_by_role("button", name="Retrieval").click()
    expect(page.get_by_text("Kept beside the proposal: retrieval.")).to_be_visible()
    expect(page.locator(".signal-cases > li").first.get_by_role("button", name="Retrieval")).to_have_attribute(
        "aria-pressed", "true"
    )
    page.locator(".signal-cases > li").first.get_by_role("link", name="The stage in its trace").click()
    expect(page).to_have_url(re.compile(r"/trace/#questions$"))
    expect(page.locator("body")).not_to_contain_text("Calloway")
    assert console == []
