"""Two people, or one in two tabs, on the same draft at once: one signature, no word lost, and each is told."""

import re

import pytest
from playwright.sync_api import expect

from apps.access.selectors import actor_for
from apps.chart.services import patient_grant
from apps.core.actors import Actor
from apps.review import services
from apps.review.models import ReviewItem, Signature, TypedWords
from apps.review.selectors import access_draft
from tests.journeys.test_desk import check_the_rest, contradicted, decide

pytestmark = pytest.mark.journey
MINE = "She stopped methotrexate after five doses because of nausea."
MOST_LOOKS = 600
HERS = "Methotrexate was never tolerated."


@pytest.fixture
def colleague(clinic):
    """Dr. Lindholm may do with Ruth what Dr. Okafor may."""
    person = clinic.people["lindholm"]
    for permission in ("view_chart", "review_draft", "sign_draft"):
        patient_grant(patient=clinic.ruth, permission=permission, person=person, actor=Actor.service("journey"))
    return person


def opened(page, clinic):
    page.goto(f"/drafts/{clinic.draft.pk}/")
    page.wait_for_load_state()
    return page


def typing(page, claim, text):
    unit = page.locator(f"#claim-{claim.ordinal}")
    unit.locator("summary", has_text="Edit").click()
    unit.get_by_label("The sentence as it should read").fill(text)
    return unit


def saved(unit):
    expect(unit.locator(".typed-status")).to_contain_text("not sent yet")


def act(clinic, person):
    return {"draft": access_draft(person, clinic.draft.pk), "person": person, "actor": actor_for(person)}


def test_the_second_to_edit_and_sign_is_told_and_keeps_her_words(clinic, colleague, open_context, picture, console):
    claim, _, _ = contradicted(clinic)
    first, second = opened(open_context("okafor"), clinic), opened(open_context("lindholm"), clinic)
    hers = typing(second, claim, HERS)
    saved(hers)
    mine = typing(first, claim, MINE)
    mine.get_by_role("button", name="Keep this sentence").click()
    expect(mine.locator(".claim")).to_have_text(MINE)
    hers.get_by_role("button", name="Keep this sentence").click()
    expect(hers.get_by_role("alert")).to_contain_text("Imani Okafor")
    expect(hers).to_contain_text(HERS)
    expect(hers.locator("> .claim")).to_have_text(MINE)
    picture(second, "two-people-refused")

    check_the_rest(clinic, clinic.draft, but=claim.ordinal)
    for page in (first, second):
        page.goto(f"/drafts/{clinic.draft.pk}/decide/")
    expect(second.get_by_role("button", name="Sign").last).to_be_disabled()
    decide(first)
    first.wait_for_url(re.compile("/signed/"))
    second.goto(f"/drafts/{clinic.draft.pk}/")
    second.wait_for_url(re.compile("/signed/"))
    assert Signature.objects.filter(decision__item__draft=clinic.draft).count() == 1
    assert [one for one in console if "409" not in one] == []


def test_the_holder_reads_within_seconds_who_asks_while_her_words_stay(clinic, colleague, open_context, picture):
    claim, _, _ = contradicted(clinic)
    services.item_claim(**act(clinic, clinic.people["okafor"]))
    holder, other = opened(open_context("okafor"), clinic), opened(open_context("lindholm"), clinic)
    mine = typing(holder, claim, MINE)
    expect(other.get_by_role("heading", name="Dr. Imani Okafor holds this draft")).to_be_visible()
    picture(other, "held-by-another")
    other.get_by_role("button", name="Ask for hand-over").click()
    expect(holder.get_by_role("heading", name=re.compile("asks you to hand this draft over"))).to_be_visible()
    expect(mine.get_by_label("The sentence as it should read")).to_have_value(MINE)
    picture(holder, "asked-for-hand-over")
    saved(mine)
    holder.get_by_role("button", name="Hand it over").click()
    expect(other.locator("#holding")).to_contain_text("handed this draft over to you")
    assert ReviewItem.objects.get(draft=clinic.draft).claimed_by == colleague
    opened(holder, clinic)
    expect(holder.locator(f"#claim-{claim.ordinal} .for-copying")).to_contain_text(MINE)


def test_the_same_person_in_two_tabs_overwrites_nothing(clinic, open_context):
    claim, _, _ = contradicted(clinic)
    one = opened(open_context("okafor"), clinic)
    two = opened(one.context.new_page(), clinic)
    late = typing(two, claim, HERS)
    early = typing(one, claim, MINE)
    early.get_by_role("button", name="Keep this sentence").click()
    expect(early.locator("> .claim")).to_have_text(MINE)
    late.get_by_role("button", name="Keep this sentence").click()
    expect(late.get_by_role("alert")).to_contain_text("changed in another window")
    expect(late.get_by_label("The sentence as it should read")).to_have_value(HERS)


def test_what_was_typed_comes_back_after_the_page_was_closed_and_without_scripts(clinic, open_context, picture):
    claim, _, _ = contradicted(clinic)
    page = opened(open_context("okafor"), clinic)
    saved(typing(page, claim, MINE))
    page.goto("about:blank")
    opened(page, clinic)
    unit = page.locator(f"#claim-{claim.ordinal}")
    expect(unit.get_by_label("The sentence as it should read")).to_have_value(MINE)
    expect(page.get_by_role("heading", name="You typed something here and did not send it")).to_be_visible()
    picture(page, "typed-not-sent")
    assert MINE not in page.evaluate("JSON.stringify([{...sessionStorage}, {...localStorage}])")
    plain = opened(open_context("okafor", javascript=False), clinic)
    unit = plain.locator(f"#claim-{claim.ordinal}")
    expect(unit.get_by_label("The sentence as it should read")).to_have_value(MINE)
    unit.get_by_role("button", name="Discard").click()
    expect(plain.locator(f"#claim-{claim.ordinal}").get_by_text("did not send it yet")).to_have_count(0)


def test_words_of_a_page_that_goes_away_at_once_are_kept(clinic, open_context):
    claim, _, _ = contradicted(clinic)
    page = opened(open_context("okafor"), clinic)
    typing(page, claim, MINE)
    page.goto("/")
    for _ in range(MOST_LOOKS):
        if TypedWords.objects.filter(draft=clinic.draft).exists():
            break
        page.wait_for_timeout(50)
    opened(page, clinic)
    unit = page.locator(f"#claim-{claim.ordinal}")
    expect(unit.get_by_label("The sentence as it should read")).to_have_value(MINE)
