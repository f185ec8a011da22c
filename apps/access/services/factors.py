"""What a person signs with: set up, confirmed and removed by themselves, and by an administrator only removed."""

import secrets
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import IntegrityError, transaction

from apps.access.accounts import second_counts
from apps.access.domain import totp, webauthn
from apps.access.domain.factors import LONGEST_NAME, MOST_FACTORS, Factor, SigningAct, Site
from apps.access.domain.notices import Notice
from apps.access.domain.roles import Permission
from apps.access.domain.sessions import EndReason
from apps.access.errors import AccessError
from apps.access.models import Person, RecoveryCode, SigningFactor, StepUpChallenge
from apps.access.selectors import access_factor, app_to_confirm, check_may, factors_of
from apps.access.services.attempts import CLOSED, failure_record, is_closed
from apps.access.services.notices import notice_give
from apps.access.services.step_up import NOT_A_PERSON, challenge_make
from apps.access.sessions import sessions_end
from apps.audit.domain.actions import Action
from apps.audit.services import event_append
from apps.core import clock
from apps.core.actors import Actor
from apps.core.canonical import sha256_hex
from apps.core.crypto.sealed import sealing

ENROLMENT = "new_key"
LAST_ONE = "This is all you sign in with. Set up another one first, then remove it; nothing was changed."
LAST_KEY = (
    "This is the only one that lets you in: who signs comes in by a security key. Set up another key first, then "
    "remove it; nothing was changed."
)
NO_KEY = "The key's answer could not be used; nothing was set up. Begin again, and answer within two minutes."


@transaction.atomic
def key_begin(*, person: Person, site: Site, actor: Actor) -> dict[str, Any]:
    """Return what the browser is asked to make a new key with; it counts for two minutes, once."""
    check_own(person, actor)
    if not site.can_hold_keys:
        raise AccessError("Browsers use security keys only where the workbench has a name. Open it under its name.")
    act = SigningAct(ENROLMENT, str(person.pk), "", "")
    challenge = challenge_make(person=person, act=act, site=site)
    present = person.signing_factors.filter(kind=Factor.WEBAUTHN, removed_at=None, host=site.host)
    holder = webauthn.Holder(person.pk.bytes, person.email, person.formal_name)
    return webauthn.registration_options(holder, [key.secret for key in present], challenge, site)


@transaction.atomic
def key_add(*, person: Person, name: str, answer: str, site: Site, actor: Actor) -> SigningFactor:
    """Set up the key that answered ``key_begin``. Raises AccessError when it is not that answer, or no new key."""
    check_own(person, actor)
    name = _checked_name(person, name)
    try:
        asked = _enrolment(person, webauthn.challenge_in_registration(answer))
        key_id, public, count = webauthn.registered_key(answer, bytes.fromhex(asked.challenge), site)
    except webauthn.NoAnswer:
        raise AccessError(NO_KEY) from None
    factor = SigningFactor(
        organization_id=person.organization_id, person=person, kind=Factor.WEBAUTHN, key_sha256=sha256_hex(key_id),
        host=site.host, sign_count=count, confirmed_at=clock.now(), **sealing(name=name, secret=public),
    )  # fmt: skip
    try:
        with transaction.atomic():
            factor.save()
    except IntegrityError:
        raise AccessError("This key is set up already. One key signs for one person.") from None
    factor_record(Action.SIGNING_FACTOR_ADDED, factor, actor)
    return factor


def _enrolment(person: Person, challenge: str) -> StepUpChallenge:
    asked = StepUpChallenge.objects.select_for_update().filter(
        challenge=challenge, person=person, object_type=ENROLMENT, used_at=None, expires_at__gt=clock.now()
    )
    if (found := asked.first()) is None:
        raise webauthn.NoAnswer
    found.used_at = clock.now()
    found.save(update_fields=["used_at"])
    return found


@transaction.atomic
def app_begin(*, person: Person, name: str, actor: Actor) -> SigningFactor:
    """Make the secret of a new authenticator app. It counts once its first code was typed; one waits at a time."""
    check_own(person, actor)
    name = _checked_name(person, name)
    for old in person.signing_factors.filter(kind=Factor.TOTP, confirmed_at=None, removed_at=None):
        factor_take_out(old)
    identifier = uuid4()
    factor = SigningFactor(
        id=identifier, organization_id=person.organization_id, person=person, kind=Factor.TOTP,
        key_sha256=sha256_hex(str(identifier)), **sealing(name=name, secret=secrets.token_bytes(totp.SECRET_BYTES)),
    )  # fmt: skip
    factor.save()
    return factor


def app_confirm(*, person: Person, factor_id: UUID, code: str, actor: Actor) -> None:
    """Take the first code of a new app, used up with it. Raises AccessError; wrong codes count as at a signature."""
    check_own(person, actor)
    if sentence := _confirmed_or_sentence(person, factor_id, code, actor):
        raise AccessError(sentence)


