"""An appeal: bound to the stated reason, with the payer's letter as a document of the chart that can be cited."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from apps.access.selectors import actor_for
from apps.chart.selectors import documents_visible_to
from apps.core import clock
from apps.core.errors import NotAllowed
from apps.core.fence import keeping
from apps.coverage.models import CoveragePolicy
from apps.drafting.domain.errors import RequestRefused
from apps.drafting.models import Draft
from apps.drafting.services import draft_check, draft_generate, draft_request, draft_retrieve, draft_words_destroy
from apps.drafting.services.inputs import task_of
from apps.redaction.models import RedactedDocument
from apps.retrieval.models import Passage
from apps.retrieval.services import redacted_documents_index
from apps.review import pipeline
from apps.review.domain.authorizations import Stage
from apps.review.domain.denials import appeal_subject, asked_for, denial_reasons
from apps.review.errors import Collision, ReviewError
from apps.review.models import Appeal, PayerLetter
from apps.review.selectors import access_answer, access_draft, queue_page
from tests.factories import SETUP
from tests.review.after_signature import answer, store_letter
from tests.review.conftest import make_document


def ask(desk, denial, person=None):
    person = person or desk.world.okafor
    draft = access_draft(person, desk.draft.pk)
    return pipeline.appeal_ask(
        draft=draft, answer=access_answer(draft, denial.pk), person=person, actor=actor_for(person)
    )


def test_p10_the_denial_letter_becomes_a_citable_document_of_the_chart(desk, denial):
    document = store_letter(desk, denial)
    assert (document.kind, document.patient, document.set_aside) == ("payer_letter", desk.world.anna, False)
    assert "Lindgren" not in RedactedDocument.objects.get(document=document).text
    with keeping():
        assert Passage.objects.filter(redacted_document__document=document).exists()
    assert documents_visible_to(desk.world.okafor).filter(pk=document.pk).exists()
    assert not documents_visible_to(desk.world.lindqvist).filter(pk=document.pk).exists()
    with pytest.raises(Collision, match="already"):
        store_letter(desk, denial, "Another text.")


@pytest.mark.parametrize("text", ["", " \n ", "Denied\u202e"])
def test_a_letter_that_says_nothing_or_hides_something_is_not_stored(desk, denial, text):
    with pytest.raises(ReviewError):
        store_letter(desk, denial, text)
    assert not PayerLetter.objects.exists()


def test_who_may_not_record_answers_stores_no_letter(desk, denial):
    nurse = desk.world.nurse
    with pytest.raises(NotAllowed):
        pipeline.payer_letter_store(answer=denial, text="Denied.", person=nurse, actor=actor_for(nurse))


def test_an_appeal_is_bound_to_the_stated_reason_and_says_that_it_is_one(desk, denial):
    store_letter(desk, denial)
    new = ask(desk, denial)
    assert new.subject.startswith("Appeal of the denial of ")
    assert "another treatment has to be tried first" in new.subject
    assert (new.kind, new.policy, new.service_code) == ("prior_auth_letter", desk.draft.policy, "HCPCS J0139")
    assert Appeal.objects.get(draft=new).answer == denial


def test_the_head_of_an_appeal_says_once_that_it_is_one_and_asks_for_what_was_denied():
    subject = appeal_subject("Adalimumab 40 mg (pen)", "step_therapy", "3 Nov 2026")
    assert asked_for(subject) == "Adalimumab 40 mg (pen)"
    assert asked_for("Adalimumab 40 mg: pen") == "Adalimumab 40 mg: pen"


def test_an_appeal_waits_for_the_payers_letter(desk, denial):
    with pytest.raises(ReviewError, match="Store the payer's letter first"):
        ask(desk, denial)
    assert Draft.objects.count() == 1


@pytest.mark.usefixtures("sent")
def test_only_a_refusal_is_appealed(desk):
    approved = answer(desk, Stage.APPROVED)
    with pytest.raises(ReviewError, match="Only what the payer refused"):
        ask(desk, approved)


def test_one_appeal_at_a_time_and_another_when_the_first_came_to_nothing(desk, denial):
    store_letter(desk, denial)
    first = ask(desk, denial)
    with pytest.raises(ReviewError, match="under way"):
        ask(desk, denial)
    Draft.objects.filter(pk=first.pk).update(status="BLOCKED", reason="Too little in the chart.")
    assert ask(desk, denial) != first


def test_the_desk_shows_the_appeals_deadline_on_the_denied_letter_and_then_on_the_appeal(desk, denial):
    (row,) = queue_page(desk.world.okafor, "denied", "1").rows
    assert (row.letter, row.clock.words) == ("Denied", "File the appeal by then")
    store_letter(desk, denial)
    new = ask(desk, denial)
    Draft.objects.filter(pk=new.pk).update(due_at=None)
    assert queue_page(desk.world.okafor, "denied", "1").rows == ()
    (row,) = queue_page(desk.world.okafor, "open", "1").rows
    assert (row.draft.pk, row.clock.words) == (new.pk, "File the appeal by then")


@pytest.mark.usefixtures("denial")
def test_a_denied_letter_leaves_the_desk_when_its_time_to_appeal_is_over(desk):
    with clock.standing_at(clock.now() + timedelta(days=100)):
        assert queue_page(desk.world.okafor, "open", "1").rows == ()


def test_the_appeals_page_has_the_stated_reason_at_its_head_and_links_the_letter(desk, denial):
    document = store_letter(desk, denial)
    new = ask(desk, denial)
    page = desk.client(desk.world.okafor).get(reverse("review:draft_detail", args=[new.pk])).content.decode()
    assert "Another treatment has to be tried first" in page
    assert "Ms. Lindgren-Sato did not try methotrexate" in page
    assert reverse("viewer:document_detail", args=[desk.world.anna.pk, document.pk]) in page


def test_the_subject_of_an_appeal_fits_however_long_the_first_one_was():
    for code in denial_reasons():
        assert len(appeal_subject("x" * 300, code, "12 Nov 2026")) <= 300


def retire(desk):
    CoveragePolicy.objects.filter(pk=desk.draft.policy_id).update(
        status="RETIRED", retired_at=clock.now(), retired_by=desk.world.lindqvist, retired_reason="Replaced."
    )


def test_an_appeal_argues_under_the_version_it_was_denied_under_though_that_was_retired_since(desk, denial):
    store_letter(desk, denial)
    retire(desk)
    new = ask(desk, denial)
    assert new.policy == desk.draft.policy
    page = desk.client(desk.world.okafor).get(reverse("review:draft_detail", args=[new.pk])).content.decode()
    assert "It argues under ADA version 1, by which it was denied; that version was retired since" in page
    with pytest.raises(RequestRefused, match="only a validated version"):
        draft_request(
            patient_id=desk.world.anna.pk, kind="prior_auth_letter", subject="Adalimumab", policy=new.policy,
            service_code="HCPCS J0139", diagnosis_codes=["M05.79"], person=desk.world.okafor,
            actor=actor_for(desk.world.okafor),
        )  # fmt: skip


def test_an_appeal_knows_the_stated_reason_in_redacted_words_and_what_came_in_since_the_denied_letter(desk, denial):
    letter = store_letter(desk, denial)
    later = make_document(desk.world.anna, "later", "Progress note\n\nMethotrexate failed after 5 months.")
    new = ask(desk, denial)
    assert "Lindgren" not in str(new.denial)
    told = task_of(new).denial
    assert told.reason == "Another treatment has to be tried first"
    assert told.words.endswith("did not try methotrexate for three months.")
    assert told.document_id == str(RedactedDocument.objects.get(document=letter).pk)
    assert told.new_documents == (str(RedactedDocument.objects.get(document=later).pk),)


def test_an_appeal_opens_with_the_denial_on_its_page_each_sentence_cited_to_the_payers_letter(desk, denial):
    letter = store_letter(desk, denial, "We deny the request of Anna Lindgren-Sato. She did not try methotrexate.")
    text = "Progress note\n\nAssessment and plan\nMethotrexate 15 mg weekly has been taken for three months."
    desk.documents["later"] = make_document(desk.world.anna, "later", text)
    new = ask(desk, denial)
    for document in desk.documents.values():
        redacted_documents_index(redacted_document_ids=[document.redactions.get().pk], actor=SETUP)
    for step in (draft_retrieve, draft_generate, draft_check):
        step(draft_id=new.pk, worker="test", actor=SETUP)
    new.refresh_from_db()
    assert new.status == "READY", new.reason
    first, second = new.claims.order_by("ordinal")[:2]
    assert first.text.endswith('"We deny the request of [PATIENT-1]."')
    assert (first.section, second.text.rpartition(": ")[2]) == ("The denial", '"She did not try methotrexate."')
    assert {citation.source_document for one in (first, second) for citation in one.citations.all()} == {letter}
    named = list(new.claims.exclude(criterion_id="").order_by("ordinal").values_list("criterion_id", flat=True))
    assert not named or named[0] == "2a"


def test_a_destroyed_appeal_keeps_no_word_of_the_denial(desk, denial):
    store_letter(desk, denial)
    new = ask(desk, denial)
    draft_words_destroy(draft_ids=[new.pk], event_id=uuid4(), actor=SETUP)
    new.refresh_from_db()
    assert (new.denial, new.service_on) == ({}, None)
