"""Asking Ruth's chart in a browser: quotations that lead to their place, and the plain word that it is not there."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from apps.chart.domain.documents import DocumentKind
from apps.chart.services import document_store
from apps.redaction.services import document_redact
from apps.retrieval.services import redacted_document_index
from tests.journeys.barriers import barriers, in_every_window
from tests.journeys.conftest import WORKER

pytestmark = [pytest.mark.journey, pytest.mark.reads_letters]
ANSWERED, UNANSWERED = "Why was sulfasalazine stopped?", "What did the bronchoscopy show?"
PARTLY = "Has she had thyroid surgery?"


def tell(patient, text):
    """Add a short note to the chart."""
    document, _ = document_store(
        organization=patient.organization, patient=patient, encounter=None, source_system="test", series=text,
        kind=DocumentKind.PROGRESS_NOTE, title="Progress note", author="I. Okafor", author_role="Rheumatology",
        dated_at=datetime(2025, 9, 2, tzinfo=UTC), text=text, actor=WORKER,
    )  # fmt: skip
    redacted = document_redact(document_id=document.pk, actor=WORKER)
    redacted_document_index(redacted_document_id=redacted.pk, actor=WORKER)


def ask(page, clinic, question):
    page.goto(f"/charts/{clinic.ruth.pk}/")
    page.get_by_label("Ask or search this chart").fill(question)
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator("#hits h2")).to_be_visible()


def test_a_question_is_answered_with_quotations_that_lead_to_their_place(clinic, open_context, console):
    page = open_context("okafor")
    ask(page, clinic, ANSWERED)
    expect(page.get_by_text("No model wrote them")).to_be_visible()
    assert ANSWERED not in page.url
    page.locator("#hits .source a").first.click()
    expect(page.locator("mark.found").first).to_be_visible()
    assert "sulfasalazine" in " ".join(page.locator("mark.found").all_inner_texts()).lower()
    assert console == []


def test_without_javascript_the_chart_answers_on_a_page_of_its_own(clinic, open_context):
    page = open_context("okafor", javascript=False)
    ask(page, clinic, UNANSWERED)
    expect(page.get_by_role("heading", name="Not in this chart")).to_be_visible()
    expect(page.get_by_text("A procedure report or endoscopy note")).to_be_visible()


def test_the_answers_have_no_serious_barrier_and_fit_a_phone(clinic, open_context, picture, console):
    questions = {
        "answered": ANSWERED,
        "unanswered": "Has she had thyroid surgery?",
        "contradictory": "Which side was the ganglion on?",
    }
    tell(clinic.ruth, "Thyroid firm, no nodule.")
    for side in ("left", "right"):
        tell(clinic.ruth, f"Ganglion on the {side} side, aspirated.")
    page = open_context("okafor", size="narrow")
    for name, question in questions.items():
        ask(page, clinic, question)
        if name == "unanswered":
            page.locator("#hits summary").click()
        for window in in_every_window(page):
            picture(page, f"ask-{name}-{window}")
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (name, window)
            assert barriers(page) == [], (name, window)
    assert console == []
