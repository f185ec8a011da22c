"""On a phone a page that is about a source shows it, and the tabs lead from part to part, with scripts and without."""

import pytest
from playwright.sync_api import expect

from tests.journeys.test_desk import contradicted

pytestmark = pytest.mark.journey


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no scripts"])
def test_the_page_of_a_source_opens_on_it_without_a_place_in_its_address(clinic, open_context, picture, javascript):
    page = open_context("okafor", size="narrow", javascript=javascript)
    _, citation, _ = contradicted(clinic)
    draft, source, tabs = page.locator("#draft"), page.locator("#source"), page.locator(".tabs")
    for address in ("sources/", f"citations/{citation.pk}/", f"sources/{citation.source_document_id}/"):
        page.goto(f"/drafts/{clinic.draft.pk}/{address}")
        expect(source).to_be_visible()
        expect(draft).to_be_hidden()
        picture(page, f"narrow-{address.split('/')[0]}{len(address)}-{javascript}")
        tabs.get_by_role("link", name="Draft").click()
        expect(draft).to_be_visible()
        expect(source).to_be_hidden()
        tabs.get_by_role("link", name="Source").click()
        expect(source).to_be_visible()
    page.goto(f"/drafts/{clinic.draft.pk}/")
    expect(draft).to_be_visible()
    expect(source).to_be_hidden()


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no scripts"])
def test_the_claim_of_a_source_is_one_press_away(clinic, open_context, javascript):
    page = open_context("okafor", size="narrow", javascript=javascript)
    claim, citation, _ = contradicted(clinic)
    page.goto(f"/drafts/{clinic.draft.pk}/citations/{citation.pk}/")
    page.locator(f"#source header a[href$='#claim-{claim.ordinal}']").click()
    expect(page.locator(f"#claim-{claim.ordinal}")).to_be_visible()
    expect(page.locator("#source")).to_be_hidden()
