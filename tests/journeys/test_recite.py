"""A clinician cites the chart for her own sentence: by mouse, by keyboard alone, without a script, on a narrow page."""

import pytest
from playwright.sync_api import expect

from apps.review.models import ChosenCitation
from tests.journeys.barriers import barriers
from tests.journeys.test_desk import contradicted

pytestmark = pytest.mark.journey
SENTENCE = "Methotrexate was stopped after 5 doses."
WORDS = "stopped MTX last wk after 5 doses"
SELECT = """(words) => {
    const walker = document.createTreeWalker(document.querySelector("#source .body"), NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const at = walker.currentNode.data.indexOf(words);
        if (at < 0) continue;
        const range = document.createRange();
        range.setStart(walker.currentNode, at);
        range.setEnd(walker.currentNode, at + words.length);
        getSelection().removeAllRanges();
        getSelection().addRange(range);
        return true;
    }
    return false;
}"""


def phone_of(clinic):
    return clinic.ruth.documents.filter(kind="telephone_encounter").earliest("dated_at")


def bound_words(clinic):
    cited = ChosenCitation.objects.filter(evidence__item__draft=clinic.draft).latest("created_at")
    return cited.source_document.text[cited.source_start : cited.source_end]


def edited(page, clinic):
    """Edit the contradicted claim in the page; return it."""
    claim, _, _ = contradicted(clinic)
    page.goto(f"/drafts/{clinic.draft.pk}/#claim-{claim.ordinal}")
    unit = page.locator(f"#claim-{claim.ordinal}")
    unit.locator("summary[data-act='edit']").click()
    unit.locator("textarea").first.fill(SENTENCE)
    unit.get_by_role("button", name="Keep this sentence").click()
    expect(page.locator(f"#claim-{claim.ordinal} > .claim")).to_have_text(SENTENCE)
    return claim


def test_words_selected_in_another_document_are_cited_and_the_chip_leads_to_them(
    clinic, open_context, picture, console
):
    page = open_context("okafor")
    claim = edited(page, clinic)
    unit = page.locator(f"#claim-{claim.ordinal}")
    expect(unit.locator("> .cite")).to_have_count(0)
    picture(page, "recite-1-statement")
    page.keyboard.press("q")
    expect(page.locator("#source")).to_contain_text("Citing for")
    picture(page, "recite-2-source")
    page.get_by_role("link", name="Other documents").click()
    page.get_by_label("Search this chart").fill("methotrexate stopped after doses, phone call")
    page.locator("#source").get_by_role("button", name="Search").click()
    expect(page.locator("#source-title")).to_contain_text("found")
    picture(page, "recite-3-search")
    page.locator(f"#source .places a[href*='{phone_of(clinic).pk}']").first.click()
    expect(page.locator("#cite-form")).to_be_visible()
    assert page.evaluate(SELECT, WORDS)
    expect(page.locator("#chosen q")).to_have_text(WORDS)
    picture(page, "recite-4-chosen")
    page.get_by_role("button", name=f"Cite this for claim {claim.ordinal}").click()
    expect(page.locator("#source mark.quote").first).to_have_text(WORDS)
    expect(unit.locator("> .cite.own")).to_have_count(1)
    assert bound_words(clinic) == WORDS
    expect(page.locator("#source-title")).to_be_focused()
    picture(page, "recite-5-cited")
    page.keyboard.press("Escape")
    expect(unit.locator("> .cite.own")).to_be_focused()
    assert barriers(page) == []
    assert console == []


def test_by_keyboard_alone_a_sentence_is_ticked_and_cited_and_words_are_found_on_the_way(
    clinic, open_context, picture, console
):
    page = open_context("okafor", theme="dark")
    claim = edited(page, clinic)
    page.goto(f"/drafts/{clinic.draft.pk}/sources/{phone_of(clinic).pk}/?sentence={claim.pk}")
    page.locator("#source-title").focus()
    page.keyboard.press("/")
    page.keyboard.type("MTX")
    page.keyboard.press("Enter")
    expect(page.locator("#source mark.hit.now")).to_have_text("MTX")
    expect(page.locator("#source-words")).to_be_focused()
    expect(page.locator("#source .count")).to_contain_text("1 of")
    tick = page.locator("xpath=//input[@class='tick'][following-sibling::span[1][contains(., 'stopped')]]")
    tick.first.focus()
    page.keyboard.press("Space")
    expect(page.locator("#chosen q")).to_contain_text(WORDS)
    picture(page, "recite-keyboard-dark")
    page.keyboard.press("Escape")
    page.locator("[data-cite]").focus()
    page.keyboard.press("Enter")
    expect(page.locator(f"#claim-{claim.ordinal} > .cite.own")).to_have_count(1)
    assert WORDS in bound_words(clinic)
    assert console == []


def test_without_a_script_and_on_a_narrow_page_sentences_are_ticked(clinic, open_context, picture):
    page = open_context("okafor", size="narrow", javascript=False)
    claim, _, _ = contradicted(clinic)
    page.goto(f"/drafts/{clinic.draft.pk}/")
    unit = page.locator(f"#claim-{claim.ordinal}")
    unit.locator("summary[data-act='edit']").click()
    unit.locator("textarea").first.fill(SENTENCE)
    unit.get_by_role("button", name="Keep this sentence").click()
    page.goto(f"/drafts/{clinic.draft.pk}/sources/{phone_of(clinic).pk}/?sentence={claim.pk}#source")
    page.locator("xpath=//input[@class='tick'][following-sibling::span[1][contains(., 'stopped')]]").first.check()
    picture(page, "recite-narrow-no-script")
    page.get_by_role("button", name=f"Cite this for claim {claim.ordinal}").click()
    expect(page.locator("#source mark.quote").first).to_contain_text(WORDS)
    picture(page, "recite-narrow-cited")
    assert WORDS in bound_words(clinic)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
