"""The judgement on a whole draft and the signature under it: both, and their events, in one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction

from apps.access.domain.factors import SigningAct, StepUp, proof_told
from apps.audit.domain.actions import Action
from apps.audit.services import event_append
from apps.core.actors import Actor
from apps.core.canonical import digest
from apps.core.errors import NotAllowed
from apps.drafting.services.acts import act_of
from apps.governance.selectors import generation_allowed
from apps.redaction.services import text_conceal
from apps.review.domain import final as final_domain
from apps.review.domain import gate, typed
from apps.review.domain.edit_kinds import Kinds, class_of
from apps.review.domain.reasons import why_not_other
from apps.review.domain.status import AUDIT_EVENT, ENDS_IN, HARM, REASON_CODES, SIGNABLE, Outcome, ReviewStatus
from apps.review.errors import Collision, ReviewError
from apps.review.models import ReviewDecision, ReviewItem, Signature
from apps.review.selectors.decisions import attestation_of
from apps.review.selectors.final_text import FinalText, final_text
from apps.review.selectors.items import access_draft
from apps.review.selectors.letter_lint import letter_gaps
from apps.review.selectors.rights import item_of, why_not_now, why_not_return, why_not_sign, why_not_waiting
from apps.review.selectors.second import second_needed
from apps.review.services.attention import attention_keep
from apps.review.services.edits import edits_keep, edits_told, edits_typed
from apps.review.services.files import file_keep, file_press
from apps.review.services.items import item_end, item_hold
from apps.review.services.requests import Wanted, documents_request
from apps.review.services.seeding import seeded_end
from apps.viewer.selectors import Purpose, Sight, texts_restored

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.drafting.models import Draft
    from apps.review.selectors.accessed import AccessedDraft

LONGEST_COMMENT = 1000
CHANGED = "The draft was changed since this page was opened. Look at the differences once more; nothing was signed."
MEANINGS = ("reviewed", "approved", "authored")


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the reviewer says of the draft as a whole. ``seen_sha256`` is of the text that was shown while deciding.

    ``kinds`` say what a change concerns, by its number in the text; of one that is not named, what code proposed
    stands. ``read`` are the ids of the findings on the whole draft that the reviewer ticked as read.
    """

    outcome: Outcome
    seen_sha256: str
    harm: str
    reason_code: str = ""
    comment: str = ""
    kinds: Mapping[int, Kinds] = field(default_factory=dict)
    read: frozenset[str] = field(default_factory=frozenset)


@transaction.atomic
def item_decide(
    *, draft: "AccessedDraft", judgement: Judgement, lacking: Sequence[Wanted] = (), person: "Person", actor: Actor
) -> ReviewDecision:
    """Record a judgement that sends nothing out: rejected, could not be judged, or returned to who asked for the draft.

    ``lacking`` are the documents that the reviewer would need: they go on the list of requests in the same act.

    Raises NotAllowed (no right to decide), Collision (held by somebody else, decided, or changed since it was shown)
    and ReviewError (a sentence that says what is missing).
    """
    if judgement.outcome in SIGNABLE:
        raise ReviewError("An approval is signed. Sign it, or choose another outcome.")
    item, draft = _held(draft, person, actor)
    if judgement.outcome is Outcome.RETURN:
        _check_return(draft, judgement, person)
    text = final_text(draft)
    decision = _decision(draft, item, judgement, text, text.body, person, actor)
    item_end(item, ReviewStatus.DECIDED if draft.is_seeded else ENDS_IN[judgement.outcome])
    if lacking:
        documents_request(draft=draft, wanted=lacking, waits=False, person=person, actor=actor)
    _record(draft, actor, decision, judgement, text)
    if draft.is_seeded:
        seeded_end(draft=draft, decision=decision, actor=actor)
    return decision


@transaction.atomic
def item_sign(
    *,
    draft: "AccessedDraft",
    judgement: Judgement,
    meaning: str,
    header: Mapping[str, str],
    step_up: StepUp,
    person: "Person",
    actor: Actor,
) -> Signature | None:
    """Approve a draft, with or without edits, and sign its final text and its file.

    ``step_up`` is the person's proof, for this very record in this meaning, that it is they who sign. Return None for a
    draft known to be wrong: it is decided, nothing is signed, and what was wrong is told. Raises what ``item_decide``
    raises, and ReviewError while any claim that must be checked is not, any citation no longer resolves, a finding on
    the whole draft is unread, a letter lacks what it may not lack (P12), or drafting is stopped; DocumentTooLarge or
    DocumentFailed where the file cannot be made. Who signs a second time meanwhile waits for the first and is a
    Collision, as is a proof for a text that has changed. No service signs, and nobody for another.
    """
    _check_signable(draft, judgement, meaning, person, actor)
    item, draft = _held(draft, person, actor)
    if sentence := why_not_waiting(draft):
        raise ReviewError(sentence)
    text = final_text(draft)
    document = _document(draft, text, header, person, actor)
    risks, rules = second_needed(draft, person)
    decision = _decision(draft, item, judgement, text, document, person, actor, second_for=list(risks), rules=rules)
    _check_letter(draft, text, header, person)
    if step_up.person_id != str(person.pk) or step_up.act != _act(draft, judgement, meaning, document):
        raise Collision(CHANGED)
    if draft.is_seeded:  # known to be wrong: judged like any other, and never signed
        item_end(item, ReviewStatus.DECIDED)
        _record(draft, actor, decision, judgement, text)
        seeded_end(draft=draft, decision=decision, actor=actor)
        return None
    signature = _signature(draft, decision, meaning, step_up, person)
    item_end(item, ReviewStatus.AWAITING_SECOND if risks else ENDS_IN[judgement.outcome])
    _record(draft, actor, decision, judgement, text)
    _record_signature(draft, signature, actor)
    return signature


