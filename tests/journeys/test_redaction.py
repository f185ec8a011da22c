"""The redaction review in a browser: a missed word selected and marked, a mark lifted, and no barrier on the way."""

import pytest
from playwright.sync_api import expect

from apps.chart.models import SourceDocument
from apps.redaction.models import RedactionCorrection
from apps.redaction.selectors import redaction_in_use
from tests.journeys.barriers import barriers, in_every_window

pytestmark = pytest.mark.journey
SELECT = """([words]) => {
    const walker = document.createTreeWalker(document.getElementById("lines"), NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const node = walker.currentNode, at = node.data.indexOf(words);
        if (at < 0 || node.parentElement.closest("a")) continue;
        getSelection().setBaseAndExtent(node, at, node, at + words.length);
        node.parentElement.dispatchEvent(new PointerEvent("pointerup", {bubbles: true}));
        return true;
    }
}"""


@pytest.fixture
def redacted(clinic):
    """The longest note of Ruth's chart, as it is redacted now."""
    note = max(SourceDocument.objects.filter(structured=False, current=True), key=lambda one: len(one.text))
    return redaction_in_use(note.pk)


def test_the_pages_of_the_review_have_no_serious_barrier(redacted, open_context, picture, console):
    found = {}
    page = open_context("privacy")
    for name, address in {
        "redactions": "/privacy/documents/",
        "redaction": f"/privacy/documents/{redacted.pk}/",
        "redaction-mark": f"/privacy/documents/{redacted.pk}/?mark=2#mark-2",
        "redaction-line": f"/privacy/documents/{redacted.pk}/?line=6#panel",
        "redaction-index": f"/privacy/documents/{redacted.pk}/?view=index",
        "corrections": "/privacy/corrections/",
        "redaction-drafts": "/privacy/drafts/",
    }.items():
        page.goto(address)
        for window in in_every_window(page):
            picture(page, f"{name}-{window}")
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (name, window)
            if barrier := barriers(page):
                found[name, window] = barrier
    assert found == {}
    assert console == []


def test_a_missed_word_is_selected_and_marked_and_a_mark_lifted_with_one_click_each(
    redacted, open_context, picture, console
):
    document = redacted.document
    page = open_context("privacy")
    page.goto("/privacy/documents/")
    page.goto(f"/privacy/documents/{redacted.pk}/")
    assert page.evaluate(SELECT, ["Phalen"])
    panel = page.locator("#panel")
    expect(panel.locator("[data-words]:visible")).to_have_text("Phalen")
    picture(page, "redaction-selected")
    panel.get_by_label("this document only").locator("visible=true").check()
    panel.get_by_role("button", name="Other person").click()
    expect(page.get_by_text("Marked. This document was redacted again.")).to_be_visible()
    marked = page.locator("a.m.correction", has_text="Phalen")
    expect(marked.locator(".was")).to_have_text("Phalen")
    assert "Phalen" not in redaction_in_use(document.pk).text
    picture(page, "redaction-corrected")

    marked.click()
    panel.get_by_label("Why it is no identifier").select_option("eponym")
    panel.get_by_role("button", name="Lift this mark").click()
    expect(page.get_by_text("The mark is lifted.", exact=False)).to_be_visible()
    assert "Phalen" in redaction_in_use(document.pk).text
    page.keyboard.press("j")
    expect(page.locator("#mark-1")).to_be_focused()
    page.keyboard.press("v")
    expect(page.locator("#view-index")).to_have_attribute("aria-current", "true")
    page.goto("/privacy/corrections/")
    expect(page.get_by_text("it was you who corrected this").first).to_be_visible()
    expect(page.get_by_text("took this one back", exact=False).first).to_be_visible()
    picture(page, "redaction-cases")
    assert console == []


def test_an_opened_mark_is_closed_and_one_of_a_document_widened_to_the_chart(redacted, open_context, picture, console):
    document = redacted.document
    page = open_context("privacy", size="narrow")
    page.goto(f"/privacy/documents/{redaction_in_use(document.pk).pk}/")
    panel = page.locator("#panel")
    page.locator("#mark-2").click()
    panel.get_by_role("link", name="Close").locator("visible=true").click()
    expect(panel.get_by_role("heading", name="Correct")).to_be_visible()
    expect(page.locator("#mark-2")).to_be_focused()
    assert page.evaluate(SELECT, ["seamstress"])
    panel.get_by_label("this document only").locator("visible=true").check()
    panel.get_by_role("button", name="Other person").click()
    page.locator("a.m.correction", has_text="seamstress").first.click()
    picture(page, "redaction-widen")
    panel.get_by_role("button", name="Take it out in this patient’s whole chart").click()
    expect(page.get_by_text("Marked. This document was redacted again.", exact=False)).to_be_visible()
    assert RedactionCorrection.objects.filter(document=document, act="missed", scope="patient").count() == 1
    assert console == []
