"""Whatever source the page asks for is seen, in every window and in every order of answers: it counts as opened."""

import re

import pytest
from playwright.sync_api import expect

from apps.access.selectors import actor_for
from apps.review import services
from apps.review.models import EvidenceOpening
from apps.review.selectors import access_draft
from apps.review.selectors.facts import UNTOUCHED
from tests.review.conftest import make_document

pytestmark = [pytest.mark.journey, pytest.mark.reads_letters]
LOW = {"a phone on its side": (844, 390), "a low window": (740, 360), "400 per cent": (320, 256)}
COVERED = """() => {
    const words = document.getElementById("evidence").getBoundingClientRect();
    const bar = document.querySelector(".foot").getBoundingClientRect();
    return words.top < 0 || words.bottom > Math.min(bar.top, window.innerHeight);
}"""


def open_page(open_context, draft, width, height):
    page = open_context("okafor")
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"/drafts/{draft.pk}/")
    page.wait_for_load_state()
    return page


def opened(draft):
    rows = EvidenceOpening.objects.filter(item__draft=draft)
    return sorted(rows.values_list("citation__ordinal", flat=True))


@pytest.mark.parametrize("window", LOW)
def test_in_a_low_window_a_citation_shows_its_source_and_leads_back(twelve, open_context, picture, window):
    page = open_page(open_context, twelve, *LOW[window])
    page.locator("#cite-4").click()
    expect(page.locator("#source mark.quote").first).to_be_in_viewport()
    expect(page.locator("#draft")).to_be_hidden()
    picture(page, f"source-{window.replace(' ', '-')}")
    page.keyboard.press("Escape")
    expect(page.locator("#cite-4")).to_be_focused()
    expect(page.locator("#draft")).to_be_visible()


def test_on_a_phone_every_further_answer_stays_in_the_source(twelve, open_context, picture, console):
    page = open_page(open_context, twelve, 390, 844)
    source, draft = page.locator("#source"), page.locator("#draft")
    page.locator("#cite-10").click()
    page.get_by_role("link", name="Next evidence").click()
    expect(source).to_have_attribute("data-citation", "11")
    expect(source).to_be_visible()
    expect(draft).to_be_hidden()
    picture(page, "source-next-narrow")
    page.locator("#source-words").fill("swollen")
    page.keyboard.press("Enter")
    expect(page.locator("#source mark.hit.now")).to_be_in_viewport()
    source.get_by_role("link", name="Other documents").click()
    expect(page.locator("#source-title")).to_have_text("Choose a document")
    expect(source).to_be_visible()
    page.get_by_label("Search this chart").fill("swollen wrist")
    page.keyboard.press("Enter")
    expect(page.locator("#source-title")).to_contain_text("found")
    expect(source).to_be_visible()
    page.go_back()
    expect(draft).to_be_visible()
    page.locator(".tabs").get_by_role("link", name="Source").click()
    expect(source).to_be_visible()
    assert console == []


def test_where_the_outline_hides_the_source_a_citation_brings_it_back(twelve, open_context):
    page = open_page(open_context, twelve, 1000, 800)
    page.locator(".tabs").get_by_role("link", name="Outline").click()
    expect(page.locator("#source")).to_be_hidden()
    page.locator("#cite-3").click()
    expect(page.locator("#source mark.quote").first).to_be_in_viewport()


@pytest.mark.parametrize("height", [568, 640])
def test_the_quoted_words_do_not_stand_under_the_bar_at_the_foot(twelve, open_context, picture, height):
    page = open_page(open_context, twelve, 320, height)
    for number in (1, 6, 9):
        page.locator(f"#cite-{number}").click()
        expect(page.locator("#source")).to_have_attribute("data-citation", str(number))
        assert page.evaluate(COVERED) is False
        picture(page, f"source-over-bar-{height}-{number}")
        page.keyboard.press("Escape")


def test_on_a_phone_what_was_ticked_at_the_top_is_cited_without_a_way_down(twelve, open_context, picture):
    page = open_page(open_context, twelve, 390, 844)
    okafor, claim = twelve.requested_by, twelve.claims.get(ordinal=9)
    act = {"draft": access_draft(okafor, twelve.pk), "person": okafor, "actor": actor_for(okafor)}
    services.claim_edit(claim_id=claim.pk, seen=UNTOUCHED, text="I counted a CDAI of 24 in May.", **act)
    long = "\n".join(f"Visit {number}. The left wrist is swollen." for number in range(200))
    document = make_document(twelve.patient, "long", f"Long note\n\n{long}")
    page.goto(f"/drafts/{twelve.pk}/sources/{document.pk}/?sentence={claim.pk}")
    page.locator("#source input.tick").first.check()
    picture(page, "cite-narrow")
    expect(page.get_by_role("button", name="Cite this for claim 9")).to_be_in_viewport()
    expect(page.locator("#chosen q")).to_be_in_viewport()
    page.locator(".tabs").get_by_role("link", name="Draft").click()
    expect(page.locator("#foot .actions")).to_be_in_viewport()


def test_of_sources_asked_for_at_once_the_last_stays_and_none_counts_that_was_not_shown(twelve, open_context, console):
    page = open_page(open_context, twelve, 1440, 900)
    page.evaluate("""() => {
        window.seen = [];
        new MutationObserver(() => {
            const shown = document.getElementById("source").dataset.citation;
            if (shown && window.seen.at(-1) !== shown) window.seen.push(shown);
        }).observe(document.querySelector(".desk"), { childList: true });
    }""")
    held, is_free = [], []
    page.route("**/citations/*/", lambda route: route.continue_() if is_free else held.append(route))
    for number in (4, 5, 10, 11):  # the last two of one claim: the answer to the first takes the place of both chips
        page.locator(f"#cite-{number}").click()
    is_free.append(True)
    assert len(held) == 1
    held[0].continue_()
    expect(page.locator("#source")).to_have_attribute("data-citation", "11")
    expect(page.locator(".unit.current")).to_have_attribute("id", "claim-10")
    expect(page.locator(".cite[aria-expanded=true]")).to_have_count(1)
    expect(page.locator("#cite-11")).to_have_class(re.compile("opened"))
    assert page.evaluate("window.seen") == ["4", "11"]
    assert opened(twelve) == [4, 11]
    page.locator("#cite-10").click()
    expect(page.locator("#source")).to_have_attribute("data-citation", "10")
    page.locator("#cite-11").click()
    expect(page.locator("#source")).to_have_attribute("data-citation", "11")
    page.keyboard.press("c")
    expect(page.locator("#claim-10")).to_have_class(re.compile("confirmed"))
    assert console == []
