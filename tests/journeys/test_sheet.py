"""The decision sheet in a browser: one glance, kinds corrected by a tap, reasons by a digit, no key that signs."""

import pytest
from playwright.sync_api import expect

from apps.access.selectors import actor_for
from apps.review import services
from apps.review.models import ReviewDecision, Signature
from apps.review.selectors import access_draft
from apps.review.selectors.facts import UNTOUCHED
from tests.factories import PASSWORD
from tests.journeys.barriers import barriers, in_every_window
from tests.journeys.test_desk import check_the_rest, contradicted

pytestmark = pytest.mark.journey
EDITED = "Methotrexate was stopped in May 2024 after five doses because of nausea."


@pytest.fixture
def checked(clinic):
    """A letter with one sentence edited and every other one checked; return the claim that was edited."""
    claim, _, _ = contradicted(clinic)
    person = clinic.people["okafor"]
    draft = access_draft(person, clinic.draft.pk)
    services.claim_edit(
        draft=draft, claim_id=claim.pk, seen=UNTOUCHED, text=EDITED, person=person, actor=actor_for(person)
    )
    check_the_rest(clinic, clinic.draft, but=claim.ordinal)
    return claim


def at(clinic):
    return f"/drafts/{clinic.draft.pk}/decide/"


def test_the_sheet_fits_and_hinders_nobody(clinic, checked, open_context, picture):
    page = open_context("okafor")
    page.goto(at(clinic))
    expect(page.locator(".glance")).to_contain_text("high-severity claims")
    for window in in_every_window(page):
        picture(page, f"sheet-{window}")
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), window
    page.get_by_label("With the changes marked").check()
    expect(page.locator(".whole .letter del").first).to_be_visible()
    for words in page.locator(".more-kinds > summary").all():
        words.click()
    for window in in_every_window(page):
        picture(page, f"sheet-open-{window}")
        assert barriers(page) == [], window


@pytest.mark.parametrize("javascript", [True, False])
def test_enter_in_no_field_signs_and_a_digit_in_the_list_chooses_a_reason(
    clinic, checked, open_context, console, javascript
):
    page = open_context("okafor", javascript=javascript)
    page.goto(at(clinic))
    page.get_by_role("radio", name="Approve with my edits").check()
    page.locator(".reasons input").first.focus()
    page.keyboard.press("2" if javascript else "Space")
    expect(page.locator(".reasons input").nth(1 if javascript else 0)).to_be_checked()
    page.get_by_role("radio", name="Minor harm").check()
    page.get_by_role("radio", name="Approved").check()
    for box in page.get_by_label("I have read this").all():
        box.check()
    page.get_by_label("Your password, once more").fill(PASSWORD)
    for field in (page.get_by_role("radio", name="Minor harm"), page.get_by_label("Your password, once more")):
        field.press("Enter")
        expect(page.locator("#status" if javascript else "#error-summary")).to_contain_text("Enter key decides nothing")
        expect(page).to_have_url(f"{clinic.address}{at(clinic)}")
    expect(page.get_by_role("radio", name="Minor harm")).to_be_checked()
    assert not Signature.objects.filter(decision__item__draft=clinic.draft).exists()
    assert javascript is False or console == []


def test_kinds_are_corrected_and_the_letter_signed_without_javascript(clinic, checked, open_context):
    page = open_context("okafor", javascript=False)
    page.goto(at(clinic))
    change = page.locator(f"#change-{checked.ordinal}")
    change.get_by_label("Wording only").check()
    page.get_by_role("radio", name="Approve with my edits").check()
    page.locator(".reasons input").first.check()
    page.get_by_role("radio", name="Serious harm").check()
    page.get_by_role("radio", name="Approved").check()
    for box in page.get_by_label("I have read this").all():
        box.check()
    page.get_by_label("Your password, once more").fill(PASSWORD)
    page.get_by_role("button", name="Sign", exact=True).click()
    page.wait_for_url("**/signed/")
    decision = ReviewDecision.objects.get(item__draft=clinic.draft)
    assert decision.edits.get(ordinal=checked.ordinal).kinds == ["style"]
    assert decision.harm == "serious"
