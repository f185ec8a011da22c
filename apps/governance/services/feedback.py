"""What people who work with a release say about it."""

from typing import TYPE_CHECKING

from django.db import transaction

from apps.access.selectors import reason_refusal
from apps.audit.domain.actions import Action
from apps.audit.services import event_append
from apps.core.actors import Actor
from apps.governance.errors import FeedbackRefused
from apps.governance.models import CardFeedback, Release

if TYPE_CHECKING:
    from apps.access.models import Person

LONGEST_FEEDBACK = 1000


@transaction.atomic
def feedback_give(*, release: Release, text: str, person: "Person", actor: Actor) -> CardFeedback:
    """Keep what a person says about a release. Raises FeedbackRefused for nothing, too much, or a named patient."""
    text = " ".join(text.split())
    if not text:
        raise FeedbackRefused("Say what you found.")
    if len(text) > LONGEST_FEEDBACK:
        raise FeedbackRefused(f"Shorten it to {LONGEST_FEEDBACK} characters; it has {len(text)}.")
    if reason_refusal(None, text, organization_id=person.organization_id):
        raise FeedbackRefused("Name no person, number or place: feedback is read outside the patient's care.")
    feedback = CardFeedback.objects.create(
        release=release, organization_id=person.organization_id, person=person, text=text
    )
    event_append(
        actor=actor, action=Action.CARD_FEEDBACK_GIVEN, object_type="release", object_id=release.digest,
        details={"feedback": str(feedback.pk)},
    )  # fmt: skip
    return feedback


@transaction.atomic
def card_show(*, release: Release, actor: Actor) -> None:
    """Record that somebody read the card of a release."""
    event_append(actor=actor, action=Action.CARD_VIEWED, object_type="release", object_id=release.digest)


@transaction.atomic
def touched_export_record(*, count: int, actor: Actor) -> None:
    """Record that somebody took out which drafts a part touched; the part itself is not said, people type anything."""
    event_append(actor=actor, action=Action.TOUCHED_EXPORTED, object_type="release", details={"count": count})
