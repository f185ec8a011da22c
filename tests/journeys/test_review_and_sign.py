"""The main job, end to end, as a physician does it: in a browser, on a chart that came in by FHIR."""

import re

import pytest
from playwright.sync_api import expect

from apps.access.selectors import actor_for
from apps.drafting.domain.claims import Support
from apps.review import services
from apps.review.models import Signature
from apps.review.selectors import access_draft
from apps.review.selectors.facts import UNTOUCHED
from tests.factories import PASSWORD

pytestmark = pytest.mark.journey
OWN_WORDS = "Methotrexate was stopped in May 2024 after five doses because of nausea."


def check_the_rest(clinic, but):
    """Do by service what the browser has shown once: open, confirm, or remove what the chart does not carry."""
    person = clinic.people["okafor"]
    for claim in clinic.draft.claims.exclude(ordinal=but).prefetch_related("citations"):
        act = {"draft": access_draft(person, clinic.draft.pk), "person": person, "actor": actor_for(person)}
        for citation in claim.citations.all():
            services.evidence_open(citation_id=citation.pk, **act)
        this = {"claim_id": claim.pk, "seen": UNTOUCHED, **act}
        if claim.support in {Support.CONTRADICTED, Support.NOT_FOUND}:
            services.claim_remove(reason_code="contradicts", **this)
        else:
            services.claim_confirm(**this)


def contradicted(clinic):
    """Return the first contradicted claim, the first citation of it, and the words that citation is bound to."""
    claim = clinic.draft.claims.filter(support=Support.CONTRADICTED).first()
    citation = claim.citations.first()
    words = citation.source_document.text[citation.source_start : citation.source_end]
    return claim, citation, words


def plain(text):
    return re.sub(r"[\s·]+", "", text)


def decide(page):
    page.get_by_label("Approve with my edits").check()
    page.get_by_label("Main reason").select_option("contradicts")
    page.get_by_role("radio", name="Yes").check()
    page.get_by_label("Approved", exact=False).last.check()
    page.get_by_label("Your password, once more").fill(PASSWORD)
    page.get_by_role("button", name="Sign").last.click()


def signed_page_says_so(page):
    expect(page.get_by_text("Signed by Imani Okafor, MD", exact=False)).to_be_visible()
    expect(page.get_by_text(": as signed")).to_have_count(4)
    expect(page.locator(".letter")).to_contain_text(OWN_WORDS)


def test_a_physician_checks_edits_and_signs_and_every_act_is_counted(clinic, open_context, picture, console):
    claim, citation, words = contradicted(clinic)
    page = open_context("okafor")
    page.get_by_role("link", name="Adalimumab 40 mg, every 2 weeks").click()
    expect(page.get_by_text("Settle", exact=False)).to_have_count(0)  # nobody holds it yet
    page.locator(f"#cite-{citation.ordinal}").click()
    marked = page.locator("#source mark.quote:not(.against *)")
    expect(marked.first).to_be_in_viewport()
    assert plain(words) in plain("".join(marked.all_inner_texts()))
    picture(page, "review-source")
    expect(page.locator("#source-title")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(f"#cite-{citation.ordinal}")).to_be_focused()

    page.keyboard.press("e")
    page.keyboard.press("Control+A")
    page.keyboard.type(OWN_WORDS)
    page.locator(f"#claim-{claim.ordinal}").get_by_role("button", name="Keep this sentence").click()
    expect(page.locator(f"#claim-{claim.ordinal} > .claim")).to_have_text(OWN_WORDS)
    expect(page.locator("#foot")).to_contain_text("more high-severity claims")
    expect(page.locator("[data-decide]")).to_have_attribute("aria-disabled", "true")
    check_the_rest(clinic, but=claim.ordinal)
    page.reload()
    page.get_by_role("link", name="Decide and sign").click()
    expect(page.locator(".difference ins").first).to_be_visible()
    picture(page, "decide")
    decide(page)
    signed_page_says_so(page)
    picture(page, "signed")
    assert Signature.objects.count() == 1
    assert console == []
    the_record_and_the_gauges_know(clinic, open_context, picture)


def the_record_and_the_gauges_know(clinic, open_context, picture):
    officer = open_context("privacy")
    officer.goto(f"/audit/?draft={clinic.draft.pk}")
    log = officer.locator("main")
    for act in ("signed", "edited", "confirmed", "opened", "removed"):
        expect(log).to_contain_text(act)
    picture(officer, "audit")
    analyst = open_context("marchetti")
    analyst.goto("/quality/")
    expect(analyst.locator("main")).to_contain_text("1 of 1")
    picture(analyst, "quality")


def test_all_of_it_works_without_javascript(clinic, open_context):
    claim, citation, words = contradicted(clinic)
    page = open_context("okafor", javascript=False)
    page.get_by_role("link", name="Adalimumab 40 mg, every 2 weeks").click()
    page.locator(f"#cite-{citation.ordinal}").click()
    marked = page.locator("#source mark.quote:not(.against *)")
    assert plain(words) in plain("".join(marked.all_inner_texts()))
    expect(page.locator("#outline")).to_be_visible()
    unit = page.locator(f"#claim-{claim.ordinal}")
    unit.locator("summary", has_text="Edit").click()
    unit.get_by_label("The sentence as it should read").fill(OWN_WORDS)
    unit.get_by_role("button", name="Keep this sentence").click()
    assert page.url.endswith(f"#claim-{claim.ordinal}")
    check_the_rest(clinic, but=claim.ordinal)
    page.reload()
    page.get_by_role("link", name="Decide and sign").click()
    decide(page)
    signed_page_says_so(page)


def test_on_a_narrow_screen_the_source_is_a_tab_away_and_back(clinic, open_context, picture):
    page = open_context("okafor", size="narrow")
    page.goto(f"/drafts/{clinic.draft.pk}/")
    expect(page.locator("#source")).to_be_hidden()
    page.locator("#cite-1").click()
    expect(page.locator("#source mark.quote").first).to_be_in_viewport()
    expect(page.locator("#draft")).to_be_hidden()
    picture(page, "review-source-narrow")
    page.keyboard.press("Escape")
    expect(page.locator("#cite-1")).to_be_focused()
    expect(page.locator("#draft")).to_be_visible()
    page.get_by_role("link", name="Outline").click()
    expect(page.locator("#outline")).to_be_visible()
