"""The record's part in destroying a patient: rows, hashes and versions stay, every word goes."""

from collections.abc import Mapping
from uuid import UUID

from apps.chart.models import ConsentRecord, Encounter, Patient, ResourceVersion, Section, SourceDocument
from apps.core import clock
from apps.core.actors import Actor
from apps.core.destruction import words_destroy

DOCUMENT = ("title", "author", "author_role", "dated_at", "text", "lines", "claims")
RESOURCE = ("version_id", "last_updated", "body", "names")
ENCOUNTER = ("kind", "provider", "started_at", "ended_at")
CONSENT = ("recipient", "kept")
PATIENT = ("family_name", "given_name", "birth_date", "sex", "mrn", "body", "mentions")


def organization_of(patient_id: UUID) -> UUID | None:
    """Return whose patient this is, or None for one that does not exist or was destroyed."""
    return Patient.objects.filter(pk=patient_id, destroyed_at=None).values_list("organization_id", flat=True).first()


class ChartEraser:
    """See ``governance.domain.rooms.Eraser``. The grants stay: who held one is told that the record was destroyed."""

    tables = frozenset({
        "chart_patient", "chart_encounter", "chart_resourceversion", "chart_sourcedocument", "chart_section",
        "chart_patientpersongrant", "chart_patientteamgrant", "chart_delegation", "chart_consentrecord",
        # Stays as it is: who settled whose page it is, by a coded reason.
        "chart_identitysettlement",
    })  # fmt: skip

    def erase(self, *, patient_id: UUID, event_id: UUID, actor: Actor) -> Mapping[str, int]:
        sections = Section.objects.filter(document__patient=patient_id)
        documents = SourceDocument.objects.filter(patient=patient_id)
        resources = ResourceVersion.objects.filter(patient=patient_id)
        encounters = Encounter.objects.filter(patient=patient_id)
        patient = Patient.objects.filter(pk=patient_id)
        consents = ConsentRecord.objects.filter(patient=patient_id)
        return {
            "chart_consentrecord": words_destroy(consents, CONSENT, destruction=event_id),
            "chart_section": words_destroy(sections, ["title"], destruction=event_id),
            "chart_sourcedocument": words_destroy(documents, DOCUMENT, unique=["series"], destruction=event_id),
            "chart_resourceversion": words_destroy(resources, RESOURCE, unique=["source_id"], destruction=event_id),
            "chart_encounter": words_destroy(encounters, ENCOUNTER, unique=["source_id"]),
            "chart_patient": words_destroy(
                patient, PATIENT, unique=["source_id"], deceased=False, destroyed_at=clock.now()
            ),
        }
