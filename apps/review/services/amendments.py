"""Corrections of what was signed: an addendum beside it, signed by itself. What was signed is never changed."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from apps.access.domain.factors import SigningAct, StepUp, proof_told
from apps.audit.domain.actions import Action
from apps.audit.services import event_append
from apps.core.actors import Actor
from apps.core.canonical import digest
from apps.core.crypto.sealed import sealing
from apps.core.errors import NotAllowed
from apps.review.domain.amendments import AMENDMENT_REASONS, AmendmentKind
from apps.review.domain.final import readable_sha256
from apps.review.domain.kept import TypedAct
from apps.review.domain.status import ReviewStatus
from apps.review.errors import Collision, ReviewError
from apps.review.models import Amendment
from apps.review.selectors.amendments import cited_numbers, why_not_amend
from apps.review.selectors.decisions import decision_signed
from apps.review.selectors.later import act_of_later, amendments_of, attested_by, later_chain
from apps.review.selectors.verification import signature_holds
from apps.review.services.files import file_press
from apps.review.services.items import item_end, item_locked
from apps.review.services.typed import words_done
from apps.review.services.words import words_concealed
from apps.viewer.selectors import Purpose, Sight, texts_restored

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.review.models import ReviewDecision, ReviewItem
    from apps.review.selectors.accessed import AccessedDraft

LONGEST_ADDENDUM = 4000
DOES_NOT_HOLD = "What was signed does not verify any more, so nothing is signed beside it. Tell the privacy officer."
MOVED = "Another addendum was signed meanwhile. Read it first; nothing of yours was signed."
CHANGED = "The addendum is not what you confirmed. Read it once more, then sign it; nothing was signed."
ACTIONS = {
    AmendmentKind.ADDENDUM: Action.DRAFT_AMENDED,
    AmendmentKind.ENTERED_IN_ERROR: Action.DRAFT_ENTERED_IN_ERROR,
}


@dataclass(frozen=True, slots=True)
class Correction:
    """What somebody wants to put beside a signed document. ``seen`` is how many addenda stood there when they wrote."""

    kind: AmendmentKind
    reason_code: str
    text: str
    cites: Collection[int] = ()
    seen: int = 0


@dataclass(frozen=True, slots=True)
class _Drawn:
    """An addendum as it would be signed now: not stored, without its file."""

    item: "ReviewItem"
    decision: "ReviewDecision"
    before: "list[Amendment]"
    before_sha256: str  # what the signature before it is bound to
    made: Amendment

    @property
    def act(self) -> SigningAct:
        return act_of_later(self.made, self.before_sha256)


@transaction.atomic
def document_amend(
    *, draft: "AccessedDraft", correction: Correction, step_up: StepUp, person: "Person", actor: Actor
) -> Amendment:  # fmt: skip
    """Sign an addendum to what was signed. ``step_up`` is the person's proof, for this very addendum, that it is they.

    It binds the first signature and whatever was signed since, and the bytes of the document with the mark and every
    addendum, which are handed out from then on. Raises NotAllowed without the right to sign for the patient, Collision
    where nothing released stands, another addendum came first or the proof is of other words, ReviewError for a reason,
    words or a source that cannot be, and where what was signed does not verify.
    """
    drawn = _drawn(draft, correction, person, actor)
    made, decision, signature = drawn.made, drawn.decision, drawn.decision.signature
    if step_up.person_id != str(person.pk) or step_up.act != drawn.act:
        raise Collision(CHANGED)
    made.step_up = step_up.told()
    second = getattr(signature, "second", None)
    amendments = [*drawn.before, made]
    pressed = file_press(
        draft=draft, decision=decision, signature=signature, person=person, second=second, amendments=amendments
    )
    made.pdf_sha256, made.enclosed = pressed.sha256, list(pressed.enclosed)
    made.content_sha256 = attested_by(made, drawn.before_sha256).sha256()
    for name, value in sealing(pdf=pressed.pdf).items():
        setattr(made, name, value)
    made.save(force_insert=True)
    item_end(drawn.item, ReviewStatus.AMENDED)
    words_done(draft.pk, person=person, act__in=(TypedAct.AMEND, TypedAct.AMEND_SHEET))
    event_append(
        actor=actor, action=ACTIONS[correction.kind], patient_id=draft.patient_id, object_type="signature",
        object_id=signature.pk,
        details={
            "draft_id": draft.pk, "amendment_id": made.pk, "ordinal": made.ordinal, "reason_code": made.reason_code,
            "content_sha256": made.content_sha256, "pdf_sha256": made.pdf_sha256,
            **proof_told(made.step_up),
        },
    )  # fmt: skip
    return made


@transaction.atomic
def amend_act(*, draft: "AccessedDraft", correction: Correction, person: "Person", actor: Actor) -> SigningAct:
    """Return what the signer's key or code is asked for: this addendum after what was signed before it.

    Raises what ``document_amend`` would raise as things stand: nobody shows a code that would be wasted.
    """
    return _drawn(draft, correction, person, actor).act


def _drawn(draft: "AccessedDraft", correction: Correction, person: "Person", actor: Actor) -> _Drawn:
    """Lock the item, check all that can be checked before the file is made, and return what would be signed."""
    item = item_locked(draft)
    decision = decision_signed(draft)
    if sentence := why_not_amend(draft, person):
        raise NotAllowed(sentence)
    if decision is None:
        raise Collision("Only what was signed is amended.")
    signature = decision.signature
    before = amendments_of(signature)
    if correction.seen != len(before):
        raise Collision(MOVED)
    text = _checked(draft, decision, correction, actor)
    if not signature_holds(draft, decision):
        raise ReviewError(DOES_NOT_HOLD)
    (said,) = texts_restored(sight=Sight(person, Purpose.DECISION), patient_id=draft.patient_id, texts=[text])
    made = Amendment(
        signature=signature, ordinal=len(before) + 1, kind=correction.kind, reason_code=correction.reason_code,
        text=text, body_sha256=digest(text), text_sha256=readable_sha256({}, [said]), cites=sorted(correction.cites),
        person=person, printed_name=person.display_name, credentials=person.credentials, meaning="authored",
        patient_id=draft.patient_id,
    )  # fmt: skip
    chain = later_chain(signature)
    before_sha256 = chain[-1][0].content_sha256 if chain else signature.content_sha256
    return _Drawn(item, decision, before, before_sha256, made)


def _checked(draft: "AccessedDraft", decision: "ReviewDecision", correction: Correction, actor: Actor) -> str:
    if correction.reason_code not in AMENDMENT_REASONS:
        raise ReviewError("Choose why the document is amended.")
    if unknown := sorted(set(correction.cites) - set(cited_numbers(decision.final))):
        raise ReviewError(f"The document has no source {unknown[0]}. Cite a source by its number in the document.")
    text = words_concealed(
        draft=draft, text=correction.text, longest=LONGEST_ADDENDUM, named="The addendum", actor=actor
    )
    if not text:
        raise ReviewError("Write what the addendum says, or why the document was an error.")
    return text
