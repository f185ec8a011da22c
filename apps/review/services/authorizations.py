"""A signed letter at its payer: submitted, received, answered, appealed. Act and event in one transaction."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from apps.audit.domain.actions import Action
from apps.audit.services import event_append
from apps.core import clock
from apps.core.actors import Actor
from apps.core.crypto.sealed import sealing
from apps.core.domain.days import is_far
from apps.core.errors import NotAllowed
from apps.coverage.domain.payers import PayerClass
from apps.coverage.selectors import payer_due
from apps.review.domain.authorizations import (
    AUDIT_EVENT,
    BY_PAYER,
    FARTHEST_TALK,
    STAGE_WORDS,
    TALK_FAR,
    VALID_TRANSITIONS,
    Answer,
    Channel,
    Stage,
    wants_of,
    why_not_dated,
)
from apps.review.domain.denials import denial_reasons
from apps.review.domain.requests import RequestOrigin
from apps.review.errors import Collision, ReviewError
from apps.review.models import Appeal, PayerAnswer, PayerLetter, PayerReceipt, Submission
from apps.review.selectors.authorizations import NOT_SUBMITTED, why_not_appeal, why_not_submittable
from apps.review.selectors.consents import payer_of
from apps.review.selectors.decisions import decision_last
from apps.review.selectors.later import amendments_of
from apps.review.selectors.rights import why_not_submit
from apps.review.selectors.standing import answers_standing, letter_of
from apps.review.services.payer_basis import class_checked
from apps.review.services.requests import Wanted, document_request
from apps.review.services.standing import stand
from apps.review.services.words import plain_checked, words_concealed

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.chart.models import SourceDocument
    from apps.drafting.models import Draft

LONGEST_WORDS, LONGEST_NUMBER, LONGEST_QUANTITY = 4000, 100, 100
TWICE = "This letter was submitted already. It is shown as it stands now."
RECEIVED_ALREADY = "The payer's receipt is on record already. It is shown as it stands now."


@transaction.atomic
def letter_submit(
    *, draft: "Draft", channel: str, submitted_at: datetime, confirmation: str, payer_class: str, is_drug: bool,
    class_reason: str = "", person: "Person", actor: Actor,
) -> Submission:  # fmt: skip
    """Record that a signed letter was sent to its payer.

    Raises NotAllowed without the right, Collision when it was sent before, ReviewError without a signature that
    verifies now (P13), with a time before it or ahead, or without a reason for a kind of payer or a service that the
    record tells otherwise.
    """
    check_right(draft, person)
    if sentence := why_not_submittable(draft):
        raise ReviewError(sentence)
    decision = decision_last(draft)
    if decision is None:
        raise ReviewError(NOT_SUBMITTED)
    if Submission.objects.filter(draft=draft).exists():
        raise Collision(TWICE)
    if not _minute(decision.signature.created_at) <= submitted_at <= clock.now():
        raise ReviewError("A letter is submitted after it is signed and not in the future. Check the time.")
    number = _number(confirmation, "The confirmation number")
    doubts, reason = class_checked(draft, payer_class, class_reason, is_drug=is_drug, actor=actor)
    sent = Submission(
        organization_id=draft.organization_id, draft=draft, signature=decision.signature, channel=Channel(channel),
        submitted_at=submitted_at, submitted_by=person, payer_class=PayerClass(payer_class), is_drug=is_drug,
        doubts=doubts, class_reason=reason,
        **(sealing(confirmation=number) if number else {}),
    )  # fmt: skip
    due = payer_due(None, payer_class, draft.urgency, is_drug=is_drug)
    sent.payer_due_says = due.says
    sent.save(force_insert=True)
    record(
        sent, AUDIT_EVENT[Stage.SUBMITTED], actor,
        channel=channel, signature_id=decision.signature.pk, against_record=doubts, recipient=payer_of(draft),
        amendments=[one.pk for one in amendments_of(decision.signature)],
    )  # fmt: skip
    return sent


@transaction.atomic
def receipt_confirm(*, draft: "Draft", received_at: datetime, person: "Person", actor: Actor) -> Submission:
    """Record when the payer confirmed receipt: its clock counts from that moment and from no other.

    That may be after its answer was recorded, for a moment before the answer. Raises what ``letter_submit`` raises.
    """
    check_right(draft, person)
    sent = submission_held(draft)
    if sent.received_at is not None:
        raise Collision(RECEIVED_ALREADY)
    check_received(sent, received_at)
    kept = PayerReceipt.objects.create(submission=sent, received_at=received_at, person=person)
    stand(sent)
    record(sent, AUDIT_EVENT[Stage.RECEIVED], actor, received_at=received_at.isoformat(), receipt_id=kept.pk)
    return sent


@transaction.atomic
def answer_record(*, draft: "Draft", answer: Answer, person: "Person", actor: Actor) -> PayerAnswer:
    """Record what the payer answered, or that the request was withdrawn.

    A denial carries the payer's reason as a code and in words and the date of the notice (P10). What a pended request
    wants goes on the list of document requests. Raises what ``letter_submit`` raises.
    """
    check_right(draft, person)
    sent = submission_held(draft)
    _check_follows(sent, answer)
    check_answer(sent, answer)
    kept = answer_keep(sent, answer, person, actor)
    stand(sent)
    record(
        sent, AUDIT_EVENT[answer.stage], actor,
        answer_id=kept.pk, reason_code=answer.reason_code, answered_on=answer.answered_on.isoformat(),
    )  # fmt: skip
    if answer.stage is Stage.PENDED:
        for what in answer.asked:
            wanted = Wanted(what, origin=RequestOrigin.PAYER)
            document_request(draft=draft, wanted=wanted, answer=kept, person=person, actor=actor)
    return kept


def _check_follows(sent: Submission, answer: Answer) -> None:
    if answer.stage not in VALID_TRANSITIONS[Stage(sent.stage)]:
        now, then = STAGE_WORDS[Stage(sent.stage)].lower(), STAGE_WORDS[answer.stage].lower()
        raise Collision(f"The request stands at: {now}. From there it does not become: {then}.")


def check_received(sent: Submission, received_at: datetime) -> None:
    """Raise ReviewError for a receipt before the submission, after the payer's answer or in the future."""
    if not _minute(sent.submitted_at) <= received_at <= clock.now():
        raise ReviewError("Receipt is confirmed after the submission and not in the future. Check the time.")
    answered = [one.answered_on for one in answers_standing(sent) if one.stage in BY_PAYER]
    if answered and clock.day_of(received_at) > min(answered):
        raise ReviewError("Receipt is confirmed before the payer answers. Check the day, or correct the answer's.")


