"""Attempts to show that it is you: which of them count as wrong, and when signing is closed for five minutes."""

from datetime import timedelta
from typing import Any

from apps.access.domain.factors import Factor
from apps.access.domain.refusals import REFUSALS
from apps.access.models import Person
from apps.audit.domain.actions import Action, Outcome
from apps.audit.selectors import count_since
from apps.audit.services import event_append
from apps.core import clock
from apps.core.actors import Actor

STEP_UP_ATTEMPTS = 5
STEP_UP_WINDOW = timedelta(minutes=5)
CLOSED = "Too many wrong attempts. Wait five minutes, then try again; nothing was signed."


class Unproven(Exception):
    """A refusal inside the transaction that must stay. ``is_wrong``: somebody may be guessing, so it counts.

    ``reason`` is the code of a refusal of what the identity provider answered, which is recorded in any case.
    """

    def __init__(self, sentence: str, *, is_wrong: bool = False, reason: str = "") -> None:
        super().__init__(sentence)
        self.sentence, self.is_wrong, self.reason = sentence, is_wrong, reason


def is_closed(person: Person) -> bool:
    """Return whether a person has to wait, after five wrong attempts of whatever kind."""
    since = clock.now() - STEP_UP_WINDOW
    return count_since(actor_id=person.pk, action=Action.STEP_UP_FAILED, since=since) >= STEP_UP_ATTEMPTS


def failure_record(person: Person, factor: str, actor: Actor, **more: str) -> None:
    """Record a wrong attempt, and the alarm when it is the fifth (21 CFR 11.300(d)). The person's row is held."""
    attempt_record(person, Action.STEP_UP_FAILED, actor, {"factor": str(factor), **more})
    if is_closed(person):
        told = {"factor": str(factor), "attempts": STEP_UP_ATTEMPTS}
        attempt_record(person, Action.STEP_UP_CLOSED, actor, told)


def refusal_record(person: Person, reason: str, actor: Actor) -> None:
    """Record that an answer of the identity provider counted for nothing, and why. The person's row is held."""
    if REFUSALS[reason].is_wrong:
        failure_record(person, Factor.OIDC, actor, reason=reason)
    else:
        told = {"factor": Factor.OIDC.value, "reason": reason}
        attempt_record(person, Action.PROVIDER_SIGN_IN_REFUSED, actor, told)


def attempt_record(person: Person, action: Action, actor: Actor, details: dict[str, Any]) -> None:
    """Record an attempt that showed nothing."""
    event_append(
        actor=actor.within(person.organization_id),
        action=action,
        object_type="person",
        object_id=person.pk,
        outcome=Outcome.FAILURE,
        details=details,
    )
