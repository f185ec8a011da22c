"""What is typed and not sent yet: kept sealed for its person, and for nobody else, until they act or discard it.

A word that is kept is no act on the record: it is not told to the log, but where it came after its session was over.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.http import Http404

from apps.audit.domain.actions import Action
from apps.audit.services import event_append
from apps.core import clock
from apps.core.actors import Actor
from apps.core.errors import NotAllowed
from apps.redaction.services import text_conceal
from apps.review.domain.kept import TypedAct, says_nothing, why_not_kept
from apps.review.domain.status import ReviewStatus
from apps.review.errors import Collision, ReviewError
from apps.review.models import Amendment, DocumentRequest, ReviewItem, TypedWords
from apps.review.selectors.amendments import why_not_amend
from apps.review.selectors.beside import told
from apps.review.selectors.decisions import decision_last
from apps.review.selectors.facts import review_token, reviews_of
from apps.review.selectors.items import access_draft_to_act
from apps.review.selectors.rights import ENDED, NOT_READY, item_of, why_not_answer, why_not_review
from apps.review.selectors.second import why_not_second

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.review.selectors.accessed import AccessedDraft

# Forms that are filled in after a decision; each asks who may send it.
AFTER_A_DECISION = {
    TypedAct.SECOND: why_not_second,
    TypedAct.AMEND: why_not_amend,
    TypedAct.RETURN: why_not_answer,
}


@transaction.atomic
def words_keep(
    *, draft: "AccessedDraft", act: TypedAct, claim_id: UUID | None, words: Mapping[str, str], seen: str = "",
    late: bool = False, person: "Person", actor: Actor,
) -> TypedWords | None:  # fmt: skip
    """Keep what a person typed in one form of a draft, in the place of what they typed there before.

    None where there is nothing to keep: no word, or words that have become an act meanwhile (``seen`` is the state of
    the claim that the form shows). Raises NotAllowed, Collision once the draft is decided, ReviewError, Http404.
    """
    draft = _after_acts(draft, person)
    if act is TypedAct.DECIDE and _became_the_decision(draft, words, person, actor):
        return None
    _check_form(draft, act, person)
    if claim_id and not draft.claims.filter(pk=claim_id).exists():
        raise Http404("No such claim.")
    if sentence := why_not_kept(words):
        raise ReviewError(sentence)
    form = {"draft": draft, "person": person, "act": act, "claim_id": claim_id}
    if says_nothing(words) or _is_done(draft, act, claim_id, seen, words, actor):
        TypedWords.objects.filter(**form).delete()
        return None
    fresh = {"patient_id": draft.patient_id, "typed_at": clock.now()}
    kept, _ = TypedWords.objects.select_for_update().get_or_create(**form, defaults=fresh)
    kept.words, kept.typed_at = dict(words), clock.now()
    kept.save(update_fields=["words_sealed", "typed_at"])
    if late:
        event_append(
            actor=actor, action=Action.WORDS_KEPT, patient_id=draft.patient_id, object_type="draft",
            object_id=draft.pk, details={"act": act.value, "claim_id": str(claim_id or "")},
        )  # fmt: skip
    return kept


@transaction.atomic
def words_discard(
    *, draft: "AccessedDraft", act: TypedAct, claim_id: UUID | None, person: "Person", actor: Actor
) -> None:  # fmt: skip
    """Forget what a person typed in one form of a draft."""
    form: dict[str, Any] = {"draft": draft, "person": person, "act": act, "claim_id": claim_id}
    TypedWords.objects.filter(**form).delete()


def _after_acts(draft: "AccessedDraft", person: "Person") -> "AccessedDraft":
    """Return the draft as it is once whoever acts on it is done: their form may be the one that was typed in."""
    ReviewItem.objects.select_for_update(no_key=True).filter(draft=draft).first()
    return access_draft_to_act(person, draft.pk)


def _check_form(draft: "AccessedDraft", act: TypedAct, person: "Person") -> None:
    """Raise where this person could not send such a form of the draft: what they typed there is nothing to keep."""
    if after := AFTER_A_DECISION.get(act):
        if sentence := after(draft, person):
            raise Collision(sentence)
        return
    if sentence := why_not_review(draft, person):
        raise NotAllowed(sentence)
    item = item_of(draft)
    if sentence := NOT_READY if item is None else ENDED.get(ReviewStatus(item.status), ""):
        raise Collision(sentence)


def _became_the_decision(
    draft: "AccessedDraft", words: Mapping[str, str], person: "Person", actor: Actor
) -> bool:  # fmt: skip
    """Return whether the words of the form come in behind the decision that this person made of them."""
    decision = decision_last(draft)
    if decision is None or decision.person_id != person.pk:
        return False
    asked = DocumentRequest.objects.filter(draft=draft, requested_by=person).values_list("what", flat=True)
    stands = {_line(text) for text in (decision.comment, *asked)} - {""}
    said = (text_conceal(patient_id=draft.patient_id, text=text, actor=actor) for text in words.values() if text)
    return any(_line(text) in stands for text in said)


def _is_done(
    draft: "AccessedDraft", act: TypedAct, claim_id: UUID | None, seen: str, words: Mapping[str, str], actor: Actor
) -> bool:  # fmt: skip
    """Return whether these words, sent while they were typed, come in behind the act that they became."""
    stands = _acts_of(draft, act)
    review = reviews_of(draft).get(str(claim_id))
    if review and seen and seen != review_token(review):
        stands = {_line(review["text"]), _line(review["reason"])} - {""}
    if not stands:
        return False
    said = (text_conceal(patient_id=draft.patient_id, text=text, actor=actor) for text in words.values() if text)
    return any(_line(text) in stands for text in said)


def _acts_of(draft: "AccessedDraft", act: TypedAct) -> set[str]:
    """Return the words of what was done with a form of this kind, redacted and on one line."""
    if act is TypedAct.STATEMENT:
        return {_line(row["text"]) for row in draft.statement_rows}
    if act is TypedAct.RETURN:
        return {_line(reply["words"]) for row in told(draft).return_rows for reply in row["replies"]}
    if act is TypedAct.AMEND:
        return {_line(row.text) for row in Amendment.objects.filter(signature__decision__item__draft=draft)}
    return set()


def _line(text: str) -> str:
    return " ".join(text.split())


def words_done(draft_id: UUID, *, person: "Person | None" = None, **form: Any) -> None:
    """Forget what was typed, now that its act is done: of a person in one form, or of everybody with the decision.

    Call it inside the transaction of the act.
    """
    done = TypedWords.objects.filter(draft=draft_id, **form)
    (done.filter(person=person) if person else done).delete()
