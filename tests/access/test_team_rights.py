"""A right that a care team holds is held against the roles of its members: to whom it opens nothing is said."""

import pytest
from django.http import HttpResponse
from django.urls import reverse

from apps.access.models import CareTeam, Person
from apps.access.services import care_team_create, care_team_member_add
from apps.chart.services import patient_grant
from apps.viewer.domain.rights import opens_nothing_to
from tests.access.test_who_may import ACCESS, GIVE, GRANTS, client_of
from tests.factories import SETUP, World

TO_NELL = "Opens nothing to Nell Ursin (nurse): that role may not sign drafts."


@pytest.fixture
def team(world: World) -> CareTeam:
    """A care team of a physician and a nurse."""
    made = care_team_create(organization=world.cedar, slug="rheum", name="Rheumatology", actor=SETUP)
    for person in (world.lindholm, world.nurse):
        care_team_member_add(team=made, person=person, actor=SETUP)
    return made


def words(answer: HttpResponse) -> str:
    return " ".join(answer.content.decode().split())


def test_the_grants_of_a_patient_say_to_whom_of_a_team_each_opens_nothing(world: World, team: CareTeam) -> None:
    for right in ("view_chart", "sign_draft"):
        patient_grant(patient=world.anna, permission=right, team=team, actor=SETUP)
    page = words(client_of(world.admin).post(GRANTS, {"patient": world.anna.mrn}))
    assert page.count("Opens nothing to") == 1
    assert TO_NELL in page
    Person.objects.filter(pk=world.nurse.pk).update(is_active=False)
    assert "Opens nothing to" not in words(client_of(world.admin).post(GRANTS, {"patient": world.anna.mrn}))


def test_who_gives_a_team_a_right_reads_at_once_to_whom_it_opens_nothing(world: World, team: CareTeam) -> None:
    given = {"patient": world.anna.mrn, "right": "sign_draft", "team": team.pk, "reason": "referral"}
    page = words(client_of(world.admin).post(GIVE, given))
    assert "Rheumatology holds this right from now on." in page
    assert page.count(TO_NELL) == 2  # what was done, and the row
    view = words(client_of(world.admin).post(GIVE, {**given, "right": "view_chart"}))
    assert view.count(TO_NELL) == 1


def test_who_may_see_what_names_the_team_that_a_useless_right_comes_by(world: World, team: CareTeam) -> None:
    patient_grant(patient=world.anna, permission="sign_draft", team=team, actor=SETUP)
    page = client_of(world.admin).get(ACCESS).context["page"]
    (nell,) = [row for row in page.people if row.person.pk == world.nurse.pk]
    assert nell.unusable == ("sign draft, by care team Rheumatology: opens nothing: the role may not sign drafts",)
    (erik,) = [row for row in page.people if row.person.pk == world.lindholm.pk]
    assert erik.unusable == ()


def test_a_large_team_is_named_in_part() -> None:
    nurses = [(f"Nurse {number}", "nurse") for number in range(8)]
    assert opens_nothing_to([*nurses, ("Erik", "physician")], "sign_draft").endswith(
        "Nurse 4 (nurse) and 3 more: their roles may not sign drafts."
    )
    assert opens_nothing_to([("Erik", "physician")], "sign_draft") == ""


def test_the_team_of_another_organization_has_no_members_here(world: World, team: CareTeam) -> None:
    patient_grant(patient=world.anna, permission="sign_draft", team=team, actor=SETUP)
    quill = Person.objects.get(pk=world.quill.pk)
    quill.role = "admin"
    quill.save(update_fields=["role"])
    assert "Nell" not in words(client_of(quill).post(reverse("rights:grants"), {"patient": world.anna.mrn}))
