"""Leading a person to the identity provider to sign in anew, and taking what it answers.

The provider is never asked inside a transaction. What it answers is checked at once and waits, sealed, for the act.
"""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction

from apps.access.domain import oidc
from apps.access.domain.away import Away, away_for
from apps.access.domain.factors import CHALLENGE_LASTS, LINKING, Factor, SigningAct, Site, linking_act
from apps.access.domain.oidc import Provider, Refused
from apps.access.domain.refusals import refusal_words
from apps.access.errors import AccessError, ProviderAway, StepUpFailed
from apps.access.models import Person, SigningFactor, StepUpChallenge
from apps.access.provider import client
from apps.access.provider.configuration import provider
from apps.access.selectors import account_of
from apps.access.services.answers import answer_taken, question_held
from apps.access.services.attempts import CLOSED, Unproven, is_closed, refusal_record
from apps.access.services.factors import check_factor_room, check_own, factor_record
from apps.access.services.step_up import challenge_keep, why_not_asked
from apps.audit.domain.actions import Action, Outcome
from apps.audit.services import event_append
from apps.core import clock
from apps.core.actors import Actor
from apps.core.crypto.sealed import sealing

NONE_HERE = "No identity provider is set up here. Choose another way, or tell your administrator."


def provider_begin(*, person: Person, act: SigningAct, site: Site, redirect_uri: str, actor: Actor) -> Away:
    """Return where a person signs in anew for this act; it counts for two minutes, once.

    Raises StepUpFailed for who has linked no account or has to wait, ProviderAway where the provider does not answer.
    """
    if (found := provider()) is None:
        raise ProviderAway(NONE_HERE)
    if sentence := why_not_asked(person, actor):
        raise StepUpFailed(sentence)
    if act.object_type != LINKING and account_of(person, found.issuer) is None:
        raise StepUpFailed(refusal_words("unlinked", found.name, signs=bool(act.record_sha256)))
    try:
        metadata = client.metadata_of(found)
    except Refused as refusal:
        raise ProviderAway(refusal_words(refusal.code, found.name, signs=bool(act.record_sha256))) from None
    with transaction.atomic():
        asked = challenge_keep(person=person, act=act, site=site)
    away = away_for(asked=str(asked.pk), challenge=asked.challenge, redirect_uri=redirect_uri)
    address = oidc.authorization_address(
        found, metadata, nonce=asked.challenge, state=away.state, code_challenge=away.code_challenge,
        redirect_uri=redirect_uri,
    )  # fmt: skip
    return away.leading_to(address)


def provider_answer(*, person: Person, away: Away, answer: Mapping[str, str], actor: Actor) -> None:
    """Take what the provider answered to a question of a person's own session, once.

    A good answer waits for its act; of any other the reason stays, is recorded, and is said by the act.
    """
    asked = _claimed(person, away, actor)
    if asked is None:
        return
    try:
        found, said = _heard(asked, away, answer)
        _check_account(person, asked, said)
    except Refused as refusal:
        _refuse(person, asked, refusal.code, actor)
        return
    with transaction.atomic():
        kept = {"proof": oidc.kept_sign_in(said, found.client_id), "account_sha256": said.account_sha256}
        asked.answer = {**kept, "email": said.email}
        asked.save(update_fields=["answer_sealed"])


def _heard(asked: StepUpChallenge, away: Away, answer: Mapping[str, str]) -> tuple[Provider, oidc.SignIn]:
    """Ask the provider what its answer stands for. Raises Refused. Outside any transaction."""
    if (found := provider()) is None:
        raise Refused("unreachable")
    metadata = client.metadata_of(found)
    code = oidc.code_in(answer, found, metadata)
    token = client.token_for(found, metadata, code=code, verifier=away.verifier, redirect_uri=away.redirect_uri)
    question = oidc.Question(asked.challenge, asked.expires_at - CHALLENGE_LASTS)
    return found, oidc.signed_in(token, client.keys_for(metadata, token), found, question, clock.now())


def _check_account(person: Person, asked: StepUpChallenge, said: oidc.SignIn) -> None:
    if asked.object_type == LINKING:
        return
    account = account_of(person, said.issuer)
    if account is None or account.key_sha256 != said.account_sha256:
        raise Refused("unlinked" if account is None else "other_person")


