"""What was recorded of a payer by a slip is corrected by another act; the first stays as it was written."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from apps.audit.domain.actions import Action
from apps.core.actors import Actor
from apps.review.domain import typed
from apps.review.domain.authorizations import Answer, Stage
from apps.review.domain.requests import RequestOrigin, RequestStatus
from apps.review.domain.standing import corrected_stages, why_not_follow
from apps.review.errors import Collision, ReviewError
from apps.review.models import DocumentRequest, PayerAnswer, PayerReceipt, Submission
from apps.review.selectors.standing import corrected_before, receipt_standing
from apps.review.services.authorizations import (
    LONGEST_WORDS,
    answer_keep,
    check_answer,
    check_received,
    check_right,
    record,
    submission_held,
)
from apps.review.services.requests import Wanted, document_request, request_cancel
from apps.review.services.standing import stand
from apps.review.services.words import words_concealed

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.drafting.models import Draft

CORRECTED = "This was corrected meanwhile. It is shown as it stands now."
NO_SLIP = "Say in words why it is corrected."
NOT_ASKED = "The payer's answer that asked for it was corrected."


@transaction.atomic
def answer_correct(
    *, corrected: PayerAnswer, answer: Answer | None, slip: str, person: "Person", actor: Actor
) -> PayerAnswer:
    """Record that an answer was recorded by a slip, why, and what the payer answered (None: nothing).

    Stage, clocks and outcome follow the answers that stand then. The payer's letter and an appeal stay with the
    refusal; documents that nobody asks for any more come off the list. Raises NotAllowed, Collision for what was
    corrected already, ReviewError without a reason, for an answer that says too little, or that cannot stand there.
    """
    draft = corrected.submission.draft
    check_right(draft, person)
    sent = submission_held(draft)
    _check_stands(corrected)
    if sentence := why_not_follow(
        corrected_stages(list(sent.answers.all()), corrected, answer.stage if answer else None)
    ):
        raise ReviewError(sentence)
    reason = _slip(draft, slip, actor)
    if answer is None:
        kept = _nothing(sent, corrected, reason, person)
    else:
        check_answer(sent, answer)
        kept = answer_keep(sent, answer, person, actor, corrects=corrected, slip=reason)
    stand(sent)
    record(
        sent, Action.AUTHORIZATION_CORRECTED, actor, answer_id=kept.pk, corrects=corrected.pk, stage=kept.stage,
        before=corrected.stage, reason_code=kept.reason_code, now=sent.stage,
    )  # fmt: skip
    _ask_for(draft, kept, answer, person, actor)
    return kept


@transaction.atomic
def receipt_correct(
    *, corrected: PayerReceipt, received_at: datetime | None, slip: str, person: "Person", actor: Actor
) -> PayerReceipt:
    """Record that a receipt was recorded by a slip, why, and when it was confirmed (None: it was not).

    The payer's clock counts from the one that stands. Raises what ``answer_correct`` raises.
    """
    draft = corrected.submission.draft
    check_right(draft, person)
    sent = submission_held(draft)
    if receipt_standing(sent) != corrected:
        raise Collision(CORRECTED)
    reason = _slip(draft, slip, actor)
    if received_at is not None:
        check_received(sent, received_at)
    kept: PayerReceipt = PayerReceipt.objects.create(
        submission=sent, received_at=received_at, corrects=corrected, slip=reason, person=person
    )
    stand(sent)
    before, after = (at.isoformat() if at else "" for at in (corrected.received_at, received_at))
    record(
        sent, Action.RECEIPT_CORRECTED, actor, receipt_id=kept.pk, corrects=corrected.pk, before=before,
        received_at=after,
    )  # fmt: skip
    return kept


def _check_stands(corrected: PayerAnswer) -> None:
    if not corrected.stage or PayerAnswer.objects.filter(corrects=corrected).exists():
        raise Collision(CORRECTED)


def _slip(draft: "Draft", slip: str, actor: Actor) -> str:
    if not typed.has_letter(slip):
        raise ReviewError(NO_SLIP)
    return words_concealed(draft=draft, text=slip, longest=LONGEST_WORDS, named="The reason", actor=actor)


def _nothing(sent: Submission, corrected: PayerAnswer, slip: str, person: "Person") -> PayerAnswer:
    kept: PayerAnswer = PayerAnswer.objects.create(
        submission=sent, ordinal=sent.answers.count() + 1, stage="", answered_on=corrected.answered_on,
        corrects=corrected, slip=slip, person=person,
    )  # fmt: skip
    return kept


def _ask_for(draft: "Draft", kept: PayerAnswer, answer: Answer | None, person: "Person", actor: Actor) -> None:
    """Take off the list what the corrected answer asked for and this one does not, and add what is new."""
    known = DocumentRequest.objects.filter(answer__in=corrected_before(kept)).exclude(status=RequestStatus.CANCELLED)
    for request in known.filter(status=RequestStatus.REQUESTED).exclude(what__in=kept.asked):
        request_cancel(request=request, reason=NOT_ASKED, person=person, actor=actor)
    if answer is None or answer.stage is not Stage.PENDED:
        return
    asked = set(known.values_list("what", flat=True))
    for what, concealed in zip(answer.asked, kept.asked, strict=True):
        if concealed not in asked:
            wanted = Wanted(what, origin=RequestOrigin.PAYER)
            document_request(draft=draft, wanted=wanted, answer=kept, person=person, actor=actor)
