"""What was recorded of a payer by a slip is corrected: the first act stays, everything follows the one that stands."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from apps.access.selectors import actor_for
from apps.audit.models import AuditEvent
from apps.core import clock
from apps.core.errors import NotAllowed
from apps.review import services
from apps.review.domain.authorizations import DECISIONS, VALID_TRANSITIONS, Stage, Talk
from apps.review.domain.standing import corrected_stages, standing, why_not_follow
from apps.review.errors import Collision, ReviewError
from apps.review.models import DocumentRequest, PayerAnswer, PayerReceipt, Submission
from apps.review.selectors import outcomes_in, queue_page
from apps.review.selectors.authorizations import decision_on_record
from tests.review.after_signature import answer, as_signed, receive, say, store_letter, submit
from tests.review.test_appeals import ask
from tests.review.test_authorization_pages import denied_today, minute, page, post

SLIP = "Recorded for the wrong letter, says Ms. Lindgren-Sato."


def correct(desk, corrected, stage, person=None, slip=SLIP, **changed):
    acting = person or desk.world.lindqvist
    instead = say(stage, **changed) if stage else None
    return services.answer_correct(
        corrected=corrected, answer=instead, slip=slip, person=acting, actor=actor_for(acting)
    )


def correct_receipt(desk, received_at, slip=SLIP):
    acting = desk.world.lindqvist
    (standing_now,) = PayerReceipt.objects.filter(corrected_by=None)
    return services.receipt_correct(
        corrected=standing_now, received_at=received_at, slip=slip, person=acting, actor=actor_for(acting)
    )


@pytest.mark.usefixtures("sent")
def test_an_approval_recorded_by_a_slip_becomes_the_denial_that_it_was_and_the_appeal_clock_runs(desk):
    slip = answer(desk, Stage.APPROVED)
    kept = correct(desk, slip, Stage.DENIED)
    sent = Submission.objects.get()
    assert (sent.stage, kept.corrects) == ("DENIED", slip)
    assert sent.appeal_due_at is not None
    assert [row.clock.kind.value for row in queue_page(desk.world.okafor, "denied", "1").rows] == ["appeal"]
    event = AuditEvent.objects.get(action="authorization_corrected")
    assert (event.actor_id, event.details["corrects"]) == (str(desk.world.lindqvist.pk), str(slip.pk))
    assert "Lindgren" not in kept.slip


def test_a_denial_recorded_by_a_slip_leaves_no_clock_and_no_outcome_behind(desk, denial):
    correct(desk, denial, None)
    sent = Submission.objects.get()
    assert (sent.stage, sent.decided_at, sent.appeal_due_at, sent.appeal_due_says) == ("RECEIVED", None, None, "")
    start, end = clock.now() - timedelta(days=1), clock.now() + timedelta(days=1)
    assert not outcomes_in(organization_id=desk.world.cedar.pk, start=start, end=end)
    assert decision_on_record(sent) is None
    assert answer(desk, Stage.APPROVED).stage == "APPROVED"


def test_quality_counts_the_outcome_that_stands(desk, denial):
    correct(desk, denial, Stage.APPROVED)
    start, end = clock.now() - timedelta(days=1), clock.now() + timedelta(days=1)
    (row,) = outcomes_in(organization_id=desk.world.cedar.pk, start=start, end=end)
    assert (row["stage"], row["count"]) == ("APPROVED", 1)


@pytest.mark.usefixtures("sent")
def test_a_misread_notice_is_corrected_and_the_deadline_counts_from_the_right_day(desk):
    with clock.standing_at(clock.now() + timedelta(days=5)):
        denial = answer(desk, Stage.DENIED)
        late = Submission.objects.get().appeal_due_at
        correct(desk, denial, Stage.DENIED, notice_on=clock.today() - timedelta(days=4))
        assert Submission.objects.get().appeal_due_at < late


@pytest.mark.parametrize("slip", ["", "  ", "...", "7"])
def test_nothing_is_corrected_without_a_reason_in_words(desk, denial, slip):
    with pytest.raises(ReviewError, match="why it is corrected"):
        correct(desk, denial, None, slip=slip)
    assert Submission.objects.get().stage == "DENIED"


def test_an_act_is_corrected_once_and_its_correction_can_be_corrected_again(desk, denial):
    first = correct(desk, denial, Stage.APPROVED)
    with pytest.raises(Collision, match="corrected meanwhile"):
        correct(desk, denial, Stage.PENDED)
    correct(desk, first, Stage.DENIED)
    assert Submission.objects.get().stage == "DENIED"
    assert PayerAnswer.objects.count() == 3


def test_a_correction_says_as_much_as_an_answer_must(desk, denial):
    with pytest.raises(ReviewError, match="authorization number"):
        correct(desk, denial, Stage.APPROVED, authorization="")
    assert not PayerAnswer.objects.filter(corrects=denial).exists()


def test_an_earlier_act_is_not_corrected_to_one_that_the_later_cannot_follow(desk, denial):
    answer(desk, Stage.PEER_TO_PEER, talk=Talk.HELD, talk_at=clock.now(), words="Upheld.")
    with pytest.raises(ReviewError, match="Correct the later one first"):
        correct(desk, denial, Stage.WITHDRAWN)
    correct(desk, denial, Stage.PARTLY_APPROVED)
    assert Submission.objects.get().stage == "PEER_TO_PEER"


def test_who_may_not_record_an_answer_corrects_none(desk, denial):
    for name in ("nurse", "reyes", "lindholm", "quill"):
        with pytest.raises(NotAllowed):
            correct(desk, denial, None, person=desk.world.people[name])
    assert correct(desk, denial, None, person=desk.world.okafor).person == desk.world.okafor


def test_the_database_itself_keeps_a_correction_as_it_was_written_and_none_without_a_reason(desk, denial):
    correct(desk, denial, Stage.APPROVED)
    correct_receipt(desk, None)
    for rows, column in ((PayerAnswer.objects, "slip"), (PayerReceipt.objects, "slip")):
        with pytest.raises(DatabaseError, match="stays as it was written"), transaction.atomic():
            rows.filter(corrects__isnull=False).update(**{column: "Another."})
        with pytest.raises(DatabaseError, match="stays as it was written"), transaction.atomic():
            rows.filter(corrects__isnull=False).delete()
    with pytest.raises(IntegrityError, match="corrects_with_reason"), transaction.atomic():
        PayerReceipt.objects.create(
            submission=denial.submission, received_at=clock.now(), corrects=PayerReceipt.objects.get(received_at=None),
            person=desk.world.okafor,
        )  # fmt: skip


@pytest.mark.usefixtures("sent")
def test_documents_that_a_slip_asked_for_come_off_the_list_and_what_was_asked_for_comes_on(desk):
    slip = answer(desk, Stage.PENDED, asked=("Fill history", "X-ray report"))
    kept = correct(desk, slip, Stage.PENDED, asked=("Fill history", "Visit note"))
    assert set(DocumentRequest.objects.values_list("what", "status")) == {
        ("Fill history", "REQUESTED"), ("X-ray report", "CANCELLED"), ("Visit note", "REQUESTED"),
    }  # fmt: skip
    correct(desk, kept, Stage.APPROVED)
    assert not DocumentRequest.objects.filter(status="REQUESTED").exists()


def test_the_payers_letter_and_the_appeal_stay_with_a_refusal_that_is_corrected(desk, denial):
    store_letter(desk, denial)
    new = ask(desk, denial)
    kept = correct(desk, denial, Stage.DENIED, reason_code="other", words="It is experimental.")
    with pytest.raises(Collision, match="in the chart already"):
        store_letter(desk, kept)
    with pytest.raises(ReviewError, match="under way"):
        ask(desk, kept)
    shown = desk.client(desk.world.okafor).get(reverse("review:draft_detail", args=[new.pk])).content.decode()
    assert "The refusal was corrected since this appeal was asked for" in shown
    assert "It is experimental." in shown
    correct(desk, kept, Stage.APPROVED)
    shown = desk.client(desk.world.okafor).get(reverse("review:draft_detail", args=[new.pk])).content.decode()
    assert "recorded by a slip and is corrected to: approved by the payer" in shown


@pytest.mark.usefixtures("sent")
def test_p01_a_receipt_can_be_recorded_after_the_answer_and_not_for_a_moment_after_it(desk):
    answer(desk, Stage.DENIED)
    with clock.standing_at(clock.now() + timedelta(days=3)):
        with pytest.raises(ReviewError, match="before the payer answers"):
            receive(desk)
        sent = receive(desk, received_at=Submission.objects.get().submitted_at)
    assert (sent.stage, sent.received_at, sent.payer_due_at is not None) == ("DENIED", sent.submitted_at, True)


def test_p01_the_payers_clock_counts_from_the_receipt_that_stands(desk):
    submit(as_signed(desk), is_drug=True)
    with clock.standing_at(clock.now() + timedelta(days=1)):
        first = receive(desk).received_at
        before = Submission.objects.get().payer_due_at
        correct_receipt(desk, first - timedelta(hours=5))
        assert Submission.objects.get().payer_due_at == before - timedelta(hours=5)
        with pytest.raises(ReviewError, match="not in the future"):
            correct_receipt(desk, clock.now() + timedelta(hours=1))
    correct_receipt(desk, None)
    sent = Submission.objects.get()
    assert (sent.stage, sent.received_at, sent.payer_due_at) == ("SUBMITTED", None, None)
    assert AuditEvent.objects.filter(action="receipt_corrected").count() == 2
    assert receive(desk).stage == "RECEIVED"


def test_receipts_of_before_are_kept_with_whoever_confirmed_them(desk):
    submit(as_signed(desk), desk.world.okafor)
    sent = receive(desk)
    with connection.cursor() as cursor:
        cursor.execute(import_module("apps.review.migrations.0008_payer_corrections").KEEP_RECEIPTS)
    assert (
        list(PayerReceipt.objects.values_list("person", "received_at"))
        == [(desk.world.lindqvist.pk, sent.received_at)] * 2
    )


def test_the_page_strikes_through_what_was_corrected_and_says_so_in_words(desk, denial):
    correct(desk, denial, Stage.APPROVED)
    shown = page(desk, desk.world.okafor).content.decode()
    assert "Corrected, and does not count any more." in shown
    assert "says Ms. Lindgren-Sato" in shown
    assert "<del>" in shown
    assert shown.count("Correct this</a>") == 2
    assert "Lindgren" not in page(desk, desk.world.lindqvist).content.decode()


def test_staff_correct_on_a_page_that_holds_what_was_recorded(desk, denial):
    staff = desk.world.lindqvist
    shown = page(desk, staff, "answer_correct", denial.pk).content.decode()
    assert "did not try methotrexate" in shown
    assert post(desk, staff, "answer_correct", denied_today(), denial.pk).status_code == 422
    assert post(desk, staff, "answer_correct", {**denied_today(), "slip": "Misread."}, denial.pk).status_code == 302
    assert post(desk, staff, "answer_correct", {**denied_today(), "slip": "Misread."}, denial.pk).status_code == 302
    assert PayerAnswer.objects.count() == 2
    kept = PayerAnswer.objects.get(corrects=denial)
    assert post(desk, staff, "answer_correct", {"stage": "NOTHING", "slip": "None came."}, kept.pk).status_code == 422
    nothing = {"stage": "NOTHING", "slip": "None came.", "answered_on": clock.today().isoformat()}
    assert post(desk, staff, "answer_correct", nothing, kept.pk).status_code == 302
    assert "Nothing was answered" in page(desk, staff).content.decode()


@pytest.mark.usefixtures("sent")
def test_staff_correct_a_receipt_on_its_page(desk):
    receive(desk)
    receipt, staff = PayerReceipt.objects.get(), desk.world.lindqvist
    assert minute(receipt.received_at) in page(desk, staff, "receipt_correct", receipt.pk).content.decode()
    assert post(desk, staff, "receipt_correct", {"slip": "Misread."}, receipt.pk).status_code == 422
    given = {"slip": "It was never confirmed.", "nothing": "on"}
    assert post(desk, staff, "receipt_correct", given, receipt.pk).status_code == 302
    assert "Receipt was not confirmed" in page(desk, staff).content.decode()


class Row:
    """An act as the domain reads it."""

    def __init__(self, pk, ordinal, stage, corrects_id=None):
        self.pk, self.ordinal, self.stage, self.corrects_id = pk, ordinal, stage, corrects_id


STAGES = st.sampled_from([*VALID_TRANSITIONS, ""])


@given(first=st.lists(STAGES, min_size=1, max_size=5), corrections=st.lists(st.tuples(st.integers(0, 9), STAGES)))
def test_whatever_is_corrected_each_act_counts_once_at_its_own_place(first, corrections):
    rows = [Row(number, number, stage) for number, stage in enumerate(first, start=1)]
    expected = dict(enumerate(first))
    ends = dict(enumerate(rows))
    for place, stage in corrections:
        if place in ends:
            ends[place] = Row(len(rows) + 1, len(rows) + 1, stage, ends[place].pk)
            rows.append(ends[place])
            expected[place] = stage
    assert [row.stage for row in standing(rows)] == [stage for stage in expected.values() if stage]


@given(first=st.lists(st.sampled_from(sorted(DECISIONS)), min_size=1, max_size=4), stage=st.sampled_from(list(Stage)))
def test_a_correction_that_follows_leaves_stages_that_follow_one_another(first, stage):
    rows = [Row(number, number, one) for number, one in enumerate(first, start=1)]
    after = corrected_stages(rows, rows[-1], stage)
    allowed = all(then in VALID_TRANSITIONS[now] for now, then in zip([Stage.SUBMITTED, *after], after, strict=False))
    assert bool(why_not_follow(after)) is not allowed
