"""Every page of the application, for everybody: axe, 320 pixels, 400 % zoom, forced colours, reduced motion, paper.

The pages come from the URLconf: a new one without a stop on the tour (tour.py) fails the first test.
"""

from datetime import date
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from apps.access.selectors import actor_for
from apps.coverage.services.writing import policy_version_begin
from apps.drafting.models import CriterionCitation
from apps.review import services
from apps.review.selectors import access_draft
from tests.journeys.test_after_signature import sign
from tests.journeys.test_desk import barriers, check_the_rest
from tests.journeys.tour import (
    FILES,
    IN_THEIR_OWN_JOURNEY,
    NOBODY,
    SPOKEN_TO_BY_MACHINES,
    STOPS,
    House,
    address,
    named_addresses,
)

pytestmark = pytest.mark.journey
ZOOMED = {"width": 320, "height": 256}  # 1280 x 1024 at 400 %
NARROW = {"width": 320, "height": 640}
# What scrolls in a box of its own may be wide: tables and timelines need both directions (1.4.10).
STANDS_OUT = """[...document.querySelectorAll("body *")]
    .filter((one) => one.getBoundingClientRect().right > innerWidth + 1 && !one.closest(".scroll, .timeline, .sprite"))
    .slice(0, 4).map((one) => one.outerHTML.slice(0, 110))"""
TOO_SMALL = """[...document.querySelectorAll("a, button, summary, input:not([type=hidden]), select, textarea")]
    .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.matches(".skip"))
    .filter((one) => {
        const target = one.closest("label") ?? one;
        const { width, height } = target.getBoundingClientRect();
        const isInline = getComputedStyle(one).display === "inline";
        const isInText = isInline && one.parentElement.innerText.length > one.innerText.length;
        return width > 0 && (width < 24 || height < 24) && !isInText;
    }).slice(0, 6).map((one) => one.outerHTML.slice(0, 110))"""
HIDDEN_UNDER_BAR = """async () => {
    const found = [];
    const focusable = "a, button, summary, input:not([type=hidden]), select, textarea, [tabindex='0']";
    for (const one of document.querySelectorAll(`main :is(${focusable})`)) {
        if (!one.checkVisibility()) continue;
        one.focus();
        if (document.activeElement !== one) continue;
        one.scrollIntoView({ block: "nearest" });
        const box = one.getBoundingClientRect();
        const [x, y] = [box.left + Math.min(box.width / 2, 12), box.top + Math.min(box.height / 2, 12)];
        const top = document.elementFromPoint(x, y);
        const isOther = top && !one.contains(top) && !top.contains(one);
        if (isOther && top.closest(".foot, .top, .tabs, .banner")) found.push(one.outerHTML.slice(0, 110));
    }
    return found.slice(0, 4);
}"""


@pytest.fixture
def house(clinic, building):
    """Everything that has a page: drafts in each state, a chart, policies in force and being written."""
    people, okafor = clinic.people, clinic.people["okafor"]
    checked, signed = building.next_letter(), building.next_letter()
    services.item_claim(draft=access_draft(okafor, clinic.draft.pk), person=okafor, actor=actor_for(okafor))
    check_the_rest(clinic, checked, but=0)
    sign(building.clinic(signed))
    citation = clinic.draft.claims.filter(citations__isnull=False).first().citations.first()
    staff = people["lindqvist"]
    written = policy_version_begin(
        policy=clinic.draft.policy, version="4-draft", person=staff, actor=actor_for(staff), start=date(2027, 1, 1)
    )
    return House(
        patient=clinic.ruth, draft=clinic.draft, checked=checked, signed=signed, citation_id=citation.pk,
        criterion_citation_id=CriterionCitation.objects.filter(answer__draft=clinic.draft).first().pk,
        document_id=citation.source_document_id, redacted_id=citation.redacted_document_id,
        policy_id=clinic.draft.policy_id, written_policy_id=written.pk, person_id=people["reyes"].pk,
        release=clinic.draft.release.digest,
    )  # fmt: skip


def toured(house, open_context, **window):
    """Yield each page of the application as the one who opens it sees it."""
    pages = {}
    for name, stop in STOPS.items():
        if stop.who not in pages:
            who = None if stop.who == NOBODY else stop.who
            pages[stop.who] = open_context(who, **window)
        page = pages[stop.who]
        answer = page.goto(address(name, house))
        assert answer is None or answer.status == 200, name
        yield name, page


def _args(pattern):
    return [uuid4() if "<uuid:" in part else "none" for part in pattern.split("/") if "<" in part]


def test_every_page_of_the_application_is_on_the_tour(clinic):
    """What is on no tour takes no GET, hands out a file, or is looked at by the journey that alone reaches it."""
    missing = []
    client = Client()
    client.force_login(clinic.people["okafor"])
    for name, pattern in named_addresses():
        if name in STOPS or name in IN_THEIR_OWN_JOURNEY or name in SPOKEN_TO_BY_MACHINES or pattern.endswith(FILES):
            continue
        try:
            answer = client.get(reverse(name, args=_args(pattern)))
        except NoReverseMatch:
            answer = None
        if answer is None or answer.status_code != 405:
            missing.append(name)
    assert missing == []
    assert set(STOPS) <= {name for name, _ in named_addresses()}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_page_has_a_serious_barrier_wide_or_narrow(house, open_context, theme):
    found = {}
    for size in ("wide", "narrow"):
        for name, page in toured(house, open_context, size=size, theme=theme):
            if barrier := barriers(page):
                found[name, size] = barrier
    assert found == {}


def test_no_page_scrolls_sideways_at_320_pixels_or_at_400_percent(house, open_context):
    wider = {}
    for name, page in toured(house, open_context):
        for window in (NARROW, ZOOMED):
            page.set_viewport_size(window)
            if page.evaluate("document.documentElement.scrollWidth") > window["width"]:
                wider[name, window["height"]] = page.evaluate(STANDS_OUT)
    assert wider == {}


def test_nothing_that_has_the_focus_is_hidden_under_a_bar_and_every_target_can_be_hit(house, open_context):
    hidden, small = {}, {}
    for size in ("wide", "narrow"):
        for name, page in toured(house, open_context, size=size):
            if under := page.evaluate(HIDDEN_UNDER_BAR):
                hidden[name, size] = under
            if tiny := page.evaluate(TOO_SMALL):
                small[name, size] = tiny
    assert hidden == {}
    assert small == {}
