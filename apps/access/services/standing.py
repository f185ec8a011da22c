"""Where a person stands: whether they still work here, and which accounts are set aside for emergencies.

Each change ends what was open under the old standing, at once: the person's sessions, and what they were handed.
"""

from enum import StrEnum

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.module_loading import import_string

from apps.access.accounts import why_not_aside
from apps.access.domain.factors import Factor
from apps.access.domain.notices import Notice
from apps.access.domain.oidc import LONGEST_SUBJECT, account_sha256
from apps.access.domain.roles import Permission
from apps.access.domain.sessions import EndReason
from apps.access.errors import AccessError
from apps.access.models import BreakGlassGrant, Person, SigningFactor
from apps.access.provider.configuration import provider
from apps.access.selectors import check_may
from apps.access.services.factors import factor_take_out
from apps.access.services.notices import notice_give, officers_tell
from apps.access.services.passwords import links_void
from apps.access.services.roles import access_endings
from apps.access.services.second import recovery_codes_void
from apps.access.sessions import sessions_end
from apps.audit.domain.actions import Action
from apps.audit.services import event_append
from apps.core import clock
from apps.core.actors import Actor
from apps.core.crypto.sealed import sealing

OWN = "Nobody does this to their own account. Ask another administrator."


class Departure(StrEnum):
    """Why somebody stops working here, as the log tells it."""

    LEFT = "left"
    MOVED = "moved"
    SUSPENDED = "suspended"
    MISTAKE = "mistake"


@transaction.atomic
def person_sessions_end(*, person: Person, administrator: Person, actor: Actor) -> int:
    """End every session of a person of one's own organization; return how many were open."""
    _check_over(administrator, person)
    ended = sessions_end(person, EndReason.ENDED)
    event_append(
        actor=actor, action=Action.SESSIONS_ENDED, object_type="person", object_id=person.pk, details={"count": ended}
    )
    return ended


@transaction.atomic
def own_sessions_end(*, person: Person, this: str, actor: Actor) -> int:
    """End every session of one's own but this one; return how many were open."""
    if ended := sessions_end(person, EndReason.REVOKED, but=this):
        event_append(
            actor=actor, action=Action.SESSIONS_ENDED, object_type="person", object_id=person.pk,
            details={"count": ended},
        )  # fmt: skip
    return ended


@transaction.atomic
def person_deprovision(*, person: Person, reason: Departure, actor: Actor) -> bool:
    """End everything a person holds here: access, sessions, password, factors, teams, grants, open emergencies.

    Who is gone already stays so: again changes nothing and records nothing. What they signed stays signed. Returns
    whether there was anything to end.
    """
    if actor.id == str(person.pk):
        raise AccessError(OWN)
    held = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    actor = actor.within(held.organization_id)
    factors = list(held.signing_factors.select_for_update().filter(removed_at=None))
    teams = list(held.groups.all())
    grants = import_string(settings.WORKBENCH_GRANTS_REVOKE)(person=held, actor=actor)
    if not (held.is_active or factors or teams or grants or held.has_usable_password()):
        return False
    for factor in factors:
        factor_take_out(factor)
    held.groups.clear()
    BreakGlassGrant.objects.filter(person=held, ended_at=None, expires_at__gt=clock.now()).update(ended_at=clock.now())
    recovery_codes_void(held)
    links_void(held)
    held.set_unusable_password()
    held.is_active, held.is_emergency, held.access_taken = False, False, held.access_taken + 1
    held.save(update_fields=["password", "is_active", "is_emergency", "access_taken"])
    ended = sessions_end(held, EndReason.ACCESS)
    access_endings(held, actor)
    told = {"reason_code": reason.value, "factors": len(factors), "teams": len(teams), "grants": grants}
    event_append(
        actor=actor, action=Action.PERSON_DEPROVISIONED, object_type="person", object_id=held.pk,
        details={**told, "sessions": ended},
    )  # fmt: skip
    return True


@transaction.atomic
def person_emergency_set(*, person: Person, emergency: bool, administrator: Person, actor: Actor) -> None:
    """Set an account aside for when the identity provider is away (H02), or use it as any other again."""
    _check_over(administrator, person)
    accounts = Person.objects.filter(organization=person.organization_id)
    list(accounts.select_for_update(no_key=True).values_list("pk"))  # two at once never set aside one too many
    if emergency and (sentence := why_not_aside(person)):
        raise AccessError(sentence)
    if accounts.filter(pk=person.pk, is_emergency=not emergency).update(is_emergency=emergency):
        event_append(
            actor=actor, action=Action.EMERGENCY_ACCOUNT_SET, object_type="person", object_id=person.pk,
            details={"emergency": emergency},
        )  # fmt: skip
        sessions_end(person, EndReason.ACCESS)


def emergency_used(*, person: Person, actor: Actor) -> None:
    """Raise the alarm that an emergency account was used: an event, and a notice to every privacy officer."""
    event_append(actor=actor, action=Action.EMERGENCY_ACCOUNT_USED, object_type="person", object_id=person.pk)
    officers_tell(person, Notice.EMERGENCY_USED)


@transaction.atomic
def account_provision(*, person: Person, subject: str, administrator: Person, actor: Actor) -> None:
    """Link an account at the identity provider with a person, to sign in with: by its subject, never by an address.

    It signs nothing until its person links it themselves: an administrator sets up nothing that signs.
    """
    _check_over(administrator, person)
    found, subject = provider(), subject.strip()
    if found is None:
        raise AccessError("No identity provider is set up here.")
    if not 0 < len(subject) <= LONGEST_SUBJECT or not subject.isprintable():
        raise AccessError("Copy the subject (sub) of the account from the identity provider, as it stands there.")
    if person.signing_factors.filter(kind=Factor.OIDC, host=found.issuer, removed_at=None).exists():
        raise AccessError("This person has an account linked already. They, or a reset, remove it first.")
    factor = SigningFactor(
        organization_id=person.organization_id, person=person, kind=Factor.OIDC,
        key_sha256=account_sha256(found.issuer, subject), host=found.issuer,
        **sealing(name=subject, secret=subject.encode()),
    )  # fmt: skip
    try:
        with transaction.atomic():
            factor.save()
    except IntegrityError:
        raise AccessError("This account is linked with somebody else here. One account is one person's.") from None
    event_append(
        actor=actor, action=Action.ACCOUNT_PROVISIONED, object_type="person", object_id=person.pk,
        details={"key_sha256": factor.key_sha256},
    )  # fmt: skip
    notice_give(person, Notice.ACCOUNT_PROVISIONED)


def _check_over(administrator: Person, person: Person) -> None:
    check_may(administrator, Permission.RUN_CONTROL_ROOM)
    if person.pk == administrator.pk or person.organization_id != administrator.organization_id:
        raise AccessError(OWN)
