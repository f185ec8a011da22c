"""Asking for one look more before a signature, showing the claim beside its sources, and taking the answer."""

from typing import TYPE_CHECKING

from django.db import transaction

from apps.audit.domain.actions import Action
from apps.audit.services import event_append
from apps.core import clock
from apps.core.actors import Actor
from apps.review.domain.status import SIGNABLE
from apps.review.domain.tempo import Answer
from apps.review.errors import Collision, ReviewError
from apps.review.models import SpotCheck
from apps.review.selectors.facts import review_token, reviews_of
from apps.review.selectors.final_text import final_text
from apps.review.selectors.tempo import Asked, spot_check_due
from apps.review.services.claims import claim_undo
from apps.review.services.evidence import EvidencePane, evidence_open
from apps.review.services.items import item_hold

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.drafting.models import Draft
    from apps.review.selectors.accessed import AccessedDraft
    from apps.review.selectors.final_text import FinalText

NOTHING_ASKED = "Nothing is asked of you on this draft. Go on with your decision."


@transaction.atomic
def spot_check_ask(
    *, draft: "AccessedDraft", text: "FinalText", person: "Person", actor: Actor, outcome: str = ""
) -> Asked | None:  # fmt: skip
    """Return the claim to look at once more before this person signs, recorded as asked; None where none is.

    Nobody is asked whose ``outcome`` sends nothing out.
    """
    if outcome and outcome not in SIGNABLE:
        return None
    asked = spot_check_due(draft, text, person)
    if asked is None or asked.row is not None:
        return asked
    claim = draft.claims.get(ordinal=asked.ordinal)
    row, is_new = SpotCheck.objects.get_or_create(
        item=asked.item, person=person, attempt=asked.attempt, defaults={"claim": claim}
    )
    if is_new:
        _record(draft, row, Action.SPOT_CHECK_ASKED, actor)
    return Asked(asked.item, asked.attempt, asked.ordinal, row)


def spot_check_require(*, draft: "AccessedDraft", person: "Person", actor: Actor) -> None:
    """Raise ReviewError with the sentence that asks, where a look is due before this person signs."""
    asked = spot_check_ask(draft=draft, text=final_text(draft), person=person, actor=actor)
    if asked:
        raise ReviewError(asked.sentence)


def spot_check_show(
    *, draft: "AccessedDraft", person: "Person", actor: Actor
) -> "tuple[SpotCheck, list[EvidencePane]]":
    """Show the claim that was asked about with every source it cites, and remember that it was shown.

    Raises Collision where nothing is asked.
    """
    row = _open(draft, person, actor)
    citations = row.claim.citations.order_by("ordinal")
    panes = [evidence_open(draft=draft, citation_id=one.pk, person=person, actor=actor) for one in citations]
    if row.shown_at is None:
        SpotCheck.objects.filter(pk=row.pk, shown_at=None).update(shown_at=clock.now())
    return row, panes


@transaction.atomic
def spot_check_answer(*, draft: "AccessedDraft", answer: Answer, person: "Person", actor: Actor) -> SpotCheck:
    """Take what the reviewer says of the claim: still right, or wrong. A wrong one is confirmed no more.

    Raises Collision where nothing is asked, ReviewError before the claim was shown beside its sources.
    """
    item_hold(draft=draft, person=person, actor=actor)
    row = _open(draft, person, actor)
    if row.shown_at is None:
        raise ReviewError("Open the claim beside its source first.")
    row.answer, row.answered_at = answer, clock.now()
    row.save(update_fields=["answer", "answered_at"])
    if answer is Answer.WRONG:
        seen = review_token(reviews_of(draft).get(str(row.claim_id)))
        claim_undo(draft=draft, claim_id=row.claim_id, seen=seen, person=person, actor=actor)
    _record(draft, row, Action.SPOT_CHECK_ANSWERED, actor)
    return row


def _open(draft: "AccessedDraft", person: "Person", actor: Actor) -> SpotCheck:
    asked = spot_check_ask(draft=draft, text=final_text(draft), person=person, actor=actor)
    if asked is None or asked.row is None:
        raise Collision(NOTHING_ASKED)
    return asked.row


def _record(draft: "Draft", row: SpotCheck, action: Action, actor: Actor) -> None:
    event_append(
        actor=actor, action=action, patient_id=draft.patient_id, object_type="claim", object_id=row.claim_id,
        details={"draft_id": draft.pk, "attempt": row.attempt, "answer": row.answer},
    )  # fmt: skip
