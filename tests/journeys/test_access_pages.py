"""Every page of the application, for everybody: axe, 320 pixels, 400 % zoom, forced colours, reduced motion, paper.

The pages come from the URLconf: a new one without a stop on the tour (tour.py) fails the first test.
"""

from collections import defaultdict
from http import HTTPStatus
from itertools import chain
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.journeys.barriers import barriers
from tests.journeys.conftest import SIZES, sign_in
from tests.journeys.tour import (
    DOCTOR,
    FILES,
    LEADS_ON,
    OF_ONE_STATE,
    SPOKEN_TO_BY_MACHINES,
    STAFF,
    STOPS,
    named_addresses,
    toured,
)

pytestmark = [pytest.mark.journey, pytest.mark.reads_letters]
REFUSED = {"not allowed": "/quality/", "not found": "/drafts/00000000-0000-4000-8000-000000000000/"}  # to a doctor
NO_COMPLAINT = "Failed to load resource: the server responded with a status of 40"  # a refusal, which has its page
OF_COLOURS = ["color-contrast", "link-in-text-block"]
ZOOMED = {"width": 320, "height": 256}  # 1280 x 1024 at 400 %
NARROW = {"width": 320, "height": 640}
# What scrolls in a box of its own may be wide: tables and timelines need both directions (1.4.10).
STANDS_OUT = """[...document.querySelectorAll("body *")]
    .filter((one) => one.getBoundingClientRect().right > innerWidth + 1 && !one.closest(".scroll, .timeline, .sprite"))
    .slice(0, 4).map((one) => one.outerHTML.slice(0, 110))"""
TOO_SMALL = """[...document.querySelectorAll("a, button, summary, input:not([type=hidden]), select, textarea")]
    .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.matches(".skip, .sr"))
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


def _args(pattern):
    return [uuid4() if "<uuid:" in part else "none" for part in pattern.split("/") if "<" in part]


def test_every_page_of_the_application_is_on_the_tour(house, clinic):
    """What is on no tour takes no GET, hands out a file, leads on, or is of a state that is named with it."""
    missing, client = [], Client()
    client.force_login(clinic.people["okafor"])
    for name, pattern in named_addresses():
        if name in STOPS or name in OF_ONE_STATE or name in SPOKEN_TO_BY_MACHINES | LEADS_ON or pattern.endswith(FILES):
            continue
        if client.get(reverse(name, args=_args(pattern))).status_code != HTTPStatus.METHOD_NOT_ALLOWED:
            missing.append(name)
    assert missing == []
    assert set(STOPS) <= {name for name, _ in named_addresses()}


@pytest.fixture(scope="module")
def noted(house, building, browser):
    """Open every page once, and note what is wrong with it at each width and in each theme: a visit takes its time."""
    notes, contexts, complaints = defaultdict(dict), [], []

    def open_window(who):
        # Colours that fade from one theme into the other would be measured half-way.
        window = {"viewport": SIZES["wide"], "reduced_motion": "reduce"}
        contexts.append(browser.new_context(base_url=building.address, **window))
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        if who is not None:
            sign_in(page, building.people[who], building.address)
        return page

    for name, page in chain(toured(house, open_window), beside_the_tour(open_window)):
        for kind, size, found in _looked_at(page):
            if found:
                notes[kind][name, size] = found
        page.set_viewport_size(SIZES["wide"])
    notes["complaints"] = [said for said in complaints if not said.startswith(NO_COMPLAINT)]
    yield notes
    for context in contexts:
        context.close()


def beside_the_tour(open_window):
    """Yield the pages of addresses that answer others otherwise: refusals, and a desk on which names are masked."""
    doctor, staff = open_window(DOCTOR), open_window(STAFF)
    for name, where in REFUSED.items():
        doctor.goto(where)
        yield name, doctor
    staff.goto("/")
    yield "masked desk", staff


def _looked_at(page):
    page.emulate_media(color_scheme="light")
    yield "barriers, light", "wide", barriers(page)
    page.emulate_media(color_scheme="dark")  # another theme changes nothing but colours, at every width the same
    yield "barriers, dark", "wide", barriers(page, runOnly=OF_COLOURS)
    page.set_viewport_size(SIZES["narrow"])
    yield "barriers, dark", "narrow", barriers(page)
    for size in ("narrow", "wide"):
        page.set_viewport_size(SIZES[size])
        yield "hidden", size, page.evaluate(HIDDEN_UNDER_BAR)
        yield "small", size, page.evaluate(TOO_SMALL)
    for window in (NARROW, ZOOMED):
        page.set_viewport_size(window)
        if page.evaluate("document.documentElement.scrollWidth") > window["width"]:
            yield "sideways", window["height"], page.evaluate(STANDS_OUT) or ["nothing that stands out"]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_page_has_a_serious_barrier_wide_or_narrow(noted, theme):
    assert noted[f"barriers, {theme}"] == {}


def test_no_page_breaks_the_content_policy_or_a_script(noted):
    assert noted["complaints"] == []


def test_no_page_scrolls_sideways_at_320_pixels_or_at_400_percent(noted):
    assert noted["sideways"] == {}


def test_nothing_that_has_the_focus_is_hidden_under_a_bar(noted):
    assert noted["hidden"] == {}


def test_every_target_can_be_hit(noted):
    assert noted["small"] == {}
