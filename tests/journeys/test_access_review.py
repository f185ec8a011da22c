"""A whole review for everybody: without a mouse, without scripts, in forced colours, without motion, on paper."""

import re

import pytest
from playwright.sync_api import expect

from apps.review.models import Signature
from tests.factories import PASSWORD
from tests.journeys.test_keys import Keys, verify

pytestmark = [pytest.mark.journey, pytest.mark.reads_letters]
HAS_FOCUS = "(one) => one === document.activeElement"
MOVES = """[...document.querySelectorAll("*")].filter((one) => {
    const style = getComputedStyle(one);
    return [style.transitionDuration, style.animationDuration].some((all) =>
        all.split(",").some((time) => parseFloat(time) > 0.01));
}).slice(0, 4).map((one) => one.outerHTML.slice(0, 110))"""
MOST_TABS = 90


def tab_to(page, target):
    """Press Tab until the target has the focus: nobody who uses keys alone has another way."""
    for _ in range(MOST_TABS):
        if target.evaluate(HAS_FOCUS):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{target} is not reached by Tab.")


def choose(page, group, label):
    """Reach a group of radio buttons by Tab and one of them by the arrow keys."""
    wanted = page.get_by_role("radio", name=label, exact=True)
    first = page.locator(f"input[name={group}]:not([disabled])").first
    tab_to(
        page,
        page.locator(f"input[name={group}]:checked") if page.locator(f"input[name={group}]:checked").count() else first,
    )
    for _ in range(8):
        if wanted.evaluate(HAS_FOCUS):
            break
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    expect(wanted).to_be_checked()


def test_w03_a_whole_review_from_the_desk_to_the_signature_takes_no_mouse(twelve, open_context, console):
    page = open_context("okafor")
    tab_to(page, page.locator(f"#open-{twelve.pk}"))
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(str(twelve.pk)))
    page.wait_for_load_state()
    keys = Keys(page)
    verify(page, keys, twelve)
    keys.press("Control+Enter")
    page.wait_for_url(re.compile("/decide/"))
    choose(page, "outcome", re.compile(r"^Approve\b(?! with)"))
    choose(page, "harm", "Not at all")
    choose(page, "meaning", re.compile("^Approved"))
    tab_to(page, page.get_by_label("Your password, once more"))
    page.keyboard.type(PASSWORD)
    tab_to(page, page.get_by_role("button", name="Sign").last)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Signed by Imani Okafor, MD", exact=False)).to_be_visible()
    assert Signature.objects.filter(decision__item__draft=twelve).count() == 1
    assert console == []


def test_a_whole_review_takes_no_script(twelve, open_context):
    page = open_context("okafor", javascript=False)
    page.goto(f"/drafts/{twelve.pk}/")
    for claim in twelve.claims.order_by("ordinal").prefetch_related("citations"):
        for citation in claim.citations.order_by("ordinal"):
            page.locator(f"#cite-{citation.ordinal}").click()
        unit = page.locator(f"#claim-{claim.ordinal}")
        unit.locator("details.acts > summary").click()
        unit.get_by_role("button", name="Confirm").click()
        expect(unit).to_have_class(re.compile("confirmed"))
    page.get_by_role("link", name="Decide and sign").click()
    page.get_by_role("radio", name=re.compile(r"^Approve\b(?! with)")).check()
    page.locator("input[name=harm][value=no]").check()
    page.locator("input[name=meaning][value=approved]").check()
    page.get_by_label("Your password, once more").fill(PASSWORD)
    page.get_by_role("button", name="Sign").last.click()
    expect(page.get_by_text("Signed by Imani Okafor, MD", exact=False)).to_be_visible()


def test_w04_a_citation_is_a_link_with_a_name_that_moves_the_focus_to_the_source_and_back(twelve, open_context):
    page = open_context("okafor")
    page.goto(f"/drafts/{twelve.pk}/")
    chip = page.get_by_role("link", name=re.compile(r"^Source 1 .*3 Oct 2024"))
    expect(chip).to_have_attribute("aria-expanded", "false")
    expect(chip).to_have_attribute("aria-controls", "source")
    chip.press("Enter")
    expect(page.locator("#source-title")).to_be_focused()
    expect(page.locator("#cite-1")).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")
    expect(page.locator("#cite-1")).to_be_focused()


def test_w05_one_live_region_is_there_from_the_start_and_the_focus_is_never_lost(twelve, open_context):
    page = open_context("okafor")
    page.goto(f"/drafts/{twelve.pk}/")
    expect(page.locator("#status[role=status][aria-live=polite]")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator("#source-title")).to_be_focused()
    page.keyboard.press("c")
    expect(page.locator("#claim-1")).to_have_class(re.compile("confirmed"))
    expect(page.locator("#claim-2 > .claim")).to_be_focused()


def test_w07_what_the_machine_wrote_says_so_in_words(twelve, open_context):
    page = open_context("okafor")
    page.goto(f"/drafts/{twelve.pk}/")
    expect(page.get_by_role("group", name=re.compile("written by the machine, not yet checked"))).to_have_count(12)
    expect(page.locator("#claim-1 summary.pill")).to_contain_text("AI")


def test_nothing_moves_for_who_asked_for_less_motion(twelve, open_context):
    page = open_context("okafor", reduced_motion="reduce")
    for address in ("/", f"/drafts/{twelve.pk}/"):
        page.goto(address)
        assert page.evaluate(MOVES) == []


def test_in_forced_colours_the_current_claim_its_support_and_the_focus_can_be_told(twelve, open_context):
    page = open_context("okafor", forced_colors="active")
    page.goto(f"/drafts/{twelve.pk}/")
    page.keyboard.press("j")
    claim = page.locator("#claim-1 > .claim")
    expect(claim).to_be_focused()
    drawn = claim.evaluate("(one) => [getComputedStyle(one).outlineStyle, getComputedStyle(one).textDecorationLine]")
    assert drawn[0] != "none"
    assert "underline" in drawn[1] or claim.evaluate("(one) => getComputedStyle(one).borderBottomStyle") != "none"


def test_on_paper_the_draft_stands_alone_with_its_sources_named(twelve, open_context):
    page = open_context("okafor")
    page.goto(f"/drafts/{twelve.pk}/")
    page.emulate_media(media="print")
    for off in ("#foot", "#outline", ".tabs", ".acts >> nth=0", "header.top"):
        expect(page.locator(off)).to_be_hidden()
    expect(page.locator("#claim-12 > .claim")).to_be_visible()
    expect(page.locator("#cite-1")).to_contain_text("3 Oct 2024")
    assert page.evaluate(
        "document.querySelector('#draft').scrollHeight <= document.querySelector('#draft').clientHeight + 1"
    )
