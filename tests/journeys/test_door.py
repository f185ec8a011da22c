"""The door in a browser: the first key, the codes to keep, a passkey, and a code where there is no JavaScript."""

import pytest
from playwright.sync_api import expect

from apps.access.domain import totp
from apps.access.models import SigningFactor
from apps.core import clock
from tests.access.test_signing_app import set_up_app
from tests.factories import PASSWORD
from tests.journeys.barriers import barriers
from tests.journeys.conftest import SIZES

pytestmark = [pytest.mark.journey, pytest.mark.reads_letters]


@pytest.fixture
def strict(settings):
    """Ask for a second factor, as everywhere but in the demo."""
    settings.WORKBENCH_PASSWORD_ALONE = False


def test_somebody_new_sets_up_a_key_keeps_codes_and_comes_back_by_passkey(at_name, strict, picture, console):
    desk = at_name()
    page = desk.page
    desk.plug_in()
    expect(page.get_by_role("heading", name="Set up a second factor")).to_be_visible()
    picture(page, "door-first")
    page.goto("/charts/")
    assert page.url.endswith("/account/factors/")
    page.get_by_label("Name").first.fill("key on my ring")
    page.get_by_role("button", name="Set the key up").click()
    page.get_by_role("button", name="Make ten codes").click()
    expect(page.locator(".codes li")).to_have_count(10)
    picture(page, "door-codes")
    assert barriers(page) == []
    page.goto("/charts/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Charts")
    with page.expect_navigation():
        page.get_by_role("button", name="Sign out").click()
    picture(page, "door-sign-in")
    with page.expect_navigation():
        page.get_by_role("button", name="Use a passkey").click()
    page.goto("/charts/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Charts")
    assert console == []


def test_a_key_is_asked_for_after_the_password_and_a_cancelled_one_says_so(at_name, strict, clinic, picture):
    desk = at_name()
    page = desk.page
    desk.plug_in()
    page.get_by_label("Name").first.fill("key on my ring")
    page.get_by_role("button", name="Set the key up").click()
    expect(page.get_by_text("The key is set up")).to_be_visible()
    with page.expect_navigation():
        page.get_by_role("button", name="Sign out").click()
    page.get_by_label("E-mail address").fill(clinic.people["okafor"].email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="One more step")).to_be_visible()
    desk.recognizes_its_owner(False)
    page.get_by_role("button", name="Go on").click()
    expect(page.locator("[data-key-error]")).to_contain_text("You are not signed in")
    picture(page, "door-second-refused")
    desk.recognizes_its_owner(True)
    with page.expect_navigation():
        page.get_by_role("button", name="Go on").click()
    assert page.url.endswith("/")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", list(SIZES))
def test_a_code_opens_without_javascript_and_the_step_fits_every_width(browser, clinic, strict, picture, size, theme):
    person = clinic.people["reyes"]
    if not SigningFactor.objects.filter(person=person, removed_at=None).exists():
        set_up_app(person)
    app = SigningFactor.objects.get(person=person, removed_at=None)
    context = browser.new_context(
        viewport=SIZES[size], color_scheme=theme, java_script_enabled=False, base_url=clinic.address
    )
    page = context.new_page()
    page.goto("/account/login/")
    page.get_by_label("E-mail address").fill(person.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="One more step")).to_be_visible()
    picture(page, f"door-second-{size}-{theme}")
    SigningFactor.objects.filter(pk=app.pk).update(last_step=0)
    type_code(page, app)
    expect(page.get_by_role("heading", name="One more step")).to_have_count(0)
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    context.close()


def type_code(page, app):
    """Type the code of now; where its half minute ended on the way, as on a slow telephone, type the next one."""
    for _ in range(3):
        page.get_by_label("Code of your authenticator app").fill(totp.code_of(app.secret, totp.step_of(clock.now())))
        with page.expect_navigation():
            page.get_by_role("button", name="Go on").click()
        if not page.get_by_role("heading", name="One more step").count():
            return
