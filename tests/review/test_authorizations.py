"""A letter at its payer: what may follow what, what each answer must say, and which clock runs from which moment."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.audit.models import AuditEvent
from apps.core import clock
from apps.core.errors import NotAllowed
from apps.review import services
from apps.review.domain.authorizations import (
    ANSWERS,
    AUDIT_EVENT,
    NEEDED,
    OWNER,
    STAGE_WORDS,
    VALID_TRANSITIONS,
    Answer,
    Stage,
    Talk,
    wants_of,
)
from apps.review.errors import Collision, ReviewError
from apps.review.models import PayerAnswer, ReviewDecision, Signature, Submission
from apps.review.selectors import outcomes_in
from tests.review.acts import confirm, finish, judgement
from tests.review.after_signature import REASON, answer, as_letter, as_signed, receive, say, submit, who
from tests.tampering import seal_broken


def test_every_stage_stands_in_every_table():
    assert set(VALID_TRANSITIONS) == set(OWNER) == set(AUDIT_EVENT) == set(STAGE_WORDS) == set(Stage)
    assert set(NEEDED) == set(ANSWERS)


def test_p13_nothing_is_submitted_without_a_signature(desk):
    as_letter(desk)
    with pytest.raises(ReviewError, match="Nothing is submitted before it is signed"):
        submit(desk)
    finish(desk, desk.world.okafor)
    with pytest.raises(ReviewError, match="Nothing is submitted before it is signed"):
        submit(desk)
    assert not Submission.objects.exists()


def test_p13_a_signed_letter_is_submitted_once_and_the_record_says_by_whom(to_submit):
    sent = submit(to_submit)
    assert (sent.stage, sent.confirmation, sent.signature.person) == ("SUBMITTED", "PX-4411", to_submit.world.okafor)
    event = AuditEvent.objects.get(action="authorization_submitted")
    assert event.actor_id == str(to_submit.world.lindqvist.pk)
    with pytest.raises(Collision, match="submitted already"):
        submit(to_submit)


def test_p13_nothing_was_submitted_before_the_signature_or_ahead_of_time(desk):
    as_signed(desk)
    for moment in (clock.now() - timedelta(hours=1), clock.now() + timedelta(hours=1)):
        with pytest.raises(ReviewError, match="after it is signed"):
            submit(desk, submitted_at=moment)


def test_p13_a_signature_that_does_not_verify_any_more_carries_no_submission(to_submit):
    with seal_broken("review_signature"):
        Signature.objects.update(printed_name="Somebody Else")
    with pytest.raises(ReviewError, match="does not verify any more"):
        submit(to_submit)


def test_p13_the_database_itself_keeps_no_submission_without_a_signature(desk):
    as_letter(desk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Submission.objects.create(
            organization=desk.world.cedar, draft=desk.draft, signature=None, channel="fax", is_drug=False,
            submitted_at=clock.now(), submitted_by=desk.world.okafor, payer_class="commercial",
        )  # fmt: skip


def decide_reject(desk):
    person = desk.world.okafor
    services.item_decide(judgement=judgement(desk, person, "reject"), **desk.act(person))


UNSIGNED_ACTS = {
    "claim": lambda desk: services.item_claim(**desk.act(desk.world.okafor)),
    "release": lambda desk: services.item_release(**desk.act(desk.world.okafor)),
    "reject": decide_reject,
    "reopen": lambda desk: services.item_reopen(**desk.act(desk.world.okafor)),
    "confirm": lambda desk: confirm(desk, desk.world.okafor, 2),
    "wait": lambda desk: services.draft_wait(**who(desk)),
    "ask": lambda desk: services.document_request(wanted=services.Wanted("Fill history"), **who(desk)),
    "go on": lambda desk: services.draft_go_on(**who(desk)),
    "submit": submit,
    "submit as physician": lambda desk: submit(desk, desk.world.okafor),
    "receive": receive,
    "answer": lambda desk: answer(desk, Stage.APPROVED),
}


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.sampled_from(sorted(UNSIGNED_ACTS)), max_size=7))
def test_p13_no_path_of_acts_leads_from_unsigned_to_submitted(desk, acts):
    with transaction.atomic():
        as_letter(desk)
        for act in [*acts, "submit"]:
            try:
                with transaction.atomic():
                    UNSIGNED_ACTS[act](desk)
            except (ReviewError, NotAllowed):
                continue
        assert not Submission.objects.exists()
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("payer", "drug", "hours", "days"),
    [("medicare_advantage", False, None, 7), ("commercial", False, None, 15), ("medicare_advantage", True, 72, None)],
)
def test_p01_the_payers_clock_counts_from_its_confirmed_receipt(desk, payer, drug, hours, days):
    sent = submit(as_signed(desk), payer_class=payer, is_drug=drug)
    assert sent.payer_due_at is None
    assert "has not begun" in sent.payer_due_says
    at = clock.now()
    sent = receive(desk, received_at=at)
    if hours:
        assert sent.payer_due_at == at + timedelta(hours=hours)
    else:
        assert clock.day_of(sent.payer_due_at) == clock.day_of(at) + timedelta(days=days)
    assert sent.stage == "RECEIVED"


def test_p01_an_expedited_request_is_decided_in_72_hours(desk):
    as_signed(desk, urgency="expedited", urgency_reason="Joint damage.")
    submit(desk)
    at = clock.now()
    assert receive(desk, received_at=at).payer_due_at == at + timedelta(hours=72)


def test_p01_a_receipt_lies_between_the_submission_and_now_and_is_confirmed_once(desk):
    submit(as_signed(desk))
    for moment in (clock.now() - timedelta(hours=1), clock.now() + timedelta(hours=1)):
        with pytest.raises(ReviewError, match="not in the future"):
            receive(desk, received_at=moment)
    receive(desk)
    with pytest.raises(Collision, match="on record already"):
        receive(desk)


@pytest.mark.parametrize("left_out", [{"reason_code": ""}, {"words": " "}, {"words": ""}, {"notice_on": None}])
@pytest.mark.usefixtures("sent")
def test_p10_a_denial_without_its_reason_in_code_and_words_is_not_closed(desk, left_out):
    with pytest.raises(ReviewError):
        answer(desk, Stage.DENIED, **left_out)
    assert Submission.objects.get().stage == "SUBMITTED"


@pytest.mark.usefixtures("sent")
def test_p10_a_reason_that_is_not_on_the_list_is_refused(desk):
    with pytest.raises(ReviewError, match="from the list"):
        answer(desk, Stage.DENIED, reason_code="because")


def test_p10_a_denial_is_kept_with_its_reason_concealed_and_its_appeal_deadline(denial):
    assert denial.reason_code == "step_therapy"
    assert "Lindgren" not in denial.words
    assert denial.words.endswith("did not try methotrexate for three months.")
    sent = Submission.objects.get()
    assert (sent.stage, sent.decided_at is not None) == ("DENIED", True)
    assert clock.day_of(sent.appeal_due_at) <= clock.today() + timedelta(days=65)
    assert "File the appeal by" in sent.appeal_due_says


def test_p10_the_database_itself_keeps_no_denial_without_a_reason(desk, sent):
    with pytest.raises(IntegrityError, match="denial_says_why"), transaction.atomic():
        PayerAnswer.objects.create(
            submission=sent, ordinal=1, stage="DENIED", answered_on=clock.today(), person=desk.world.okafor
        )


@pytest.mark.usefixtures("denial")
def test_a_denial_upheld_after_a_talk_gives_no_more_time_to_appeal(desk):
    first = Submission.objects.get().appeal_due_at
    answer(desk, Stage.PEER_TO_PEER, talk=Talk.HELD, talk_at=clock.now(), words="Upheld.")
    assert Submission.objects.get().appeal_due_at == first
    with clock.standing_at(clock.now() + timedelta(days=5)):
        answer(desk, Stage.DENIED)
    assert Submission.objects.get().appeal_due_at == first


@pytest.mark.parametrize(
    ("stage", "changed", "sentence"),
    [
        (Stage.PEER_TO_PEER, {"talk_at": datetime.max.replace(tzinfo=UTC)}, "more than two years away"),
        (Stage.PEER_TO_PEER, {"talk_at": datetime(2020, 1, 1, tzinfo=UTC)}, "more than two years away"),
        (Stage.PEER_TO_PEER, {"talk_at": clock.now() - timedelta(days=9)}, "before the submission"),
        (Stage.APPROVED, {"period_start": date(26, 1, 1)}, "more than ten years away"),
    ],
)
@pytest.mark.usefixtures("sent")
def test_an_answer_dated_by_a_slip_is_refused_before_it_is_stored(desk, stage, changed, sentence):
    with pytest.raises(ReviewError, match=sentence):
        answer(desk, stage, **changed)
    assert not PayerAnswer.objects.exists()


@pytest.mark.parametrize("words", [".", " - ", "123"])
@pytest.mark.usefixtures("sent")
def test_p10_a_denial_whose_reason_is_no_words_is_not_closed(desk, words):
    with pytest.raises(ReviewError, match="Say it in words"):
        answer(desk, Stage.DENIED, words=words)
    assert Submission.objects.get().stage == "SUBMITTED"


@pytest.mark.parametrize("quantity", ["-5", "\u2212 5 units", "0", "0.0 mg", "000"])
def test_a_quantity_of_nothing_is_no_approval(quantity):
    assert "more than nothing" in wants_of(say(Stage.APPROVED, quantity=quantity))["quantity"]


@pytest.mark.parametrize("quantity", ["6", "0.5 mL", "05 units", "12 visits", "one device", "10-20 units"])
def test_a_quantity_that_a_payer_authorizes_is_taken(quantity):
    assert not wants_of(say(Stage.APPROVED, quantity=quantity))


@pytest.mark.usefixtures("sent")
def test_a_period_that_the_payer_gives_no_end_is_recorded(desk):
    assert answer(desk, Stage.APPROVED, period_end=date.max).period_end == date.max


@pytest.mark.parametrize("stage", ANSWERS)
@pytest.mark.usefixtures("sent")
def test_each_answer_is_recorded_with_its_event(desk, stage):
    kept = answer(desk, stage)
    assert Submission.objects.get().stage == stage
    assert AuditEvent.objects.filter(action=AUDIT_EVENT[stage], details__answer_id=str(kept.pk)).count() == 1


@pytest.mark.parametrize("stage", ANSWERS)
def test_an_answer_that_says_too_little_is_refused_field_by_field(stage):
    assert set(wants_of(Answer(stage=stage, answered_on=clock.today()))) == set(NEEDED[stage])
    assert wants_of(say(stage)) == {}


@pytest.mark.parametrize("stage", [Stage.APPROVED, Stage.WITHDRAWN])
@pytest.mark.usefixtures("sent")
def test_nothing_follows_an_end(desk, stage):
    answer(desk, stage)
    with pytest.raises(Collision, match="From there it does not become"):
        answer(desk, Stage.DENIED)


@given(path=st.lists(st.sampled_from(list(Stage)), max_size=8))
def test_whatever_is_recorded_an_answer_never_turns_back_into_a_submission(path):
    stage = Stage.SUBMITTED
    for following in path:
        stage = following if following in VALID_TRANSITIONS[stage] else stage
    assert all(Stage.SUBMITTED not in after for after in VALID_TRANSITIONS.values())
    assert stage is Stage.SUBMITTED or Stage.SUBMITTED not in VALID_TRANSITIONS[stage]


@pytest.mark.usefixtures("sent")
def test_an_authorized_period_does_not_end_before_it_begins(desk):
    with pytest.raises(ReviewError, match="ends before it begins"):
        answer(desk, Stage.APPROVED, period_end=clock.today() - timedelta(days=1))


@pytest.mark.usefixtures("denial")
def test_what_the_payer_answered_is_never_changed_and_a_submission_never_moved():
    with pytest.raises(DatabaseError, match="stays as it was written"), transaction.atomic():
        PayerAnswer.objects.update(reason_code="other")
    with pytest.raises(DatabaseError, match="stays as it was written"), transaction.atomic():
        Submission.objects.update(submitted_at=datetime(2026, 1, 1, tzinfo=UTC))


@pytest.mark.usefixtures("sent")
def test_numbers_of_a_payer_lie_sealed_in_the_database(desk):
    kept = answer(desk, Stage.APPROVED)
    sent = Submission.objects.get()
    assert b"PX-4411" not in bytes(sent.confirmation_sealed)
    assert b"AUTH-77" not in bytes(kept.authorization_sealed)
    assert PayerAnswer.objects.get().authorization == "AUTH-77"


def test_who_may_not_submit_is_told_so_and_nothing_is_recorded(to_submit):
    for name in ("nurse", "reyes", "lindholm", "quill", "marchetti"):
        with pytest.raises(NotAllowed):
            submit(to_submit, to_submit.world.people[name])
    assert not Submission.objects.exists()
    assert submit(to_submit, to_submit.world.okafor).submitted_by == to_submit.world.okafor


@pytest.mark.usefixtures("denial")
def test_an_outcome_is_tied_to_edit_policy_release_and_reviewer_and_to_no_patient(desk):
    start, end = clock.now() - timedelta(days=1), clock.now() + timedelta(days=1)
    (row,) = outcomes_in(organization_id=desk.world.cedar.pk, start=start, end=end)
    assert row == {
        "stage": "DENIED", "edit_class": ReviewDecision.objects.get().edit_class, "policy": "ADA",
        "policy_version": desk.draft.policy.version, "release": None, "reviewer_id": desk.world.okafor.pk,
        "is_appeal": False, "count": 1,
    }  # fmt: skip
    assert not outcomes_in(organization_id=desk.world.brightwater.pk, start=start, end=end)
    assert REASON not in str(row)
