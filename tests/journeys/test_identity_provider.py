"""Signing by a fresh sign-in at the identity provider, by keyboard, with JavaScript and without it."""

import pytest
from playwright.sync_api import Page, Route, expect

from apps.access.domain.factors import Factor
from apps.access.selectors import actor_for
from apps.access.services import factor_remove
from apps.review import services
from apps.review.domain.rules import ReviewRules
from apps.review.models import Signature
from apps.review.selectors.rules import rules_of
from tests.identity_provider import STRONG
from tests.journeys.barriers import barriers, in_every_window
from tests.journeys.keys import open_factors
from tests.journeys.test_desk import check_the_rest
from tests.journeys.test_signing import fill_decision

pytestmark = pytest.mark.journey
COMMENT = "She told me so herself."
ELSEWHERE = "Sign in with two factors"


@pytest.fixture(autouse=True)
def provider(clinic, identity_provider):
    """Let the desk take a sign-in at the provider, or a password; nothing is set up."""
    okafor, admin = clinic.people["okafor"], clinic.people["admin"]
    for factor in okafor.signing_factors.filter(removed_at=None):
        factor_remove(person=okafor, factor_id=factor.pk, actor=actor_for(okafor))
    wanted, stands = ReviewRules(step_up=(Factor.OIDC, Factor.PASSWORD)), rules_of(okafor.organization_id)
    if stands != wanted:
        services.rules_set(
            rules=wanted, seen=stands, reason="Signing at the provider.", person=admin, actor=actor_for(admin)
        )
    return identity_provider


def link(page: Page) -> None:
    press(page, "Link my account at Cedar Sign-In")
    press(page, ELSEWHERE)
    expect(page.locator("main")).to_contain_text("Your account at Cedar Sign-In is linked")


def press(page: Page, name: str) -> None:
    """Press a button by the keyboard."""
    button = page.get_by_role("button", name=name, exact=True)
    button.focus()
    page.keyboard.press("Enter")


def decide(page: Page, clinic) -> None:
    check_the_rest(clinic, clinic.draft, but=0)
    page.goto(f"/drafts/{clinic.draft.pk}/decide/")
    fill_decision(page)
    page.get_by_role("textbox", name="Comment").fill(COMMENT)


def signature_of(draft):
    return Signature.objects.filter(decision__item__draft=draft).first()


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_physician_links_an_account_and_signs_there_by_keyboard(
    clinic, open_context, provider, picture, console, javascript
):
    page = open_context("okafor", javascript=javascript)
    open_factors(page)
    link(page)
    expect(page.locator(".factors")).to_contain_text(provider.email)
    named = "provider" if javascript else "provider-plain"
    picture(page, f"{named}-linked")
    decide(page, clinic)
    way = page.get_by_role("radio", name="Sign in anew at Cedar Sign-In")
    expect(way).to_be_checked()
    way.focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("Your password, once more")).to_be_visible()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_label("Your password, once more")).to_be_hidden()
    picture(page, f"{named}-decide")
    press(page, "Sign")
    expect(page.get_by_role("heading", name="Cedar Sign-In")).to_be_visible()
    picture(page, f"{named}-elsewhere")
    assert signature_of(clinic.draft) is None
    press(page, ELSEWHERE)
    page.wait_for_url("**/signed/")
    expect(page.locator("main")).to_contain_text("with a fresh sign-in at the identity provider")
    expect(page.get_by_text("Signature of the identity provider: as signed")).to_be_visible()
    picture(page, f"{named}-signed")
    assert signature_of(clinic.draft).step_up["factors"] == ["oidc"]
    assert console == []


def test_who_comes_back_unsigned_finds_the_sheet_as_it_was_at_every_width(clinic, open_context, provider, picture):
    page = open_context("okafor", size="narrow")
    open_factors(page)
    expect(page.get_by_role("button", name="Link my account at Cedar Sign-In")).to_be_visible()
    for window in in_every_window(page):
        picture(page, f"provider-factors-{window}")
        assert barriers(page) == [], window
    link(page)
    decide(page, clinic)
    for window in in_every_window(page):
        page.locator(".step-up").scroll_into_view_if_needed()
        picture(page, f"provider-ways-{window}")
        assert barriers(page) == [], window
    provider.acr = None
    press(page, "Sign")
    page.get_by_role("button", name=ELSEWHERE).click()
    expect(page.locator("#error-summary")).to_contain_text("two factors")
    for window in in_every_window(page):
        picture(page, f"provider-refused-{window}")
        assert barriers(page) == [], window
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), window
    expect(page.get_by_role("textbox", name="Comment")).to_have_value(COMMENT)
    expect(page.get_by_label("Approve with my edits")).to_be_checked()
    provider.acr = STRONG
    press(page, "Sign")
    page.get_by_role("button", name=ELSEWHERE).click()
    page.wait_for_url("**/signed/")
    assert signature_of(clinic.draft) is not None


def test_the_way_there_is_a_page_one_can_read_and_leave(clinic, open_context, provider, picture):
    page = open_context("okafor", size="narrow")
    open_factors(page)
    with page.expect_response("**/account/provider/*/") as led:
        press(page, "Link my account at Cedar Sign-In")
    expect(page.get_by_role("heading", name="Cedar Sign-In")).to_be_visible()  # it has led on
    page.route("**/account/provider/*/", stay)
    page.goto(led.value.url)
    onward = page.get_by_role("link", name="Go on to Cedar Sign-In")
    expect(onward).to_be_visible()
    for window in in_every_window(page):
        picture(page, f"provider-go-{window}")
        assert barriers(page) == [], window
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), window
    onward.click()
    press(page, ELSEWHERE)
    expect(page.locator("main")).to_contain_text("is linked")


def stay(route: Route) -> None:
    """Let the page stand that leads on at once."""
    answer = route.fetch()
    route.fulfill(response=answer, body=answer.text().replace('http-equiv="refresh"', 'name="refresh"'))
