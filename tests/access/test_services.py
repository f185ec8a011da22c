"""People, teams and organizations: made once, never moved, never more than they are."""

import pytest
from django.db import IntegrityError, transaction

from apps.access.domain.roles import Permission
from apps.access.errors import AccessError
from apps.access.models import CareTeam, Organization, Person
from apps.access.selectors import actor_for, check_may, may
from apps.access.services import (
    care_team_create,
    care_team_member_add,
    organization_create,
    person_active_set,
    person_create,
)
from apps.audit.models import AuditEvent
from apps.core.errors import NotAllowed
from tests.factories import PASSWORD, SETUP, World


def new_person(world: World, **changes: object) -> Person:
    fields = {"email": "new@cedar.example", "display_name": "New", "role": "resident", "organization": world.cedar}
    return person_create(**fields | changes, actor=SETUP)  # type: ignore[arg-type]


def test_making_something_twice_makes_it_once_and_records_it_once(world: World) -> None:
    before = AuditEvent.objects.count()
    for _ in range(2):
        organization = organization_create(slug="elm", name="Elm", actor=SETUP)
        person = person_create(
            email="Ada@Elm.example", display_name="Ada", role="admin", organization=organization, actor=SETUP
        )
        team = care_team_create(organization=organization, slug="ward", name="Ward", actor=SETUP)
        care_team_member_add(team=team, person=person, actor=SETUP)
    assert Organization.objects.filter(slug="elm").count() == 1
    assert list(Person.objects.filter(organization=organization).values_list("email", flat=True)) == ["ada@elm.example"]
    assert CareTeam.objects.filter(organization=organization).get().group.user_set.get() == person
    assert AuditEvent.objects.count() == before + 4


def test_a_person_without_a_password_cannot_sign_in_with_any(world: World) -> None:
    person = new_person(world)
    assert not person.has_usable_password()
    assert not person.check_password("")


def test_an_address_of_another_organization_is_refused_and_nobody_is_moved(world: World) -> None:
    with pytest.raises(AccessError, match="another organization"):
        new_person(world, email=world.quill.email)
    assert Person.objects.get(pk=world.quill.pk).organization == world.brightwater


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"role": "superhero"}, "no role 'superhero'"),
        ({"email": "not an address"}, "Email: "),
        ({"display_name": ""}, "Type the name as it is to stand on letters"),
    ],
)
def test_a_person_that_cannot_be_is_refused_with_a_sentence(world: World, changes: dict, said: str) -> None:
    count = Person.objects.count()
    with pytest.raises(AccessError, match=said):
        new_person(world, **changes)
    assert Person.objects.count() == count


def test_a_care_team_takes_its_own_people_and_refuses_those_of_another_organization(world: World) -> None:
    team = care_team_create(organization=world.cedar, slug="rheumatology", name="Rheumatology", actor=SETUP)
    care_team_member_add(team=team, person=world.okafor, actor=SETUP)
    with pytest.raises(AccessError, match="its own organization"):
        care_team_member_add(team=team, person=world.quill, actor=SETUP)
    assert list(team.group.user_set.all()) == [world.okafor]


def test_two_organizations_may_each_have_a_team_of_the_same_name(world: World) -> None:
    teams = [
        care_team_create(organization=organization, slug="ward", name="Ward", actor=SETUP)
        for organization in (world.cedar, world.brightwater)
    ]
    assert teams[0].group != teams[1].group


def test_a_deactivated_person_has_no_right_left_and_an_activated_one_has_them_again(world: World) -> None:
    actor = actor_for(world.admin)
    person = person_active_set(person=world.okafor, active=False, actor=actor)
    assert not may(person, Permission.OPEN_DESK)
    person = person_active_set(person=world.okafor, active=True, actor=actor)
    assert may(person, Permission.OPEN_DESK)
    with pytest.raises(NotAllowed, match="may not run the control room"):
        check_may(person, Permission.RUN_CONTROL_ROOM)


def test_nobody_locks_themselves_out(world: World) -> None:
    with pytest.raises(AccessError, match="another administrator"):
        person_active_set(person=world.admin, active=False, actor=actor_for(world.admin))
    assert Person.objects.get(pk=world.admin.pk).is_active


@pytest.mark.parametrize("change", [{"is_superuser": True}, {"role": "superhero"}])
def test_the_database_refuses_a_superuser_and_an_unknown_role(world: World, change: dict) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.filter(pk=world.okafor.pk).update(**change)


def test_the_database_refuses_two_teams_of_one_slug_and_two_people_of_one_address(world: World) -> None:
    team = care_team_create(organization=world.cedar, slug="ward", name="Ward", actor=SETUP)
    group = care_team_create(organization=world.cedar, slug="other", name="Other", actor=SETUP).group
    with pytest.raises(IntegrityError), transaction.atomic():
        CareTeam.objects.create(organization=world.cedar, slug=team.slug, name="Twin", group=group)
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.filter(pk=world.reyes.pk).update(email=world.okafor.email)


def test_the_password_is_kept_only_as_a_hash(world: World) -> None:
    stored = Person.objects.values_list("password", flat=True).get(pk=world.okafor.pk)
    assert PASSWORD not in stored
    assert world.okafor.check_password(PASSWORD)
