"""Who may: reads about people, roles and teams."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Count, OuterRef, Prefetch, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce, JSONObject
from django.http import Http404
from django.urls import reverse

from apps.access.domain.break_glass import ATTEMPTS, ATTEMPTS_WINDOW, CLOSED, EmergencyOutcome
from apps.access.domain.factors import FACTOR_WORDS, Factor
from apps.access.domain.roles import LANDING, ROLES, Permission, refusal, role_may
from apps.access.models import (
    BreakGlassGrant,
    BreakGlassReview,
    CareTeam,
    LetterheadVersion,
    Organization,
    Person,
    SigningFactor,
)
from apps.access.provider.configuration import provider
from apps.audit.domain.actions import Action
from apps.audit.domain.sentences import draft_of, people_of, sentence
from apps.audit.selectors import count_since, events_for
from apps.core import clock
from apps.core.actors import Actor
from apps.core.errors import NotAllowed

if TYPE_CHECKING:
    from apps.audit.models import AuditEvent

PAGE = 50
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


def actor_for(person: Person) -> Actor:
    """Return the person as the actor that services and audit events name."""
    return Actor(kind="person", id=str(person.pk), organization_id=str(person.organization_id), role=person.role)


def may(person: Person | AnonymousUser, permission: Permission) -> bool:
    """Return whether a person's role brings a right. Nobody who is not signed in, or was deactivated, has any."""
    return isinstance(person, Person) and person.is_active and role_may(person.role, permission)


def check_may(person: Person | AnonymousUser, permission: Permission) -> None:
    """Raise NotAllowed, with the sentence a person reads, unless the role brings the right."""
    if not may(person, permission):
        raise NotAllowed(refusal(getattr(person, "role", ""), permission))


def break_glass_open_for(person: Person) -> QuerySet[BreakGlassGrant]:
    """Return the emergency overrides that stand for the person now. None where the role may declare no emergency."""
    if not may(person, Permission.BREAK_GLASS):
        return BreakGlassGrant.objects.none()
    return BreakGlassGrant.objects.filter(
        person=person, organization=person.organization_id, ended_at=None, expires_at__gt=clock.now()
    )


def break_glass_standing(organization_id: UUID) -> list[BreakGlassGrant]:
    """Return the emergency overrides that stand now in an organization, with who opened them."""
    standing = BreakGlassGrant.objects.filter(organization=organization_id, ended_at=None, expires_at__gt=clock.now())
    return [grant for grant in standing.select_related("person") if may(grant.person, Permission.BREAK_GLASS)]


def people_with_notices() -> QuerySet[Person]:
    """Return people with what each page tells them: their open emergencies, and how many wait for their review.

    All of it in the statement that reads who is signed in.
    """
    own = BreakGlassGrant.objects.filter(person=OuterRef("pk"), ended_at=None).order_by("expires_at")
    told = own.values_list(JSONObject(patient_id="patient_id", expires_at="expires_at"), flat=True)
    waiting = emergencies_waiting().filter(organization=OuterRef("organization")).exclude(person=OuterRef("pk"))
    number = waiting.order_by().values("organization").annotate(number=Count("pk")).values("number")
    officers = [role for role in ROLES if role_may(role, Permission.REVIEW_EMERGENCIES)]
    return Person.objects.annotate(
        emergencies=ArraySubquery(told),
        emergencies_to_review=Case(When(role__in=officers, then=Coalesce(Subquery(number), 0)), default=0),
    )


def emergencies_waiting() -> QuerySet[BreakGlassGrant]:
    """Return the emergencies that are over and of which no privacy officer has finally said what they found."""
    last = BreakGlassReview.objects.filter(grant=OuterRef("pk")).order_by("-created_at", "-pk").values("outcome")[:1]
    over = Q(ended_at__isnull=False) | Q(expires_at__lte=clock.now())
    judged = [outcome.value for outcome in EmergencyOutcome if outcome is not EmergencyOutcome.FOLLOW_UP]
    found = BreakGlassGrant.objects.alias(last_found=Subquery(last))
    return found.filter(over).filter(Q(last_found=None) | ~Q(last_found__in=judged))


def why_not_tried(person: Person) -> str:
    """Return why a person may not name another patient in an emergency yet, or an empty text."""
    since = clock.now() - ATTEMPTS_WINDOW
    tried = count_since(actor_id=person.pk, action=Action.BREAK_GLASS_REFUSED, since=since)
    return CLOSED if tried >= ATTEMPTS else ""


