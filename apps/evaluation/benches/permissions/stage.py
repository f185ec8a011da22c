"""Two organizations with the same patients, people of several roles in each, and an index filled by the belts."""

import gzip
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from django.db import connection

from apps.access.services import care_team_create, care_team_member_add, organization_create, person_create
from apps.chart.selectors import patient_get
from apps.chart.services import patient_store
from apps.core import fence
from apps.core.actors import Actor
from apps.core.domain.bench import Say
from apps.core.errors import WorkbenchError
from apps.evaluation.benches.permissions.truth import Truth
from apps.intake.domain.media_types import FHIR_NDJSON
from apps.intake.pipeline import DEFAULT_SOURCE, FhirFile, fhir_files, message_finish, message_take

if TYPE_CHECKING:
    from apps.access.models import CareTeam, Organization, Person
    from apps.chart.models import Patient

ACTOR = Actor.service("bench-permissions")
MOST_NOTES = 40  # a chart with more is left out: what is measured is who reads, not how much
TENANTS = ("north", "south")
ROLES = (
    "physician", "physician", "resident", "nurse", "pharmacist", "social_worker", "psychotherapist", "part2_staff",
    "behavioral_health", "biller", "quality", "admin",
)  # fmt: skip
OFFICERS = 2  # one asks for a record to be destroyed, another confirms
TEAMS = 2
_INVENTORY = """
SELECT passage.id::text, redacted.document_id::text, passage.patient_id::text, document.series, redacted.id::text
FROM retrieval_passage AS passage
JOIN redaction_redacteddocument AS redacted ON redacted.id = passage.redacted_document_id
JOIN chart_sourcedocument AS document ON document.id = redacted.document_id
"""


@dataclass
class Stage:
    """Everything a run plays with. People stay as they were loaded: a right is never read from them."""

    random: Random
    truth: Truth = field(default_factory=Truth)
    tenants: dict[str, "Organization"] = field(default_factory=dict)
    people: dict[str, "Person"] = field(default_factory=dict)
    officers: dict[str, list["Person"]] = field(default_factory=dict)  # organization -> who may destroy
    teams: dict[str, "CareTeam"] = field(default_factory=dict)
    patients: dict[str, "Patient"] = field(default_factory=dict)
    empty: dict[str, str] = field(default_factory=dict)  # organization -> a patient without a document
    notes: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)  # patient, series -> as last sent
    series_of: dict[str, tuple[str, str]] = field(default_factory=dict)  # document -> patient, series
    redactions: dict[str, str] = field(default_factory=dict)  # redacted document -> patient
    queries: list[tuple[str, str]] = field(default_factory=list)  # (query, patient) of searches that answered

    def take_stock(self) -> None:
        """Read which passages there are and whose they are: as the belts do, whom they show to is not asked."""
        with fence.keeping(), connection.cursor() as cursor:
            cursor.execute(_INVENTORY)
            for passage, document, patient, series, redacted in cursor.fetchall():
                self.truth.part_of[passage] = document
                self.truth.about[document] = patient
                self.series_of[document] = (patient, series)
                self.redactions[redacted] = patient

    def send(self, patient: str, resource: dict[str, Any]) -> None:
        """Send one resource of a patient as its sender would, and see it through."""
        tenant = self.tenants[self.truth.belongs[patient]]
        take(tenant, f"change-{self.random.random()}", [resource])
        self.take_stock()


def take(organization: "Organization", name: str, resources: Iterable[dict[str, Any]]) -> None:
    """Send resources as one message through the front door, up to the index."""
    message, _ = message_take(
        organization=organization, source_system=DEFAULT_SOURCE, source_id=name, media_type=FHIR_NDJSON,
        body="\n".join(json.dumps(resource) for resource in resources).encode(), actor=ACTOR,
    )  # fmt: skip
    message_finish(message_id=message.pk, actor=ACTOR)


