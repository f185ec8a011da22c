"""An analyst reads the gauges, narrows them, and goes down to the decisions: with nobody's name on the way."""

from datetime import timedelta
from random import Random

import pytest
from playwright.sync_api import expect

from apps.access.services import person_create
from apps.core import clock
from tests.journeys.conftest import WORKER
from tests.quality.generated import Judged, Slot, write

pytestmark = [pytest.mark.journey, pytest.mark.reads_letters]
WEEKS = 26
SITES = [
    ("River clinic", "cardiology", ("Aldous", "Brandt", "Corliss")),
    ("Hill clinic", "neurology", ("Dunmore", "Ellery", "Fenwick")),
    ("Mill clinic", "oncology", ("Garrow", "Hadley", "Ingram")),
]
REASONS = ["omission", "omission", "outdated", "unsupported", "over_certain"]
OUTCOMES = ["approve"] * 7 + ["edit"] * 2 + ["reject"]


@pytest.fixture
def gauged(clinic):
    """Half a year of decisions by three people at two sites, one of which overrides twice as often."""
    chance, house = Random(9), clinic.people["okafor"].organization
    sites = {
        site: [
            person_create(
                email=f"{name}@cedar.example", display_name=name, role="physician", organization=house,
                credentials="MD", specialty=specialty, site=site, actor=WORKER,
            )
            for name in names
        ]
        for site, specialty, names in SITES
    }  # fmt: skip
    for site, people in sites.items():
        write(clinic.ruth, people, [_slot(chance, worse=site == "River clinic") for _ in range(170)], chance)
    return clinic


def _slot(chance: Random, *, worse: bool) -> Slot:
    at = clock.now() - timedelta(days=chance.randint(1, 7 * WEEKS), minutes=chance.randint(0, 1400))
    outcome = chance.choice(OUTCOMES + ["reject"] * (10 if worse else 0))
    edits = ((("dose",), ("dose",)),) if outcome == "edit" else ()
    active = chance.randint(60_000, 500_000)
    judged = Judged(
        at, outcome, "substantive" if outcome == "edit" else "none",
        "" if outcome == "approve" else chance.choice(REASONS),
        opened=chance.randint(0, 2), kinds=edits, active_ms=active, high_ms=active,
        harm=chance.choice(["no", "no", "no", "minor", "serious"]),
    )  # fmt: skip
    return Slot([judged], chance.choice(["chart_summary", "prior_auth_letter"]))


def test_an_analyst_narrows_the_figures_reads_a_chart_and_goes_down_to_a_trace(gauged, open_context):
    page = open_context("marchetti")
    page.goto(f"{gauged.address}/quality/?days=365")
    expect(page.get_by_role("heading", level=1)).to_have_text("Overrides")
    nobody_is_named(page, gauged)
    page.get_by_role("navigation", name="Break down by").get_by_role("link", name="Site").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Overrides by site")
    expect(page.get_by_role("heading", name="Is any of them more than chance?")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="lies above what chance explains")).to_contain_text(
        "River clinic"
    )
    nobody_is_named(page, gauged)
    page.get_by_role("link", name="River clinic: narrow to it").click()
    expect(page.get_by_role("list", name="Narrowed to")).to_contain_text("Site: River clinic")
    chart = page.get_by_role("region", name="Chart by week")
    expect(chart.locator("circle").first).to_be_visible()
    page.get_by_role("link", name="How to read it").click()
    expect(page.locator("#charts")).to_contain_text("Funnel")
    page.go_back()
    page.get_by_role("link", name="List the decisions", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Decisions behind the figures")
    nobody_is_named(page, gauged)
    page.get_by_role("link", name="Rejected", exact=True).click()
    page.locator("a[href$='/trace/']").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Trace")
    nobody_is_named(page, gauged)


def nobody_is_named(page, gauged):
    """No name of a patient or a reviewer stands anywhere in the page, seen or unseen; the reader's own does."""
    written = page.content()
    named = [person.display_name for key, person in gauged.people.items() if key != "marchetti"]
    patient = (gauged.ruth.family_name, gauged.ruth.given_name, gauged.ruth.mrn)
    assert not [
        name for name in (*named, *(name for _, _, names in SITES for name in names), *patient) if name in written
    ]