def break_glass_used(person_ids: Collection[UUID], patient_id: UUID, start: datetime, end: datetime) -> bool:
    """Return whether an emergency override of one of these people on a patient stood at any time of [start, end]."""
    grants = BreakGlassGrant.objects.filter(person__in=person_ids, patient_id=patient_id, opened_at__lte=end)
    return grants.filter(Q(ended_at=None, expires_at__gte=start) | Q(ended_at__gte=start)).exists()


def landing_of(person: Person | AnonymousUser) -> str:
    """Return the address of the first page that the person's role opens, or an empty text when none does."""
    return next((reverse(page) for right, page in LANDING if may(person, right)), "")


def person_get(person_id: UUID | str) -> Person:
    """Return one person with their organization. Raises Person.DoesNotExist."""
    return Person.objects.select_related("organization").get(pk=person_id)


def person_by_email(email: str) -> Person | None:
    return Person.objects.select_related("organization").filter(email=email.strip().lower()).first()


def organization_by_slug(slug: str) -> Organization:
    """Return an organization. Raises Organization.DoesNotExist."""
    return Organization.objects.get(slug=slug)


def organizations() -> QuerySet[Organization]:
    """Return every organization, for figures of no person and no patient."""
    return Organization.objects.order_by("slug")


def display_names_of(organization_id: UUID) -> list[str]:
    """Return how the people of an organization are called, those who left among them; no interface that signs in."""
    people = Person.objects.filter(organization=organization_id).exclude(role="integration")
    return list(people.values_list("display_name", flat=True))


def letterhead_versions(person: Person) -> QuerySet[LetterheadVersion]:
    """Return what stood on the letters of a person's organization, the newest first, with who wrote it."""
    versions = LetterheadVersion.objects.filter(organization=person.organization_id).select_related("person")
    return versions.order_by("-created_at", "-pk")


def people_visible_to(person: Person) -> QuerySet[Person]:
    """Return the people of the same organization with their care teams, by name: two statements for any number."""
    teams = CareTeam.objects.filter(organization=person.organization_id).order_by("name")
    return (
        Person.objects.filter(organization=person.organization_id)
        .prefetch_related(Prefetch("groups__care_team", queryset=teams))
        .order_by("display_name", "pk")
    )


def care_teams_visible_to(person: Person) -> QuerySet[CareTeam]:
    """Return the care teams of the same organization, by name, each with its ``people_count``."""
    teams = CareTeam.objects.filter(organization=person.organization_id)
    return teams.annotate(people_count=Count("group__user")).order_by("name")


def access_person(viewer: Person, person_id: UUID | str) -> Person:
    """Return a person of the viewer's own organization; anybody else does not exist (404)."""
    person = people_visible_to(viewer).filter(pk=person_id).first()
    if person is None:
        raise Http404
    return person


def demo_people() -> QuerySet[Person]:
    """Return the fictional people who may sign in: their addresses end in .example, which nobody can own (RFC 2606)."""
    people = Person.objects.filter(email__endswith=".example", is_active=True).exclude(role="integration")
    return people.select_related("organization").order_by("organization__created_at", "created_at", "pk")


def names_of(person_ids: Iterable[str], *, organization_id: UUID | str) -> Mapping[str, str]:
    """Return the formal names of people of one organization by their id, in one statement."""
    people = Person.objects.filter(pk__in=set(person_ids), organization_id=organization_id)
    return {str(person.pk): person.formal_name for person in people}


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


@dataclass(frozen=True, slots=True)
class LogLine:
    """One event with its sentence."""

    event: "AuditEvent"
    sentence: str
    draft_id: str


@dataclass(frozen=True, slots=True)
class LogPage:
    """Some events, newest first, and the sequence number to go on from (None at the end of the log)."""

    lines: Sequence[LogLine]
    older_before: int | None


def log_page(*, organization_id: UUID | str, before: int | None = None, size: int = PAGE, **filters: Any) -> LogPage:
    """Return one page of an organization's events: two statements, however long the log is.

    ``filters`` are those of ``audit.selectors.events_for``.
    """
    events = events_for(organization_id=organization_id, **filters)
    if before is not None:
        events = events.filter(sequence__lt=before)
    found = list(events[: size + 1])
    shown = found[:size]
    return LogPage(
        lines=log_lines(shown, organization_id=organization_id),
        older_before=shown[-1].sequence if len(found) > size else None,
    )


def log_lines(events: Iterable["AuditEvent"], *, organization_id: UUID | str) -> list[LogLine]:
    """Return events as sentences, people by name, patients and drafts by opaque short ids: one statement for any."""
    events = list(events)
    named = set[str]().union(*(people_of(event) for event in events))
    names = names_of(named, organization_id=organization_id)
    return [LogLine(event, sentence(event, names), draft_of(event)) for event in events]