def stage_set(data: Path, seed: int, say: Say) -> Stage:
    """Fill two organizations with the charts of the folder and people who may read some of them."""
    charts = _charts(data)
    stage = Stage(Random(seed))  # noqa: S311 - a run is repeated, not guessed
    for slug in TENANTS:
        tenant = organization_create(slug=slug, name=slug.capitalize(), actor=ACTOR)
        stage.tenants[slug] = tenant
        for name, resources in charts:
            take(tenant, name, resources)
            _know(stage, slug, resources)
            say(f"{slug}: {name} taken in")
        _empty_chart(stage, slug)
        _people(stage, slug)
    stage.take_stock()
    if not stage.truth.part_of:
        raise WorkbenchError(f"Nothing of {data} came through intake, so there is nothing to read.")
    return stage


def _charts(data: Path) -> list[tuple[str, list[dict[str, Any]]]]:
    """Return the charts that are small enough, with what they refer to first. Every note is one that stands."""
    files = [(file.name, _resources(file)) for file in fhir_files([data])]
    wanted = [(name, rows) for name, rows in files if len(_notes(rows)) <= MOST_NOTES]
    if not any(_notes(rows) for _, rows in wanted):
        raise WorkbenchError(f"{data} has no chart with 1 to {MOST_NOTES} notes in NDJSON.")
    for _, rows in wanted:
        for note in _notes(rows):
            note["status"] = "current"
    return sorted(wanted, key=lambda chart: any(row["resourceType"] == "Patient" for row in chart[1]))


def _resources(file: FhirFile) -> list[dict[str, Any]]:
    with gzip.open(file.path, "rt") if file.path.suffix == ".gz" else file.path.open() as stream:
        return [json.loads(line) for line in stream if line.strip()]


def _notes(resources: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return [resource for resource in resources if resource["resourceType"] == "DocumentReference"]


def _know(stage: Stage, slug: str, resources: Iterable[dict[str, Any]]) -> None:
    rows = list(resources)
    for body in (row for row in rows if row["resourceType"] == "Patient"):
        patient = stage.tenants[slug].patients.filter(source_id=body["id"]).first()
        if patient is None:  # held at the door
            continue
        _patient(stage, slug, patient)
        for note in _notes(rows):
            stage.notes[str(patient.pk), f"DocumentReference/{note['id']}"] = note


def _patient(stage: Stage, slug: str, patient: "Patient") -> None:
    stage.patients[str(patient.pk)] = patient_get(patient.pk)
    stage.truth.belongs[str(patient.pk)] = slug


def _empty_chart(stage: Stage, slug: str) -> None:
    body = {"resourceType": "Patient", "id": "empty", "name": [{"family": "Blank", "given": ["Page"]}]}
    patient = patient_store(organization=stage.tenants[slug], source_system=DEFAULT_SOURCE, body=body, actor=ACTOR)
    _patient(stage, slug, patient)
    stage.empty[slug] = str(patient.pk)


def _people(stage: Stage, slug: str) -> None:
    for number, role in enumerate(ROLES):
        _person(stage, slug, f"{role}-{number}", role)
    stage.officers[slug] = [_person(stage, slug, f"officer-{n}", "privacy_officer") for n in range(OFFICERS)]
    for number in range(TEAMS):
        team = care_team_create(
            organization=stage.tenants[slug], slug=f"team-{number}", name=f"Team {number}", actor=ACTOR
        )
        stage.teams[str(team.pk)] = team
        stage.truth.home[str(team.pk)] = slug
        for person in [p for p in stage.people.values() if stage.truth.home[str(p.pk)] == slug][number::3]:
            care_team_member_add(team=team, person=person, actor=ACTOR)
            stage.truth.members.add((str(person.pk), str(team.pk)))


def _person(stage: Stage, slug: str, name: str, role: str) -> "Person":
    person = person_create(
        email=f"{name}@{slug}.example", display_name=name, role=role, organization=stage.tenants[slug], actor=ACTOR
    )
    stage.people[str(person.pk)] = person
    stage.truth.home[str(person.pk)], stage.truth.role[str(person.pk)] = slug, role
    return person