@transaction.atomic
def signing_act(
    *,
    draft: "AccessedDraft",
    judgement: Judgement,
    meaning: str,
    header: Mapping[str, str],
    person: "Person",
    actor: Actor,
) -> SigningAct:
    """Return what a signer's key or code is asked for: the record as it would be signed now, in this meaning.

    Raises what ``item_sign`` raises for the draft as it stands: nobody is asked for a code that would be wasted.
    """
    _check_signable(draft, judgement, meaning, person, actor)
    item = item_of(draft)
    if sentence := why_not_sign(draft, person):
        raise NotAllowed(sentence)
    if sentence := why_not_now(item, person, draft.status):
        raise Collision(sentence)
    if sentence := why_not_waiting(draft):
        raise ReviewError(sentence)
    text = final_text(draft)
    _check(judgement, text)
    _concealed(draft, judgement.comment, actor)
    _check_letter(draft, text, header, person)
    return _act(draft, judgement, meaning, _document(draft, text, header, person, actor))


def _act(draft: "Draft", judgement: Judgement, meaning: str, document: Mapping[str, Any]) -> SigningAct:
    judged = {"outcome": judgement.outcome.value, "reason_code": judgement.reason_code}
    return SigningAct("draft", str(draft.pk), final_domain.record_sha256(document, **judged), meaning)


def _check_signable(draft: "AccessedDraft", judgement: Judgement, meaning: str, person: "Person", actor: Actor) -> None:
    if actor.kind != "person" or actor.id != str(person.pk):
        raise NotAllowed("Only a person signs, and only in their own name.")
    if judgement.outcome not in SIGNABLE or meaning not in MEANINGS:
        raise ReviewError("Choose what your signature means.")
    verdict = generation_allowed(act_of(draft))
    if not verdict.allowed:
        raise ReviewError(f"{verdict.sentence} No draft can be signed until it is resumed; your checks are kept.")


def _check_letter(draft: "AccessedDraft", text: FinalText, header: Mapping[str, str], person: "Person") -> None:
    if sentence := " ".join(gap.sentence for gap in letter_gaps(draft, text, header, person) if gap.blocks):
        raise ReviewError(f"The letter cannot be released yet. {sentence}")


def _check_return(draft: "Draft", judgement: Judgement, person: "Person") -> None:
    if sentence := why_not_return(draft, person):
        raise ReviewError(sentence)
    if not typed.has_letter(judgement.comment):
        raise ReviewError(f"Say in the comment what you need from {draft.requested_by.formal_name}.")


def _held(draft: "AccessedDraft", person: "Person", actor: Actor) -> "tuple[ReviewItem, AccessedDraft]":
    """Hold the item, then read the draft again: what was done to it before the lock counts, nothing after it can be."""
    if sentence := why_not_sign(draft, person):
        raise NotAllowed(sentence)
    item = item_hold(draft=draft, person=person, actor=actor)
    return item, access_draft(person, draft.pk)


def _decision(
    draft: "Draft", item: ReviewItem, judgement: Judgement, text: FinalText, final: Mapping[str, Any],
    person: "Person", actor: Actor, **frozen: Any,
) -> ReviewDecision:  # fmt: skip
    """Write the judgement; ``frozen`` is what the house rules said of it."""
    _check(judgement, text)
    edits = edits_typed(text.edits, judgement.kinds)
    decision = ReviewDecision.objects.create(
        item=item,
        ordinal=item.decisions.count() + 1,
        outcome=judgement.outcome,
        reason_code=judgement.reason_code,
        comment=_concealed(draft, judgement.comment, actor),
        proposed_edit_class=text.proposed,
        edit_class=class_of(kind for edit in edits for kind in edit.kinds),
        harm=judgement.harm,
        person=person,
        draft_sha256=text.machine_sha256,
        final_sha256=digest(final),
        final=dict(final),
        claims_total=len(text.facts),
        claims_edited=text.edited,
        claims_removed=text.removed,
        evidence_opened=text.opened,
        **frozen,
    )
    edits_keep(decision, edits)
    return decision


