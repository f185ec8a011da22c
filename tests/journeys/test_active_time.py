"""Active time in a browser: counted while the page is in front and in use, and at no other time."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from apps.access.selectors import actor_for
from apps.core import clock
from apps.review import services
from apps.review.models import AttentionSpell, ReviewDecision, SpotCheck
from apps.review.selectors import access_draft
from tests.journeys.test_desk import check_the_rest, contradicted, decide, signed_page_says_so

pytestmark = pytest.mark.journey
REPORT = "**/attention/"


class Clocks:
    """The clock of a page and that of the server, moved on together."""

    def __init__(self, page, monkeypatch):
        self.page, self.ahead, real = page, timedelta(), clock.now
        monkeypatch.setattr(clock, "now", lambda: real() + self.ahead)
        page.clock.install()

    def pass_seconds(self, seconds, page=None):
        self.ahead += timedelta(seconds=seconds)
        (page or self.page).clock.run_for(seconds * 1000)


def seconds(clinic):
    return sum(AttentionSpell.objects.filter(item__draft=clinic.draft).values_list("active_ms", flat=True)) / 1000


def open_draft(page, clinic):
    page.context.new_cdp_session(page).send("Emulation.setFocusEmulationEnabled", {"enabled": False})
    page.goto(f"/drafts/{clinic.draft.pk}/")
    page.bring_to_front()


def test_a_page_counts_while_it_is_in_front_and_in_use_and_at_no_other_time(clinic, open_context, console, monkeypatch):
    page = open_context("okafor")
    clocks = Clocks(page, monkeypatch)
    open_draft(page, clinic)
    page.keyboard.press("j")
    with page.expect_response(REPORT) as reported:
        clocks.pass_seconds(30)
    assert reported.value.status == 204
    assert 28 <= seconds(clinic) <= 40
    before = seconds(clinic)

    other = page.context.new_page()
    other.bring_to_front()
    clocks.pass_seconds(300)
    page.bring_to_front()
    page.keyboard.press("j")
    with page.expect_response(REPORT):
        clocks.pass_seconds(30)
    assert 25 <= seconds(clinic) - before <= 45
    before = seconds(clinic)

    with page.expect_response(REPORT):
        clocks.pass_seconds(600)  # nobody touches it
    clocks.pass_seconds(60)
    assert seconds(clinic) - before <= 45
    assert console == []


def test_each_source_has_the_time_that_it_stood_beside_the_draft(clinic, open_context, console, monkeypatch):
    _, citation, _ = contradicted(clinic)
    page = open_context("okafor")
    clocks = Clocks(page, monkeypatch)
    open_draft(page, clinic)
    page.locator(f"#cite-{citation.ordinal}").click()
    expect(page.locator("#source-title")).to_be_focused()
    with page.expect_response(REPORT):
        clocks.pass_seconds(30)
    spell = AttentionSpell.objects.get(item__draft=clinic.draft)
    assert set(spell.dwell) == {str(citation.pk)}
    assert 25_000 <= spell.dwell[str(citation.pk)] <= spell.active_ms
    assert console == []


def check_all(clinic, draft):
    """Do all there is to do by service, in no time."""
    claim, _, _ = contradicted(clinic)
    person = clinic.people["okafor"]
    check_the_rest(clinic, draft, but=claim.ordinal)
    act = {"draft": access_draft(person, draft.pk), "person": person, "actor": actor_for(person)}
    services.claim_edit(claim_id=claim.pk, seen="untouched", text=OWN, **act)


OWN = "She could not keep methotrexate down and stopped after five doses; I count it as not tolerated."


def test_who_decides_in_no_time_looks_once_more_by_keyboard_and_signs(clinic, open_context, picture, console, hurried):
    with clock.standing_at(clock.now()):
        check_all(clinic, clinic.draft)
    page = open_context("okafor")
    page.goto(f"/drafts/{clinic.draft.pk}/decide/")
    ask = page.get_by_role("heading", name="Look once more at claim")
    expect(ask).to_be_visible()
    expect(page.get_by_label("Approve with my edits")).to_be_disabled()
    expect(page.get_by_role("radio", name="Reject")).to_be_enabled()
    picture(page, "spot-check-asked")
    page.get_by_role("link", name="Look at claim").focus()
    page.keyboard.press("Enter")
    expect(page.locator("mark.quote").first).to_be_visible()
    picture(page, "spot-check")
    page.get_by_role("button", name="Still right").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Go on with your decision.")).to_be_visible()
    expect(ask).to_have_count(0)
    decide(page)
    signed_page_says_so(page)
    kept = ReviewDecision.objects.get(item__draft=clinic.draft).attention
    assert (SpotCheck.objects.get(item__draft=clinic.draft).answer, kept.spot_check) == ("right", "right")
    assert console == []


def test_it_is_asked_and_answered_without_javascript_too_on_a_narrow_dark_screen(
    clinic, open_context, picture, hurried
):
    with clock.standing_at(clock.now()):
        check_all(clinic, clinic.draft)
    page = open_context("okafor", size="narrow", theme="dark", javascript=False)
    page.goto(f"/drafts/{clinic.draft.pk}/decide/")
    picture(page, "spot-check-asked-narrow-dark")
    page.get_by_role("link", name="Look at claim").click()
    picture(page, "spot-check-narrow-dark")
    page.get_by_role("button", name="Wrong, I edit it").click()
    ordinal = SpotCheck.objects.get(item__draft=clinic.draft).claim.ordinal
    expect(page.get_by_text(f"Claim {ordinal} is open again")).to_be_visible()
    expect(page).to_have_url(f"{clinic.address}/drafts/{clinic.draft.pk}/#claim-{ordinal}")
