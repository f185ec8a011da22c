"""What a reviewer does to one claim. Each act can be undone until a decision.

Each holds the item, checks that the claim still stands as its sender saw it, and records itself.
"""

from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from django.db import transaction
from django.http import Http404

from apps.audit.domain.actions import Action
from apps.audit.services import event_append
from apps.core.actors import Actor
from apps.redaction.services import text_conceal
from apps.review.domain import gate, typed
from apps.review.domain.edit_typing import keeps_facts
from apps.review.domain.status import CLAIM_AUDIT_EVENT, REASON_CODES, WAIVER_REASONS, ClaimState, EditClass
from apps.review.domain.wording import edit_class
from apps.review.errors import Collision, ReviewError
from apps.review.models import ChosenEvidence, ClaimReview, EvidenceOpening, ReviewItem
from apps.review.selectors.facts import claim_facts, review_token, unsound_citations
from apps.review.services.citing import edited_check, review_row
from apps.review.services.items import item_hold
from apps.review.services.typed import words_done

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.drafting.models import Claim, Draft
    from apps.review.selectors.accessed import AccessedDraft

LONGEST_CLAIM = 2000
LONGEST_REASON = 500
SHORTEST_WAIVER = 10  # characters: enough to say something
REWORDED = "Only marks or small words were changed: it still says what the machine wrote."
MOVED = "This claim was changed in another window since you loaded it. It is shown as it stands now; nothing was lost."


@transaction.atomic
def claim_confirm(*, draft: "AccessedDraft", claim_id: UUID, seen: str, person: "Person", actor: Actor) -> ClaimReview:
    """Attest that a claim says what its evidence says; of a high-severity claim this person must have opened it."""
    item, claim, review, _ = taken = _taken(draft, claim_id, seen, person, actor)
    if again := taken.again(ClaimState.CONFIRMED):
        return again
    if sentence := _why_not_attest(draft, item, claim, person):
        raise ReviewError(sentence)
    return _save(item, claim, review, ClaimState.CONFIRMED, person, actor)


@transaction.atomic
def claim_edit(
    *, draft: "AccessedDraft", claim_id: UUID, seen: str, text: str, person: "Person", actor: Actor
) -> ClaimReview:
    """Put a person's sentence in the place of the machine's. What was typed is concealed before it is stored.

    An edit of words and marks that carry no fact needs what a confirmation needs: it is the machine's sentence still.
    One that leaves every hard fact of a high-severity claim where it was needs its evidence opened.
    """
    item, claim, review, _ = taken = _taken(draft, claim_id, seen, person, actor)
    words = _words(text)
    if not words:
        raise ReviewError("Write the sentence as it should read, or remove the claim.")
    if not typed.has_word(words):
        raise ReviewError("Write the sentence in words, or remove the claim.")
    if len(words) > LONGEST_CLAIM:
        raise ReviewError(f"The sentence is longer than {LONGEST_CLAIM} characters. Split or shorten it.")
    concealed = text_conceal(patient_id=draft.patient_id, text=words, actor=actor)
    if again := taken.again(ClaimState.EDITED, text=concealed):
        return again
    if concealed == claim.text:
        raise ReviewError("The sentence reads as the machine wrote it. Change it, or confirm the claim.")
    is_cited = ChosenEvidence.objects.filter(review=review).exists() if review else False  # held against that instead
    if not is_cited and (sentence := _why_not_edit(draft, item, claim, concealed, person)):
        raise ReviewError(sentence)
    return _save(item, claim, review, ClaimState.EDITED, person, actor, text=concealed)


@transaction.atomic
def claim_remove(
    *,
    draft: "AccessedDraft",
    claim_id: UUID,
    seen: str,
    reason_code: str,
    reason: str = "",
    person: "Person",
    actor: Actor,
) -> ClaimReview:
    """Leave a claim out of the final text, with a coded reason."""
    item, claim, review, _ = taken = _taken(draft, claim_id, seen, person, actor)
    _check_code(reason_code, REASON_CODES)
    said = _said(draft, reason, actor)
    if again := taken.again(ClaimState.REMOVED, reason_code=reason_code, reason=said):
        return again
    return _save(item, claim, review, ClaimState.REMOVED, person, actor, reason_code=reason_code, reason=said)


@transaction.atomic
def claim_waive(
    *, draft: "AccessedDraft", claim_id: UUID, seen: str, reason_code: str, reason: str, person: "Person", actor: Actor
) -> ClaimReview:
    """Keep a claim as it is in spite of what the check says, with a coded reason and words of one's own.

    A sentence of a person's that cites the chart is kept with what it cites.
    """
    item, claim, review, _ = taken = _taken(draft, claim_id, seen, person, actor)
    _check_code(reason_code, WAIVER_REASONS)
    if len(_words(reason)) < SHORTEST_WAIVER:
        raise ReviewError("Say in your own words why this claim stands although it was not checked or not supported.")
    said = _said(draft, reason, actor)
    own = review.text if review and ChosenEvidence.objects.filter(review=review).exists() else ""
    if again := taken.again(ClaimState.WAIVED, text=own, reason_code=reason_code, reason=said):
        return again
    return _save(item, claim, review, ClaimState.WAIVED, person, actor, text=own, reason_code=reason_code, reason=said)


