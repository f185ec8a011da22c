"""A letter after its signature, in a browser without JavaScript: submitted, denied, and its appeal asked for."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from apps.access.selectors import actor_for
from apps.core import clock
from apps.review.domain.status import Outcome
from apps.review.models import Appeal, Submission
from apps.review.selectors import access_draft, final_text, header_of
from apps.review.services.decisions import Judgement
from apps.viewer.selectors import patient_banner
from tests.journeys.barriers import in_every_window
from tests.journeys.test_desk import check_the_rest
from tests.review.acts import item_sign

pytestmark = pytest.mark.journey
LETTER = "We deny the request for adalimumab. Our records show no trial of methotrexate for three months."


def sign(clinic):
    """Check and sign by service: the journey of the desk shows it in the browser."""
    person = clinic.people["okafor"]
    check_the_rest(clinic, clinic.draft, but=0)
    draft = access_draft(person, clinic.draft.pk)
    text = final_text(draft)
    judgement = Judgement(
        outcome=Outcome.EDIT, seen_sha256=text.sha256, harm="no",
        reason_code="contradicts", read=frozenset(one.id for one in text.on_draft),
    )  # fmt: skip
    header = header_of(draft, patient_banner(draft.patient), person)
    item_sign(
        draft=draft, judgement=judgement, meaning="approved", header=header, person=person, actor=actor_for(person)
    )


def shown(page, picture, name):
    """See that a page, as it stands, fits both sizes in both themes, and keep it."""
    for window in in_every_window(page):
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (name, window)
        picture(page, f"{name}-{window}")


def submit(page, address, picture):
    page.goto(address)
    picture(page, "authorization-to-submit")
    page.get_by_label("How it was sent").select_option("fax")
    page.get_by_label("Confirmation number").fill("F-20931")
    page.get_by_label("Kind of payer").select_option("commercial")
    page.get_by_role("button", name="Record the submission").click()
    page.get_by_label("Receipt confirmed on").fill(f"{timezone.localtime(clock.now()):%Y-%m-%dT%H:%M}")
    page.get_by_role("button", name="Record the receipt").click()
    expect(page.locator(".standing")).to_contain_text("The payer decides by")


def deny(page, picture):
    today = clock.today().isoformat()
    page.get_by_role("radio", name="Denied").check()
    page.get_by_role("button", name="Record the answer").click()
    expect(page.locator("#error-summary")).to_contain_text("a denial is not closed without")  # P10
    picture(page, "authorization-denial-refused")
    page.get_by_label("The payer's reason").select_option("step_therapy")
    page.get_by_label("Date on the notice").fill(today)
    page.get_by_label("In words").fill("No trial of methotrexate for three months.")
    page.get_by_role("button", name="Record the answer").click()
    expect(page.locator(".standing")).to_contain_text("File the appeal by")
    page.get_by_text("Put the payer's letter into the chart").click()
    page.get_by_label("What the letter says").fill(LETTER)
    page.get_by_role("button", name="Store the letter").click()
    expect(page.get_by_text("is in the chart and can be cited").first).to_be_visible()


def correct(page, picture):
    """Correct the words of the denial: they were misread."""
    page.get_by_role("link", name="Correct this").last.click()
    shown(page, picture, "answer-correct")
    page.get_by_label("Why it is corrected").fill("The second line of the notice was left out.")
    page.get_by_label("In words").fill("No trial of methotrexate for three months.")
    page.get_by_role("button", name="Record the correction").click()
    expect(page.get_by_text("Corrected, and does not count any more.")).to_be_visible()
    expect(page.locator("del")).to_have_count(1)
    expect(page.locator(".standing")).to_contain_text("File the appeal by")


def test_a_signed_letter_is_submitted_denied_and_appealed(clinic, open_context, picture):
    sign(clinic)
    address = f"/drafts/{clinic.draft.pk}/authorization/"
    staff = open_context("lindqvist", javascript=False)
    expect(staff.get_by_role("link", name="Signed, to be submitted").first).to_be_visible()
    submit(staff, address, picture)
    deny(staff, picture)
    expect(staff.locator("main")).not_to_contain_text("Calloway")  # masked
    correct(staff, picture)
    shown(staff, picture, "authorization-staff")

    physician = open_context("okafor", javascript=False)
    expect(physician.locator("main")).to_contain_text("File the appeal by then")
    picture(physician, "desk-with-clocks")
    physician.goto(address)
    physician.get_by_role("button", name="Ask for an appeal").click()
    expect(physician.locator(".appeal")).to_contain_text("Another treatment has to be tried first")
    expect(physician.locator(".appeal")).to_contain_text("No trial of methotrexate for three months.")
    appeal = Appeal.objects.get(answer__submission__draft=clinic.draft)
    physician.goto(f"/drafts/{appeal.draft_id}/")
    shown(physician, picture, "appeal")
    analyst = open_context("marchetti", javascript=False)
    analyst.goto("/quality/outcomes/")
    shown(analyst, picture, "outcomes")
    assert Submission.objects.get(draft=clinic.draft).appeal_due_at > clock.now() + timedelta(days=170)


def test_a_missing_document_is_asked_for_assigned_and_waited_for(clinic, open_context, picture):
    address = f"/drafts/{clinic.draft.pk}/requests/"
    page = open_context("okafor", javascript=False)
    page.goto(address)
    page.locator("summary", has_text="Another document").click()
    page.get_by_label("Another document").fill("Pharmacy fill history, January to June")
    page.get_by_label("Who could supply it").fill("The dispensing pharmacy")
    page.get_by_role("button", name="Ask for them").click()
    page.get_by_role("button", name="Let the draft wait").click()
    expect(page.get_by_text("This draft waits")).to_be_visible()
    shown(page, picture, "draft-requests")
    page.goto(f"/drafts/{clinic.draft.pk}/")
    shown(page, picture, "waiting-draft")
    staff = open_context("lindqvist", javascript=False)
    staff.get_by_role("link", name="Requests", exact=True).click()
    expect(staff.locator("main")).to_contain_text("Pharmacy fill history")
    expect(staff.locator("main")).not_to_contain_text("Calloway")
    shown(staff, picture, "requests")
