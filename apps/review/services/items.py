"""The slot in the queue: opened for a ready draft, held by one reviewer at a time, handed over, re-opened."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from apps.audit.domain.actions import Action, Outcome
from apps.audit.services import event_append
from apps.core import clock
from apps.core.actors import Actor
from apps.core.errors import NotAllowed
from apps.review.domain.handing import Answer
from apps.review.domain.status import REOPENED_FROM, VALID_TRANSITIONS, ReviewStatus
from apps.review.errors import Collision, ReviewError
from apps.review.models import ReviewItem
from apps.review.selectors.items import drafts_waiting_for_an_item
from apps.review.selectors.rights import held_by_other, why_not_now, why_not_review
from apps.review.selectors.trace_file import why_not_file
from apps.review.services.drawing import judgements_draw
from apps.review.services.typed import words_done
from apps.viewer.selectors import Purpose
from apps.viewer.services import identifiers_put_back

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.audit.models import AuditEvent
    from apps.drafting.models import Draft
    from apps.review.selectors.accessed import AccessedDraft

MOST_OPENED_AT_ONCE = 200


@transaction.atomic
def items_open_for_ready_drafts(*, organization_id: UUID, actor: Actor) -> int:
    """Give each READY draft of an organization a slot in the queue; return how many were given. Idempotent."""
    drafts = drafts_waiting_for_an_item(organization_id, MOST_OPENED_AT_ONCE)
    items = [ReviewItem(organization_id=draft.organization_id, draft=draft) for draft in drafts]
    if items:
        ReviewItem.objects.bulk_create(items, ignore_conflicts=True)
        judgements_draw(organization_id=organization_id, draft_ids=[draft.pk for draft in drafts])
    return len(items)


@transaction.atomic
def queue_show(*, actor: Actor) -> None:
    """Record that the queue was looked at."""
    event_append(actor=actor, action=Action.QUEUE_VIEWED, object_type="queue")


@transaction.atomic
def draft_show(*, draft: "Draft", actor: Actor) -> "AuditEvent":
    """Record that a draft was looked at, and how many identifiers were put back for it. Call it after reading."""
    return _record(
        draft,
        Action.DRAFT_VIEWED,
        actor,
        **identifiers_put_back(patient_id=draft.patient_id, draft_id=draft.pk, actor=actor),
    )


@transaction.atomic
def ledger_show(*, draft: "Draft", actor: Actor) -> None:
    """Record that somebody read what left the building."""
    _record(draft, Action.LEDGER_VIEWED, actor)


@transaction.atomic
def trace_show(*, draft: "Draft", actor: Actor) -> "AuditEvent":
    """Record that somebody read the trace of a draft."""
    return _record(draft, Action.TRACE_VIEWED, actor)


@transaction.atomic
def trace_export(*, draft: "Draft", with_words: bool, actor: Actor) -> None:
    """Record that somebody took the trace of a draft out as a file, and whether redacted text is in it.

    Raises NotAllowed for one about a test patient that is not decided, and for words that take a consent to leave.
    """
    if sentence := why_not_file(draft, with_words=with_words):
        raise NotAllowed(sentence)
    _record(draft, Action.TRACE_EXPORTED, actor, format="json", with_words=with_words)


@transaction.atomic
def ledger_values_show(*, draft: "Draft", actor: Actor) -> None:
    """Record that somebody had the identifiers put back beside their tokens, and how many. Call it after reading."""
    put_back = identifiers_put_back(patient_id=draft.patient_id, draft_id=draft.pk, actor=actor)
    _record(draft, Action.REIDENTIFIED, actor, **{"reidentified": {Purpose.LEDGER: {}}, **put_back})


@transaction.atomic
def ledger_values_refuse(*, draft: "Draft", actor: Actor) -> None:
    """Record that somebody without the grant asked for the identifiers."""
    event_append(
        actor=actor, action=Action.REIDENTIFICATION_REFUSED, patient_id=draft.patient_id, object_type="draft",
        object_id=draft.pk, outcome=Outcome.FAILURE,
    )  # fmt: skip


@transaction.atomic
def item_claim(*, draft: "AccessedDraft", person: "Person", actor: Actor) -> ReviewItem:
    """Take a draft, so that nobody else can decide on it. Taking what one holds already changes nothing.

    Raises NotAllowed without the right, Collision when somebody else holds it or it was decided.
    """
    return item_hold(draft=draft, person=person, actor=actor)


def item_hold(*, draft: "AccessedDraft", person: "Person", actor: Actor) -> ReviewItem:
    """Lock the draft's item for an act of this person, taking it when nobody holds it. Call inside a transaction."""
    if sentence := why_not_review(draft, person):
        raise NotAllowed(sentence)
    item = item_locked(draft)
    if sentence := why_not_now(item, person, draft.status) or held_by_other(item, person):
        raise Collision(sentence)
    if item.status == ReviewStatus.OPEN:
        item_move(item, ReviewStatus.CLAIMED, person)
        _record(draft, Action.DRAFT_CLAIMED, actor)
    return item


