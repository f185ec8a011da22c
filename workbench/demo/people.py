"""Organizations, people, care teams and grants, through the services that administrators use."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from apps.access import services as access
from apps.chart import services as chart
from apps.core.actors import Actor
from workbench.demo import fixtures

if TYPE_CHECKING:
    from apps.access.models import CareTeam, Organization, Person
    from apps.chart.models import Patient

ACTOR = Actor.service("demo_load")


@dataclass(frozen=True)
class Cast:
    """Everybody of ``people.json``, by the names used there."""

    organizations: dict[str, "Organization"]
    people: dict[str, "Person"]
    teams: dict[tuple[str, str], "CareTeam"]

    def actor(self, person: "Person") -> Actor:
        return Actor(kind="person", id=str(person.pk), organization_id=str(person.organization_id), role=person.role)


def load_people(password: str) -> Cast:
    """Make whoever is missing and return everybody."""
    listed = fixtures.cast()
    organizations = {row["slug"]: access.organization_create(**row, actor=ACTOR) for row in listed["organizations"]}
    people = {}
    for row in listed["people"]:
        fields = {**row, "organization": organizations[row["organization"]]}
        people[row["email"]] = access.person_create(**fields, password=password, actor=ACTOR)
    cast = Cast(organizations, people, {})
    for row in listed["care_teams"]:
        _load_team(cast, row["organization"], row["slug"], row["name"], row["members"])
    return cast


def _load_team(cast: Cast, organization: str, slug: str, name: str, members: list[str]) -> None:
    team = access.care_team_create(organization=cast.organizations[organization], slug=slug, name=name, actor=ACTOR)
    cast.teams[organization, slug] = team
    for email in members:
        access.care_team_member_add(team=team, person=cast.people[email], actor=ACTOR)


def grant_patients(cast: Cast, patients: dict[str, "Patient"]) -> None:
    """Give people and care teams the rights on patients that ``people.json`` lists."""
    for row in fixtures.cast()["grants"]:
        if row["patient"] not in patients:
            continue
        for permission in row["permissions"]:
            chart.patient_grant(
                patient=patients[row["patient"]],
                permission=permission,
                person=cast.people.get(row.get("person", "")),
                team=cast.teams.get((row["organization"], row.get("care_team", ""))),
                actor=ACTOR,
            )
