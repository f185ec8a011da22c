"""Active time in a browser: counted while the page is in front and in use, and at no other time."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from apps.access.selectors import actor_for
from apps.core import clock
from apps.review import services
from apps.review.models import AttentionClock, AttentionSpell, SpotCheck
from apps.review.selectors import access_draft
from tests.journeys.test_desk import check_the_rest, contradicted

pytestmark = pytest.mark.journey
TOUCH = "Shift"  # it scrolls nothing: the event of a scroll comes a frame later, by then at another time of the clock
SAID = re.compile(r'name="active"\s+(\d+)')


def says_more_than(seconds):
    """Wait for the answer to a report of more than so many seconds."""

    def fits(response):
        said = SAID.search(response.request.post_data or "") if response.url.endswith("/attention/") else None
        return said is not None and int(said[1]) > seconds * 1000

    return fits


class Clocks:
    """The clock of a page and that of the server, moved on together."""

    def __init__(self, page, monkeypatch):
        self.page, self.ahead, real = page, timedelta(), clock.now
        monkeypatch.setattr(clock, "now", lambda: real() + self.ahead)
        AttentionClock.objects.all().delete()  # another test may have been hours ahead
        page.clock.install()

    def pass_seconds(self, seconds, page=None):
        self.ahead += timedelta(seconds=seconds)
        (page or self.page).clock.run_for(seconds * 1000)


def seconds(clinic):
    return sum(AttentionSpell.objects.filter(item__draft=clinic.draft).values_list("active_ms", flat=True)) / 1000


def open_draft(page, clinic):
    page.goto(f"/drafts/{clinic.draft.pk}/")


def stand_back(page):
    """Tell a page what a browser tells it when another window is used: which it does when it likes. It reports then."""
    with page.expect_response(says_more_than(0)):
        page.evaluate("document.hasFocus = () => false; window.dispatchEvent(new Event('blur'))")


def come_to_front(page):
    page.evaluate("delete document.hasFocus; window.dispatchEvent(new Event('focus'))")


def test_a_page_counts_while_it_is_in_front_and_in_use_and_at_no_other_time(clinic, open_context, console, monkeypatch):
    page = open_context("okafor")
    clocks = Clocks(page, monkeypatch)
    open_draft(page, clinic)
    page.keyboard.press(TOUCH)
    with page.expect_response(says_more_than(25)) as reported:
        clocks.pass_seconds(30)
    assert reported.value.status == 204
    assert 28 <= seconds(clinic) <= 40
    before = seconds(clinic)

    stand_back(page)
    clocks.pass_seconds(150)
    come_to_front(page)
    page.keyboard.press(TOUCH)
    with page.expect_response(says_more_than(before + 20)):
        clocks.pass_seconds(30)
    assert 25 <= seconds(clinic) - before <= 45
    before = seconds(clinic)

    with page.expect_response(says_more_than(before + 20)):
        clocks.pass_seconds(300)  # nobody touches it
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
    with page.expect_response(says_more_than(25)):
        clocks.pass_seconds(30)
    spell = AttentionSpell.objects.get(item__draft=clinic.draft)
    assert set(spell.dwell) == {str(citation.pk)}
    assert 20_000 <= spell.dwell[str(citation.pk)] <= spell.active_ms
    assert console == []


@pytest.fixture
def in_no_time(clinic, monkeypatch):
    """All is checked at one moment, in a house of slow readers: this machine may take its time."""
    monkeypatch.setattr("apps.review.domain.tempo.WORDS_PER_MINUTE", 1)
    with clock.standing_at(clock.now()):
        check_all(clinic, clinic.draft)


def check_all(clinic, draft):
    """Do all there is to do by service, in no time."""
    claim, _, _ = contradicted(clinic)
    person = clinic.people["okafor"]
    check_the_rest(clinic, draft, but=claim.ordinal)
    act = {"draft": access_draft(person, draft.pk), "person": person, "actor": actor_for(person)}
    services.claim_edit(claim_id=claim.pk, seen="untouched", text=OWN, **act)


OWN = "She could not keep methotrexate down and stopped after five doses; I count it as not tolerated."


def test_who_decides_in_no_time_looks_once_more_by_keyboard_and_goes_on(
    clinic, open_context, picture, console, in_no_time
):
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
    expect(page.get_by_label("Approve with my edits")).to_be_enabled()
    assert SpotCheck.objects.get(item__draft=clinic.draft).answer == "right"
    assert console == []


def test_it_is_asked_and_answered_without_javascript_too_on_a_narrow_dark_screen(
    clinic, open_context, picture, in_no_time
):
    page = open_context("okafor", size="narrow", theme="dark", javascript=False)
    page.goto(f"/drafts/{clinic.draft.pk}/decide/")
    picture(page, "spot-check-asked-narrow-dark")
    page.get_by_role("link", name="Look at claim").click()
    picture(page, "spot-check-narrow-dark")
    page.get_by_role("button", name="Wrong, I edit it").click()
    ordinal = SpotCheck.objects.get(item__draft=clinic.draft).claim.ordinal
    expect(page.get_by_text(f"Claim {ordinal} is open again")).to_be_visible()
    expect(page).to_have_url(f"{clinic.address}/drafts/{clinic.draft.pk}/#claim-{ordinal}")


def test_a_pause_is_offered_on_the_desk_and_going_on_is_one_press(clinic, open_context, picture, console):
    now, okafor = clock.now(), clinic.people["okafor"]
    for start in (50, 25):
        began, ended = now - timedelta(minutes=start), now - timedelta(minutes=start - 24)
        AttentionSpell.objects.create(
            item=clinic.draft.review_item, person=okafor, started_at=began, ended_at=ended,
            claimed_ms=24 * 60_000, active_ms=24 * 60_000,
        )  # fmt: skip
    page = open_context("okafor")
    page.goto("/")
    offered = page.get_by_text("minutes of reading without a break", exact=False)
    expect(offered).to_be_visible()
    picture(page, "pause")
    page.get_by_role("button", name="Go on").click()
    expect(offered).to_have_count(0)
    expect(page.locator(f"#open-{clinic.draft.pk}")).to_be_visible()
    assert console == []
