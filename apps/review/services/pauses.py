"""Suggesting a pause after a long run at the desk, and going on without one. Nothing waits for either."""

from typing import TYPE_CHECKING

from django.db import transaction

from apps.audit.domain.actions import Action
from apps.audit.services import event_append
from apps.core import clock
from apps.core.actors import Actor
from apps.review.domain.pauses import Run
from apps.review.models import PauseSuggestion
from apps.review.selectors.pauses import pause_due

if TYPE_CHECKING:
    from apps.access.models import Person


@transaction.atomic
def pause_suggest(*, person: "Person", actor: Actor) -> Run | None:
    """Return the run after which a pause is suggested, recorded the first time; None where none is."""
    due = pause_due(person)
    if due is None:
        return None
    run, is_suggested = due
    if not is_suggested:
        made = PauseSuggestion.objects.create(
            organization_id=person.organization_id, person=person, decisions=run.decisions, active_ms=run.active_ms
        )
        _record(made, Action.PAUSE_SUGGESTED, actor)
    return run


@transaction.atomic
def pause_go_on(*, person: "Person", actor: Actor) -> None:
    """Record that a person goes on without the pause. Where none was suggested, or twice, it changes nothing."""
    last = PauseSuggestion.objects.select_for_update().filter(person=person).order_by("-created_at").first()
    if last is None or last.went_on_at is not None:
        return
    last.went_on_at = clock.now()
    last.save(update_fields=["went_on_at"])
    _record(last, Action.PAUSE_DECLINED, actor)


def _record(suggestion: PauseSuggestion, action: Action, actor: Actor) -> None:
    event_append(
        actor=actor, action=action, object_type="pause", object_id=suggestion.pk,
        details={"decisions": suggestion.decisions, "minutes": suggestion.active_ms // 60_000},
    )  # fmt: skip
