"""P01, P10-P12: the whole way of a prior authorization in a browser, from the request to the appeal of its denial."""

import base64
import json
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from apps.core import clock
from apps.coverage.services import policy_load
from apps.drafting.models import Draft
from apps.drafting.tasks import advance_draft
from apps.intake.pipeline import message_finish, message_take
from apps.review.models import Appeal, DocumentRequest, Submission
from apps.review.services import items_open_for_ready_drafts
from tests.journeys.conftest import FIXTURES, WORKER
from tests.journeys.test_after_signature import deny, submit
from tests.journeys.test_desk import check_the_rest, decide, plain

pytestmark = pytest.mark.journey
OWN_WORDS = "Methotrexate was stopped in May 2024 after five doses because of nausea."
REPORT = (
    "LABORATORY REPORT\n\nInterferon-gamma release assay (QuantiFERON-TB Gold Plus): negative.\n"
    "Specimen collected {day}. Final result.\n"
)


def work(draft):
    """Do what a worker does at each ring of the bell, until the draft is made."""
    for _ in range(3):
        advance_draft(draft_id=str(draft.pk))
    draft.refresh_from_db()
    assert draft.status == "READY", draft.reason
    items_open_for_ready_drafts(organization_id=draft.organization_id, actor=WORKER)
    return draft


def ask_for_the_letter(page, picture):
    """Ask in the form; an earlier date of service shows the earlier version before anything is sent."""
    page.get_by_role("link", name="New draft").click()
    page.get_by_label("Patient").select_option(index=1)
    page.get_by_role("radio", name="Prior-authorization letter").check()
    page.get_by_label("For what").fill("Adalimumab 40 mg every 2 weeks")
    versions = page.locator("#policy-of-day option")
    today = page.get_by_label("Date of service").input_value()
    page.get_by_label("Date of service").fill("2025-12-01")
    expect(versions.filter(has_text="RA-04 version 2, in force from 1 Jul 2023 to 31 Dec 2025")).to_have_count(1)
    page.get_by_label("Date of service").fill(today)
    current = versions.filter(has_text="RA-04 version 3, in force from 1 Jan 2026, no end so far")
    expect(current).to_have_count(1)
    page.get_by_label("Coverage policy").select_option(value=current.get_attribute("value"))
    page.get_by_label("Service code").fill("J0139")
    page.get_by_label("Diagnosis codes").fill("M05.79")
    picture(page, "way-1-request")
    page.get_by_role("button", name="Ask for the draft").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("on your desk")


def ask_for_what_is_missing(page, draft, picture):
    """From the draft to the list of what its open criteria want: one press, and the draft waits."""
    page.goto(f"/drafts/{draft.pk}/")
    picture(page, "way-2-draft")
    page.get_by_role("link", name="Ask for what would settle these").click()
    wishes = page.locator(".wishes")
    expect(wishes).to_contain_text("Criterion 4:")
    expect(wishes).to_contain_text("The laboratory · From the 12 months before the request")
    for box in wishes.get_by_role("checkbox").all():
        box.set_checked("interferon" in box.locator("xpath=..").inner_text())
    page.get_by_label("Assigned to").last.select_option(label="Annika Lindqvist")
    page.get_by_label("Needed by").last.fill((clock.today() + timedelta(days=3)).isoformat())
    page.get_by_role("radio", name="The draft waits for them").check()
    picture(page, "way-3-missing")
    page.get_by_role("button", name="Ask for them").click()
    expect(page.get_by_text("This draft waits")).to_be_visible()
    asked = DocumentRequest.objects.get(draft=draft)
    assert (asked.criterion_id, asked.supplier) == ("4", "The laboratory")


def send_the_document(patient):
    """Send the laboratory's report as the hospital's other systems send theirs."""
    chart = json.loads((FIXTURES / "charts" / "calloway-ruth" / "bundle.json").read_text())
    entries = {entry["resource"]["id"]: entry for entry in chart["entry"]}
    now = timezone.localtime(clock.now())
    text = REPORT.format(day=f"{now.day} {now:%b %Y}")
    report = json.loads(json.dumps(entries["calloway-n01"]))
    report["fullUrl"] = "urn:uuid:53f3cf36-2133-54af-9b5d-f312a83911ff"
    report["request"] = {"method": "PUT", "url": "DocumentReference/calloway-igra"}
    report["resource"] |= {
        "id": "calloway-igra", "date": now.isoformat(), "author": [{"display": "Fernbank Laboratory"}],
        "type": {"coding": [{"system": "http://loinc.org", "code": "11502-2"}], "text": "Laboratory report"},
        "content": [{"attachment": {"contentType": "text/plain", "data": base64.b64encode(text.encode()).decode()}}],
    }  # fmt: skip
    report["resource"].pop("context", None)
    message, _ = message_take(
        organization=patient.organization, source_system="fixtures", source_id="calloway-igra",
        media_type="application/fhir+json", actor=WORKER,
        body=json.dumps({**chart, "entry": [entries["calloway-ruth"], report]}).encode(),
    )  # fmt: skip
    message_finish(message_id=message.pk, actor=WORKER)


