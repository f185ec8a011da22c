"""One chart opened in an emergency, in a browser: declared, counted down, ended, and reviewed by a privacy officer."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from apps.access.models import BreakGlassGrant, BreakGlassReview
from apps.access.selectors import actor_for
from apps.access.services import break_glass_open
from tests.factories import PASSWORD
from tests.journeys.conftest import SIZES

pytestmark = [pytest.mark.journey, pytest.mark.reads_letters]
WINDOWS = [(size, theme) for size in SIZES for theme in ("light", "dark")]


def pictured(page: Page, picture, name: str) -> None:
    """Keep the page in both widths and themes."""
    for size, theme in WINDOWS:
        page.set_viewport_size(SIZES[size])
        page.emulate_media(color_scheme=theme)
        picture(page, f"{name}-{size}-{theme}")
    page.set_viewport_size(SIZES["wide"])
    page.emulate_media(color_scheme="light")


def declare(page: Page, ruth, *, number: str) -> None:
    page.get_by_label("Record number (MRN)").fill(number)
    page.get_by_label("Date of birth").fill(ruth.birth_date.isoformat())
    page.get_by_text("Emergency treatment").click()
    page.get_by_label("In your words").fill("Collapsed in the waiting room.")
    page.get_by_text("15 minutes", exact=True).click()
    page.get_by_label("Your password, once more").fill(PASSWORD)
    with page.expect_navigation():
        page.get_by_role("button", name="Open this chart").click()


def test_an_emergency_is_declared_counted_down_ended_and_reviewed(open_context, clinic, console, picture):
    page = open_context("lindholm")
    page.goto("/charts/")
    expect(page.get_by_text("No charts yet")).to_be_visible()
    page.get_by_role("link", name="Break the glass").click()
    pictured(page, picture, "glass-declare")
    declare(page, clinic.ruth, number="MRN-0")
    expect(page.get_by_role("alert")).to_contain_text("Nobody here has this record number")
    pictured(page, picture, "glass-missed")
    declare(page, clinic.ruth, number=clinic.ruth.mrn)

    banner = page.get_by_role("complementary", name="A chart is open in an emergency")
    expect(banner).to_contain_text("view only")
    expect(banner).to_contain_text("This chart, of Ruth")
    expect(banner.locator("[data-left]")).to_have_text(re.compile(r"^1[45]:\d\d$"))
    pictured(page, picture, "glass-chart")
    page.locator(".visit a").first.click()
    expect(page.locator("h1, .paper").first).to_be_visible()
    expect(banner).to_be_visible()
    pictured(page, picture, "glass-document")
    page.emulate_media(media="print")
    expect(page.get_by_text("Printed by Dr. Erik Lindholm under emergency access")).to_be_visible()
    picture(page, "glass-document-print")
    page.emulate_media(media="screen")
    page.goto("/")
    expect(banner).to_be_visible()
    pictured(page, picture, "glass-desk")
    officer = open_context("privacy")
    expect(officer.get_by_text("A chart was opened in an emergency.")).to_be_visible()
    officer.get_by_role("navigation", name="Main").get_by_role("link", name="Emergencies").click()
    expect(officer.locator("[data-ends] [data-left]").first).to_have_text(re.compile(r"^1[345]:\d\d$"))
    pictured(officer, picture, "glass-open")
    with page.expect_navigation():
        banner.get_by_role("button", name="End now").click()
    expect(page.get_by_text("Closed. The privacy officer reviews")).to_be_visible()
    expect(banner).to_be_hidden()

    officer.get_by_role("navigation", name="Main").get_by_role("link", name="Emergencies").click()
    pictured(officer, picture, "glass-worklist")
    officer.get_by_role("link", name="Dr. Erik Lindholm").first.click()
    expect(officer.get_by_text(re.compile("opened document [0-9a-f]{8} of patient")).first).to_be_visible()
    pictured(officer, picture, "glass-review")
    officer.get_by_text("Appropriate", exact=True).click()
    officer.get_by_label("Your attestation").fill("One document within minutes; the triage sheet confirms it.")
    with officer.expect_navigation():
        officer.get_by_role("button", name="Keep this finding").click()
    grant = BreakGlassGrant.objects.latest("opened_at")
    assert BreakGlassReview.objects.get(grant=grant).person == clinic.people["privacy"]
    assert [said for said in console if "422" not in said] == []


def test_when_the_time_is_over_the_chart_is_left_and_what_was_typed_elsewhere_stays(open_context, clinic, picture):
    reyes = clinic.people["reyes"]
    grant = break_glass_open(
        person=reyes, patient_id=clinic.ruth.pk, reason_code="other", reason="On call tonight.",
        lasts=timedelta(minutes=2), actor=actor_for(reyes),
    )  # fmt: skip
    page = open_context("reyes")
    page.clock.install()
    page.goto("/")
    banner = page.get_by_role("complementary", name="A chart is open in an emergency")
    expect(banner).to_be_visible()
    writing = page.context.new_page()
    writing.clock.install()
    writing.goto("/charts/emergency/")
    writing.get_by_label("In your words").fill("Seizure on the ward.")
    page.goto(f"/charts/{clinic.ruth.pk}/")
    expect(banner).to_contain_text("This chart, of")
    BreakGlassGrant.objects.filter(pk=grant.pk).update(ended_at=grant.expires_at)
    with page.expect_navigation(url="**/charts/?over=emergency"):
        page.clock.fast_forward("02:05")
    expect(page.get_by_text("The time of your emergency access is over")).to_be_visible()
    picture(page, "glass-over")
    expect(banner).to_be_hidden()

    writing.clock.fast_forward("02:05")
    over = writing.get_by_role("complementary", name="An emergency access is over")
    expect(over).to_contain_text("its chart is closed to you again")
    expect(over).not_to_contain_text("Ruth")
    expect(writing.get_by_label("In your words")).to_have_value("Seizure on the ward.")
    pictured(writing, picture, "glass-over-elsewhere")
