"""The operations page and the replay on the trace, in a browser: two sizes, two themes, without a script."""

import pytest
from playwright.sync_api import expect

from apps.drafting.models import DraftReplay
from apps.drafting.services import replay_make
from tests.journeys.conftest import WORKER
from tests.journeys.test_ledger import barriers

pytestmark = pytest.mark.journey


@pytest.mark.parametrize(("size", "theme"), [("wide", "light"), ("narrow", "dark")])
def test_how_the_belt_runs_is_read_without_a_script_in_any_window(clinic, open_context, picture, size, theme):
    page = open_context("admin", size=size, theme=theme)
    page.goto("/control/operations/")
    expect(page.get_by_role("rowheader", name="From the click to ready")).to_be_visible()
    expect(page.get_by_role("rowheader", name="Ready", exact=True)).to_be_visible()
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    picture(page, f"operations-{size}-{theme}")


@pytest.mark.parametrize(("size", "theme"), [("narrow", "light"), ("wide", "dark")])
def test_a_draft_is_made_once_more_from_its_trace(clinic, open_context, picture, size, theme):
    page = open_context("okafor", size=size, theme=theme)
    page.goto(f"/drafts/{clinic.draft.pk}/trace/")
    page.get_by_role("button", name="Make it once more").click()
    expect(page.get_by_text("It waits for a worker")).to_be_visible()
    replay_make(replay_id=DraftReplay.objects.get(finished_at=None).pk, actor=WORKER)
    page.reload()
    expect(page.get_by_text("the answer is the same, byte for byte")).to_be_visible()
    assert barriers(page) == []
    page.locator("#replay").scroll_into_view_if_needed()
    picture(page, f"replay-{size}-{theme}")