@transaction.atomic
def item_release(*, draft: "Draft", person: "Person", actor: Actor) -> ReviewItem:
    """Hand a draft back to the queue. What was done to its claims stays and shows who did it."""
    item = item_locked(draft)
    if item.status != ReviewStatus.CLAIMED or item.claimed_by_id != person.pk:
        raise Collision(held_by_other(item, person) or "You do not hold this draft, so there is nothing to hand over.")
    item_move(item, ReviewStatus.OPEN, None)
    _record(draft, Action.DRAFT_RETURNED, actor)
    return item


@transaction.atomic
def item_reopen(*, draft: "AccessedDraft", person: "Person", actor: Actor) -> ReviewItem:
    """Take up a decided, unsigned draft again, or take back a returned one. The decision is kept; the last counts."""
    if sentence := why_not_review(draft, person):
        raise NotAllowed(sentence)
    item = item_locked(draft)
    if item.status not in REOPENED_FROM:
        raise Collision("Only a draft that was decided and not signed can be re-opened.")
    item_move(item, ReviewStatus.CLAIMED, person)
    _record(draft, Action.DRAFT_CLAIMED, actor, reopened=True)
    return item


def item_locked(draft: "Draft") -> ReviewItem:
    """Return the draft's item, locked until the transaction ends."""
    items = ReviewItem.objects.select_for_update(of=("self",), no_key=True).select_related("claimed_by")
    item = items.filter(draft=draft).first()
    if item is None:
        raise ReviewError("This draft is not ready for review.")
    return item


def item_move(item: ReviewItem, to: ReviewStatus, person: "Person | None") -> None:
    """Move a locked item, into the hands of this person or of nobody. Call inside the transaction of the act."""
    if to not in VALID_TRANSITIONS[ReviewStatus(item.status)]:
        raise ValueError(f"A review item does not go from {item.status} to {to}.")
    item.status = to
    item.claimed_by = person
    item.claimed_at = clock.now() if person else None
    item.save(update_fields=["status", "claimed_by", "claimed_at"])


def item_pass(item: ReviewItem, person: "Person") -> None:
    """Let another person hold an item from now on. Call inside the transaction that says why."""
    item_move(item, ReviewStatus.OPEN, None)
    item_move(item, ReviewStatus.CLAIMED, person)


def item_end(item: ReviewItem, to: ReviewStatus) -> None:
    """Close a held item with a decision; who held it stays on record. Call inside the transaction of the decision."""
    if to not in VALID_TRANSITIONS[ReviewStatus(item.status)]:
        raise ValueError(f"A review item does not go from {item.status} to {to}.")
    item.status = to
    item.save(update_fields=["status"])
    if to is not ReviewStatus.AMENDED:  # somebody else may be writing an addendum of their own
        words_done(item.draft_id)
    item.hand_overs.filter(answer=Answer.ASKED).update(answer=Answer.DECLINED, answered_at=clock.now())


def _record(draft: "Draft", action: Action, actor: Actor, **details: object) -> "AuditEvent":
    return event_append(
        actor=actor, action=action, patient_id=draft.patient_id, object_type="draft", object_id=draft.pk,
        details=details,
    )  # fmt: skip