@transaction.atomic
def claim_undo(*, draft: "AccessedDraft", claim_id: UUID, seen: str, person: "Person", actor: Actor) -> None:
    """Take back what was done to a claim: it reads as the machine wrote it and waits for its check again."""
    _, claim, review, _ = taken = _taken(draft, claim_id, seen, person, actor)
    if taken.moved:
        raise Collision(MOVED)
    if review is None:
        raise ReviewError("Nothing was done to this claim, so there is nothing to undo.")
    undone = review.state
    review.delete()
    words_done(draft.pk, person=person, claim=claim)
    _record(draft, claim, Action.CLAIM_UNDONE, actor, undone=undone)


def _why_not_attest(draft: "AccessedDraft", item: ReviewItem, claim: "Claim", person: "Person") -> str:
    """Return what keeps this person from standing for a claim as the machine wrote it, or an empty text."""
    return gate.why_not_confirm(_facts(draft, item, claim, person))


def _why_not_edit(draft: "AccessedDraft", item: ReviewItem, claim: "Claim", text: str, person: "Person") -> str:
    """Return what keeps this person from putting a sentence in the place of the machine's, or an empty text."""
    if edit_class(claim.text, text) is not EditClass.SUBSTANTIVE:
        sentence = _why_not_attest(draft, item, claim, person)
        return f"{REWORDED} {sentence}" if sentence else ""
    if not keeps_facts(claim.text, text):
        return ""
    return gate.why_not_state(replace(_facts(draft, item, claim, person), kept=True))


def _facts(draft: "AccessedDraft", item: ReviewItem, claim: "Claim", person: "Person") -> gate.ClaimFacts:
    opened = EvidenceOpening.objects.filter(item=item, person=person).values_list("citation_id", flat=True)
    return claim_facts(claim, None, frozenset(map(str, opened)), unsound_citations(draft, [claim]))


class _Taken(NamedTuple):
    """Item, claim and what was done to it before, all held for one act."""

    item: ReviewItem
    claim: "Claim"
    review: ClaimReview | None
    moved: bool = False  # on from the state that the form shows, by an act of the same person

    def again(self, state: ClaimState, **said: str) -> ClaimReview | None:
        """Return what stands, if this very act made it: its answer was lost, and the button pressed again."""
        if not self.moved:
            return None
        wanted = {"state": state, "text": "", "reason_code": "", "reason": "", **said}
        if any(getattr(self.review, name) != value for name, value in wanted.items()):
            raise Collision(MOVED)
        return self.review


def _taken(draft: "AccessedDraft", claim_id: UUID, seen: str, person: "Person", actor: Actor) -> _Taken:
    """Hold a claim for an act. Raises Collision when somebody moved it on; one's own act may be the same once more."""
    item = item_hold(draft=draft, person=person, actor=actor)
    claim = draft.claims.filter(pk=claim_id).prefetch_related("citations").first()
    if claim is None:
        raise Http404("No such claim.")
    review = ClaimReview.objects.filter(item=item, claim=claim).first()
    if seen == review_token(review_row(review) if review else None):
        return _Taken(item, claim, review)
    if review is None or review.person_id != person.pk:
        raise Collision(MOVED)
    return _Taken(item, claim, review, moved=True)


def _save(
    item: ReviewItem, claim: "Claim", review: ClaimReview | None, state: ClaimState, person: "Person", actor: Actor,
    *, text: str = "", reason_code: str = "", reason: str = "",
) -> ClaimReview:  # fmt: skip
    saved = review or ClaimReview(item=item, claim=claim)
    saved.state, saved.text, saved.reason_code, saved.reason, saved.person = state, text, reason_code, reason, person
    saved.save()
    words_done(item.draft_id, person=person, claim=claim)
    edited_check(draft=item.draft, claim=claim, review=saved, person=person)
    _record(item.draft, claim, CLAIM_AUDIT_EVENT[state], actor, reason_code=reason_code)
    return saved


def _check_code(reason_code: str, listed: Collection[str]) -> None:
    if reason_code not in listed:
        raise ReviewError("Choose a reason from the list.")


def _words(text: str) -> str:
    """Return what was typed on one line, empty when a reader would see nothing. Raises for hidden characters."""
    if typed.is_blank(text):
        return ""
    if sentence := typed.why_not_typed(text):
        raise ReviewError(sentence)
    return " ".join(text.split())


def _said(draft: "Draft", reason: str, actor: Actor) -> str:
    words = _words(reason)
    if words and not typed.has_letter(words):
        raise ReviewError("Give the reason in words.")
    if len(words) > LONGEST_REASON:
        raise ReviewError(f"The reason is longer than {LONGEST_REASON} characters. A sentence is enough.")
    concealed: str = text_conceal(patient_id=draft.patient_id, text=words, actor=actor) if words else ""
    if len(concealed) > LONGEST_REASON:
        raise ReviewError("The reason names too many people or numbers to be stored. Say it without them.")
    return concealed


def _record(draft: "Draft", claim: "Claim", action: Action, actor: Actor, **details: object) -> None:
    event_append(
        actor=actor, action=action, patient_id=draft.patient_id, object_type="claim", object_id=claim.pk,
        details={"draft_id": draft.pk, "claim": claim.ordinal, **details},
    )  # fmt: skip
