"""What people sign and sign in with, and what of it works here."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from apps.access.domain.factors import FACTOR_WORDS, Factor
from apps.access.domain.roles import ROLES, Permission, role_may
from apps.access.models import (
    Person,
    SigningFactor,
)
from apps.access.provider.configuration import provider
from apps.access.selectors.log import LogLine, log_lines
from apps.audit.domain.actions import Action
from apps.audit.selectors import events_for

SET_UP_HERE = (Factor.WEBAUTHN, Factor.TOTP)  # by a person, on their own page
NO_PROVIDER = "Only an identity provider may show who signs here, and none is set up. Tell your administrator."
FACTOR_ACTIONS = [
    Action.SIGNING_FACTOR_ADDED,
    Action.SIGNING_FACTOR_REMOVED,
    Action.SIGNING_FACTORS_RESET,
    Action.SIGNING_KEY_HALTED,
    Action.STEP_UP_CLOSED,
    Action.RECOVERY_CODES_MADE,
    Action.RECOVERY_CODE_USED,
    Action.PASSWORD_CHANGED,
    Action.PASSWORD_LINK_MADE,
    Action.PASSWORD_LINK_USED,
    Action.ACCOUNT_PROVISIONED,
    Action.SIGNED_IN_NEW_PLACE,
]


def factors_of(person: Person) -> QuerySet[SigningFactor]:
    """Return what a person can sign with besides their password: set up, not removed, not halted."""
    return person.signing_factors.filter(removed_at=None, halted_at=None).exclude(confirmed_at=None)


def account_of(person: Person, issuer: str) -> SigningFactor | None:
    """Return the account at an identity provider that a person has linked, or None."""
    return factors_of(person).filter(kind=Factor.OIDC, host=issuer).first()


def has_provider() -> bool:
    """Return whether an identity provider is set up, so that a sign-in there may sign."""
    return provider() is not None


def account_shown(person: Person) -> SigningFactor | None:
    """Return the account that a person has linked at the provider that is set up now, or None."""
    found = provider()
    return account_of(person, found.issuer) if found else None


def keys_of(person: Person, host: str) -> list[SigningFactor]:
    """Return the security keys of a person that answer a host."""
    return list(factors_of(person).filter(kind=Factor.WEBAUTHN, host=host))


@dataclass(frozen=True, slots=True)
class SigningWays:
    """What a person can show at a signature here, the strongest first, of what is allowed."""

    ways: tuple[Factor, ...]
    allowed: tuple[Factor, ...]
    provider: str = ""  # what people call it; empty where none is set up

    @property
    def first(self) -> str:
        return self.ways[0].value if self.ways else ""

    @property
    def first_here(self) -> str:
        """Return the strongest that is shown on the page itself, or an empty text."""
        return next((factor.value for factor in self.ways if factor is not Factor.OIDC), "")

    @property
    def by_key(self) -> bool:
        return Factor.WEBAUTHN in self.ways

    @property
    def by_code(self) -> bool:
        return Factor.TOTP in self.ways

    @property
    def by_provider(self) -> bool:
        return Factor.OIDC in self.ways

    @property
    def by_password(self) -> bool:
        return Factor.PASSWORD in self.ways

    @property
    def only_provider(self) -> bool:
        return self.ways == (Factor.OIDC,)

    @property
    def shown_here(self) -> str:
        """Return what of them is shown on the page itself, in words."""
        return " or ".join(FACTOR_WORDS[factor].lower() for factor in self.ways if factor is not Factor.OIDC)

    @property
    def why_none(self) -> str:
        """Return what to do for who can show nothing of what is allowed, or an empty text."""
        if self.ways:
            return ""
        here = (*SET_UP_HERE, Factor.OIDC) if self.provider else SET_UP_HERE
        wanted = " or ".join(FACTOR_WORDS[factor].lower() for factor in self.allowed if factor in here)
        if not wanted:
            return NO_PROVIDER
        where = " that works at this address" if Factor.WEBAUTHN in self.allowed else ""  # a key answers one host alone
        return f"To sign, your organization asks for: {wanted}. You have set up none{where}."


def signing_ways(person: Person, host: str, allowed: Iterable[str]) -> SigningWays:
    """Return what a person can show at a signature: allowed, set up, and working at this host. One statement."""
    ordered = tuple(factor for factor in Factor if factor.value in set(map(str, allowed)))
    found = provider()
    places = ["", host, *([found.issuer] if found else [])]
    held = set(factors_of(person).filter(host__in=places).values_list("kind", flat=True)) | {Factor.PASSWORD.value}
    return SigningWays(
        tuple(factor for factor in ordered if factor.value in held), ordered, found.name if found else ""
    )


def proving_ways(person: Person, host: str) -> SigningWays:
    """Return what shows that it is the person where nothing is signed: the password alone while there is no other."""
    strong = signing_ways(person, host, (Factor.WEBAUTHN, Factor.TOTP, Factor.OIDC))
    if strong.ways or person.signing_factors.filter(removed_at=None).exclude(confirmed_at=None).exists():
        return strong
    return signing_ways(person, host, (Factor.PASSWORD,))


def signers_without(organization_id: UUID, allowed: Iterable[str]) -> tuple[int, int]:
    """Return how many people of an organization sign by their role, and how many of them could show nothing allowed."""
    roles = [role for role in ROLES if role_may(role, Permission.SIGN_DRAFT)]
    signers = Person.objects.filter(organization=organization_id, is_active=True, role__in=roles)
    wanted = set(map(str, allowed))
    held = SigningFactor.objects.filter(kind__in=wanted, removed_at=None, halted_at=None).exclude(confirmed_at=None)
    without = 0 if Factor.PASSWORD.value in wanted else signers.exclude(pk__in=held.values("person")).count()
    return signers.count(), without


def factors_shown(person: Person) -> list[SigningFactor]:
    """Return every factor that a person sees on their page: those that sign, and the halted ones to be removed."""
    return list(person.signing_factors.filter(removed_at=None).exclude(confirmed_at=None))


def app_to_confirm(person: Person, factor_id: UUID | str) -> SigningFactor:
    """Return an app of a person's own whose first code was not typed yet; anything else does not exist (404)."""
    waiting = person.signing_factors.filter(pk=factor_id, kind=Factor.TOTP, confirmed_at=None, removed_at=None)
    if (app := waiting.first()) is None:
        raise Http404
    return app


def access_factor(person: Person, factor_id: UUID | str) -> SigningFactor:
    """Return a factor on a person's own page; anybody else's does not exist (404)."""
    if (factor := person.signing_factors.filter(pk=factor_id, removed_at=None).first()) is None:
        raise Http404
    return factor


def factor_changes(person: Person, size: int = 10) -> "list[LogLine]":
    """Return the last changes to what a person signs with, whoever made them."""
    events = events_for(organization_id=person.organization_id, object_id=person.pk)
    return log_lines(events.filter(action__in=FACTOR_ACTIONS)[:size], organization_id=person.organization_id)