def draft_anew(page, draft, picture):
    """The desk says that something came in; it is linked to its request, and the draft is made anew."""
    page.goto(f"/drafts/{draft.pk}/")
    came_in = page.locator(".came-in")
    expect(came_in).to_contain_text("A document came in since this draft was asked for")
    picture(page, "way-4-came-in")
    came_in.get_by_role("link", name="Say which request it answers").click()
    page.get_by_text("It came in").click()
    page.get_by_label("The document that came in").select_option(index=1)
    page.get_by_role("button", name="Link it").click()
    expect(page.get_by_text("This draft waits")).to_have_count(0)
    page.get_by_role("button", name="Draft anew with the new documents").click()
    new = Draft.objects.exclude(pk=draft.pk).latest("created_at")
    assert page.url.endswith(f"/drafts/{new.pk}/")
    return work(new)


def read_and_edit(page, clinic, draft, picture):
    """Read the criteria, open evidence beside the draft, and put one sentence right."""
    page.goto(f"/drafts/{draft.pk}/")
    assert dict(draft.criterion_answers.values_list("node_id", "verdict"))["4"] == "MET"
    answer = draft.claims.filter(criterion_id="4").first().citations.first()
    page.locator(f"#cite-{answer.ordinal}").click()
    marked = page.locator("#source mark.quote:not(.against *)")
    expect(marked.first).to_be_in_viewport()
    assert "negative" in plain("".join(marked.all_inner_texts()))
    expect(page.locator("#source-title")).to_be_focused()
    picture(page, "way-5-evidence")
    page.keyboard.press("Escape")
    claim = draft.claims.filter(support="contradicted").first()
    page.locator(f"#cite-{claim.citations.first().ordinal}").click()
    expect(page.locator("#source-title")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("e")
    unit = page.locator(f"#claim-{claim.ordinal}")
    unit.get_by_label("The sentence as it should read").fill(OWN_WORDS)
    unit.get_by_role("button", name="Keep this sentence").click()
    expect(page.locator(f"#claim-{claim.ordinal} > .claim")).to_have_text(OWN_WORDS)
    check_the_rest(clinic, draft, but=claim.ordinal)


def sign_and_download(page, picture):
    page.reload()
    page.get_by_role("link", name="Decide and sign").click()
    decide(page)
    expect(page.get_by_text("Signed by Imani Okafor, MD", exact=False)).to_be_visible(timeout=60_000)
    picture(page, "way-6-signed")
    pdf = page.request.get(page.get_by_role("link", name="PDF").get_attribute("href"), timeout=60_000)
    assert pdf.headers["content-type"] == "application/pdf"
    assert pdf.body().startswith(b"%PDF")


def appeal(page, draft, picture):
    """The appeal opens with the payer's own words; one press shows them in the payer's letter."""
    page.goto(f"/drafts/{draft.pk}/authorization/")
    picture(page, "way-8-denied")
    page.get_by_role("button", name="Ask for an appeal").click()
    made = work(Appeal.objects.get(answer__submission__draft=draft).draft)
    page.goto(f"/drafts/{made.pk}/")
    expect(page.locator(".appeal")).to_contain_text("It argues under RA-04 version 3, by which it was denied.")
    first, second = page.locator("#draft .claim").nth(0), page.locator("#draft .claim").nth(1)
    expect(first).to_contain_text("We deny the request for adalimumab.")
    expect(second).to_contain_text("Our records show no trial of methotrexate for three months.")
    picture(page, "way-9-appeal")
    page.locator("#cite-2").click()
    expect(page.locator("#source mark.quote").first).to_contain_text("no trial of methotrexate")
    picture(page, "way-10-appeal-source")
    named = list(made.claims.exclude(criterion_id="").order_by("ordinal").values_list("criterion_id", flat=True))
    assert named[0] == "2a"


def test_a_letter_goes_from_its_request_over_a_missing_document_to_the_appeal_of_its_denial(
    clinic, open_context, picture, console
):
    policy_load(body=json.loads((FIXTURES / "policies" / "RA-04-v2.json").read_text()), actor=WORKER)
    page = open_context("okafor")
    ask_for_the_letter(page, picture)
    draft = work(Draft.objects.exclude(pk=clinic.draft.pk).latest("created_at"))
    ask_for_what_is_missing(page, draft, picture)
    send_the_document(clinic.ruth)
    letter = draft_anew(page, draft, picture)
    read_and_edit(page, clinic, letter, picture)
    sign_and_download(page, picture)
    staff = open_context("lindqvist")
    submit(staff, f"/drafts/{letter.pk}/authorization/", picture)
    assert Submission.objects.get(draft=letter).payer_due_at  # P01
    deny(staff, picture)
    picture(staff, "way-7-denied-staff")
    appeal(page, letter, picture)
    draft.refresh_from_db()
    assert (draft.status, draft.criterion_answers.get(node_id="4").verdict) == ("READY", "INSUFFICIENT")
    assert [said for said in console if "422" not in said] == []  # the denial without its reason was refused
