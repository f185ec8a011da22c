"""What a request takes from the record and the signed letter, and what is kept of it, or destroyed with the patient."""

import json

import pytest
from django.db import DatabaseError, transaction

from apps.access.selectors import actor_for
from apps.audit.domain.actions import Action
from apps.audit.services import event_append
from apps.core.canonical import digest, sha256_hex
from apps.coverage.models import PolicySource
from apps.review.domain.exchanges import Via
from apps.review.domain.pas.reading import replies_in
from apps.review.erasure import ReviewEraser
from apps.review.exchange.preparing import Asked, request_of
from apps.review.models import PayerExchange, PayerReply
from apps.review.selectors import access_draft
from apps.review.services.replies import reply_take
from tests.factories import SETUP
from tests.review.after_signature import submit
from tests.review.pas.payer import as_ready, kept
from tests.review.pas.values import approved

ASKED = Asked(service_type="1", facility="11", quantity=6)
FORM = {
    "resourceType": "Questionnaire", "url": "http://payer.example/Questionnaire/ada|2", "title": "Adalimumab",
    "item": [{"linkId": "2a", "type": "text", "text": "Methotrexate?", "required": True},
             {"linkId": "2b", "type": "boolean", "text": "Is the disease active?", "required": True}],
}  # fmt: skip


def requested(desk):
    okafor = desk.world.okafor
    return request_of(access_draft(okafor, desk.draft.pk), ASKED, None, {}, okafor)


def test_p09_the_signed_rows_of_the_criteria_answer_the_form_of_the_policy(desk):
    """P09: what the machine wrote and the physician signed is override with the physician as author, never auto."""
    made = requested(as_ready(desk))
    answered = {answer.link_id: answer for answer in made.form if answer.text}
    assert set(answered) == {"2a", "2b"}
    assert {answer.origin.value for answer in answered.values()} == {"override"}
    assert {answer.author.family for answer in answered.values()} == {"Okafor"}
    assert answered["2b"].question == "Disease activity is high."
    assert "Lindgren-Sato" in answered["2b"].text


def test_p09_a_payers_own_form_is_named_and_a_question_that_takes_no_words_is_left_to_a_person(desk):
    as_ready(desk)
    desk.draft.refresh_from_db()
    content = json.dumps(FORM).encode()
    PolicySource.objects.create(
        policy=desk.draft.policy, name="form.json", media_type="application/json", sha256=sha256_hex(content),
        size=len(content), content=content,
    )  # fmt: skip
    made = requested(desk)
    assert made.form_url == FORM["url"]
    assert {answer.link_id for answer in made.form if answer.text} == {"2a"}
    assert {answer.link_id for answer in made.form if answer.is_required and not answer.text} == {"2b"}


def test_p03_the_plan_of_another_person_names_the_subscriber(desk):
    child = {"relationship": {"coding": [{"code": "child"}]}, "subscriber": {"display": "Karin Lindgren"}}
    member = requested(as_ready(desk, **child)).member
    assert (member.relationship, member.subscriber.family, member.subscriber.given) == ("child", "Lindgren", "Karin")


def test_p03_what_a_letter_encloses_goes_along_word_for_word(desk):
    made = requested(as_ready(desk))
    assert any(b"CDAI 31" in one.content for one in made.enclosures)
    assert len({one.control for one in (made.letter, *made.enclosures)}) == 1 + len(made.enclosures)


def test_what_was_exchanged_is_destroyed_with_the_patient_and_its_hashes_stay(to_submit):
    exchange, staff = kept(to_submit), to_submit.world.lindqvist
    submit(to_submit)
    body = approved(exchange.body)
    (reply,) = replies_in(body)
    acting = {"person": staff, "actor": actor_for(staff)}
    reply_take(exchange=exchange, reply=reply, body=body, via=Via.FILE, endpoint=None, **acting)
    event = event_append(actor=SETUP, action=Action.RECORDS_PURGED)
    ReviewEraser().erase(patient_id=to_submit.world.anna.pk, event_id=event.id, actor=SETUP)
    for row, sha256 in ((PayerExchange.objects.get(), exchange.sha256), (PayerReply.objects.get(), digest(body))):
        assert (bytes(row.body_sealed), row.sha256, row.destruction) == (b"", sha256, event.id)


def test_what_was_kept_of_an_exchange_is_never_changed(to_submit):
    exchange = kept(to_submit)
    rows = PayerExchange.objects.filter(pk=exchange.pk)
    for change in ({"trace": "X"}, {"sha256": "0" * 64}, {"body_sealed": b""}):
        with pytest.raises(DatabaseError, match="stays as it was written"), transaction.atomic():
            rows.update(**change)
    assert rows.update(state="answered") == 1
