"""A decided draft is read a second time, in a browser: two differ, a third settles, and who decided reads it alone."""

import pytest
from playwright.sync_api import expect

from apps.access.selectors import actor_for
from apps.core import clock
from apps.quality.domain.adjudication import Stratum
from apps.quality.services import round_draw
from tests.journeys.barriers import barriers
from tests.journeys.house import second_readers
from tests.journeys.test_after_signature import sign

pytestmark = pytest.mark.journey


@pytest.fixture
def case(clinic):
    """Dr. Okafor signed the letter; the analyst drew it, and two of three colleagues have a seat."""
    sign(clinic)
    for number, person in enumerate(second_readers(clinic.people, clinic.ruth, 3)):
        clinic.people[f"reader-{number}"] = person
    analyst, today = clinic.people["marchetti"], clock.today()
    sizes = dict.fromkeys(Stratum, 5)
    return round_draw(start=today, end=today, sizes=sizes, person=analyst, actor=actor_for(analyst)).cases.get()


def reader_of(clinic, case, seat):
    person = case.readings.get(seat=seat).person
    return next(key for key, one in clinic.people.items() if one.pk == person.pk)


def opened(page):
    """Go from the desk to the draft that waits."""
    page.get_by_role("link", name="wait").click()
    page.locator("a.open").first.click()
    expect(page.get_by_role("heading", name="Second reading", exact=True)).to_be_visible()


def keep(page):
    with page.expect_navigation():
        page.get_by_role("button", name="Keep my answer").click()
    expect(page.get_by_text("Your reading is kept")).to_be_visible()


def test_two_readers_differ_a_third_settles_and_who_decided_reads_what_they_found(
    case, clinic, open_context, picture, console
):
    page = open_context(reader_of(clinic, case, 1), theme="dark")
    opened(page)
    expect(page.get_by_label("Sentence 1 is wrong")).to_be_hidden()
    page.get_by_role("radio", name="An error of content").check()
    page.get_by_label("Sentence 1 is wrong").check()
    page.get_by_role("radio", name="Serious harm").check()
    page.get_by_label("What is wrong").fill("The first sentence speaks of another year.")
    assert barriers(page) == []
    picture(page, "second-reading-dark")
    keep(page)
    for seat, verdict in ((2, "Sound as written"), (3, "Must not go out")):
        page = open_context(reader_of(clinic, case, seat), size="narrow")
        opened(page)
        expect(page.get_by_text("another year")).to_have_count(0)
        page.get_by_role("radio", name=verdict).check()
        if seat > 2:
            page.get_by_role("radio", name="Minor harm").check()
        picture(page, f"second-reading-narrow-{seat}")
        keep(page)
    page = open_context("okafor")
    page.get_by_role("link", name="Second readings of your decisions 1 new").click()
    picture(page, "second-readings-of-mine")
    page.locator("#of-mine ~ * a.open, section:has(#of-mine) a.open").first.click()
    expect(page.get_by_text("The first sentence speaks of another year.")).to_be_visible()
    expect(page.get_by_text("a third was asked because the first two differed")).to_be_visible()
    assert barriers(page) == []
    picture(page, "second-reading-told")
    assert console == []
