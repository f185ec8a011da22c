"""The trace of a draft and "Why this passage?", in a browser: two sizes, two themes, without JavaScript too."""

import pytest
from playwright.sync_api import expect

from tests.journeys.barriers import barriers, in_every_window

pytestmark = [pytest.mark.journey, pytest.mark.reads_letters]


@pytest.mark.parametrize(("size", "theme"), [("wide", "light"), ("narrow", "dark")])
def test_the_trace_is_one_click_from_the_draft_and_unfolds_without_a_script(clinic, open_context, picture, size, theme):
    page = open_context("okafor", size=size, theme=theme, javascript=False)
    page.goto(f"/drafts/{clinic.draft.pk}/")
    page.get_by_role("link", name="Trace", exact=True).click()
    expect(page.get_by_role("heading", name="What was asked of the index")).to_be_visible()
    picture(page, f"trace-{size}-{theme}")
    page.get_by_text("What was returned, best first").first.click()
    candidates = page.locator("details[open] > .candidates").first
    expect(candidates).to_be_visible()
    picture(page, f"trace-open-{size}-{theme}")
    candidates.locator("xpath=ancestor::article").scroll_into_view_if_needed()
    candidates.get_by_text("Its text, redacted").first.click()
    picture(page, f"trace-text-{size}-{theme}")
    page.locator("#claims").scroll_into_view_if_needed()
    page.locator(".became summary").first.click()
    page.locator(".became details").first.scroll_into_view_if_needed()
    picture(page, f"trace-claims-{size}-{theme}")


def test_the_trace_bars_nobody_and_fits_its_window(clinic, open_context):
    page = open_context("okafor")
    page.goto(f"/drafts/{clinic.draft.pk}/trace/")
    page.evaluate("document.querySelectorAll('details').forEach((it) => it.setAttribute('open', ''))")
    for window in in_every_window(page):
        assert barriers(page) == [], window
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), window


@pytest.mark.parametrize(("size", "theme"), [("wide", "dark"), ("narrow", "light")])
def test_the_source_pane_says_why_this_passage(clinic, open_context, picture, console, size, theme):
    page = open_context("okafor", size=size, theme=theme)
    page.goto(f"/drafts/{clinic.draft.pk}/")
    page.locator(".draft .cite").nth(2).click()
    line = page.locator(".why-passage")
    expect(line).to_contain_text("Why this passage?")
    expect(line).to_be_visible()
    picture(page, f"why-{size}-{theme}")
    assert console == []


def test_the_privacy_officer_reads_scores_and_no_word(clinic, open_context, picture):
    officer = next(name for name, person in clinic.people.items() if person.role == "privacy_officer")
    page = open_context(officer)
    page.goto(f"/drafts/{clinic.draft.pk}/trace/")
    expect(page.get_by_role("heading", name="Ids, figures and acts")).to_be_visible()
    page.get_by_text("What was returned, best first").first.click()
    picture(page, "trace-officer")
    assert clinic.ruth.family_name not in page.content()
    assert page.get_by_text("Its text, redacted").count() == 0
