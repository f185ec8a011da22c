"""Structured resources as citable text: pure, deterministic, one line per fact."""

from collections.abc import Callable, Iterator, Mapping

from apps.chart.domain.documents import DocumentKind
from apps.chart.domain.rendering import care, conditions, medications, observations, people
from apps.chart.domain.rendering.facts import Fact, StoredResource, withdrawn
from apps.chart.domain.rendering.layout import Rendering, lay_out

__all__ = ["KINDS_OF_TYPE", "PER_PATIENT", "Fact", "Rendering", "StoredResource", "facts_of", "lay_out", "title_of"]

RENDERERS: Mapping[str, Callable[[StoredResource], Iterator[Fact]]] = {
    "Patient": people.demographics_facts,
    "Coverage": people.coverage_facts,
    "Condition": conditions.condition_facts,
    "AllergyIntolerance": conditions.allergy_facts,
    "MedicationRequest": medications.request_facts,
    "MedicationStatement": medications.statement_facts,
    "MedicationDispense": medications.dispense_facts,
    "Observation": observations.observation_facts,
    "DiagnosticReport": observations.report_facts,
    "Procedure": care.procedure_facts,
    "Immunization": care.immunization_facts,
    "CarePlan": care.care_plan_facts,
    "ServiceRequest": care.order_facts,
    "DeviceRequest": care.order_facts,
    "Encounter": care.encounter_facts,
}
KINDS_OF_TYPE: Mapping[str, frozenset[DocumentKind]] = {
    "Patient": frozenset({DocumentKind.DEMOGRAPHICS, DocumentKind.ALLERGY_LIST}),
    "Coverage": frozenset({DocumentKind.COVERAGE}),
    "Condition": frozenset({DocumentKind.PROBLEM_LIST}),
    "AllergyIntolerance": frozenset({DocumentKind.ALLERGY_LIST}),
    "MedicationRequest": frozenset({DocumentKind.MEDICATION_LIST}),
    "MedicationStatement": frozenset({DocumentKind.MEDICATION_LIST}),
    "MedicationDispense": frozenset({DocumentKind.MEDICATION_LIST}),
    "Observation": frozenset({DocumentKind.RESULTS, DocumentKind.VITAL_SIGNS}),
    "DiagnosticReport": frozenset({DocumentKind.RESULTS}),
    "Procedure": frozenset({DocumentKind.PROCEDURES}),
    "Immunization": frozenset({DocumentKind.IMMUNIZATIONS}),
    "CarePlan": frozenset({DocumentKind.CARE_PLANS}),
    "ServiceRequest": frozenset({DocumentKind.ORDERS}),
    "DeviceRequest": frozenset({DocumentKind.ORDERS}),
    "Encounter": frozenset({DocumentKind.ENCOUNTERS}),
}
# One document per patient; the others are one per encounter, or per day where no encounter is named.
PER_PATIENT = frozenset(DocumentKind) - {DocumentKind.RESULTS, DocumentKind.VITAL_SIGNS, DocumentKind.PROCEDURES}
TITLES: Mapping[DocumentKind, str] = {
    DocumentKind.DEMOGRAPHICS: "Demographics",
    DocumentKind.PROBLEM_LIST: "Problem list",
    DocumentKind.MEDICATION_LIST: "Medication list",
    DocumentKind.ALLERGY_LIST: "Allergy list",
    DocumentKind.RESULTS: "Results",
    DocumentKind.VITAL_SIGNS: "Vital signs",
    DocumentKind.PROCEDURES: "Procedures",
    DocumentKind.IMMUNIZATIONS: "Immunizations",
    DocumentKind.CARE_PLANS: "Care plans",
    DocumentKind.COVERAGE: "Coverage",
    DocumentKind.ORDERS: "Orders and referrals",
    DocumentKind.ENCOUNTERS: "Encounters",
}


def facts_of(resource: StoredResource) -> list[Fact]:
    """Return the citable lines of one resource; none for a withdrawn or refuted one (F03)."""
    render = RENDERERS.get(resource.resource_type)
    return [] if render is None or withdrawn(resource.body) else list(render(resource))


def title_of(kind: DocumentKind, day: str = "") -> str:
    """Return the title of a document of structured facts: "Results, 12 Jun 2026"."""
    return f"{TITLES[kind]}, {day}" if day else TITLES[kind]
