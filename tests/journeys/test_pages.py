"""Every page: usable by everybody (axe), in both themes, at 320 px, with nothing that the content policy refuses."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from apps.access.selectors import actor_for
from apps.review import services
from apps.review.selectors import access_draft

pytestmark = pytest.mark.journey
SERIOUS = {"serious", "critical"}


def pages_of(clinic):
    draft, citation = clinic.draft.pk, clinic.draft.claims.first().citations.first()
    document = citation.source_document_id
    return {
        "okafor": {
            "desk": "/",
            "new-draft": "/drafts/new/?kind=prior_auth_letter",
            "review": f"/drafts/{draft}/",
            "citation": f"/drafts/{draft}/citations/{citation.pk}/#evidence",
            "decide": f"/drafts/{draft}/decide/",
            "charts": "/charts/",
            "chart": f"/charts/{clinic.ruth.pk}/",
            "document": f"/charts/{clinic.ruth.pk}/documents/{document}/",
            "not-allowed": "/quality/",
            "not-found": "/drafts/00000000-0000-4000-8000-000000000000/",
        },
        "lindqvist": {"desk-masked": "/"},
        "marchetti": {"quality": "/quality/", "definitions": "/quality/definitions/"},
        "privacy": {"audit": "/audit/"},
        "admin": {"control": "/control/", "people": "/control/people/", "intake": "/control/intake/"},
    }


@pytest.fixture
def held(clinic):
    """Dr. Okafor holds the draft, so that every act is on offer."""
    person = clinic.people["okafor"]
    services.item_claim(draft=access_draft(person, clinic.draft.pk), person=person, actor=actor_for(person))
    return clinic


def barriers(page):
    found = Axe().run(page).response["violations"]
    return [
        f"{row['id']}: {row['help']} ({node['html'][:120]})"
        for row in found
        if row["impact"] in SERIOUS
        for node in row["nodes"]
    ]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_page_has_a_serious_barrier(held, open_context, picture, theme):
    found = {}
    for size in ("wide", "narrow"):
        for who, pages in pages_of(held).items():
            page = open_context(who, size=size, theme=theme)
            for name, address in pages.items():
                page.goto(address)
                picture(page, f"{name}-{size}-{theme}")
                if barrier := barriers(page):
                    found[name, size] = barrier
    assert found == {}


def test_no_page_scrolls_sideways_at_320_pixels_or_breaks_the_content_policy(held, open_context, console):
    wider = {}
    for who, pages in pages_of(held).items():
        page = open_context(who)
        page.set_viewport_size({"width": 320, "height": 640})
        for name, address in pages.items():
            page.goto(address)
            width = page.evaluate("document.documentElement.scrollWidth")
            if width > 320:
                wider[name] = width
    assert wider == {}
    assert [said for said in console if "404" not in said and "403" not in said] == []
