"""Reads about accounts: what opens them, what their people are told, and who failed to get in."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Case, QuerySet, When

from apps.access.domain.factors import Factor
from apps.access.domain.hand_codes import as_typed
from apps.access.domain.notices import WEIGHTY
from apps.access.domain.oidc import account_sha256
from apps.access.domain.roles import Permission, role_may
from apps.access.domain.second import counting
from apps.access.models import AccountNotice, PasswordLink, Person, SigningFactor
from apps.access.provider.configuration import provider
from apps.access.selectors import factors_of
from apps.audit.domain.actions import Action
from apps.audit.selectors import counts_since
from apps.core import clock
from apps.core.actors import Actor
from apps.core.canonical import sha256_hex

MOST_EMERGENCY = 2


def link_open(token: str, *, locked: bool = False) -> PasswordLink | None:
    """Return what a code opens, however its groups were typed, of somebody who has access.

    None for one that was used or replaced, or is too old.
    """
    links = PasswordLink.objects.select_for_update() if locked else PasswordLink.objects
    return links.filter(
        token_sha256=sha256_hex(as_typed(token)), used_at=None, void_at=None, expires_at__gt=clock.now(),
        person__is_active=True,
    ).first()  # fmt: skip


def recovery_codes_left(person: Person) -> int:
    """Return how many recovery codes of a person would still count."""
    return person.recovery_codes.filter(used_at=None, void_at=None).count()


def has_second_factor(person: Person) -> bool:
    """Return whether anything stands that a person signs in with besides a password, a halted key included."""
    return person.signing_factors.filter(removed_at=None).exclude(confirmed_at=None).exists()


def notices_of(person: Person) -> QuerySet[AccountNotice]:
    """Return what a person has not said that they know of: what weighs most first, then the newest."""
    weight = Case(*(When(kind=kind.value, then=place) for place, kind in enumerate(WEIGHTY)), default=len(WEIGHTY))
    waiting = AccountNotice.objects.filter(person=person, read_at=None).select_related("about")
    return waiting.order_by(weight, "-created_at", "-pk")


def failed_sign_ins(organization_id: UUID, since: datetime) -> Mapping[str, int]:
    """Return, by person, how often somebody failed to sign in as them since a moment (login monitoring, H05)."""
    return counts_since(
        organization_id=organization_id, actions=[Action.SIGN_IN_FAILED, Action.STEP_UP_FAILED], since=since
    )


def has_account(person: Person) -> bool:
    """Return whether a person has an account at the identity provider, by themselves or by an administrator."""
    return person.signing_factors.filter(kind=Factor.OIDC, removed_at=None).exists()


def second_ways(person: Person) -> tuple[Factor, ...]:
    """Return what a person may show second. An emergency account shows its key, and nothing less (H02)."""
    return (Factor.WEBAUTHN,) if person.is_emergency else (Factor.WEBAUTHN, Factor.TOTP)


def needs_key(person: Person) -> bool:
    """Return whether a person comes in by a security key alone, because they sign by their role (S02)."""
    return bool(settings.WORKBENCH_SIGNERS_NEED_KEY and role_may(person.role, Permission.SIGN_DRAFT))


def second_counts(person: Person) -> frozenset[str]:
    """Return by what shown second a person gets further than their own account."""
    needed = needs_key(person)
    found = provider() if needed else None
    return counting(needs_key=needed, provider_resists=bool(found and found.resists_phishing))


def lacks_key(person: Person) -> bool:
    """Return whether a person gets no further than their own account for want of a key, which they set up there."""
    return needs_key(person) and not factors_of(person).filter(kind__in=second_counts(person)).exists()


def person_by_account(issuer: str, subject: str) -> Person | None:
    """Return whose account at an identity provider this is or was last: who left is still known by it."""
    accounts = SigningFactor.objects.filter(kind=Factor.OIDC, key_sha256=account_sha256(issuer, subject))
    found = accounts.select_related("person__organization").order_by("removed_at").last()
    live = accounts.select_related("person__organization").filter(removed_at=None).first()
    return live.person if live else found.person if found else None


def at_the_door_of(actor: Actor, person: Person | None) -> Actor:
    """Return the door as the actor of who is not signed in: of the organization that they would get into."""
    return replace(actor, organization_id=str(person.organization_id) if person else "")


def why_not_aside(person: Person) -> str:
    """Return why an account cannot be set aside for emergencies, in a sentence, or an empty text (H02)."""
    others = Person.objects.filter(organization=person.organization_id, is_emergency=True, is_active=True)
    if not person.is_active:
        return "Give this person access again first."
    if others.exclude(pk=person.pk).count() >= MOST_EMERGENCY:
        return f"{MOST_EMERGENCY} accounts are set aside already. Take one of them back first."
    if not factors_of(person).filter(kind=Factor.WEBAUTHN).exists():
        return "Its owner sets up a security key first: an emergency account opens by its key alone."
    return ""
