"""The second signature under a record that the house rules ask one for: given, or refused with a reason (A13)."""

from typing import TYPE_CHECKING

from django.db import transaction

from apps.access.domain.factors import SigningAct, StepUp, proof_told
from apps.audit.domain.actions import Action
from apps.audit.services import event_append
from apps.core.actors import Actor
from apps.core.crypto.sealed import sealing
from apps.core.errors import NotAllowed
from apps.drafting.services.acts import act_of
from apps.governance.selectors import generation_allowed
from apps.review.domain import gate
from apps.review.domain.kept import TypedAct
from apps.review.domain.status import REASON_CODES, ReviewStatus
from apps.review.errors import Collision, ReviewError
from apps.review.models import SecondRefusal, SecondSignature
from apps.review.selectors.decisions import decision_signed
from apps.review.selectors.final_text import final_text
from apps.review.selectors.later import act_of_later, attested_by
from apps.review.selectors.second import NOT_AWAITED, why_not_second
from apps.review.selectors.verification import signature_holds
from apps.review.services.decisions import MEANINGS
from apps.review.services.files import file_press
from apps.review.services.items import item_end, item_locked, item_move
from apps.review.services.typed import words_done
from apps.review.services.words import words_concealed

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.review.models import ReviewDecision, ReviewItem, Signature
    from apps.review.selectors.accessed import AccessedDraft

LONGEST_REFUSAL = 1000
DOES_NOT_HOLD = "The first signature does not verify any more: nothing is signed on top of it. Refuse it with a reason."
MOVED = "What you read is not what stands there now. Read it once more; nothing was signed."


@transaction.atomic
def second_sign(
    *, draft: "AccessedDraft", seen_sha256: str, meaning: str, step_up: StepUp, person: "Person", actor: Actor
) -> SecondSignature:  # fmt: skip
    """Sign what somebody else signed first; with it the document is released.

    ``step_up`` is the person's proof, for this very record in this meaning, that it is they who sign. ``seen_sha256``
    is what the first signature was bound to on the page that was read. The file is made anew with both signatures in
    it and bound by the second. Raises Collision where none is awaited, another one was read or the proof is of
    another, NotAllowed for who signed first, asked for the draft or holds no right, ReviewError for evidence not
    opened, a signature that does not verify, a meaning not chosen, or while drafting is stopped.
    """
    item, decision = _checked(draft, seen_sha256, meaning, person)
    signature = decision.signature
    second = _second(draft, signature, meaning, person)
    if step_up.person_id != str(person.pk) or step_up.act != act_of_later(second, signature.content_sha256):
        raise Collision(MOVED)
    second.step_up = step_up.told()
    pressed = file_press(draft=draft, decision=decision, signature=signature, person=person, second=second)
    second.pdf_sha256, second.enclosed = pressed.sha256, list(pressed.enclosed)
    second.content_sha256 = attested_by(second, signature.content_sha256).sha256()
    for name, value in sealing(pdf=pressed.pdf).items():
        setattr(second, name, value)
    second.save(force_insert=True)
    item_end(item, ReviewStatus.SIGNED)
    _record(
        draft, Action.SECOND_SIGNED, actor, signature_id=signature.pk, second_id=second.pk, meaning=meaning,
        content_sha256=second.content_sha256, pdf_sha256=second.pdf_sha256,
        **proof_told(second.step_up),
    )  # fmt: skip
    return second


@transaction.atomic
def second_act(*, draft: "AccessedDraft", seen_sha256: str, meaning: str, person: "Person") -> SigningAct:
    """Return what the second signer's key or code is asked for: what was signed first, in this meaning.

    Raises what ``second_sign`` would raise as things stand: nobody shows a code that would be wasted.
    """
    _, decision = _checked(draft, seen_sha256, meaning, person)
    return act_of_later(_second(draft, decision.signature, meaning, person), decision.signature.content_sha256)


def _second(draft: "AccessedDraft", signature: "Signature", meaning: str, person: "Person") -> SecondSignature:
    return SecondSignature(
        signature=signature, person=person, printed_name=person.display_name, credentials=person.credentials,
        meaning=meaning, patient_id=draft.patient_id,
    )  # fmt: skip


@transaction.atomic
def second_refuse(
    *, draft: "AccessedDraft", reason_code: str, words: str, person: "Person", actor: Actor
) -> SecondRefusal:  # fmt: skip
    """Refuse the second signature: the draft goes back to who signed first, whose decision is kept on record."""
    item, decision = _held(draft, person)
    if reason_code not in REASON_CODES:
        raise ReviewError("Choose the main reason from the list.")
    said = words_concealed(draft=draft, text=words, longest=LONGEST_REFUSAL, named="The reason", actor=actor)
    if not said:
        raise ReviewError(f"Say to {decision.person.formal_name} why you do not sign.")
    refusal = SecondRefusal.objects.create(
        signature=decision.signature, reason_code=reason_code, words=said, person=person
    )
    item_move(item, ReviewStatus.CLAIMED, decision.person)
    words_done(draft.pk, act__in=(TypedAct.SECOND, TypedAct.SECOND_SHEET))
    _record(
        draft, Action.SECOND_SIGNATURE_REFUSED, actor,
        signature_id=decision.signature.pk, refusal_id=refusal.pk, reason_code=reason_code,
    )  # fmt: skip
    return refusal


def _checked(
    draft: "AccessedDraft", seen_sha256: str, meaning: str, person: "Person"
) -> "tuple[ReviewItem, ReviewDecision]":
    item, decision = _held(draft, person)
    if meaning not in MEANINGS:
        raise ReviewError("Choose what your signature means.")
    verdict = generation_allowed(act_of(draft))
    if not verdict.allowed:
        raise ReviewError(f"{verdict.sentence} Nothing can be signed until it is resumed.")
    if seen_sha256 != decision.signature.content_sha256:
        raise Collision(MOVED)
    if sentence := gate.why_not_second(final_text(draft).facts):
        raise ReviewError(sentence)
    if not signature_holds(draft, decision):
        raise ReviewError(DOES_NOT_HOLD)
    return item, decision


def _held(draft: "AccessedDraft", person: "Person") -> "tuple[ReviewItem, ReviewDecision]":
    """Lock the item of a draft that awaits a second signature of this person, and return it with what was signed."""
    item = item_locked(draft)
    decision = decision_signed(draft)
    if item.status != ReviewStatus.AWAITING_SECOND or decision is None:
        raise Collision(NOT_AWAITED)
    if sentence := why_not_second(draft, person):
        raise NotAllowed(sentence)
    return item, decision


def _record(draft: "AccessedDraft", action: Action, actor: Actor, **details: object) -> None:
    event_append(
        actor=actor, action=action, patient_id=draft.patient_id, object_type="signature",
        object_id=details["signature_id"], details={"draft_id": draft.pk, **details},
    )  # fmt: skip
