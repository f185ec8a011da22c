"""Stores what a message brought: resources in versions, patients, encounters, and the documents made of them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django.db import transaction

from apps.audit.domain.actions import Action
from apps.audit.services import event_append
from apps.chart.domain.records import IncomingResource, Outcome, Stored
from apps.chart.errors import ChartError
from apps.chart.models import Encounter, Patient, ResourceVersion
from apps.chart.services.batch import Batch, look_up, take
from apps.chart.services.documents import save_drafts
from apps.chart.services.identity import forget_verdicts, set_aside_record
from apps.chart.services.labelling import relabel
from apps.chart.services.renderings import drafts_for
from apps.core.actors import Actor
from apps.core.canonical import digest

if TYPE_CHECKING:
    from apps.access.models import Organization

BATCH = 500
# What a new version of a Patient or an Encounter changes in its row.
PATIENT_COLUMNS = (
    "family_name_sealed", "given_name_sealed", "birth_date_sealed", "mrn_sealed", "body_sealed", "mentions_sealed",
    "name_index", "mrn_index", "birth_date_index", "sex", "deceased", "is_test",
)  # fmt: skip
ENCOUNTER_COLUMNS = ("status", "kind", "class_code", "started_at", "ended_at", "provider_sealed")
# A patient comes before what belongs to them, an encounter before what happened in it.
ORDER: Mapping[str, int] = {"Patient": 0, "Encounter": 1}


@transaction.atomic
def record_store(
    *,
    organization: "Organization",
    source_system: str,
    message_id: UUID,
    resources: Sequence[IncomingResource],
    actor: Actor,
) -> list[Outcome]:
    """Store checked resources and bring their patients' documents up to date; return one outcome for each, in order.

    All of it or nothing: a refused resource writes nothing, and an error leaves the chart as it was.
    """
    batch, actor = Batch(organization.pk, source_system, message_id), actor.within(organization.pk)
    look_up(batch, resources)
    outcomes: dict[int, Outcome] = {}
    for number in sorted(range(len(resources)), key=lambda n: ORDER.get(resources[n].resource_type, 2)):
        outcomes[number] = take(batch, resources[number])
    _write(batch)
    drafts = [*batch.notes, *(draft for touched in batch.touched.values() for draft in drafts_for(touched))]
    forget_verdicts(_known_otherwise(batch))
    documents = save_drafts(batch.organization_id, batch.source_system, batch.message_id, drafts)
    relabel(organization.pk, source_system, drafts, actor)
    set_aside_record([document for document in documents if document.set_aside], actor)
    _append_events(batch, Counter(document.patient_id for document in documents), actor)
    _report_unknown_labels(batch, actor)
    return [outcomes[number] for number in range(len(resources))]


def _write(batch: Batch) -> None:
    """Write everything in a handful of statements; what stood makes room before what stands now comes in."""
    patients, encounters = batch.patients.values(), batch.encounters.values()
    for patient in patients:
        _merge_mentions(batch, patient)
    Patient.objects.bulk_create([p for p in patients if p.pk in batch.new_patients], batch_size=BATCH)
    changed = [p for p in patients if p.pk in batch.changed - batch.new_patients]
    Patient.objects.bulk_update(changed, PATIENT_COLUMNS, batch_size=BATCH)
    Encounter.objects.bulk_create([e for e in encounters if e.pk in batch.new_encounters], batch_size=BATCH)
    moved = [e for e in encounters if e.pk in batch.changed - batch.new_encounters]
    Encounter.objects.bulk_update(moved, ENCOUNTER_COLUMNS, batch_size=BATCH)
    ResourceVersion.objects.filter(pk__in=batch.demoted).update(current=False)
    ResourceVersion.objects.filter(pk__in=batch.revived).update(current=True)
    ResourceVersion.objects.bulk_create(list(batch.rows.values()), batch_size=BATCH)


def _merge_mentions(batch: Batch, patient: Patient) -> None:
    merged = sorted({(kind, text) for kind, text in patient.mentions} | batch.mentions.get(patient.pk, set()))
    if len(merged) != len(patient.mentions):
        patient.mentions = [list(pair) for pair in merged]
        batch.changed.add(patient.pk)


def _known_otherwise(batch: Batch) -> set[UUID]:
    """Return the patients of whom this message brought another version of who they are."""
    brought = {row.patient_id for row in batch.rows.values() if row.resource_type == "Patient" and row.patient_id}
    return brought - batch.new_patients


def _append_events(batch: Batch, documents: Mapping[UUID, int], actor: Actor) -> None:
    for patient_id, count in batch.counts.items():
        event_append(
            actor=actor, action=Action.RECORD_STORED, patient_id=patient_id, object_type="message",
            object_id=batch.message_id,
            details={"resources": count, "documents": documents.get(patient_id, 0)},
        )  # fmt: skip


def _report_unknown_labels(batch: Batch, actor: Actor) -> None:
    """Record every label that nobody here knows: somebody has to say what it means, and until then it restricts."""
    for patient_id, codes in batch.unknown_labels.items():
        event_append(
            actor=actor, action=Action.LABEL_NOT_KNOWN, patient_id=patient_id, object_type="message",
            object_id=batch.message_id, details={"codes": sorted(codes)},
        )  # fmt: skip


# One record at a time, for whoever has just one.


def _store_one(
    organization: "Organization", source_system: str, message_id: UUID | None, resource: IncomingResource, actor: Actor
) -> Outcome:
    outcome = record_store(
        organization=organization,
        source_system=source_system,
        message_id=message_id or uuid4(),
        resources=[resource],
        actor=actor,
    )[0]
    if outcome.stored is Stored.REFUSED:
        raise ChartError(outcome.sentence)
    return outcome


def patient_store(*, organization: "Organization", source_system: str, body: dict[str, Any], actor: Actor) -> Patient:
    """Store one FHIR Patient that passed the intake's checks; the same body again changes nothing."""
    resource = IncomingResource("Patient", str(body["id"]), body, digest(body))
    _store_one(organization, source_system, None, resource, actor)
    return Patient.objects.get(organization=organization, source_system=source_system, source_id=resource.source_id)


def encounter_store(
    *, organization: "Organization", patient: Patient, source_system: str, body: dict[str, Any], actor: Actor
) -> Encounter:
    """Store one FHIR Encounter of a patient and return its row."""
    resource = IncomingResource("Encounter", str(body["id"]), body, digest(body), patient_source_id=patient.source_id)
    _store_one(organization, source_system, None, resource, actor)
    return Encounter.objects.get(organization=organization, source_system=source_system, source_id=resource.source_id)


def resource_store(
    *,
    organization: "Organization",
    patient: Patient | None,
    encounter: Encounter | None,
    message_id: UUID | None = None,
    source_system: str,
    body: dict[str, Any],
    understood: bool = True,
    actor: Actor,
) -> tuple[ResourceVersion, bool]:
    """Store one resource; return the version that stands and whether this call brought anything new."""
    resource = IncomingResource(
        str(body["resourceType"]), str(body["id"]), body, digest(body), understood,
        patient.source_id if patient else "",
        encounter.source_id if encounter else "",
    )  # fmt: skip
    outcome = _store_one(organization, source_system, message_id, resource, actor)
    standing = ResourceVersion.objects.get(
        organization=organization, source_system=source_system, resource_type=resource.resource_type,
        source_id=resource.source_id, current=True,
    )  # fmt: skip
    return standing, outcome.stored is Stored.ACCEPTED