def _check(judgement: Judgement, text: FinalText) -> None:
    if sentence := gate.why_not_outcome(judgement.outcome, (*text.facts, *text.unsettled), text.added):
        raise ReviewError(sentence)
    if judgement.seen_sha256 != text.sha256:
        raise Collision(CHANGED)
    if judgement.outcome in SIGNABLE and (sentence := gate.why_not_read(text.on_draft, judgement.read)):
        raise ReviewError(sentence)
    if judgement.outcome is not Outcome.APPROVE and judgement.reason_code not in REASON_CODES:
        raise ReviewError("Choose the main reason from the list.")
    if sentence := why_not_other(judgement.reason_code, judgement.comment):
        raise ReviewError(sentence)
    if judgement.harm not in HARM:
        raise ReviewError("Answer how badly the draft could have harmed the patient.")


def _concealed(draft: "Draft", comment: str, actor: Actor) -> str:
    if typed.is_blank(comment):
        return ""
    if sentence := typed.why_not_typed(comment):
        raise ReviewError(sentence)
    concealed: str = text_conceal(patient_id=draft.patient_id, text=comment.strip(), actor=actor)
    if len(concealed) > LONGEST_COMMENT:
        raise ReviewError(f"The comment is longer than {LONGEST_COMMENT} characters. Shorten it.")
    return concealed


def _document(
    draft: "Draft", text: FinalText, header: Mapping[str, str], person: "Person", actor: Actor
) -> dict[str, Any]:
    """Return the text to be signed, header concealed, bound to the words as the signer read them."""
    lines = [text_conceal(patient_id=draft.patient_id, text=line, actor=actor) for line in header.values()]
    words = [claim["text"] for claim in text.body["claims"]]
    sight = Sight(person, Purpose.DECISION)
    read = texts_restored(sight=sight, patient_id=draft.patient_id, texts=[*lines, *words])
    return final_domain.document(
        draft=_origin(draft),
        header=dict(zip(header, lines, strict=True)),
        body=text.body,
        text_sha256=final_domain.readable_sha256(
            dict(zip(header, read[: len(lines)], strict=True)), read[len(lines) :]
        ),
        template=final_domain.LETTER_TEMPLATE if _is_letter(draft) else final_domain.DOCUMENT_TEMPLATE,
    )


def _is_letter(draft: "Draft") -> bool:
    return final_domain.is_letter(draft.kind) and draft.policy is not None


def _origin(draft: "Draft") -> dict[str, Any]:
    return {
        "draft_id": str(draft.pk),
        "patient_id": str(draft.patient_id),
        "kind": draft.kind,
        "subject": draft.subject,
        "policy": str(draft.policy or ""),
        "service_code": draft.service_code,
        "diagnosis_codes": list(draft.diagnosis_codes),
        "release": draft.release.digest if draft.release else "",
    }


def _signature(draft: "Draft", decision: ReviewDecision, meaning: str, step_up: StepUp, person: "Person") -> Signature:
    """Make the file, then write the signature that binds it. No event was appended yet: the log is not held."""
    signature = Signature(
        decision=decision,
        person=person,
        printed_name=person.display_name,
        credentials=person.credentials,
        meaning=meaning,
        step_up=step_up.told(),
    )
    pressed = file_press(draft=draft, decision=decision, signature=signature, person=person)
    signature.pdf_sha256 = pressed.sha256
    signature.content_sha256 = attestation_of(draft, signature).sha256()
    signature.save()
    file_keep(draft=draft, signature=signature, pressed=pressed)
    return signature


def _record(draft: "Draft", actor: Actor, decision: ReviewDecision, judgement: Judgement, text: FinalText) -> None:
    spent = attention_keep(draft=draft, decision=decision, text=text, person=decision.person, actor=actor)
    read = [finding.id for finding in text.on_draft if finding.id in judgement.read]
    event_append(
        actor=actor, action=AUDIT_EVENT[judgement.outcome], patient_id=draft.patient_id, object_type="draft",
        object_id=draft.pk,
        details={
            "decision_id": decision.pk, "reason_code": decision.reason_code, "edit_class": decision.edit_class,
            "harm": decision.harm, "claims_edited": decision.claims_edited, "claims_removed": decision.claims_removed,
            "statements_added": text.added, **edits_told(decision),
            "final_sha256": decision.final_sha256, "findings_read": len(read), "findings_read_ids": read,
            "active_ms": spent.active_ms, "active_basis": spent.basis, "evidence_opened": decision.evidence_opened,
            **({"seeded": True} if draft.is_seeded else {}),
        },
    )  # fmt: skip


def _record_signature(draft: "Draft", signature: Signature, actor: Actor) -> None:
    event_append(
        actor=actor, action=Action.DRAFT_SIGNED, patient_id=draft.patient_id, object_type="signature",
        object_id=signature.pk,
        details={
            "draft_id": draft.pk, "meaning": signature.meaning, "content_sha256": signature.content_sha256,
            "pdf_sha256": signature.pdf_sha256, "second_for": signature.decision.second_for,
            **proof_told(signature.step_up),
        },
    )  # fmt: skip