@transaction.atomic
def _claimed(person: Person, away: Away, actor: Actor) -> StepUpChallenge | None:
    """Return the question, claimed for this one answer, or None where it cannot be answered any more."""
    held = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    asked = question_held(held, away.asked)
    if asked is None:
        return None
    if asked.answered_at is not None:
        refusal_record(held, "replayed", actor)
        return None
    asked.answered_at = clock.now()
    asked.save(update_fields=["answered_at"])
    if asked.answered_at > asked.expires_at:
        _refused(held, asked, "late", actor)
        return None
    return asked


@transaction.atomic
def _refuse(person: Person, asked: StepUpChallenge, reason: str, actor: Actor) -> None:
    _refused(Person.objects.select_for_update(no_key=True).get(pk=person.pk), asked, reason, actor)


def _refused(held: Person, asked: StepUpChallenge, reason: str, actor: Actor) -> None:
    asked.refusal = reason
    asked.save(update_fields=["refusal"])
    refusal_record(held, reason, actor)


@transaction.atomic
def provider_stray(*, person: Person, actor: Actor) -> None:
    """Record an answer to nothing that this session asked. It is no wrong attempt: any page could bring it about."""
    event_append(
        actor=actor, action=Action.PROVIDER_SIGN_IN_REFUSED, object_type="person", object_id=person.pk,
        outcome=Outcome.FAILURE, details={"factor": Factor.OIDC.value, "reason": "not_begun"},
    )  # fmt: skip


@transaction.atomic
def provider_unused(*, person: Person, asked_id: str, actor: Actor) -> None:
    """Record that a good answer came back to an act that could not be done any more, and use it up.

    Of an answer that was taken or refused nothing more is recorded.
    """
    held = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    asked = question_held(held, asked_id)
    if asked is not None and asked.answer_sealed and asked.used_at is None and not asked.refusal:
        asked.used_at = clock.now()
        asked.save(update_fields=["used_at"])
        _refused(held, asked, "unused", actor)


def account_link(*, person: Person, asked_id: str, actor: Actor) -> SigningFactor:
    """Link the account at the provider that a person has just signed in to. Raises AccessError."""
    check_own(person, actor)
    linked = _linked_or_sentence(person, asked_id, actor)
    if isinstance(linked, str):
        raise AccessError(linked)
    return linked


@transaction.atomic(durable=True)
def _linked_or_sentence(person: Person, asked_id: str, actor: Actor) -> SigningFactor | str:
    held = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if is_closed(held):
        return CLOSED
    try:
        said = answer_taken(held, linking_act(str(held.pk)), asked_id).answer
        check_factor_room(held)
    except Unproven as refusal:
        if refusal.reason:
            refusal_record(held, refusal.reason, actor)
        return refusal.sentence
    except AccessError as refusal:
        return refusal.sentence
    issuer = said["proof"]["issuer"]
    if account_of(held, issuer) is not None:
        return "You have linked an account there already. Remove it first; nothing was changed."
    if (waiting := _waiting(held, said["account_sha256"])) is not None:
        waiting.confirmed_at = clock.now()
        waiting.save(update_fields=["confirmed_at"])
        factor_record(Action.SIGNING_FACTOR_ADDED, waiting, actor)
        return waiting
    return _link(held, said, actor)


def _waiting(person: Person, account_sha256: str) -> SigningFactor | None:
    """Return the account where an administrator linked it to sign in with: it signs once its person links it, too."""
    accounts = person.signing_factors.filter(kind=Factor.OIDC, removed_at=None, confirmed_at=None)
    return accounts.filter(key_sha256=account_sha256).first()


def _link(held: Person, said: Mapping[str, Any], actor: Actor) -> SigningFactor | str:
    issuer = said["proof"]["issuer"]
    factor = SigningFactor(
        organization_id=held.organization_id, person=held, kind=Factor.OIDC, key_sha256=said["account_sha256"],
        host=issuer, confirmed_at=clock.now(),
        **sealing(name=said["email"] or said["proof"]["subject"], secret=said["proof"]["subject"].encode()),
    )  # fmt: skip
    try:
        with transaction.atomic():
            factor.save()
    except IntegrityError:
        return "This account is linked with somebody else here. One account signs for one person; nothing was changed."
    factor_record(Action.SIGNING_FACTOR_ADDED, factor, actor)
    return factor
