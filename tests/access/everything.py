"""Every address of the workbench, and a house with a patient of every kind that an address may name.

The house is made once in a run (tests/kept.py). Everybody in it holds every grant on Anna and on Dora, whatever their
role: what keeps them out of a page is the role, the label or the fence, never a grant that was forgotten.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from apps.access.domain.roles import ROLES, PatientPermission, Permission, role_may
from apps.access.models import Person
from apps.access.services import break_glass_open
from apps.chart.models import Patient, SourceDocument
from apps.chart.services import patient_grant
from apps.coverage.services import policy_load
from apps.drafting.models import Citation, Draft
from tests.factories import SETUP, World, make_patient, make_person, make_world
from tests.review.conftest import PROGRESS, make_document, make_draft
from tests.review.letters import POLICY

OWN, OTHER, ELSEWHERE, LABELLED, EMERGENCY = "own", "other", "elsewhere", "labelled", "emergency"
WHOSE = (OWN, OTHER, ELSEWHERE, LABELLED, EMERGENCY)
SECRET = "part2"  # a label that treating clinicians do not see, and the staff of such a program does
CLAIMS = [("Severity", "She has osteopenia.", "moderate", "supported", [("note", "Osteopenia")])]
NOBODY = UUID(int=0x5EED)  # an id of nothing


@dataclass
class House:
    """One patient of each kind with a chart and a draft, and one person of each role."""

    world: World
    people: dict[str, Person]
    patients: dict[str, Patient]
    documents: dict[str, SourceDocument]
    drafts: dict[str, Draft]

    def ids(self, whose: str) -> dict[str, Any]:
        """Return what stands in an address for one of the patients, by the name of the parameter."""
        draft, patient = self.drafts[whose], self.patients[whose]
        citation = Citation.objects.filter(claim__draft=draft).order_by("ordinal").first()
        document = self.documents[whose]
        return {
            "draft_id": draft.pk, "patient_id": patient.pk, "document_id": document.pk,
            "citation_id": citation.pk if citation else NOBODY, "claim_id": draft.claims.get(ordinal=1).pk,
            "redacted_id": document.redactions.get().pk,
            "person_id": self.world.quill.pk if whose == ELSEWHERE else self.world.lindholm.pk,
        }  # fmt: skip


def make_house() -> House:
    """Make everything; what it stands on is a world of its own."""
    world = make_world()
    people = {person.role: person for person in world.people.values() if person.organization == world.cedar}
    people["physician"] = world.okafor
    patients = {
        OWN: world.anna, OTHER: world.berta, ELSEWHERE: world.carla,
        LABELLED: make_patient(world.cedar, "dora", "Dora", "Lindgren-Sato", "1958-01-09"),
        EMERGENCY: make_patient(world.cedar, "emil", "Emil", "Lindgren-Sato", "1966-07-21"),
    }  # fmt: skip
    documents, drafts = {}, {}
    for whose, patient in patients.items():
        asked_by = world.quill if whose == ELSEWHERE else make_person(world.cedar, f"asks-{whose}", "physician")
        documents[whose] = make_document(patient, "note", PROGRESS)
        drafts[whose] = make_draft(patient, asked_by, {"note": documents[whose]}, CLAIMS)
    policy = policy_load(body=POLICY, actor=SETUP)
    Draft.objects.update(kind="prior_auth_letter", policy=policy, service_code="HCPCS J0139")
    SourceDocument.objects.filter(patient=patients[LABELLED]).update(labels=[SECRET])
    documents[LABELLED].refresh_from_db()
    for draft in drafts.values():
        draft.refresh_from_db()
    for person in people.values():
        for patient in (patients[OWN], patients[LABELLED]):
            for permission in PatientPermission:
                patient_grant(patient=patient, permission=permission.value, person=person, actor=SETUP)
        if role_may(person.role, Permission.BREAK_GLASS):
            break_glass_open(
                person=person, patient_id=patients[EMERGENCY].pk, reason_code="other", reason="On call.", actor=SETUP
            )
    assert set(people) == set(ROLES)
    return House(world, people, patients, documents, drafts)


@dataclass(frozen=True)
class Address:
    """One address by its name, with what stands in it."""

    name: str
    parameters: Mapping[str, str]  # the name of each and the kind of its converter

    @property
    def is_about_a_patient(self) -> bool:
        return bool(
            {"draft_id", "patient_id", "document_id", "redacted_id", "person_id", "grant_id"} & set(self.parameters)
        )

    def path(self, ids: Mapping[str, Any]) -> str:
        """Return it for some ids; what they do not name is an id, or a word, of nothing."""
        nothing = {"UUIDConverter": NOBODY, "IntConverter": 10**9}
        word = "edit" if self.name == "review:typed_claim" else "decide"
        given = {name: ids.get(name, nothing.get(kind, word))
                 for name, kind in self.parameters.items()}  # fmt: skip
        return reverse(self.name, kwargs=given)


def addresses() -> list[Address]:
    """Walk the URLconf: every address there is, each once."""
    return sorted(_walk(get_resolver().url_patterns, "", {}), key=lambda address: address.name)


def _walk(patterns: list[URLPattern | URLResolver], space: str, before: dict[str, str]) -> Iterator[Address]:
    for pattern in patterns:
        found = before | {name: type(it).__name__ for name, it in pattern.pattern.converters.items()}
        if isinstance(pattern, URLResolver):
            yield from _walk(
                pattern.url_patterns, f"{space}{pattern.namespace}:" if pattern.namespace else space, found
            )
        else:
            assert pattern.name, f"The address {pattern.pattern} has no name: nobody can say what it answers."
            yield Address(f"{space}{pattern.name}", found)
