"""Signing with a security key, and with an app where JavaScript is off: in a browser that has a virtual key."""

import pytest
from playwright.sync_api import Page, expect

from apps.access.domain import totp
from apps.access.models import SigningFactor
from apps.core import clock
from apps.review.models import Signature
from tests.factories import PASSWORD
from tests.journeys.barriers import barriers, in_every_window
from tests.journeys.keys import name_key, open_factors
from tests.journeys.test_desk import check_the_rest

pytestmark = pytest.mark.journey


def fill_decision(page: Page) -> None:
    page.get_by_label("Approve with my edits").check()
    page.get_by_label("Contradicts the chart").check()
    page.get_by_role("radio", name="Serious harm").check()
    page.get_by_label("Approved", exact=False).last.check()
    for box in page.get_by_label("I have read this").all():
        box.check()


def test_a_physician_sets_a_key_up_and_signs_with_it(clinic, at_name, picture, console):
    desk = at_name()
    page = desk.page
    desk.plug_in()
    open_factors(page)
    picture(page, "factors-open")
    name_key(page)
    assert barriers(page) == []
    picture(page, "factors-key")
    check_the_rest(clinic, clinic.draft, but=0)
    page.goto(f"/drafts/{clinic.draft.pk}/decide/")
    fill_decision(page)
    picture(page, "decide-key")
    assert barriers(page) == []
    desk.recognizes_its_owner(False)
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.locator("[data-key-error]")).to_contain_text("Nothing was signed")
    picture(page, "decide-key-refused")
    assert not Signature.objects.filter(decision__item__draft=clinic.draft).exists()
    desk.recognizes_its_owner(True)
    page.get_by_role("button", name="Sign", exact=True).click()
    page.wait_for_url("**/signed/")
    expect(page.locator("main")).to_contain_text("with a security key")
    expect(page.get_by_text("Signature of the key: as signed")).to_be_visible()
    picture(page, "signed-key")
    assert Signature.objects.get(decision__item__draft=clinic.draft).step_up["factors"] == ["webauthn"]
    assert console == []


def test_an_app_is_set_up_and_signs_without_javascript(clinic, at_name, picture):
    page = at_name(javascript=False).page
    page.goto("/account/factors/")
    picture(page, "factors-closed")
    open_factors(page)
    page.get_by_label("Name").last.fill("my phone")
    page.get_by_role("button", name="Show its secret").click()
    picture(page, "factor-app")
    app = SigningFactor.objects.get(confirmed_at=None, removed_at=None)
    set_up = totp.step_of(clock.now())
    page.get_by_label("Code of your authenticator app").fill(totp.code_of(app.secret, set_up))
    page.get_by_role("button", name="Set the app up").click()
    expect(page.locator(".factors")).to_contain_text("my phone")
    check_the_rest(clinic, clinic.draft, but=0)
    page.goto(f"/drafts/{clinic.draft.pk}/decide/")
    fill_decision(page)
    picture(page, "decide-app")
    unused = max(set_up + 1, totp.step_of(clock.now()))
    page.get_by_label("Code of your authenticator app").fill(totp.code_of(app.secret, unused))
    page.get_by_label("Your password, once more").fill(PASSWORD)
    page.get_by_role("button", name="Sign", exact=True).click()
    page.wait_for_url("**/signed/")
    expect(page.locator("main")).to_contain_text("with a code of an authenticator app and a password")


def test_the_page_of_factors_fits_every_width_and_theme(at_name, picture):
    page = at_name().page
    open_factors(page)
    expect(page.get_by_role("heading", name="Add an authenticator app")).to_be_visible()
    for window in in_every_window(page):
        picture(page, f"factors-{window}")
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), window
        assert barriers(page) == [], window
