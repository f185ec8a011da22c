"""Small worlds made through the services production uses."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from apps.access.models import Organization, Person
from apps.access.services import organization_create, person_create
from apps.chart.domain.documents import DocumentKind
from apps.chart.models import Patient, SourceDocument
from apps.chart.services import document_store, patient_grant, patient_store
from apps.core import clock
from apps.core.actors import Actor
from apps.governance.domain.agreements import REDACTED_NOTES
from apps.governance.models import Agreement
from apps.governance.services import agreement_record

SETUP = Actor.service("test-setup")
PASSWORD = "correct horse battery staple"


@dataclass
class World:
    """Cedar is ours, Brightwater is the wrong one. Anna is Okafor's patient; Berta nobody's; Carla is Brightwater's."""

    cedar: Organization
    brightwater: Organization
    people: dict[str, Person] = field(default_factory=dict)
    anna: Patient = field(init=False)
    berta: Patient = field(init=False)
    carla: Patient = field(init=False)

    def __getattr__(self, name: str) -> Person:
        try:
            return self.__dict__["people"][name]
        except KeyError:
            raise AttributeError(name) from None


CAST = {
    "okafor": ("cedar", "physician", "Imani Okafor", "MD"),
    "lindholm": ("cedar", "physician", "Erik Lindholm", "MD"),
    "reyes": ("cedar", "resident", "Paloma Reyes", "MD"),
    "nurse": ("cedar", "nurse", "Nell Ursin", "RN"),
    "pharmacist": ("cedar", "pharmacist", "Ines Corwin", "PharmD"),
    "social_worker": ("cedar", "social_worker", "Sol Winters", "LCSW"),
    "behavioral": ("cedar", "behavioral_health", "Bo Haverford", "PsyD"),
    "psychotherapist": ("cedar", "psychotherapist", "Thea Marlow", "PhD"),
    "part2": ("cedar", "part2_staff", "Pat Twombly", "LADC"),
    "lindqvist": ("cedar", "biller", "A. Lindqvist", ""),
    "admin": ("cedar", "admin", "Ada Min", ""),
    "privacy": ("cedar", "privacy_officer", "Priya Vacy", ""),
    "marchetti": ("cedar", "quality", "S. Marchetti", ""),
    "auditor": ("cedar", "auditor", "Alva Stern", ""),
    "integration": ("cedar", "integration", "Cedar interface engine", ""),
    "quill": ("brightwater", "physician", "Sabine Quill", "MD"),
    "brightwater_quality": ("brightwater", "quality", "Q. Bright", ""),
}


def make_world() -> World:
    world = World(
        cedar=organization_create(slug="cedar", name="Cedar Hollow Clinic", actor=SETUP),
        brightwater=organization_create(slug="brightwater", name="Brightwater Health", actor=SETUP),
    )
    for key, (organization, role, name, credentials) in CAST.items():
        world.people[key] = make_person(getattr(world, organization), key, role, name, credentials)
    world.anna = make_patient(world.cedar, "anna", "Anna", "Lindgren-Sato", "1961-05-04")
    world.berta = make_patient(world.cedar, "berta", "Berta", "Okonjo", "1975-11-30")
    world.carla = make_patient(world.brightwater, "carla", "Carla", "Vasquez-Thorn", "1949-02-11")
    for permission in ("view_chart", "review_draft", "sign_draft"):
        patient_grant(patient=world.anna, permission=permission, person=world.okafor, actor=SETUP)
        patient_grant(patient=world.carla, permission=permission, person=world.quill, actor=SETUP)
    for permission in ("view_chart", "review_draft"):
        patient_grant(patient=world.anna, permission=permission, person=world.reyes, actor=SETUP)
    return world


def make_person(organization: Organization, key: str, role: str, name: str = "", credentials: str = "") -> Person:
    return person_create(
        email=f"{key}@{organization.slug}.example",
        password=PASSWORD,
        organization=organization,
        display_name=name or key.capitalize(),
        credentials=credentials,
        role=role,
        actor=SETUP,
    )


def patient_body(source_id: str, given: str, family: str, birth_date: str) -> dict[str, Any]:
    """Return a FHIR Patient with every kind of identifier a real one has."""
    return {
        "resourceType": "Patient",
        "id": source_id,
        "identifier": [
            {"type": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v2-0203", "code": "MR"}]},
             "system": "urn:example:mrn", "value": f"MRN-{sum(map(ord, source_id)):06d}"},
        ],
        "name": [{"use": "official", "family": family, "given": [given]}],
        "gender": "female",
        "birthDate": birth_date,
        "telecom": [{"system": "phone", "value": "555-0142"}, {"system": "email", "value": f"{source_id}@example.org"}],
        "address": [{"line": ["14 Alder Row"], "city": "Millbrook", "state": "VT", "postalCode": "05999"}],
    }  # fmt: skip


def make_patient(organization: Organization, source_id: str, given: str, family: str, birth_date: str) -> Patient:
    return patient_store(
        organization=organization,
        source_system="test",
        body=patient_body(source_id, given, family, birth_date),
        actor=SETUP,
    )


def make_document(patient: Patient, text: str, series: str = "DocumentReference/1") -> SourceDocument:
    document, _ = document_store(
        organization=patient.organization,
        patient=patient,
        encounter=None,
        source_system="test",
        series=series,
        kind=DocumentKind.PROGRESS_NOTE,
        title="Progress note",
        dated_at=datetime(2026, 3, 12, tzinfo=UTC),
        text=text,
        actor=SETUP,
    )
    return document


def make_agreement(world: World, host: str, *labels: str, **change: Any) -> Agreement:
    """Put an agreement of Cedar with a host on record: in force, for notes without a label and those named."""
    terms: dict[str, Any] = {
        "host": host, "counterparty": "Example Models, Inc.", "signed_on": clock.today() - timedelta(days=10),
        "expires_on": clock.today() + timedelta(days=90), "data_classes": [REDACTED_NOTES, *labels],
        "document_sha256": "ab" * 32, "person": world.admin, "actor": SETUP, **change,
    }  # fmt: skip
    return agreement_record(**terms)


def make_agreement_with_this_machine(world: World, host: str, *labels: str, **change: Any) -> Agreement:
    """Put an agreement on record with a server of the tests that stands for one outside: nobody could record it."""
    terms: dict[str, Any] = {
        "host": host, "counterparty": "Example Models, Inc.", "signed_on": clock.today() - timedelta(days=10),
        "expires_on": clock.today() + timedelta(days=90), "data_classes": sorted([REDACTED_NOTES, *labels]),
        "document_sha256": "ab" * 32, **change,
    }  # fmt: skip
    return Agreement.objects.create(organization=world.cedar, recorded_by=world.admin, **terms)
