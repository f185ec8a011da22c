"""The guard of every page of these rooms, as one table; and what the pages show of other organizations: nothing."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from apps.access.domain.roles import ROLES
from apps.access.models import Person
from apps.access.selectors import factors_of
from apps.access.services import care_team_create, care_team_member_add
from apps.audit.models import AuditEvent
from apps.core.actors import Actor
from tests.access.test_signing_app import set_up_app
from tests.factories import SETUP, World, make_person

# What each role reads at each address; whoever is not listed is refused with 403.
PAGES = {
    "audit:log": {"privacy_officer", "admin", "auditor"},
    "audit:heads": {"privacy_officer", "admin", "auditor"},
    "access:people": {"admin"},
    "governance:control": {"admin"},
    "governance:releases": {"admin"},
    "coverage:policy_import": {"biller", "admin"},
    "coverage:policies": set(ROLES) - {"quality", "privacy_officer", "auditor", "integration"},
}


def one_of(world: World, role: str) -> Person:
    return next(p for p in world.people.values() if p.role == role and p.organization == world.cedar)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("page", PAGES)
def test_a_page_opens_for_its_roles_and_tells_all_others_why_not(
    world: World, client: Client, page: str, role: str
) -> None:
    client.force_login(one_of(world, role))
    response = client.get(reverse(page))
    if role in PAGES[page]:
        assert response.status_code == 200
    else:
        assert response.status_code == 403
        assert f"Your role ({ROLES[role].name}) may not" in response.content.decode()
        event = AuditEvent.objects.order_by("-sequence")[0]
        assert (event.action, event.object_id, event.outcome) == ("refused", page, "failure")


@pytest.mark.parametrize("page", PAGES)
def test_a_stranger_is_sent_to_sign_in_and_back(world: World, client: Client, page: str) -> None:
    response = client.get(reverse(page))
    assert response.status_code == 302
    assert response.url == f"/account/login/?next={reverse(page)}"


def test_people_shows_the_own_organization_with_roles_and_teams_and_no_one_elses(world: World, client: Client) -> None:
    team = care_team_create(organization=world.cedar, slug="rheumatology", name="Rheumatology team", actor=SETUP)
    care_team_member_add(team=team, person=world.okafor, actor=SETUP)
    client.force_login(world.admin)
    page = client.get(reverse("access:people")).content.decode()
    assert "Imani Okafor, MD" in page
    assert "Rheumatology team" in page
    assert "Physician" in page
    assert "Sabine Quill" not in page


def test_people_takes_the_same_number_of_statements_for_any_number_of_people(
    world: World, client: Client, django_assert_max_num_queries: Any
) -> None:
    client.force_login(world.admin)
    client.get(reverse("access:people"))
    with django_assert_max_num_queries(12) as few:
        client.get(reverse("access:people"))
    for number in range(20):
        make_person(world.cedar, f"person{number}", "resident")
    with django_assert_max_num_queries(12) as many:
        client.get(reverse("access:people"))
    assert len(many) == len(few)


def test_an_administrator_takes_access_in_two_steps_and_gives_it_again(world: World, client: Client) -> None:
    client.force_login(world.admin)
    address = reverse("access:person_active", args=[world.okafor.pk])
    assert "Take all access from Dr. Imani Okafor?" in client.get(address).content.decode()
    assert Person.objects.get(pk=world.okafor.pk).is_active
    assert "is signed out everywhere" in client.post(address, {"active": "no"}, follow=True).content.decode()
    client.post(address, {"active": "no"})
    assert not Person.objects.get(pk=world.okafor.pk).is_active
    client.post(address, {"active": "yes"})
    assert Person.objects.get(pk=world.okafor.pk).is_active


def test_a_person_of_another_organization_does_not_exist_for_an_administrator(world: World, client: Client) -> None:
    client.force_login(world.admin)
    address = reverse("access:person_active", args=[world.quill.pk])
    assert client.get(address).status_code == 404
    assert client.post(address, {"active": "no"}).status_code == 404
    assert Person.objects.get(pk=world.quill.pk).is_active


def test_an_administrator_who_takes_their_own_access_reads_why_not(world: World, client: Client) -> None:
    client.force_login(world.admin)
    response = client.post(reverse("access:person_active", args=[world.admin.pk]), {"active": "no"})
    assert response.status_code == 400
    assert "Ask another administrator" in response.content.decode()


def test_an_actor_names_the_person_by_opaque_ids_only(world: World) -> None:
    from apps.access.selectors import actor_for

    expected = Actor("person", str(world.okafor.pk), str(world.cedar.pk), "physician")
    assert actor_for(world.okafor) == expected


def test_an_administrator_removes_what_was_lost_in_two_steps_and_nobody_of_another_organization(
    world: World, client: Client
) -> None:
    app = set_up_app(world.okafor)
    client.force_login(world.admin)
    address = reverse("access:person_factors", args=[world.okafor.pk])
    assert "Remove what Dr. Imani Okafor signs with?" in client.get(address).content.decode()
    assert list(factors_of(world.okafor)) == [app]
    assert "signs with nothing that was set up before" in client.post(address, follow=True).content.decode()
    assert factors_of(world.okafor).count() == 0
    assert client.post(reverse("access:person_factors", args=[world.quill.pk])).status_code == 404
    assert client.post(reverse("access:person_factors", args=[world.admin.pk])).status_code == 422
    client.force_login(world.lindholm)
    assert client.post(address).status_code == 403
