"""Pictures of every page and state, in both widths and themes: ``make screenshots``. Not part of the suite."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from apps.review.models import ChartAnswer
from apps.review.services import chart_check_answer
from tests.journeys.conftest import WORKER
from tests.journeys.tour import STOPS, address, toured

FOLDER = os.environ.get("WORKBENCH_SCREENSHOTS")
pytestmark = [
    pytest.mark.journey,
    pytest.mark.reads_letters,
    pytest.mark.skipif(not FOLDER, reason="Pictures are taken by `make screenshots`, which says where they go."),
]
SHOWN = Path(__file__).parents[2] / "static" / "img"  # those that README shows
IN_README = {"review-source-wide-light": "review", "draft-new-checked-wide-light": "new-draft",
             "review-draft_decide-wide-light": "decide", "review-draft_signed-wide-light": "signed"}  # fmt: skip
PATIENCE = 60_000  # ms; a chart is read
WINDOWS = [(size, theme) for size in ("wide", "narrow") for theme in ("light", "dark")]


def keep(page: Page, name: str) -> None:
    """Keep what the window shows; the caret stays, for hiding it would take an inline style."""
    folder = Path(FOLDER or "")
    folder.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=folder / f"{name}.png", caret="initial")
    if name in IN_README:
        page.screenshot(path=SHOWN / f"{IN_README[name]}.png", caret="initial")


@pytest.mark.parametrize(("size", "theme"), WINDOWS)
def test_every_page_is_pictured(house, open_context, size, theme):
    for name, page in toured(house, open_context, size=size, theme=theme):
        keep(page, f"{name.replace(':', '-')}-{size}-{theme}")
        expect(page.locator("body")).to_be_visible()
    assert len(STOPS) > 1


@pytest.mark.parametrize(("size", "theme"), WINDOWS)
def test_the_states_of_the_desk_are_pictured(house, open_context, size, theme):
    page = open_context("okafor", size=size, theme=theme)
    page.goto(address("review:draft_detail", house))
    page.wait_for_load_state()
    contradicted = page.locator(".unit[data-finding]").first
    chip = contradicted.locator(".cite").first
    chip.click()
    number = (chip.get_attribute("id") or "").removeprefix("cite-")
    expect(page.locator("#source")).to_have_attribute("data-citation", number)
    expect(page.locator("#source")).not_to_have_attribute("aria-busy", "true")
    keep(page, f"review-source-{size}-{theme}")
    page.keyboard.press("Escape")
    contradicted.locator("summary", has_text="Edit").click()
    keep(page, f"review-edit-{size}-{theme}")
    page.locator(".unit .claim").first.focus()
    page.keyboard.press("?")
    keep(page, f"review-keys-{size}-{theme}")
    page.keyboard.press("Escape")
    checked_chart(page, house)
    keep(page, f"draft-new-checked-{size}-{theme}")


def checked_chart(page, house):
    page.goto(address("review:draft_new", house))
    page.get_by_label("Patient").select_option(str(house.patient.pk))
    page.get_by_label("Coverage policy").select_option(str(house.policy_id))
    answered = page.get_by_text("What the chart says to")  # at once, if it was asked in another window before
    expect(answered.or_(page.get_by_text("The chart is being read for this policy"))).to_be_visible()
    for asked in ChartAnswer.objects.filter(finished_at=None):
        chart_check_answer(answer_id=asked.pk, actor=WORKER)
    expect(answered).to_be_visible(timeout=PATIENCE)
    page.locator("#chart-check").scroll_into_view_if_needed()
