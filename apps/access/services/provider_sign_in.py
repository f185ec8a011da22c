"""Signing in to the workbench at the identity provider: who somebody is, their subject there says, and nothing else."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from uuid import uuid4

from django.db import transaction

from apps.access.accounts import at_the_door_of
from apps.access.domain import oidc
from apps.access.domain.away import Away, away_for
from apps.access.domain.factors import CHALLENGE_LASTS, Factor
from apps.access.domain.oidc import Refused, SignIn
from apps.access.domain.refusals import sign_in_refusal_words
from apps.access.errors import AccessError, ProviderAway
from apps.access.models import Person, SigningFactor
from apps.access.provider import client
from apps.access.provider.configuration import provider
from apps.access.services.provider import NONE_HERE
from apps.access.services.roles import person_role_follow
from apps.audit.domain.actions import Action, Outcome
from apps.audit.services import event_append
from apps.core import clock
from apps.core.actors import Actor


def provider_sign_in_begin(*, redirect_uri: str, actor: Actor) -> Away:
    """Return where somebody signs in to the workbench; it counts for two minutes, once, for their browser alone.

    Raises ProviderAway where there is no provider, or none that answers.
    """
    if (found := provider()) is None:
        raise ProviderAway(NONE_HERE)
    try:
        metadata = client.metadata_of(found)
    except Refused as refusal:
        raise ProviderAway(sign_in_refusal_words(refusal.code, found.name)) from None
    nonce = secrets.token_hex(32)
    ends = (clock.now() + CHALLENGE_LASTS).timestamp()
    away = away_for(asked=str(uuid4()), challenge=nonce, redirect_uri=redirect_uri).for_sign_in(nonce, ends)
    address = oidc.authorization_address(
        found, metadata, nonce=nonce, state=away.state, code_challenge=away.code_challenge, redirect_uri=redirect_uri
    )
    return away.leading_to(address)


def provider_sign_in(*, away: Away, answer: Mapping[str, str], actor: Actor) -> Person:
    """Return who signed in there, with the role that their groups bring. Raises AccessError, recorded in any case."""
    person: Person | None = None
    try:
        said = _heard(away, answer)
        person = _person_of(said)
        return _with_role(person, said, actor)
    except Refused as refusal:
        _record(refusal.code, person, actor)
        raise AccessError(sign_in_refusal_words(refusal.code, getattr(provider(), "name", ""))) from None


def _heard(away: Away, answer: Mapping[str, str]) -> SignIn:
    if (found := provider()) is None:
        raise Refused("unreachable")
    ends = datetime.fromtimestamp(away.ends, tz=clock.now().tzinfo)
    if clock.now() > ends:
        raise Refused("late")
    metadata = client.metadata_of(found)
    code = oidc.code_in(answer, found, metadata)
    token = client.token_for(found, metadata, code=code, verifier=away.verifier, redirect_uri=away.redirect_uri)
    question = oidc.Question(away.nonce, ends - CHALLENGE_LASTS)
    return oidc.signed_in(token, client.keys_for(metadata, token), found, question, clock.now())


@transaction.atomic
def _person_of(said: SignIn) -> Person:
    accounts = SigningFactor.objects.select_related("person__organization")
    account = accounts.filter(kind=Factor.OIDC, key_sha256=said.account_sha256, removed_at=None, halted_at=None).first()
    if account is None:
        raise Refused("unlinked")
    account.last_used_at = clock.now()
    account.save(update_fields=["last_used_at"])
    return account.person


def _with_role(person: Person, said: SignIn, actor: Actor) -> Person:
    if not person.is_active:
        raise Refused("deactivated")
    found = provider()
    role = oidc.role_for(found, said.groups) if found else ""
    if role is None:
        raise Refused("no_role")
    if role and role != person.role:
        person_role_follow(person=person, role=role, actor=at_the_door_of(actor, person))
        return Person.objects.select_related("organization").get(pk=person.pk)
    return person


@transaction.atomic
def _record(code: str, person: Person | None, actor: Actor) -> None:
    event_append(
        actor=at_the_door_of(actor, person), action=Action.SIGN_IN_FAILED,
        object_type="person", object_id=person.pk if person else "", outcome=Outcome.FAILURE,
        details={"reason": "provider_unknown" if code == "unlinked" else code, "factor": Factor.OIDC.value},
    )  # fmt: skip
