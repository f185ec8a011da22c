"""Answers that people bring back from the identity provider, taken once for the act they were asked for."""

from uuid import UUID

from apps.access.domain import oidc
from apps.access.domain.factors import Factor, Shown, SigningAct, StepUp
from apps.access.domain.refusals import refusal_words
from apps.access.models import Person, StepUpChallenge
from apps.access.provider.configuration import provider_name
from apps.access.selectors import factors_of
from apps.access.services.attempts import Unproven
from apps.core import clock


def by_provider(person: Person, act: SigningAct, shown: Shown, is_continued: bool) -> StepUp:
    """Take a sign-in that the provider confirmed for this person, this record and this meaning; once."""
    asked = answer_taken(person, act, shown.signed_in)
    said = asked.answer
    account = factors_of(person).filter(kind=Factor.OIDC, key_sha256=said["account_sha256"]).first()
    if account is None:
        raise refused("unlinked", act)
    account.last_used_at = clock.now()
    account.save(update_fields=["last_used_at"])
    made = {"nonce": asked.nonce, "expires_at": asked.expires_at.isoformat(), **said["proof"]}
    return StepUp(str(person.pk), (Factor.OIDC.value,), account.key_sha256, clock.now(), act, made)


def answer_taken(person: Person, act: SigningAct, asked_id: str) -> StepUpChallenge:
    """Return the question whose good answer was brought back, used up with this. Raises Unproven.

    What was refused when the answer came is only said again: it is on record. Call it while the person's row is held.
    """
    asked = question_held(person, asked_id)
    if asked is None or (asked.object_type, asked.object_id) != (act.object_type, act.object_id):
        raise refused("unanswered", act)
    if asked.refusal or not asked.answer_sealed:
        raise Unproven(_words(asked.refusal or "unanswered", act))
    if asked.used_at is not None:
        raise refused("replayed", act)
    moment = asked.used_at = clock.now()
    asked.save(update_fields=["used_at"])
    if moment > asked.expires_at:
        raise refused("late", act)
    if (asked.record_sha256, asked.meaning) != (act.record_sha256, act.meaning):
        raise refused("changed", act)
    if not oidc.is_fresh(asked.answer["proof"]["auth_time"], moment):
        raise refused("stale", act)
    return asked


def question_held(person: Person, asked_id: str) -> StepUpChallenge | None:
    """Return a question that a person was led to the provider with, locked, or None."""
    try:
        identifier = UUID(asked_id)
    except ValueError:
        return None
    return StepUpChallenge.objects.select_for_update().filter(pk=identifier, person=person).first()


def refused(reason: str, act: SigningAct) -> Unproven:
    """Return the refusal of an answer, to be recorded."""
    return Unproven(_words(reason, act), reason=reason)


def _words(reason: str, act: SigningAct) -> str:
    return refusal_words(reason, provider_name(), signs=bool(act.record_sha256))
