"""People, their roles and rights, teams and organizations."""

from collections.abc import Callable, Iterable, Mapping
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Prefetch, QuerySet
from django.http import Http404
from django.urls import reverse

from apps.access.domain.roles import LANDING, ROLES, Permission, refusal, role_may
from apps.access.models import (
    CareTeam,
    LetterheadVersion,
    Organization,
    Person,
)
from apps.core.actors import Actor
from apps.core.errors import NotAllowed


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


def landing_of(person: Person | AnonymousUser) -> str:
    """Return the address of the first page that the person's role opens, or an empty text when none does."""
    return next((reverse(page) for right, page in LANDING if may(person, right)), "")


def person_get(person_id: UUID | str) -> Person:
    """Return one person with their organization. Raises Person.DoesNotExist."""
    return Person.objects.select_related("organization").get(pk=person_id)


def person_held(person: Person) -> Person:
    """Return a person with their row held till the transaction ends, so that what is counted of them stays true."""
    return Person.objects.select_for_update(no_key=True).get(pk=person.pk)


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


def people_with(permission: Permission, *, organization_id: UUID) -> list[Person]:
    """Return the people at work in an organization whose role brings a right. One statement."""
    roles = [role for role in ROLES if role_may(role, permission)]
    return list(Person.objects.filter(organization=organization_id, is_active=True, role__in=roles).order_by("pk"))


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


def _is_id(text: str) -> bool:
    """Return whether a text is an id: what stands in a row that somebody forged may be anything."""
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def names_of(person_ids: Iterable[str], *, organization_id: UUID | str) -> Mapping[str, str]:
    """Return the formal names of people of one organization by their id, in one statement."""
    return people_named(person_ids, lambda person: person.formal_name, organization_id=organization_id)


def people_named(
    person_ids: Iterable[str], named: Callable[[Person], str], *, organization_id: UUID | str
) -> Mapping[str, str]:
    """Return what people of one organization are called, by their id, in one statement."""
    people = Person.objects.filter(pk__in={one for one in person_ids if _is_id(one)}, organization_id=organization_id)
    return {str(person.pk): named(person) for person in people}


def team_names_of(team_ids: Iterable[str], *, organization_id: UUID | str) -> Mapping[str, str]:
    """Return the names of care teams of one organization by their id; no statement where none is asked for."""
    asked = {one for one in team_ids if _is_id(one)}
    teams = CareTeam.objects.filter(pk__in=asked, organization_id=organization_id) if asked else ()
    return {str(team.pk): team.name for team in teams}
