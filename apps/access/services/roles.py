"""Changes to what somebody may: another role, a care team left. What the rooms above gave them ends with it."""

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from apps.access.domain.notices import Notice
from apps.access.domain.roles import ROLES, Permission, role_may
from apps.access.domain.sessions import EndReason
from apps.access.errors import AccessError
from apps.access.models import CareTeam, Person
from apps.access.selectors import check_may
from apps.access.services.notices import notice_give, watcher_tell
from apps.access.sessions import sessions_end
from apps.audit.domain.actions import Action
from apps.audit.services import event_append
from apps.core.actors import Actor

MACHINE = "integration"
STAYS = "An interface stays an interface, and a person a person: add another one with the other role."


@transaction.atomic
def person_role_set(*, person: Person, role: str, seen: str, administrator: Person, actor: Actor) -> Person:
    """Give a person another role: every session of the old one ends.

    ``seen`` is the role the administrator was looking at. Raises NotAllowed without the right, AccessError with a
    sentence for a change that may not be.
    """
    check_may(administrator, Permission.RUN_CONTROL_ROOM)
    person = Person.objects.select_for_update(no_key=True).get(pk=person.pk, organization=administrator.organization_id)
    if sentence := why_not_role(person, role, seen, administrator):
        raise AccessError(sentence)
    return _role_put(person, role, actor)


@transaction.atomic
def person_role_follow(*, person: Person, role: str, actor: Actor) -> Person:
    """Give a person the role that the identity provider says they have. Raises AccessError for what is none."""
    person = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if role not in ROLES:
        raise AccessError(f"There is no role {role!r}. The roles are: {', '.join(ROLES)}.")
    if MACHINE in {person.role, role} and person.role != role:
        raise AccessError(STAYS)
    return _role_put(person, role, actor)


def _role_put(person: Person, role: str, actor: Actor) -> Person:
    if person.role == role:
        return person
    old, person.role, actor = person.role, role, actor.within(person.organization_id)
    person.access_taken += 1
    person.save(update_fields=["role", "access_taken"])
    event_append(
        actor=actor, action=Action.ROLE_CHANGED, object_type="person", object_id=person.pk,
        details={"old": old, "new": role},
    )  # fmt: skip
    notice_give(person, Notice.ROLE_CHANGED)
    watcher_tell(person)
    sessions_end(person, EndReason.ACCESS)
    access_endings(person, actor)
    return person


def why_not_role(person: Person, role: str, seen: str, administrator: Person) -> str:
    """Return why a person may not get a role, in a sentence, or an empty text."""
    if role not in ROLES:
        return "Choose one of the roles of the list."
    if person.pk == administrator.pk:
        return "Nobody changes their own role. Ask another administrator."
    if person.role != seen:
        return "Somebody else changed this role meanwhile. It is shown as it stands now."
    if MACHINE in {person.role, role} and person.role != role:
        return STAYS
    if role_may(person.role, Permission.RUN_CONTROL_ROOM) and not role_may(role, Permission.RUN_CONTROL_ROOM):
        roles = [name for name in ROLES if role_may(name, Permission.RUN_CONTROL_ROOM)]
        others = Person.objects.filter(organization=person.organization_id, is_active=True, role__in=roles)
        if not others.exclude(pk=person.pk).exists():
            return "Nobody else runs the control room. Give another person that role first."
    return ""


def access_endings(person: Person, actor: Actor) -> None:
    """End what the rooms above let a person do for others, or others for them, where they no longer may."""
    import_string(settings.WORKBENCH_ACCESS_ENDINGS)(person=person, actor=actor)


@transaction.atomic
def care_team_member_remove(*, team: CareTeam, person: Person, actor: Actor) -> CareTeam:
    """Take a person out of a care team: the team's grants are theirs no longer, with their next request."""
    if team.group.user_set.filter(pk=person.pk).exists():
        team.group.user_set.remove(person)
        event_append(
            actor=actor.within(team.organization_id), action=Action.TEAM_MEMBER_REMOVED, object_type="care_team",
            object_id=team.pk, details={"person_id": person.pk},
        )  # fmt: skip
    return team
