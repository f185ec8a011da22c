"""Handing a draft over: asked for, given, declined, or taken from a holder who is away. Nothing done to it is lost."""

from typing import TYPE_CHECKING

from django.db import transaction

from apps.audit.domain.actions import Action
from apps.audit.services import event_append
from apps.core import clock
from apps.core.actors import Actor
from apps.core.errors import NotAllowed
from apps.review.domain import typed
from apps.review.domain.handing import SHORTEST_REASON, Answer
from apps.review.domain.kept import TypedAct
from apps.review.domain.status import ReviewStatus
from apps.review.errors import Collision, ReviewError
from apps.review.models import HandOver, ReviewItem
from apps.review.selectors.handing import last_act_of, why_not_take_over
from apps.review.selectors.rights import why_not_review
from apps.review.services.items import item_locked, item_pass, item_release
from apps.review.services.typed import words_done
from apps.review.services.words import words_concealed

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.drafting.models import Draft
    from apps.review.selectors.accessed import AccessedDraft

NOT_HELD = "Nobody else holds this draft any more: you can take it at once."
NOT_ASKED = "Nobody asks for this draft any more."
LONGEST_REASON = 500


@transaction.atomic
def hand_over_ask(*, draft: "AccessedDraft", person: "Person", actor: Actor) -> HandOver:
    """Ask the holder of a draft to hand it over. Asking again changes nothing.

    Raises NotAllowed without the right, Collision where nobody else holds it or another person has asked already.
    """
    item, holder = _held_by_other(draft, person)
    if asked := _asked(item):
        if asked.asked_by_id != person.pk:
            raise Collision(f"{asked.asked_by.formal_name} has asked for this draft already.")
        return asked
    asked = HandOver.objects.create(item=item, asked_by=person, holder=holder)
    _record(draft, Action.HAND_OVER_ASKED, actor, holder.pk)
    return asked


@transaction.atomic
def hand_over_withdraw(*, draft: "AccessedDraft", person: "Person", actor: Actor) -> None:
    """No longer ask for a draft."""
    asked = _asked(item_locked(draft))
    if asked is None or asked.asked_by_id != person.pk:
        raise Collision(NOT_ASKED)
    _answer(asked, Answer.WITHDRAWN)
    _record(draft, Action.HAND_OVER_WITHDRAWN, actor, asked.holder_id)


@transaction.atomic
def hand_over_decline(*, draft: "AccessedDraft", person: "Person", actor: Actor) -> None:
    """Keep a draft that somebody asks for."""
    asked = _asked_of(item_locked(draft), person)
    _answer(asked, Answer.DECLINED)
    _record(draft, Action.HAND_OVER_DECLINED, actor, asked.asked_by_id)


@transaction.atomic
def hand_over_give(*, draft: "AccessedDraft", person: "Person", actor: Actor) -> ReviewItem:
    """Hand a draft to who asks for it: they hold it from now on, with everything done to it."""
    item = item_locked(draft)
    asked = _asked_of(item, person)
    _answer(asked, Answer.GIVEN)
    item_pass(item, asked.asked_by)
    _record(draft, Action.DRAFT_HANDED_OVER, actor, asked.asked_by_id)
    return item


@transaction.atomic
def hand_over(*, draft: "AccessedDraft", person: "Person", actor: Actor) -> ReviewItem:
    """Hand a draft to who asks for it, or back to the desk where nobody does."""
    if _asked(item_locked(draft)):
        return hand_over_give(draft=draft, person=person, actor=actor)
    return item_release(draft=draft, person=person, actor=actor)


@transaction.atomic
def item_take_over(*, draft: "AccessedDraft", reason: str, person: "Person", actor: Actor) -> ReviewItem:
    """Take a draft over from a holder who has done nothing here for as long as a session goes without use.

    Raises NotAllowed without the right, Collision where nobody else holds it or the holder is there, ReviewError
    without a reason in words.
    """
    item, holder = _held_by_other(draft, person)
    if sentence := why_not_take_over(item, last_act_of(draft, item)):
        raise Collision(sentence)
    said = words_concealed(draft=draft, text=reason, longest=LONGEST_REASON, named="The reason", actor=actor)
    if len(said) < SHORTEST_REASON or not typed.has_letter(said):
        raise ReviewError("Say in your own words why you take this draft over: its holder will read that you did.")
    if asked := _asked(item):
        _answer(asked, Answer.WITHDRAWN)
    moment = clock.now()
    HandOver.objects.create(
        item=item, asked_by=person, holder=holder, answer=Answer.TAKEN, answered_at=moment, reason=said
    )
    item_pass(item, person)
    words_done(draft.pk, act=TypedAct.TAKE_OVER)
    _record(draft, Action.DRAFT_TAKEN_OVER, actor, holder.pk)
    return item


def _held_by_other(draft: "AccessedDraft", person: "Person") -> "tuple[ReviewItem, Person]":
    if sentence := why_not_review(draft, person):
        raise NotAllowed(sentence)
    item = item_locked(draft)
    if item.status != ReviewStatus.CLAIMED or item.claimed_by is None or item.claimed_by_id == person.pk:
        raise Collision(NOT_HELD)
    return item, item.claimed_by


def _asked(item: ReviewItem) -> HandOver | None:
    return item.hand_overs.filter(answer=Answer.ASKED).select_related("asked_by").first()


def _asked_of(item: ReviewItem, person: "Person") -> HandOver:
    asked = _asked(item)
    if asked is None or item.status != ReviewStatus.CLAIMED or item.claimed_by_id != person.pk:
        raise Collision(NOT_ASKED)
    return asked


def _answer(asked: HandOver, answer: Answer) -> None:
    asked.answer, asked.answered_at = answer, clock.now()
    asked.save(update_fields=["answer", "answered_at"])


def _record(draft: "Draft", action: Action, actor: Actor, person_id: object) -> None:
    event_append(
        actor=actor, action=action, patient_id=draft.patient_id, object_type="draft", object_id=draft.pk,
        details={"person_id": str(person_id)},
    )  # fmt: skip
