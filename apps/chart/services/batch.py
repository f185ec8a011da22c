"""What one message does to the chart, worked out in memory before anything is written."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from django.utils.timezone import get_default_timezone

from apps.chart.domain.columns import encounter_columns, patient_columns
from apps.chart.domain.fhir import parse_moment
from apps.chart.domain.labels import label_note, label_resource
from apps.chart.domain.labels.received import is_test
from apps.chart.domain.mentions import mentions_of
from apps.chart.domain.records import UNKNOWN_PATIENT, IncomingResource, Outcome, Stored
from apps.chart.domain.rendering import KINDS_OF_TYPE, StoredResource
from apps.chart.domain.versions import Decision, Version, decide
from apps.chart.indexes import identifier_indexes, index_patient
from apps.chart.models import Encounter, Patient, ResourceVersion
from apps.chart.services.documents import DocumentDraft, note_draft
from apps.chart.services.renderings import Touched
from apps.core.crypto.keys import data_keys
from apps.core.crypto.sealed import sealing

LOOKUP = 5000
OTHER_PATIENT = (
    "It was received before for another patient. A message never moves a record from one chart to another: "
    "ask the sender to mark the first as entered in error and to send this under a new id."
)
OTHER_ENCOUNTER = "Its encounter belongs to another patient. Ask the sender which of the two references is right."
TWICE = (
    "It stands in this message twice with different content, and neither says which is the later. "
    "Send each version once, or with meta.versionId."
)
TEST_APART = (
    "Test data and real patients are kept apart: only one of the two, it or its patient, is labelled HTEST. "
    "Ask the sender to label both or neither."
)
ACCEPTED, UNCHANGED = Outcome(Stored.ACCEPTED), Outcome(Stored.UNCHANGED)


@dataclass(frozen=True, slots=True)
class _Known:
    """A version that is stored already, or was decided on earlier in this message."""

    pk: UUID
    version: Version
    patient_id: UUID | None
    encounter_id: UUID | None


@dataclass
class Batch:
    """One message's worth of work: what is known, what was decided, what is to be written."""

    organization_id: UUID
    source_system: str
    message_id: UUID
    patients: dict[str, Patient] = field(default_factory=dict)
    encounters: dict[str, Encounter] = field(default_factory=dict)
    known: dict[tuple[str, str], list[_Known]] = field(default_factory=dict)
    rows: dict[UUID, ResourceVersion] = field(default_factory=dict)
    demoted: set[UUID] = field(default_factory=set)
    revived: set[UUID] = field(default_factory=set)
    new_ids: dict[str, UUID] = field(default_factory=dict)  # of patients that this message may bring
    new_patients: set[UUID] = field(default_factory=set)
    new_encounters: set[UUID] = field(default_factory=set)
    changed: set[UUID] = field(default_factory=set)
    touched: dict[UUID, Touched] = field(default_factory=dict)
    notes: list[DocumentDraft] = field(default_factory=list)
    mentions: dict[UUID, set[tuple[str, str]]] = field(default_factory=lambda: defaultdict(set))
    counts: dict[UUID, int] = field(default_factory=lambda: defaultdict(int))
    unknown_labels: dict[UUID, set[str]] = field(default_factory=lambda: defaultdict(set))


def look_up(batch: Batch, resources: Sequence[IncomingResource]) -> None:
    """Read what is known of every patient, encounter and resource of the message, in a few statements."""
    where = {"organization_id": batch.organization_id, "source_system": batch.source_system}
    people = {r.source_id if r.resource_type == "Patient" else r.patient_source_id for r in resources}
    visits = {r.source_id if r.resource_type == "Encounter" else r.encounter_source_id for r in resources}
    for ids in _chunks(people - {""}):
        batch.patients |= {p.source_id: p for p in Patient.objects.filter(**where, source_id__in=ids)}
    for ids in _chunks(visits - {""}):
        batch.encounters |= {e.source_id: e for e in Encounter.objects.filter(**where, source_id__in=ids)}
    by_type: dict[str, set[str]] = defaultdict(set)
    for resource in resources:
        by_type[resource.resource_type].add(resource.source_id)
    for resource_type, wanted in by_type.items():
        for ids in _chunks(wanted):
            found = ResourceVersion.objects.filter(**where, resource_type=resource_type, source_id__in=ids)
            _remember(batch, resource_type, found)
    _make_keys(batch, by_type["Patient"] - batch.patients.keys())