def check_answer(sent: Submission, answer: Answer) -> None:
    """Raise ReviewError for an answer that says too little, or whose days cannot be."""
    if wants := wants_of(answer):
        raise ReviewError(" ".join(wants.values()))
    if answer.reason_code and answer.reason_code not in denial_reasons():
        raise ReviewError("Choose the payer's reason from the list.")
    if answer.talk_at and is_far(answer.talk_at, clock.now(), years=FARTHEST_TALK):
        raise ReviewError(TALK_FAR)  # first: the last moments of all have no day in another time zone
    talk_on = clock.day_of(answer.talk_at) if answer.talk_at else None
    submitted_on = clock.day_of(sent.submitted_at)
    if sentence := why_not_dated(answer, submitted_on, clock.today(), talk_on=talk_on):
        raise ReviewError(sentence)


def answer_keep(sent: Submission, answer: Answer, person: "Person", actor: Actor, **correction: Any) -> PayerAnswer:
    """Store an answer, its words concealed; ``correction`` are the columns by which it corrects another."""

    def concealed(text: str, named: str) -> str:
        return words_concealed(draft=sent.draft, text=text, longest=LONGEST_WORDS, named=named, actor=actor)

    number = _number(answer.authorization, "The authorization number")
    quantity = plain_checked(text=answer.quantity, named="The quantity")
    if len(quantity) > LONGEST_QUANTITY:
        raise ReviewError(f"The quantity is longer than {LONGEST_QUANTITY} characters.")
    words = concealed(answer.words, "What the payer said")
    if answer.stage is Stage.DENIED and not words:
        raise ReviewError("Give the payer's reason in its own words: a denial is not closed without them.")
    kept = PayerAnswer(
        submission=sent, ordinal=sent.answers.count() + 1, stage=answer.stage, answered_on=answer.answered_on,
        reason_code=answer.reason_code, words=words, allowed=concealed(answer.allowed, "What was allowed"),
        asked=[concealed(line, "What was asked for") for line in answer.asked], notice_on=answer.notice_on,
        period_start=answer.period_start, period_end=answer.period_end, quantity=quantity, talk=answer.talk or "",
        talk_at=answer.talk_at, person=person, **correction, **(sealing(authorization=number) if number else {}),
    )  # fmt: skip
    kept.save(force_insert=True)
    return kept


