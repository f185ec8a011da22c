"""The redaction review in a browser: a missed word selected and marked, a mark lifted, and no barrier on the way."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from apps.chart.models import SourceDocument
from apps.redaction.selectors import redaction_in_use

pytestmark = pytest.mark.journey
SERIOUS = {"serious", "critical"}
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


def barriers(page):
    found = Axe().run(page).response["violations"]
    return [f"{row['id']}: {node['html'][:160]}" for row in found if row["impact"] in SERIOUS for node in row["nodes"]]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_pages_of_the_review_have_no_serious_barrier(redacted, open_context, picture, console, theme):
    found = {}
    for size in ("wide", "narrow"):
        page = open_context("privacy", size=size, theme=theme)
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
            picture(page, f"{name}-{size}-{theme}")
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (name, size)
            if barrier := barriers(page):
                found[name, size] = barrier
    assert found == {}
    assert console == []