def _make_keys(batch: Batch, newcomers: set[str]) -> None:
    """Have the key of every chart at hand before anything is sealed, in a few statements for all of them."""
    batch.new_ids = {source_id: uuid4() for source_id in newcomers}
    known = (patient.pk for patient in batch.patients.values())
    data_keys([batch.organization_id, *known, *batch.new_ids.values()], make=True)


def _chunks(ids: Iterable[str]) -> Iterator[list[str]]:
    ordered = sorted(ids)
    for start in range(0, len(ordered), LOOKUP):
        yield ordered[start : start + LOOKUP]


def _remember(batch: Batch, resource_type: str, found: Any) -> None:
    columns = (
        "pk", "source_id", "sha256", "version_id", "last_updated", "current", "message_id", "patient_id",
        "encounter_id",
    )  # fmt: skip
    for pk, source_id, sha256, version_id, last_updated, current, message_id, *owners in found.values_list(*columns):
        version = Version(sha256, version_id, last_updated, current, message_id == batch.message_id)
        batch.known.setdefault((resource_type, source_id), []).append(_Known(pk, version, *owners))


def take(batch: Batch, resource: IncomingResource) -> Outcome:
    """Decide on one resource and note what has to be written for it."""
    patient, refusal = _patient_of(batch, resource)
    encounter = batch.encounters.get(resource.encounter_source_id)
    known = batch.known.get(resource.key, [])
    if not refusal and patient is not None and is_test(resource.body) != patient.is_test:
        refusal = TEST_APART
    if not refusal and encounter is not None and patient is not None and encounter.patient_id != patient.pk:
        refusal = OTHER_ENCOUNTER
    if not refusal and any(k.patient_id and patient and k.patient_id != patient.pk for k in known):
        refusal = OTHER_PATIENT
    arriving = Version(resource.sha256, resource.version_id[:64], _last_updated(resource))
    decision = decide(arriving, [k.version for k in known])
    if not refusal and decision is Decision.AMBIGUOUS:
        refusal = TWICE
    if refusal:
        return Outcome(Stored.REFUSED, refusal)
    if decision is Decision.UNCHANGED:
        return UNCHANGED
    _keep(batch, resource, decision, patient, encounter)
    return ACCEPTED


def _last_updated(resource: IncomingResource) -> datetime | None:
    return parse_moment(str((resource.body.get("meta") or {}).get("lastUpdated") or ""), UTC)


def _patient_of(batch: Batch, resource: IncomingResource) -> tuple[Patient | None, str]:
    if resource.resource_type == "Patient":
        return batch.patients.get(resource.source_id), ""
    patient = batch.patients.get(resource.patient_source_id)
    missing = resource.understood and resource.patient_source_id and patient is None
    return patient, UNKNOWN_PATIENT if missing else ""


def _keep(
    batch: Batch, resource: IncomingResource, decision: Decision, patient: Patient | None, encounter: Encounter | None
) -> None:
    stands = decision in {Decision.STAND, Decision.STAND_AGAIN}
    if resource.resource_type == "Patient" and (stands or patient is None):
        patient = _apply_patient(batch, resource)
    known = batch.known.setdefault(resource.key, [])
    left = {k.encounter_id for k in known if k.version.current}
    if stands:
        _demote(batch, known)
    if decision is Decision.STAND_AGAIN:
        _revive(batch, known, resource)
    else:
        _add_row(batch, known, resource, patient, encounter, current=stands)
    if patient is None:
        return
    batch.mentions[patient.pk] |= mentions_of(resource)
    batch.counts[patient.pk] += 1
    if resource.resource_type == "Encounter" and stands:
        encounter = _apply_encounter(batch, resource, patient)
    if stands:
        _touch(batch, resource, patient, encounter, left)


