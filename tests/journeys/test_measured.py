"""What the desk asks to measure itself, in a browser: own judgement first, and a draft that is known to be wrong."""

import pytest
from playwright.sync_api import expect

from apps.chart.models import Patient
from apps.drafting.services import draft_check, draft_generate, draft_retrieve, draft_seed
from apps.review.domain.own import asked_of
from apps.review.models import OwnJudgement, OwnVerdict
from apps.review.services import items_open_for_ready_drafts
from tests.journeys.barriers import barriers
from tests.journeys.conftest import WORKER

pytestmark = pytest.mark.journey


@pytest.fixture
def drawn(clinic):
    """The letter, as if the lot had fallen on it."""
    node_ids = list(clinic.draft.criterion_answers.filter(not_applicable=False).values_list("node_id", flat=True))
    criteria = list(asked_of(node_ids, {node_id: node_id for node_id in node_ids}))
    OwnJudgement.objects.create(item=clinic.draft.review_item, criteria=criteria)
    return clinic


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_criteria_are_judged_by_keyboard_beside_the_chart_before_the_machines_answers(
    drawn, open_context, picture, console, theme
):
    page = open_context("okafor", theme=theme)
    page.goto(f"/drafts/{drawn.draft.pk}/")
    page.wait_for_url("**/own/")
    assert barriers(page) == []
    groups = page.locator("fieldset.own-criterion")
    page.locator("button.cite").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#source-title")).to_be_focused()
    expect(page.locator("#source mark").first).to_be_visible()
    picture(page, f"own-judgement-{theme}")
    page.get_by_role("link", name="Back to the criteria").press("Enter")
    expect(page.locator("button.cite").first).to_be_focused()
    for number in range(groups.count()):
        groups.nth(number).get_by_role("radio").first.press("Space")
    page.keyboard.press("Enter")  # in a field of the form: keeps the judgement
    page.wait_for_url(f"**/drafts/{drawn.draft.pk}/")
    expect(page.get_by_text("You: met. The machine:").first).to_be_attached()
    picture(page, f"own-judgement-after-{theme}")
    assert OwnVerdict.objects.filter(judgement__item__draft=drawn.draft).count() == groups_asked(drawn)
    assert console == []


def groups_asked(drawn):
    return len(OwnJudgement.objects.get(item__draft=drawn.draft).criteria)


def test_without_javascript_in_a_narrow_window_a_place_opens_and_what_was_chosen_stays(drawn, open_context, picture):
    page = open_context("okafor", size="narrow", javascript=False)
    page.goto(f"/drafts/{drawn.draft.pk}/own/")
    picture(page, "own-judgement-narrow")
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    page.locator("fieldset.own-criterion").first.get_by_role("radio", name="Not met").check()
    page.locator("button.cite").first.click()
    expect(page.locator("#source mark").first).to_be_visible()
    expect(page.locator("fieldset.own-criterion").first.get_by_role("radio", name="Not met")).to_be_checked()
    page.get_by_text("Go on without judging first").click()
    page.get_by_label("Why").select_option("patient")
    page.get_by_role("button", name="Show the draft now").click()
    page.wait_for_url(f"**/drafts/{drawn.draft.pk}/")
    assert OwnJudgement.objects.get(item__draft=drawn.draft).skipped == "patient"


def test_a_draft_known_to_be_wrong_looks_like_any_other_and_is_told_right_after(clinic, open_context, picture):
    Patient.objects.filter(pk=clinic.ruth.pk).update(is_test=True)
    draft = draft_seed(like=clinic.draft, due_at=None, actor=WORKER)
    for step in (draft_retrieve, draft_generate, draft_check):
        step(draft_id=draft.pk, worker="journey", actor=WORKER)
    items_open_for_ready_drafts(organization_id=draft.organization_id, actor=WORKER)
    page = open_context("okafor")
    page.goto(f"/drafts/{draft.pk}/decide/?outcome=reject")
    expect(page.get_by_text("known to be wrong")).to_have_count(0)
    page.get_by_role("radio", name="Reject").check()
    page.get_by_role("radio", name="Contradicts the chart").check()
    page.get_by_role("radio", name="Not at all").check()
    page.get_by_role("button", name="Record the decision").click()
    page.wait_for_url("**/check/")
    expect(page.get_by_role("heading", name="This was a check of the desk, not a patient")).to_be_visible()
    assert barriers(page) == []
    picture(page, "seeded-told")
    page.get_by_role("link", name="Back to the desk").click()
    expect(page.locator(f"#open-{draft.pk}")).to_have_count(0)
