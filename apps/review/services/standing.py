"""Where a submission stands, out of the acts that count: stage, decision and clocks."""

from datetime import datetime

from apps.coverage.selectors import appeal_due, payer_due
from apps.review.domain.authorizations import DECISIONS, REFUSALS, Stage
from apps.review.domain.standing import first_of, standing
from apps.review.models import PayerAnswer, Submission
from apps.review.selectors.standing import receipt_standing

COLUMNS = (
    "stage", "received_at", "payer_due_at", "payer_due_says", "decided_at", "appeal_due_at", "appeal_due_says",
)  # fmt: skip


def stand(sent: Submission) -> None:
    """Store where a submission that is held stands now. Whoever records or corrects an act calls it."""
    acts = list(sent.answers.all())
    counted = standing(acts)
    _receive(sent)
    if counted:
        sent.stage = Stage(counted[-1].stage)
    else:
        sent.stage = Stage.RECEIVED if sent.received_at else Stage.SUBMITTED
    sent.decided_at = _decided_at(acts, counted)
    _appeal(sent, counted)
    sent.save(update_fields=COLUMNS)


def _receive(sent: Submission) -> None:
    receipt = receipt_standing(sent)
    sent.received_at = receipt.received_at if receipt else None
    due = payer_due(sent.received_at, sent.payer_class, sent.draft.urgency, is_drug=sent.is_drug)
    sent.payer_due_at, sent.payer_due_says = due.at, due.says


def _decided_at(acts: list[PayerAnswer], counted: list[PayerAnswer]) -> datetime | None:
    """Return when the last decision was recorded: of a corrected one when it was recorded first."""
    by_key = {act.pk: act for act in acts}
    decided = [first_of(act, by_key).created_at for act in counted if act.stage in DECISIONS]
    return decided[-1] if decided else None


def _appeal(sent: Submission, counted: list[PayerAnswer]) -> None:
    """Keep the earliest deadline: a refusal upheld after a talk gives no more time than the first.

    What was approved in full since, or taken back, is appealed by nobody.
    """
    sent.appeal_due_at, sent.appeal_due_says = None, ""
    for act in counted:
        if act.stage in DECISIONS - REFUSALS:
            sent.appeal_due_at, sent.appeal_due_says = None, ""
        if act.stage not in REFUSALS:
            continue
        due = appeal_due(act.notice_on, sent.payer_class)
        if sent.appeal_due_at is None or (due.at is not None and due.at < sent.appeal_due_at):
            sent.appeal_due_at, sent.appeal_due_says = due.at, due.says