@transaction.atomic(durable=True)
def _confirmed_or_sentence(person: Person, factor_id: UUID, code: str, actor: Actor) -> str:
    held = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    app = app_to_confirm(held, factor_id)
    if is_closed(held):
        return CLOSED
    steps = totp.steps_matching(app.secret, code, clock.now())
    if not steps:
        failure_record(held, Factor.TOTP, actor)
        return "That is not the code the app shows now. Check the clock of your phone, then type the next code."
    app.last_step, app.confirmed_at = steps[-1], clock.now()
    app.save(update_fields=["last_step", "confirmed_at"])
    factor_record(Action.SIGNING_FACTOR_ADDED, app, actor)
    return ""


@transaction.atomic
def factor_remove(*, person: Person, factor_id: UUID, actor: Actor) -> None:
    """Remove a factor of one's own. What it signed stays signed. Raises Http404 for anybody else's, and AccessError
    for the last one where nobody signs in without."""
    check_own(person, actor)
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)  # two removals never leave nothing
    factor = access_factor(person, factor_id)
    if sentence := _why_needed(person, factor):
        raise AccessError(sentence)
    factor_take_out(factor)
    if factor.confirmed_at:
        factor_record(Action.SIGNING_FACTOR_REMOVED, factor, actor)


@transaction.atomic
def factors_reset(*, person: Person, administrator: Person, actor: Actor) -> int:
    """Remove everything a person of one's own organization signs with, because it was lost; return how many.

    An administrator never sets anything up for somebody else. Raises NotAllowed without the right.
    """
    check_may(administrator, Permission.RUN_CONTROL_ROOM)
    if person.pk == administrator.pk or person.organization_id != administrator.organization_id:
        raise AccessError("Nobody resets what they sign with themselves. Ask another administrator.")
    factors = list(person.signing_factors.select_for_update().filter(removed_at=None))
    for factor in factors:
        factor_take_out(factor)
    if factors:
        RecoveryCode.objects.filter(person=person, used_at=None, void_at=None).update(void_at=clock.now())
        notice_give(person, Notice.FACTORS_RESET)
        sessions_end(person, EndReason.ACCESS)
        event_append(
            actor=actor, action=Action.SIGNING_FACTORS_RESET, object_type="person", object_id=person.pk,
            details={"factors": len(factors)},
        )  # fmt: skip
    return len(factors)


def _why_needed(person: Person, factor: SigningFactor) -> str:
    """Return why a person would not get in any more without a factor, or an empty text."""
    if settings.WORKBENCH_PASSWORD_ALONE or not factor.confirmed_at or factor.halted_at:
        return ""
    left = factors_of(person).exclude(pk=factor.pk)
    if not left.exists():
        return LAST_ONE
    counts = second_counts(person)
    return LAST_KEY if factor.kind in counts and not left.filter(kind__in=counts).exists() else ""


def check_own(person: Person, actor: Actor) -> None:
    """Raise AccessError unless a person changes what they sign with themselves."""
    if actor.kind != "person" or actor.id != str(person.pk) or not person.is_active:
        raise AccessError(NOT_A_PERSON)


def _checked_name(person: Person, name: str) -> str:
    name = " ".join(name.split())
    if not name or not name.isprintable():
        raise AccessError("Give it a name by which you will know it again, such as: key on my ring.")
    if len(name) > LONGEST_NAME:
        raise AccessError(f"Shorten the name to {LONGEST_NAME} characters; it has {len(name)}.")
    check_factor_room(person)
    return name


def check_factor_room(person: Person) -> None:
    """Raise AccessError where a person has as many factors as anybody may have."""
    if factors_of(person).count() >= MOST_FACTORS:
        raise AccessError(f"You have {MOST_FACTORS} factors. Remove one you no longer use first.")


def factor_take_out(factor: SigningFactor) -> None:
    """Take a factor out of use; an app's secret goes, a key's public half stays: it verifies what was signed."""
    factor.removed_at = clock.now()
    changed = ["removed_at"]
    if factor.kind == Factor.TOTP:
        factor.secret_sealed = b""
        changed.append("secret_sealed")
    factor.save(update_fields=changed)


def factor_record(action: Action, factor: SigningFactor, actor: Actor) -> None:
    """Record a change to what a person signs with, and tell them on their next page."""
    event_append(
        actor=actor.within(factor.organization_id), action=action, object_type="person", object_id=factor.person_id,
        details={"factor": factor.kind, "key_sha256": factor.key_sha256},
    )  # fmt: skip
    notice_give(factor.person, Notice.FACTOR_ADDED if action is Action.SIGNING_FACTOR_ADDED else Notice.FACTOR_REMOVED)
