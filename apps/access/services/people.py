"""Changes to who may: each is idempotent by its natural key, and none moves anybody between organizations."""

from dataclasses import asdict

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import transaction

from apps.access.domain.letterhead import Letterhead, changed, why_not
from apps.access.domain.names import why_no_name
from apps.access.domain.roles import ROLES, Permission
from apps.access.domain.sessions import EndReason
from apps.access.errors import AccessError
from apps.access.models import CareTeam, LetterheadVersion, Organization, Person
from apps.access.selectors import check_may
from apps.access.services.notices import watcher_tell
from apps.access.services.roles import access_endings
from apps.access.sessions import sessions_end
from apps.audit.domain.actions import Action
from apps.audit.services import event_append
from apps.core.actors import Actor


@transaction.atomic
def organization_create(
    *, slug: str, name: str, address: str = "", phone: str = "", fax: str = "", actor: Actor
) -> Organization:
    """Return the organization of that slug, made when there is none; what stands on its letters is set with it."""
    letterhead = {"name": name, "address": address, "phone": phone, "fax": fax}
    organization, created = Organization.objects.get_or_create(slug=slug, defaults=letterhead)
    if created:
        event_append(
            actor=actor.within(organization.pk), action=Action.ORGANIZATION_CREATED, object_type="organization",
            object_id=organization.pk,
        )  # fmt: skip
    return organization


@transaction.atomic
def letterhead_set(*, person: Person, letterhead: Letterhead, seen: Letterhead, actor: Actor) -> tuple[str, ...]:
    """Put a letterhead on the letters of a person's organization; return the names of what changed.

    ``seen`` is what the person was looking at. What stood before is kept as a version (21 CFR 11.10(e)). Raises
    NotAllowed without the right, AccessError for what is no letterhead and where somebody else was first.
    """
    check_may(person, Permission.RUN_CONTROL_ROOM)
    if sentence := why_not(letterhead):
        raise AccessError(sentence)
    organization = Organization.objects.select_for_update(no_key=True).get(pk=person.organization_id)
    stands = Letterhead(organization.address, organization.phone, organization.fax)
    if stands != seen:
        raise AccessError("Somebody else changed the letterhead meanwhile. It is shown as it stands now.")
    fields = changed(stands, letterhead)
    if fields:
        _keep_letterhead(organization, stands, letterhead, person)
        event_append(
            actor=actor, action=Action.LETTERHEAD_CHANGED, object_type="organization", object_id=organization.pk,
            details={"fields": fields, "old": _in_details(stands, fields), "new": _in_details(letterhead, fields)},
        )  # fmt: skip
    return fields


def _keep_letterhead(organization: Organization, before: Letterhead, after: Letterhead, person: Person) -> None:
    """Write the new version; the very first change keeps what nobody had written as a version, too."""
    versions = LetterheadVersion.objects
    if not versions.filter(organization=organization).exists():
        versions.create(organization=organization, **asdict(before))
    versions.create(organization=organization, person=person, **asdict(after))
    organization.address, organization.phone, organization.fax = after.address, after.phone, after.fax
    organization.save(update_fields=["address", "phone", "fax"])


def _in_details(letterhead: Letterhead, fields: tuple[str, ...]) -> dict[str, str]:
    return {name: getattr(letterhead, name) for name in fields}


@transaction.atomic
def person_create(
    *,
    email: str,
    display_name: str,
    role: str,
    organization: Organization,
    actor: Actor,
    password: str | None = None,
    credentials: str = "",
    title: str = "",
    specialty: str = "",
    site: str = "",
    npi: str = "",
) -> Person:
    """Return the person of that e-mail address in that organization, made when there is none.

    Without a password nobody can sign in as them. Raises AccessError with a sentence for a bad address or role, and for
    an address that another organization uses.
    """
    email = email.strip().lower()
    if person := Person.objects.filter(email=email).first():
        if person.organization_id != organization.pk:
            raise AccessError("This e-mail address already belongs to a person of another organization.")
        return person
    person = Person(
        email=email, display_name=display_name, role=role, organization=organization, credentials=credentials,
        title=title, specialty=specialty, site=site, npi=npi, password=make_password(password),
    )  # fmt: skip
    _check(person)
    person.save()
    event_append(
        actor=actor.within(organization.pk), action=Action.PERSON_CREATED, object_type="person", object_id=person.pk,
        details={"role": role},
    )  # fmt: skip
    if actor.kind == "person":  # who sets a house up tells nobody of whom they begin with
        watcher_tell(person)
    return person


def _check(person: Person) -> None:
    if person.role not in ROLES:
        raise AccessError(f"There is no role {person.role!r}. The roles are: {', '.join(ROLES)}.")
    if sentence := why_no_name(person.display_name):
        raise AccessError(sentence)
    try:
        person.full_clean(exclude=["password", "organization"])
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise AccessError(f"{field.replace('_', ' ').capitalize()}: {messages[0]}") from error


@transaction.atomic
def person_active_set(*, person: Person, active: bool, actor: Actor) -> Person:
    """Take all access from a person at once (open sessions end with their next request), or give it again.

    Raises AccessError when people try to lock themselves out.
    """
    if actor.id == str(person.pk):
        raise AccessError("Nobody takes or gives their own access. Ask another administrator.")
    person = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if person.is_active != active:
        person.is_active = active
        person.access_taken += 0 if active else 1
        person.save(update_fields=["is_active", "access_taken"])
        sessions_end(person, EndReason.ACCESS)
        action = Action.PERSON_ACTIVATED if active else Action.PERSON_DEACTIVATED
        actor = actor.within(person.organization_id)
        event_append(actor=actor, action=action, object_type="person", object_id=person.pk)
        access_endings(person, actor)
        if active:
            watcher_tell(person)
    return person


@transaction.atomic
def care_team_create(*, organization: Organization, slug: str, name: str, actor: Actor) -> CareTeam:
    """Return the care team of that slug in that organization, made when there is none."""
    if team := CareTeam.objects.filter(organization=organization, slug=slug).select_related("group").first():
        return team
    group = Group.objects.create(name=f"{organization.slug}/{slug}")
    team = CareTeam.objects.create(organization=organization, slug=slug, name=name, group=group)
    actor = actor.within(organization.pk)
    event_append(actor=actor, action=Action.TEAM_CREATED, object_type="care_team", object_id=team.pk)
    return team


@transaction.atomic
def care_team_member_add(*, team: CareTeam, person: Person, actor: Actor) -> CareTeam:
    """Put a person of the same organization into a care team. Raises AccessError for anybody else."""
    if person.organization_id != team.organization_id:
        raise AccessError("A care team holds people of its own organization only.")
    if not team.group.user_set.filter(pk=person.pk).exists():
        team.group.user_set.add(person)
        event_append(
            actor=actor.within(team.organization_id), action=Action.TEAM_MEMBER_ADDED, object_type="care_team",
            object_id=team.pk, details={"person_id": person.pk},
        )  # fmt: skip
    return team