@transaction.atomic
def payer_letter_bind(
    *, answer: PayerAnswer, document: "SourceDocument", person: "Person", actor: Actor
) -> PayerLetter:
    """Tie the payer's letter, stored in the chart, to the refusal it is about."""
    check_right(answer.submission.draft, person)
    submission_held(answer.submission.draft)
    if letter_of(answer) is not None:
        raise Collision("The payer's letter is in the chart already.")
    letter: PayerLetter = PayerLetter.objects.create(answer=answer, document=document, person=person)
    record(answer.submission, Action.PAYER_LETTER_STORED, actor, document_id=document.pk, answer_id=answer.pk)
    return letter


@transaction.atomic
def appeal_bind(*, answer: PayerAnswer, draft: "Draft", person: "Person", actor: Actor) -> Appeal:
    """Tie a draft that was just asked for to the refusal it appeals against. Raises ReviewError where none may be."""
    sent = submission_held(answer.submission.draft)
    if sentence := why_not_appeal(sent, answer):
        raise ReviewError(sentence)
    return _appeal(answer, draft, person, actor)


@transaction.atomic
def appeal_replace(*, appeal: Appeal, draft: "Draft", person: "Person", actor: Actor) -> Appeal:
    """Tie a draft that was asked for in the place of an appeal's to the same refusal."""
    return _appeal(appeal.answer, draft, person, actor)


def _appeal(answer: PayerAnswer, draft: "Draft", person: "Person", actor: Actor) -> Appeal:
    appeal = Appeal.objects.create(answer=answer, draft=draft, person=person)
    denied = answer.submission.draft_id
    event_append(
        actor=actor, action=Action.APPEAL_ASKED, patient_id=draft.patient_id, object_type="draft", object_id=draft.pk,
        details={"answer_id": answer.pk, "denied_draft_id": denied, "reason_code": answer.reason_code},
    )  # fmt: skip
    return appeal


@transaction.atomic
def authorization_show(*, draft: "Draft", actor: Actor) -> None:
    """Record that somebody read how a letter stands with its payer."""
    event_append(
        actor=actor, action=Action.AUTHORIZATION_VIEWED, patient_id=draft.patient_id, object_type="draft",
        object_id=draft.pk,
    )  # fmt: skip


def check_right(draft: "Draft", person: "Person") -> None:
    """Raise NotAllowed for who does not submit letters."""
    if sentence := why_not_submit(draft, person):
        raise NotAllowed(sentence)


def submission_held(draft: "Draft") -> Submission:
    """Return the submission of a draft, locked. Raises ReviewError where there is none."""
    held = Submission.objects.select_for_update(of=("self",), no_key=True).select_related("draft")
    sent = held.filter(draft=draft).first()
    if sent is None:
        raise ReviewError(NOT_SUBMITTED)
    return sent


def _minute(moment: datetime) -> datetime:
    """Return the minute a moment lies in: a form gives no seconds."""
    return moment.replace(second=0, microsecond=0)


def _number(text: str, named: str) -> str:
    number = plain_checked(text=text, named=named)
    if len(number) > LONGEST_NUMBER:
        raise ReviewError(f"{named} is longer than {LONGEST_NUMBER} characters.")
    return number


def record(sent: Submission, action: Action, actor: Actor, **details: Any) -> None:
    """Append the event of an act on a submission."""
    event_append(
        actor=actor, action=action, patient_id=sent.draft.patient_id, object_type="draft", object_id=sent.draft_id,
        details={"submission_id": sent.pk, **details},
    )  # fmt: skip
