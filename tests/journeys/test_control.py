"""The control room and the model card in a browser: two sizes, two themes, without JavaScript too."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from apps.access.services import person_create
from tests.factories import PASSWORD
from tests.journeys.conftest import WORKER
from tests.journeys.test_ledger import barriers

pytestmark = pytest.mark.journey
VIEWS = [("wide", "light"), ("narrow", "dark")]


@pytest.fixture(scope="module")
def admins(building):
    people = building.people
    ours = people["okafor"].organization
    for key, name in (("ada", "Ada Minor"), ("ben", "Ben Adler")):
        people[key] = person_create(
            email=f"{key}@control.example", password=PASSWORD, organization=ours, display_name=name, credentials="",
            role="admin", actor=WORKER,
        )  # fmt: skip
    return people


def test_one_stops_two_let_it_go_on_and_the_physician_reads_it_all_the_while(admins, open_context, picture) -> None:
    ada = open_context("ada", javascript=False)
    ada.goto("/control/")
    row = ada.locator("#switch-workflowprior_auth_letter")
    row.locator("summary").click()
    row.get_by_label("Why must it stop?").fill("Criteria of two plans were mixed up")
    row.get_by_role("button", name="Stop it…").click()
    ada.get_by_role("button", name="Stop it now").click()
    okafor = open_context("okafor", size="narrow", theme="dark", javascript=False)
    expect(okafor.get_by_text("Criteria of two plans were mixed up")).to_be_visible()
    picture(okafor, "stopped-desk")
    row.locator("summary").click()
    row.get_by_label("Why may it go on?").fill("The index was built anew")
    row.get_by_role("button", name="Ask another").click()
    ben = open_context("ben", javascript=False)
    ben.goto("/control/")
    picture(ben, "control-request")
    ben.get_by_role("button", name="Confirm: let it go on").click()
    okafor.reload()
    expect(okafor.get_by_text("Drafting on")).to_be_visible()


@pytest.mark.parametrize(("size", "theme"), VIEWS)
def test_the_card_is_one_click_from_the_draft_and_no_page_bars_anybody(
    clinic, admins, open_context, picture, console, size, theme
):
    page = open_context("okafor", size=size, theme=theme)
    page.goto(f"/drafts/{clinic.draft.pk}/")
    page.get_by_role("link", name="Model card").click()
    expect(page.get_by_role("heading", name="Source attributes")).to_be_visible()
    picture(page, f"card-{size}-{theme}")
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.goto(reverse("governance:by_hand"))
    picture(page, f"by-hand-{size}-{theme}")
    assert barriers(page) == []
    page = open_context("ada", size=size, theme=theme)
    for name, address in (("control", "/control/"), ("releases", "/control/releases/?part=composer-4")):
        page.goto(address)
        page.evaluate("document.querySelectorAll('details').forEach((it) => it.setAttribute('open', ''))")
        picture(page, f"{name}-{size}-{theme}")
        assert barriers(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    expect(page.get_by_text("by 1 release")).to_be_visible()
    assert console == []
