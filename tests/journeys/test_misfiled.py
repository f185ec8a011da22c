"""A page filed in the wrong chart, in a browser: said in words on every page that shows it, and settled there."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from apps.chart.domain.documents import DocumentKind
from apps.chart.services import document_store
from apps.redaction.services import document_redact
from apps.retrieval.services import redacted_document_index
from tests.journeys.barriers import barriers, in_every_window
from tests.journeys.conftest import WORKER
from tests.journeys.test_ask import ask

pytestmark = pytest.mark.journey
TEXT = (
    "RESPIRATORY CARE WORKSHEET                         Page 1 of 1\n"
    "Name: DVORAK, MARIE J.        DOB: 05-Mar-1949 (77 F)\n"
    "MRN: 00-3902-71               Rm 412-B       Attending: Lindholm\n\n"
    "Oximetry at rest on room air 84 %. Home oxygen 2 L ordered.\n"
)


@pytest.fixture
def page_of_another(clinic):
    """Return the document, and put it back in doubt afterwards: the chart is kept for the module."""
    document, _ = document_store(
        organization=clinic.ruth.organization, patient=clinic.ruth, encounter=None, source_system="test",
        series="misfiled", kind=DocumentKind.LABORATORY_REPORT, title="Blood gas and oximetry worksheet",
        author="Respiratory Care", dated_at=datetime(2026, 11, 10, tzinfo=UTC), text=TEXT, actor=WORKER,
    )  # fmt: skip
    redacted = document_redact(document_id=document.pk, actor=WORKER)
    redacted_document_index(redacted_document_id=redacted.pk, actor=WORKER)
    return document


def test_every_page_that_shows_it_says_so_without_a_barrier_and_fits_a_phone(
    clinic, page_of_another, open_context, picture, console
):
    document = f"/charts/{clinic.ruth.pk}/documents/{page_of_another.pk}/"
    page = open_context("okafor", size="narrow")
    for name, address in (("list", f"/charts/{clinic.ruth.pk}/"), ("document", document)):
        page.goto(address)
        said = page.get_by_text("names another person").first
        for window in in_every_window(page):
            expect(said).to_be_visible()
            said.scroll_into_view_if_needed()
            picture(page, f"misfiled-{name}-{window}")
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (name, window)
            assert barriers(page) == [], (name, window)
    ask(page, clinic, "What was the oximetry at rest on room air?")
    for window in in_every_window(page):
        expect(page.get_by_text("One page was left out")).to_be_visible()
        picture(page, f"misfiled-ask-{window}")
        assert barriers(page) == [], window
    assert console == []


def test_a_physician_settles_it_without_javascript_and_takes_it_back(clinic, page_of_another, open_context):
    page = open_context("okafor", javascript=False)
    page.goto(f"/charts/{clinic.ruth.pk}/documents/{page_of_another.pk}/")
    page.get_by_label("Reason").select_option("error_in_header")
    page.get_by_role("button", name="This page belongs to this patient").click()
    expect(page.get_by_role("heading", name="Settled: this page belongs to this patient")).to_be_visible()
    page.get_by_label("Reason").select_option("settled_by_mistake")
    page.get_by_role("button", name="Set this page aside again").click()
    expect(page.get_by_role("heading", name="Whose page is this?")).to_be_visible()
