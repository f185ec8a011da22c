"""The desk in a browser: the main job end to end on a chart that came in by FHIR, and what must hold on every page."""

import re

import pytest
from playwright.sync_api import expect

from apps.access.selectors import actor_for
from apps.drafting.domain.claims import Support
from apps.review import services
from apps.review.models import ReviewDecision, Signature
from apps.review.selectors import access_draft
from apps.review.selectors.facts import UNTOUCHED
from tests.factories import PASSWORD

pytestmark = pytest.mark.journey
OWN_WORDS = "Methotrexate was stopped in May 2024 after five doses because of nausea."


OWN_WORDS = "She could not keep methotrexate down and stopped after five doses; I count it as not tolerated."


def check_the_rest(clinic, draft, but):
    """Do by service what the browser has shown once: open, confirm, or remove what the chart does not carry.

    Of what was removed the clinician says in their own words why it is so: no criterion may stay empty (P12).
    """
    person = clinic.people["okafor"]
    act = {"draft": access_draft(person, draft.pk), "person": person, "actor": actor_for(person)}
    for claim in draft.claims.exclude(ordinal=but).prefetch_related("citations"):
        for citation in claim.citations.all():
            services.evidence_open(citation_id=citation.pk, **act)
        this = {"claim_id": claim.pk, "seen": UNTOUCHED, **act}
        if claim.support in {Support.CONTRADICTED, Support.NOT_FOUND}:
            services.claim_remove(reason_code="contradicts", **this)
            if claim.criterion_id:
                services.statement_add(where=f"criterion:{claim.criterion_id}", text=OWN_WORDS, **act)
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
    page.get_by_label("Contradicts the chart").check()
    page.get_by_role("radio", name="Serious harm").check()
    page.get_by_label("Approved", exact=False).last.check()
    for box in page.get_by_label("I have read this").all():
        box.check()
    page.get_by_label("Your password, once more").fill(PASSWORD)
    page.get_by_role("button", name="Sign").last.click()


def signed_page_says_so(page):
    expect(page.get_by_text("Signed by Imani Okafor, MD", exact=False)).to_be_visible()
    expect(page.get_by_text(": as signed")).to_have_count(6)
    expect(page.locator(".letter")).to_contain_text(OWN_WORDS)


def test_a_physician_checks_edits_and_signs_and_every_act_is_counted(clinic, open_context, picture, console):
    claim, citation, words = contradicted(clinic)
    page = open_context("okafor")
    page.locator(f"#open-{clinic.draft.pk}").click()
    expect(page.get_by_text(re.compile("^Settle"))).to_have_count(0)  # nobody holds it yet
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
    check_the_rest(clinic, clinic.draft, but=claim.ordinal)
    page.reload()
    page.get_by_role("link", name="Decide and sign").click()
    expect(page.locator(".difference ins").first).to_be_visible()
    picture(page, "decide")
    decide(page)
    signed_page_says_so(page)
    picture(page, "signed")
    assert Signature.objects.filter(decision__item__draft=clinic.draft).count() == 1
    assert console == []
    the_record_and_the_gauges_know(clinic, open_context, picture)


def the_record_and_the_gauges_know(clinic, open_context, picture):
    officer = open_context("privacy")
    officer.goto(f"/audit/?draft={clinic.draft.pk}")
    log = officer.locator("main")
    for act in ("signed", "edited", "confirmed", "opened", "removed"):
        expect(log).to_contain_text(act)
    picture(officer, "audit-of-the-draft")
    analyst = open_context("marchetti")
    analyst.goto("/quality/")
    decided = ReviewDecision.objects.count()
    expect(analyst.locator("main")).to_contain_text(f"{decided} of {decided}")
    picture(analyst, "quality-after-signing")


def hold(page, pattern):
    """Keep answers back until they are let go; return the function that lets them go."""
    held = []

    def keep(route):
        held.append(route)

    page.route(pattern, keep)
    return lambda: [route.continue_() for route in held]


def test_an_answer_that_comes_late_takes_no_word_away_and_changes_what_it_should(clinic, open_context, console):
    claim, citation, _ = contradicted(clinic)
    page = open_context("okafor")
    page.locator(f"#open-{clinic.draft.pk}").click()
    page.wait_for_load_state()  # before its scripts have run, a link leads to another page
    let_go = hold(page, f"**/citations/{citation.pk}/")
    page.locator(f"#cite-{citation.ordinal}").click()
    page.keyboard.press("Escape")
    page.keyboard.press("e")
    page.keyboard.press("Control+A")
    page.keyboard.type("She stopped")
    let_go()
    expect(page.locator("#source-title")).to_be_visible()
    page.keyboard.type(" it after five doses.")
    unit = page.locator(f"#claim-{claim.ordinal}")
    unit.get_by_role("button", name="Keep this sentence").click()
    expect(unit.locator(".claim")).to_have_text("She stopped it after five doses.")
    assert console == []


def test_the_evidence_asked_for_before_an_act_was_answered_is_counted_as_opened(clinic, open_context, console):
    claim, citation, _ = contradicted(clinic)
    page = open_context("okafor")
    page.locator(f"#open-{clinic.draft.pk}").click()
    page.wait_for_load_state()  # before its scripts have run, a link leads to another page
    let_go = hold(page, f"**/citations/{citation.pk}/")
    page.locator(f"#cite-{citation.ordinal}").click()
    unit = page.locator(f"#claim-{claim.ordinal}")
    unit.locator("summary", has_text="Edit").click()
    unit.get_by_label("The sentence as it should read").fill(OWN_WORDS)
    unit.get_by_role("button", name="Keep this sentence").click()
    expect(unit.locator(".claim")).to_have_text(OWN_WORDS)
    let_go()
    expect(page.locator(f"#cite-{citation.ordinal}")).to_have_class(re.compile("opened"))
    assert console == []


def test_all_of_it_works_without_javascript(clinic, open_context):
    claim, citation, words = contradicted(clinic)
    page = open_context("okafor", javascript=False)
    page.locator(f"#open-{clinic.draft.pk}").click()
    page.locator(f"#cite-{citation.ordinal}").click()
    marked = page.locator("#source mark.quote:not(.against *)")
    expect(marked.first).to_be_visible()
    assert plain(words) in plain("".join(marked.all_inner_texts()))
    expect(page.locator("#outline")).to_be_visible()
    unit = page.locator(f"#claim-{claim.ordinal}")
    unit.locator("summary", has_text="Edit").click()
    unit.get_by_label("The sentence as it should read").fill(OWN_WORDS)
    unit.get_by_role("button", name="Keep this sentence").click()
    assert page.url.endswith(f"#claim-{claim.ordinal}")
    check_the_rest(clinic, clinic.draft, but=claim.ordinal)
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