def _demote(batch: Batch, known: list[_Known]) -> None:
    for index, one in enumerate(known):
        if one.version.current:
            known[index] = replace(one, version=replace(one.version, current=False))
            if one.pk in batch.rows:
                batch.rows[one.pk].current = False
            else:
                batch.demoted.add(one.pk)
                batch.revived.discard(one.pk)


def _revive(batch: Batch, known: list[_Known], resource: IncomingResource) -> None:
    index = next(i for i, one in enumerate(known) if one.version.sha256 == resource.sha256)
    one = known[index]
    known[index] = replace(one, version=replace(one.version, current=True, same_message=True))
    batch.revived.add(one.pk)
    batch.demoted.discard(one.pk)


def _add_row(
    batch: Batch, known: list[_Known], resource: IncomingResource, patient: Patient | None,
    encounter: Encounter | None, *,
    current: bool,
) -> None:  # fmt: skip
    updated = _last_updated(resource)
    body = resource.body
    row = ResourceVersion(
        id=uuid4(), organization_id=batch.organization_id, patient_id=patient.pk if patient else None,
        encounter_id=encounter.pk if encounter else None, message_id=batch.message_id,
        source_system=batch.source_system,
        resource_type=resource.resource_type, source_id=resource.source_id, version_id=resource.version_id[:64],
        last_updated=updated, sha256=resource.sha256, understood=resource.understood, current=current,
        identifier_index=identifier_indexes(batch.organization_id, body), relates="relatesTo" in body,
        **sealing(body=body, names=dict(resource.names)),
    )  # fmt: skip
    batch.rows[row.pk] = row
    version = Version(resource.sha256, resource.version_id[:64], updated, current, True)
    known.append(_Known(row.pk, version, row.patient_id, row.encounter_id))


def _apply_patient(batch: Batch, resource: IncomingResource) -> Patient:
    patient = batch.patients.get(resource.source_id)
    if patient is None:
        patient = Patient(
            id=batch.new_ids[resource.source_id], organization_id=batch.organization_id,
            source_system=batch.source_system, source_id=resource.source_id, **sealing(mentions=[]),
        )  # fmt: skip
        batch.patients[resource.source_id] = patient
        batch.new_patients.add(patient.pk)
    else:
        batch.changed.add(patient.pk)
    for column, value in patient_columns(resource.body).items():
        setattr(patient, column, value)
    index_patient(patient)
    return patient


def _apply_encounter(batch: Batch, resource: IncomingResource, patient: Patient) -> Encounter:
    encounter = batch.encounters.get(resource.source_id)
    if encounter is None:
        encounter = Encounter(
            organization_id=batch.organization_id, patient_id=patient.pk, source_system=batch.source_system,
            source_id=resource.source_id,
        )  # fmt: skip
        batch.encounters[resource.source_id] = encounter
        batch.new_encounters.add(encounter.pk)
    else:
        batch.changed.add(encounter.pk)
    for column, value in encounter_columns(resource.body, dict(resource.names), get_default_timezone()).items():
        setattr(encounter, column, value)
    return encounter


def _touch(
    batch: Batch, resource: IncomingResource, patient: Patient, encounter: Encounter | None, left: set[UUID | None]
) -> None:
    touched = batch.touched.setdefault(patient.pk, Touched(patient, patient.pk in batch.new_patients))
    if resource.note is not None:
        labelling = label_note(resource.body, title=resource.note.title, text=resource.note.text)
        batch.notes.append(note_draft(resource.note, patient.pk, encounter.pk if encounter else None, labelling))
    else:
        labelling = label_resource(resource.body)
    if labelling.unknown:
        batch.unknown_labels[patient.pk] |= set(labelling.unknown)
    if not resource.understood or resource.resource_type not in KINDS_OF_TYPE:
        return
    touched.types.add(resource.resource_type)
    touched.encounters |= {encounter.pk if encounter else None} | left
    if touched.is_new:
        visit = str(encounter.pk) if encounter else ""
        stored = StoredResource(resource.resource_type, resource.source_id, resource.body, resource.names, visit)
        touched.stored = [s for s in touched.stored if s.reference != stored.reference] if left else touched.stored
        touched.stored.append(stored)
