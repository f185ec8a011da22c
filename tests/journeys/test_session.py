"""The end of a session in a browser: asked before, emptied at the end even offline, and back to the page after it."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from apps.access.models import OpenSession as Session
from apps.access.sessions import USED
from apps.audit.models import AuditEvent
from apps.core import clock
from tests.factories import PASSWORD

pytestmark = [pytest.mark.journey, pytest.mark.reads_letters]


def unused_for(page, **age):
    """Let the server's clock of this browser's session go on, as the page's own one is let go on."""
    key = next(cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "sessionid")
    row = Session.objects.get(pk=key)
    data = row.get_decoded()
    data[USED] = (clock.now() - timedelta(**age)).timestamp()
    row.session_data = row.get_session_store_class()().encode(data)
    row.save()


def opened(clinic, open_context, **how):
    page = open_context("okafor", **how)
    page.clock.install()
    page.goto(f"/drafts/{clinic.draft.pk}/")
    page.wait_for_load_state()
    return page


def test_two_minutes_before_the_end_a_person_is_asked_and_stays_with_one_key(clinic, open_context, picture, console):
    page = opened(clinic, open_context)
    page.locator("#cite-1").focus()
    page.clock.fast_forward("12:50")
    expect(page.locator("#leaving")).to_be_hidden()
    unused_for(page, minutes=13, seconds=5)
    page.clock.fast_forward("00:16")
    expect(page.get_by_role("alertdialog")).to_be_visible()
    expect(page.get_by_role("button", name="Stay signed in")).to_be_focused()
    picture(page, "leaving-wide")
    unused_for(page, minutes=14, seconds=2)
    page.clock.fast_forward("00:58")
    expect(page.locator("#leaving [data-status]")).to_contain_text("seconds left")
    page.keyboard.press("Enter")
    expect(page.locator("#leaving")).to_be_hidden()
    expect(page.locator("#cite-1")).to_be_focused()
    page.clock.fast_forward("05:00")
    expect(page.locator("#draft")).to_be_visible()
    assert console == []


def test_at_the_end_nothing_of_the_patient_is_left_even_offline_and_the_way_leads_back(clinic, open_context, picture):
    page = opened(clinic, open_context)
    expect(page.locator("body")).to_contain_text("Calloway")
    page.context.set_offline(True)
    unused_for(page, minutes=16)
    page.clock.fast_forward("15:01")
    expect(page.get_by_role("heading", name="Signed out")).to_be_visible()
    assert "Calloway" not in page.content()
    assert "Calloway" not in page.title()
    assert "Calloway" not in page.evaluate("JSON.stringify([{...sessionStorage}, {...localStorage}])")
    picture(page, "signed-out-offline")
    page.context.set_offline(False)
    page.wait_for_url("**/account/login/**")
    expect(page.locator("#ended")).to_contain_text("Nobody used this session for 15 minutes")
    picture(page, "signed-out-sign-in")
    page.get_by_label("E-mail address").fill(clinic.people["okafor"].email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"**/drafts/{clinic.draft.pk}/")
    last = AuditEvent.objects.filter(action="signed_out").order_by("-sequence")[0]
    assert last.details == {"reason": "idle"}


def test_when_one_tab_signs_out_the_others_are_emptied(clinic, open_context):
    page = opened(clinic, open_context)
    other = page.context.new_page()
    other.goto("/")
    other.get_by_role("button", name="Sign out").click()
    other.wait_for_url("**/account/login/**")
    page.wait_for_url("**/account/login/**")
    assert "Calloway" not in page.content()


def test_use_in_one_tab_keeps_the_others_open(clinic, open_context):
    page = opened(clinic, open_context)
    page.clock.fast_forward("14:00")
    other = page.context.new_page()
    other.goto("/")
    other.wait_for_load_state()
    page.clock.fast_forward("02:00")
    expect(page.locator("#draft")).to_be_visible()
    expect(page.locator("#leaving")).to_be_hidden()


def test_reading_and_scrolling_count_as_use(clinic, open_context):
    page = opened(clinic, open_context)
    unused_for(page, minutes=10)
    page.clock.fast_forward("10:00")
    with page.expect_response("**/account/session/"):
        page.mouse.wheel(0, 200)
    page.clock.fast_forward("06:00")
    expect(page.locator("#draft")).to_be_visible()


def test_without_scripts_the_page_goes_away_by_itself_and_comes_back(clinic, open_context):
    page = open_context("okafor", javascript=False)
    page.goto(f"/drafts/{clinic.draft.pk}/")
    unused_for(page, minutes=16)
    refresh = page.locator('meta[http-equiv="refresh"]').get_attribute("content")
    page.goto(refresh.partition("url=")[2])
    expect(page.locator("#ended")).to_be_visible()
    page.get_by_label("E-mail address").fill(clinic.people["okafor"].email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"**/drafts/{clinic.draft.pk}/")
