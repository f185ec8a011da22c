"""What left the building, in a browser: two sizes, two themes, for who may see the patient and for who may not."""

import pytest
from playwright.sync_api import expect

from tests.journeys.barriers import barriers, in_every_window

pytestmark = [pytest.mark.journey, pytest.mark.reads_letters]


@pytest.mark.parametrize(("size", "theme"), [("wide", "light"), ("narrow", "dark")])
def test_the_ledger_is_two_clicks_from_the_desk_and_shows_values_only_when_asked(
    clinic, open_context, picture, size, theme
):
    page = open_context("okafor", size=size, theme=theme)
    page.goto(f"/drafts/{clinic.draft.pk}/")
    page.get_by_role("link", name="What left the building").click()
    expect(page.get_by_role("heading", name="Nothing left this machine")).to_be_visible()
    assert page.locator(".tokens .value").count() == 0
    picture(page, f"ledger-{size}-{theme}")
    page.get_by_role("button", name="Show the values").click()
    expect(page.locator(".tokens .value").first).to_be_visible()
    picture(page, f"ledger-values-{size}-{theme}")
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    picture(page, f"ledger-end-{size}-{theme}")
    for window in in_every_window(page):
        assert barriers(page) == [], window
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), window


def test_the_privacy_officer_comes_from_the_audit_log_and_reads_no_name(clinic, open_context, picture, console):
    open_context("okafor").goto(f"/drafts/{clinic.draft.pk}/")
    officer = next(name for name, person in clinic.people.items() if person.role == "privacy_officer")
    page = open_context(officer)
    page.goto(f"/audit/?draft={clinic.draft.pk}")
    page.get_by_role("link", name="what left").first.click()
    expect(page.get_by_role("heading", name="Who put them back")).to_be_visible()
    picture(page, "ledger-officer")
    assert clinic.ruth.family_name not in page.content()
    assert page.get_by_role("button", name="Show the values").count() == 0
    assert console == []
