"""The pages of a letter after its signature: who reads what, and what a form without JavaScript does with a mistake."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from apps.core import clock
from apps.review.domain.authorizations import Stage
from apps.review.models import Appeal, DocumentRequest, DraftWait, PayerLetter, Submission
from apps.review.selectors import queue_page
from tests.review.after_signature import answer, as_letter, receive, store_letter, submit
from tests.review.conftest import make_document, make_draft
from tests.review.letters import checked, sign_letter


def page(desk, person, name="authorization", *more):
    return desk.client(person).get(reverse(f"review:{name}", args=[desk.draft.pk, *more]))


def post(desk, person, name, data=(), *more):
    return desk.client(person).post(reverse(f"review:{name}", args=[desk.draft.pk, *more]), dict(data))


def minute(moment):
    return f"{timezone.localtime(moment):%Y-%m-%dT%H:%M}"


def sent_now():
    return {
        "channel": "fax", "submitted_at": minute(clock.now()), "confirmation": "F-1", "payer_class": "commercial",
        "is_drug": "on",
    }  # fmt: skip


def denied_today():
    today = clock.today().isoformat()
    return {
        "stage": "DENIED", "answered_on": today, "notice_on": today, "reason_code": "step_therapy",
        "words": "No trial.",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "status"),
    [("okafor", 200), ("lindqvist", 200), ("reyes", 200), ("nurse", 404), ("lindholm", 404), ("quill", 404),
     ("marchetti", 403), ("privacy", 403)],
)  # fmt: skip
@pytest.mark.usefixtures("denial")
def test_who_follows_a_letter_to_its_payer(desk, name, status):
    assert page(desk, desk.world.people[name]).status_code == status


def test_staff_submit_and_record_with_the_patient_masked(to_submit):
    staff = to_submit.world.lindqvist
    assert "Record the submission" in page(to_submit, staff).content.decode()
    assert post(to_submit, staff, "authorization_submit", sent_now()).status_code == 302
    assert post(to_submit, staff, "authorization_receipt", {"received_at": minute(clock.now())}).status_code == 302
    assert post(to_submit, staff, "authorization_answer", denied_today()).status_code == 302
    shown = page(to_submit, staff).content.decode()
    assert "Anna L., 65" in shown
    assert "Lindgren" not in shown
    assert "Another treatment has to be tried first" in shown
    assert Submission.objects.get().stage == "DENIED"


@pytest.mark.usefixtures("denial")
def test_a_physician_reads_names_where_staff_read_tokens(desk):
    assert "Ms. Lindgren-Sato did not try" in page(desk, desk.world.okafor).content.decode()
    assert "did not try" in page(desk, desk.world.lindqvist).content.decode()
    assert "Lindgren" not in page(desk, desk.world.lindqvist).content.decode()


def test_p13_the_page_of_an_unsigned_letter_offers_no_submission_and_takes_none(desk):
    as_letter(desk)
    shown = page(desk, desk.world.lindqvist).content.decode()
    assert "Nothing is submitted before it is signed" in shown
    assert "Record the submission</button>" not in shown
    assert post(desk, desk.world.lindqvist, "authorization_submit", sent_now()).status_code == 422
    assert not Submission.objects.exists()


@pytest.mark.usefixtures("sent")
def test_p10_a_denial_without_its_reason_comes_back_with_a_sentence_at_the_field(desk):
    answered = post(desk, desk.world.lindqvist, "authorization_answer", {**denied_today(), "words": ""})
    assert answered.status_code == 422
    assert "a denial is not closed without them" in answered.content.decode()
    assert Submission.objects.get().stage == "SUBMITTED"


def test_the_payers_letter_is_taken_as_a_text_file_and_nothing_else(desk, denial):
    staff = desk.world.lindqvist
    image = SimpleUploadedFile("letter.png", b"\x89PNG\xff\xfe")
    assert post(desk, staff, "authorization_letter", {"file": image}, denial.pk).status_code == 422
    text = SimpleUploadedFile("letter.txt", b"We deny the request for want of a trial.")
    assert post(desk, staff, "authorization_letter", {"file": text}, denial.pk).status_code == 302
    assert PayerLetter.objects.get().document.text == "We deny the request for want of a trial."


def test_an_appeal_is_asked_for_by_who_asks_for_drafts_and_not_by_staff(desk, denial):
    store_letter(desk, denial)
    assert "Ask for an appeal" not in page(desk, desk.world.lindqvist).content.decode()
    assert post(desk, desk.world.lindqvist, "appeal_ask", (), denial.pk).status_code == 403
    assert "Ask for an appeal" in page(desk, desk.world.okafor).content.decode()
    assert post(desk, desk.world.okafor, "appeal_ask", (), denial.pk).status_code == 302
    assert Appeal.objects.count() == 1


def test_documents_are_asked_for_on_the_drafts_own_page_ticked_or_typed(desk):
    desk.draft.missing = ["No fill history was found."]
    desk.draft.save(update_fields=["missing"])
    nurse = desk.world.nurse
    assert "No fill history was found." in page(desk, nurse, "draft_requests").content.decode()
    wanted = {"missing": ["0"], "what": "X-ray report\nVisit note", "assigned_to": nurse.pk}
    assert post(desk, nurse, "request_make", wanted).status_code == 302
    assert [one.origin for one in DocumentRequest.objects.order_by("created_at")] == ["missing", "person", "person"]
    assert post(desk, nurse, "draft_wait").status_code == 302
    assert "Nell Ursin" in page(desk, desk.world.okafor, "draft_detail").content.decode()
    assert post(desk, nurse, "draft_go_on").status_code == 302
    assert not DraftWait.objects.exists()


def test_nothing_ticked_and_nothing_typed_asks_for_nothing(desk):
    answered = post(desk, desk.world.nurse, "request_make", {"what": " "})
    assert answered.status_code == 422
    assert "Tick what is missing, or name a document." in answered.content.decode()


def test_what_came_in_since_is_offered_linked_and_drafted_anew(desk):
    okafor = desk.world.okafor
    post(desk, okafor, "request_make", {"what": "Fill history"})
    document = make_document(desk.world.anna, "fills", "Progress note\n\nFills: five doses.")
    assert "This came in since" in page(desk, okafor, "draft_requests").content.decode()
    asked = DocumentRequest.objects.get()
    linked = desk.client(okafor).post(
        reverse("review:request_receive", args=[asked.pk]), {"document": document.pk}, follow=True
    )
    assert "Received: the document is linked" in linked.content.decode()
    assert post(desk, okafor, "draft_anew").status_code == 302


def test_the_list_of_requests_is_read_by_staff_with_the_patient_masked(desk):
    post(desk, desk.world.okafor, "request_make", {"what": "Fill history"})
    shown = desk.client(desk.world.lindqvist).get(reverse("review:document_requests")).content.decode()
    assert "Fill history" in shown
    assert "Anna L., 65" in shown
    assert "Lindgren" not in shown


def clocks(desk, show="open"):
    return [row.clock and row.clock.kind.value for row in queue_page(desk.world.okafor, show, "1").rows]


def test_the_desk_follows_a_letter_from_target_to_payer_to_appeal(desk):
    as_letter(desk, due_at=clock.now() + timedelta(days=2))
    assert clocks(desk) == ["target"]
    sign_letter(checked(desk))
    assert clocks(desk, "to_submit") == ["target"]
    submit(desk)
    assert clocks(desk, "with_payer") == [None]
    receive(desk)
    assert clocks(desk, "with_payer") == ["payer"]
    answer(desk, Stage.DENIED)
    assert clocks(desk, "denied") == ["appeal"]


@pytest.mark.usefixtures("sent")
def test_the_desk_sorts_by_the_clock_that_ends_first_whichever_it_is(desk):
    receive(desk)  # the payer decides within a week
    soon = make_draft(desk.world.anna, desk.world.okafor, desk.documents)
    late = make_draft(desk.world.anna, desk.world.okafor, desk.documents)
    for draft, days in ((soon, 1), (late, 30)):
        draft.due_at = clock.now() + timedelta(days=days)
        draft.save(update_fields=["due_at"])
    rows = queue_page(desk.world.okafor, "open", "1").rows
    assert [row.draft.pk for row in rows] == [soon.pk, desk.draft.pk, late.pk]
    shown = desk.client(desk.world.okafor).get(reverse("review:queue")).content.decode()
    assert "The payer decides by then" in shown
    assert rows[1].clock.moment in shown
    assert not [row for row in rows if row.clock.has_passed]


def test_staff_find_what_is_to_be_submitted_on_their_desk(to_submit):
    shown = to_submit.client(to_submit.world.lindqvist).get(reverse("review:queue")).content.decode()
    assert "Signed, to be submitted" in shown
    assert reverse("review:authorization", args=[to_submit.draft.pk]) in shown
