"""An analyst in a browser: publishes a month, takes it away, and has it made each month."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from playwright.sync_api import expect

from apps.core import clock
from apps.quality.facts import facts_bring_up
from apps.quality.making import publication_fill, report_make
from apps.quality.models import Publication, ReportFile
from tests.factories import make_person
from tests.journeys.barriers import barriers
from tests.quality.generated import Slot, judged_by_chance, write

pytestmark = pytest.mark.journey


def last_month():
    """Write a month of decisions that is over."""
    first = clock.today().replace(day=1)
    return datetime(first.year, first.month, 1, 15, tzinfo=UTC) - timedelta(days=20)


def test_an_analyst_publishes_a_month_takes_it_away_and_saves_the_report(clinic, open_context, picture, console):
    chance, start = Random(9), last_month()
    slots = [Slot([judged_by_chance(chance, start + timedelta(hours=3 * at))]) for at in range(120)]
    organization = clinic.people["okafor"].organization
    others = [make_person(organization, f"reviewer-{at}", "physician") for at in range(2)]
    write(clinic.ruth, [clinic.people["okafor"], *others], slots, chance)
    facts_bring_up(organization_id=clinic.ruth.organization_id)
    page = open_context("marchetti")
    page.goto("/quality/reports/")
    name = f"{start:%B %Y}"
    page.get_by_role("checkbox", name=f"fixed for good with {name}").check()
    with page.expect_navigation():
        page.get_by_role("button", name=f"Publish {name}").click()
    made = Publication.objects.get(organization=clinic.ruth.organization_id)
    publication_fill(publication_id=made.pk)
    page.reload()
    expect(page.get_by_role("heading", name="Hour of the day")).to_be_visible()
    picture(page, "publication-wide")
    assert barriers(page) == []
    for words in ("PDF, to print", "JSON"):
        page.get_by_role("checkbox", name=words).set_checked(words == "JSON")
    with page.expect_navigation():
        page.get_by_role("button", name="Have the files made").click()
    expect(page.locator("#report-files")).to_contain_text("waits for a worker")
    for file in ReportFile.objects.filter(publication=made):
        report_make(file_id=file.pk)
    link = page.get_by_role("link", name="Download XLSX")
    expect(link).to_be_visible()
    picture(page, "reports-wide")
    with page.expect_download() as taken:
        link.click()
    assert taken.value.suggested_filename.endswith(".xlsx")
    page.get_by_role("link", name="Saved reports").click()
    page.get_by_label("Name").fill("For the board")
    with page.expect_navigation():
        page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("row", name="For the board")).to_contain_text("runs")
    picture(page, "report-plans-wide")
    shown = page.content()
    assert not any(word in shown for word in (clinic.ruth.family_name, clinic.ruth.mrn, "Okafor"))
    assert console == []
    for size, theme in (("narrow", "light"), ("wide", "dark")):
        look = open_context("marchetti", size=size, theme=theme)
        look.goto("/quality/reports/")
        picture(look, f"reports-{size}-{theme}")
        look.goto(f"/quality/reports/{made.pk}/")
        picture(look, f"publication-{size}-{theme}")
        look.goto("/quality/rows/")
        picture(look, f"rows-{size}-{theme}")
