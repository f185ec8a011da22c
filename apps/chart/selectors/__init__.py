"""Reads of the record. Guarded ones start with ``access_`` and answer a stranger as if the thing did not exist."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject
from django.http import Http404
from django.utils import timezone

from apps.access.domain.labels import Label
from apps.access.domain.roles import PatientPermission, Permission, role_may
from apps.chart import searching
from apps.chart.domain.identifiers import KnownIdentifier, patient_identifiers
from apps.chart.domain.identity import READER
from apps.chart.domain.mentions import mentioned
from apps.chart.indexes import birth_date_index, folded, identifier_index, mrn_index
from apps.chart.models import (
    ConsentRecord,
    Encounter,
    IdentitySettlement,
    Patient,
    PatientPersonGrant,
    PatientTeamGrant,
    ResourceVersion,
    SourceDocument,
)
from apps.chart.permission import (
    VIEW_CHART,
    delegations_standing,
    documents_permitted,
    patients_granted,
    patients_permitted,
    readable_to_role,
    unexpired,
)
from apps.core.crypto.keys import data_keys
from apps.core.errors import Gone
from apps.governance.selectors import destroyed_sentence

if TYPE_CHECKING:
    from apps.access.models import Organization, Person

SUPERSEDED = "superseded"
CARING = (PatientPermission.REVIEW_DRAFT.value, PatientPermission.SIGN_DRAFT.value)
WITHDRAWN = "entered-in-error"
MOST_ALIKE = 4  # patients under one number and birth date
NOT_STANDING = (SUPERSEDED, WITHDRAWN, "cancelled")  # FHIR R4 document-reference-status, report-status


def patients_visible_to(person: "Person", permission: str = VIEW_CHART, *, emergency: bool = True) -> QuerySet[Patient]:
    """Return the patients of the person's own organization on whom they, or a care team of theirs, hold the grant.

    One whose record was destroyed is not among them. For viewing the chart, one opened in an emergency is, unless
    ``emergency`` is off: what is made of a chart (drafts) takes a grant that lasts.
    """
    return patients_permitted(person, permission, emergency=emergency)


def access_patient(person: "Person", patient_id: UUID | str, permission: str = VIEW_CHART) -> Patient:
    """Return the patient, or raise Http404 for whoever holds no such grant. One SQL statement.

    Raises Gone, with a sentence, for who holds the grant on a patient whose record was destroyed.
    """
    patient = patients_visible_to(person, permission).filter(pk=_uuid_or_404(patient_id)).first()
    if patient is None:
        check_not_destroyed(person, patient_id, permission)
        raise Http404("No such patient.")
    return patient


def access_patient_treated(person: "Person", patient_id: UUID | str) -> Patient:
    """Return the patient for who holds a grant that lasts; an emergency does not do. Raises Http404, Gone."""
    patient = access_patient(person, patient_id)
    if not may_on_patient(person, patient.pk, VIEW_CHART, emergency=False):
        raise Http404("Not in an emergency.")
    return patient


def check_not_destroyed(person: "Person", patient_id: UUID | str, permission: str = VIEW_CHART) -> None:
    """Raise Gone, saying when and by whom, where the person might have seen a patient whose record was destroyed."""
    if patients_granted(person, permission).filter(pk=patient_id, destroyed_at__isnull=False).exists():
        raise Gone(destroyed_sentence(patient_id))


def patients_by_name(
    person: "Person", words: str = "", *, emergency: bool = True
) -> Sequence[Patient] | QuerySet[Patient]:
    """Return the patients the person may see, by name, narrowed by words (``searching.by_name``)."""
    visible = patients_visible_to(person, emergency=emergency)
    return searching.by_name(visible, person.organization_id, words.split())


def patients_called(organization_id: UUID, *words: str) -> list[Patient]:
    """Return an organization's patients with one of these words in their names. For the wall: no person is asked."""
    return searching.with_a_word(organization_id, words)


def patients_of_organization(organization_id: UUID) -> QuerySet[Patient]:
    """Return every patient of an organization, destroyed ones too, unguarded: for who answers what the log knows."""
    return Patient.objects.filter(organization=organization_id)


def patients_numbered(organization_id: UUID, mrn: str, born: date) -> list[Patient]:
    """Return whom a record number and a birth date name together, each with ``last_seen``; no person is asked.

    By blind index, in one statement that takes as long for a patient as for nobody. More than a few are nobody: then
    the number is none.
    """
    living = Patient.objects.filter(organization=organization_id, destroyed_at=None)
    found = living.filter(
        mrn_index=mrn_index(organization_id, mrn), birth_date_index=birth_date_index(organization_id, born)
    )
    seen = found.exclude(mrn_index="").annotate(last_seen=Max("documents__dated_at")).order_by("pk")
    rows: list[Any] = list(seen[: MOST_ALIKE + 1])
    return rows if len(rows) <= MOST_ALIKE else []


def patient_numbered(organization_id: UUID, mrn: str, born: date) -> UUID | None:
    """Return whom a record number and a birth date name together, or None; two of them are nobody."""
    found = patients_numbered(organization_id, mrn, born)
    return found[0].pk if len(found) == 1 else None


def patients_kept(organization_id: UUID) -> Iterable[Patient]:
    """Return an organization's patients whose records can be read. For the wall: no person is asked."""
    return searching.of_organization(organization_id)


def may_on_patient(person: "Person", patient_id: UUID | str, permission: str, *, emergency: bool = True) -> bool:
    """Say whether the person holds the grant on this patient."""
    return patients_visible_to(person, permission, emergency=emergency).filter(pk=patient_id).exists()


def carers_of(patient_id: UUID | str) -> "list[Person]":
    """Return the active people of the patient's organization whose role and grant let them review or sign, by name."""
    held = {"content_object__pk": patient_id, "permission__codename__in": CARING}
    own = PatientPersonGrant.objects.filter(unexpired(), **held)
    by_team = PatientTeamGrant.objects.filter(unexpired(), **held)
    granted = Q(pk__in=own.values("user")) | Q(groups__in=by_team.values("group"))
    caring = get_user_model().objects.filter(granted, is_active=True)
    of_patient = Q(patient=None) | Q(patient=patient_id)
    standing_in = delegations_standing().filter(of_patient, from_person__in=caring.values("pk"))
    people = (
        get_user_model()
        .objects.filter(granted | Q(pk__in=standing_in.values("to_person")), is_active=True)
        .distinct()
        .order_by("display_name", "pk")
    )
    return [person for person in people if role_may(person.role, Permission.REVIEW_DRAFT)]


def grants_count(patient: Patient) -> int:
    """Return how many grants people and care teams hold on a patient."""
    held = (grants.objects.filter(content_object=patient) for grants in (PatientPersonGrant, PatientTeamGrant))
    return sum(rows.count() for rows in held)


def documents_visible_to(
    person: "Person", permission: str = VIEW_CHART, *, emergency: bool = True
) -> QuerySet[SourceDocument]:
    """Return every version of every document the person may read (``permission``): the fence of each room."""
    return documents_permitted(person, permission, emergency=emergency)


def readable_to(person: "Person", column: str = "") -> Q:
    """Return what a lasting grant on a patient opens to a person of their documents, or of what has one in ``column``.

    Half of the fence: the grant itself is asked beside it.
    """
    return readable_to_role(person.role, column)


def documents_of_outer_patient(person: "Person") -> QuerySet[SourceDocument]:
    """Return, for an inner statement about rows with a patient, the patient's documents that the person may read.

    That they hold a lasting grant on the patient is asked in the outer one: asked again, it would cost as much again.
    """
    return SourceDocument.objects.filter(readable_to(person), patient=OuterRef("patient_id"))


def access_document(person: "Person", document_id: UUID | str) -> SourceDocument:
    """Return one document version with its patient and encounter, or raise Http404 for a stranger."""
    found = documents_visible_to(person).filter(pk=_uuid_or_404(document_id)).select_related("patient", "encounter")
    document = found.first()
    if document is None:
        if owner := SourceDocument.objects.filter(pk=document_id).values_list("patient_id", flat=True).first():
            check_not_destroyed(person, owner)
        raise Http404("No such document.")
    return document


def _uuid_or_404(value: UUID | str) -> UUID:
    try:
        return value if isinstance(value, UUID) else UUID(value)
    except ValueError:
        raise Http404("No such record.") from None


# Unguarded, for the rooms that work on the record itself: redaction, intake, and the viewer after its own guard.


def patient_get(patient_id: UUID | str) -> Patient:
    """Return the patient by id, unguarded."""
    return Patient.objects.get(pk=patient_id)


def patient_is_kept(patient_id: UUID | str) -> bool:
    """Say whether there is such a patient, whose record was not destroyed; unguarded."""
    return Patient.objects.filter(pk=patient_id, destroyed_at=None).exists()


def document_get(document_id: UUID | str) -> SourceDocument:
    """Return one document version by id with its patient, unguarded."""
    return SourceDocument.objects.select_related("patient").get(pk=document_id)


def documents_of(patient: Patient, *, with_replaced: bool = False) -> QuerySet[SourceDocument]:
    """Return the patient's documents, newest first; earlier versions only when asked for."""
    documents = patient.documents.select_related("encounter")
    return documents if with_replaced else documents.filter(current=True)


def documents_replaced(patient_id: UUID | str) -> QuerySet[SourceDocument]:
    """Return the versions that no longer stand: a newer one has come, or they are superseded, and it shows.

    It shows where another document of their kind stands for the same encounter, or for the same day where neither has
    an encounter. The sender's word alone hides nothing: many call every note but the newest superseded (FHIR R4
    DocumentReference.status), though nothing took its place.
    """
    standing = SourceDocument.objects.filter(patient=OuterRef("patient"), kind=OuterRef("kind"), current=True)
    standing = standing.exclude(source_status__in=NOT_STANDING)
    beside = Exists(standing.filter(encounter=OuterRef("encounter")))
    that_day = standing.filter(encounter=None, dated_at__date=OuterRef("dated_at__date"))
    superseded = Q(source_status=SUPERSEDED) & (Q(beside) | Q(Exists(that_day), encounter=None))
    return SourceDocument.objects.filter(Q(current=False) | superseded, patient_id=patient_id)


def documents_withdrawn() -> QuerySet[SourceDocument]:
    """Return the newest versions that their sender took back (FHIR R4 document-reference-status); unguarded."""
    return SourceDocument.objects.filter(current=True, source_status=WITHDRAWN)


def documents_standing_for(document: SourceDocument) -> QuerySet[SourceDocument]:
    """Return what stands in the place of a document that is called superseded, newest first, as above; unguarded."""
    rows = SourceDocument.objects.filter(patient=document.patient_id, kind=document.kind, current=True)
    rows = rows.exclude(source_status__in=NOT_STANDING).exclude(pk=document.pk).order_by("-dated_at", "pk")
    if document.encounter_id:
        return rows.filter(encounter=document.encounter_id)
    day = timezone.localtime(document.dated_at).date() if document.dated_at else None
    return rows.filter(encounter=None, dated_at__date=day) if day else rows.none()


def documents_get(document_ids: Iterable[UUID | str]) -> dict[UUID, SourceDocument]:
    """Return document versions by id, unguarded; ids that do not exist are left out."""
    return SourceDocument.objects.in_bulk(list(document_ids))


def documents_quoted(document_ids: Iterable[UUID | str]) -> dict[UUID, SourceDocument]:
    """Return document versions by id with what a quote is taken from, sealed: no title, author or lines. Unguarded."""
    wanted = list(document_ids)
    without = SourceDocument.objects.defer("lines", "title_sealed", "author_sealed")
    return without.in_bulk(wanted) if wanted else {}


def named_row() -> JSONObject:
    """Return, for an inner query on documents, what ``document_named`` reads."""
    return JSONObject(id="pk", kind="kind", dated_at="dated_at", title_sealed="title_sealed")


def document_named(patient_id: UUID, row: Mapping[str, Any]) -> SourceDocument:
    """Return a document of a patient out of such a row, with its title, its kind and its day alone. No SQL."""
    return SourceDocument(
        pk=UUID(str(row["id"])), patient_id=patient_id, kind=row["kind"],
        dated_at=row["dated_at"] and datetime.fromisoformat(row["dated_at"]),
        title_sealed=bytes.fromhex(row["title_sealed"].removeprefix("\\x")),
    )  # fmt: skip


def encounters_of(patient: Patient) -> QuerySet[Encounter]:
    """Return the patient's encounters, newest first."""
    return patient.encounters.all()


def known_identifiers(patient: Patient) -> list[KnownIdentifier]:
    """Return every string in the record that names this patient, their people or their clinicians. No SQL."""
    return list(dict.fromkeys([*patient_identifiers(patient.body), *mentioned(patient.mentions)]))


def consents_recorded(patient_id: UUID | str) -> list[ConsentRecord]:
    """Return every consent of a patient, the newest first, with who recorded and who revoked it; unguarded."""
    consents = ConsentRecord.objects.filter(patient_id=patient_id).select_related("person", "revoked_by")
    return list(consents.order_by("-created_at", "-pk"))


def labels_consented(patient_id: UUID | str, recipient: str, day: date) -> frozenset[str]:
    """Return which restricted records of a patient may go to a recipient on a day. One statement.

    A consent that names nobody covers whoever treats, pays or runs the care; one that names somebody, them alone.
    """
    standing = ConsentRecord.objects.filter(
        patient_id=patient_id, revoked_at=None, starts_on__lte=day, destruction=None
    )
    rows = standing.filter(Q(ends_on=None) | Q(ends_on__gte=day))
    named = folded(" ".join(recipient.split()))
    return frozenset(label for row in rows if folded(row.recipient) in ("", named) for label in row.labels)


# For the intake: what earlier messages of the same sender brought.


def _standing(organization: "Organization", source_system: str) -> QuerySet[ResourceVersion]:
    return ResourceVersion.objects.filter(organization=organization, source_system=source_system, current=True)


def resource_bodies(
    *, organization: "Organization", source_system: str, keys: Iterable[tuple[str, str]]
) -> list[Mapping[str, Any]]:
    """Return the standing resources of these types and ids, as received."""
    ids_of_type: dict[str, list[str]] = {}
    for resource_type, source_id in keys:
        ids_of_type.setdefault(resource_type, []).append(source_id)
    found = (Q(resource_type=type_, source_id__in=ids) for type_, ids in ids_of_type.items())
    return _bodies(_standing(organization, source_system).filter(reduce(or_, found))) if ids_of_type else []


def _bodies(resources: QuerySet[ResourceVersion]) -> list[Mapping[str, Any]]:
    """Return the bodies of resources, opened; two statements at most, whoever they belong to."""
    rows = list(resources.only("organization_id", "patient_id", "body_sealed"))
    data_keys({row.key_subject for row in rows})
    return [row.body for row in rows]


def resource_bodies_by_identifier(
    *, organization: "Organization", source_system: str, identifiers: Iterable[tuple[str, str, str]]
) -> list[Mapping[str, Any]]:
    """Return the standing resources that carry one of these (type, system, value) identifiers, as received."""
    wanted = [identifier_index(organization.pk, *identifier) for identifier in identifiers]
    return _bodies(_standing(organization, source_system).filter(identifier_index__overlap=wanted)) if wanted else []


def practitioner_role_bodies(*, organization: "Organization", source_system: str) -> list[Mapping[str, Any]]:
    """Return every standing PractitionerRole of a sender, as received."""
    roles = _standing(organization, source_system).filter(resource_type="PractitionerRole", patient=None)
    return _bodies(roles)


def replacing_bodies(
    *, organization: "Organization", source_system: str, patient_source_ids: Iterable[str]
) -> list[Mapping[str, Any]]:
    """Return the standing DocumentReferences of these patients that say they relate to another document."""
    notes = _standing(organization, source_system).filter(
        resource_type="DocumentReference", patient__source_id__in=list(patient_source_ids), relates=True
    )
    return _bodies(notes)


def document_ids_of_message(message_id: UUID | str) -> list[UUID]:
    """Return the document versions a message brought, patient by patient, in a fixed order."""
    documents = SourceDocument.objects.filter(message_id=message_id).order_by("patient_id", "id")
    return list(documents.values_list("pk", flat=True))


def patient_ids_of_message(message_id: UUID | str) -> list[UUID]:
    """Return the patients of whom a message brought something."""
    found = ResourceVersion.objects.filter(message_id=message_id, patient__isnull=False)
    return list(found.order_by("patient_id").values_list("patient_id", flat=True).distinct())


def patient_ids_with_documents() -> list[UUID]:
    """Return every patient who has documents and whose record was not destroyed."""
    found = SourceDocument.objects.filter(patient__destroyed_at=None).order_by("patient_id")
    return list(found.values_list("patient_id", flat=True).distinct())


def documents_unclassified() -> QuerySet[SourceDocument]:
    """Return the documents that nobody may read until the rules have looked what they hold, unguarded."""
    return SourceDocument.objects.filter(labels__contains=[Label.UNCLASSIFIED], destruction=None)


def patient_ids_to_classify(limit: int) -> list[UUID]:
    """Return some of the patients who have unclassified documents."""
    found = documents_unclassified().filter(patient__destroyed_at=None).order_by("patient_id")
    return list(found.values_list("patient_id", flat=True).distinct()[:limit])


def documents_set_aside(
    person: "Person", patient_id: UUID | str, *, emergency: bool = True
) -> QuerySet[SourceDocument]:
    """Return the standing documents of a patient that name another person and that nobody settled.

    Of those that the person may read; what they hold is no evidence until somebody did (decision 0023).
    """
    readable = documents_visible_to(person, emergency=emergency)
    return readable.filter(patient_id=patient_id, set_aside=True, current=True)


def documents_evident_to(person: "Person", *, emergency: bool = True) -> QuerySet[SourceDocument]:
    """Return the documents the person may read that may also count as evidence: those that are not set aside."""
    return documents_visible_to(person, emergency=emergency).filter(set_aside=False)


def settlements_of(document: SourceDocument) -> list[IdentitySettlement]:
    """Return what physicians said of whose page it is, the newest first; unguarded."""
    return list(document.settlements.select_related("person").order_by("-created_at", "-id"))


def patient_ids_to_judge(limit: int) -> list[UUID]:
    """Return some of the patients who have such documents."""
    found = documents_to_judge().order_by("patient_id")
    return list(found.values_list("patient_id", flat=True).distinct()[:limit])


def documents_to_judge() -> QuerySet[SourceDocument]:
    """Return the notes that the reader of today has not looked at, or not since their patient changed; unguarded."""
    notes = SourceDocument.objects.filter(structured=False, destruction=None, patient__destroyed_at=None)
    return notes.exclude(identity_reader=READER)


def message_ids_of_patient(patient_id: UUID) -> set[UUID]:
    """Return every message that brought something of a patient."""
    resources = ResourceVersion.objects.filter(patient=patient_id).values_list("message_id", flat=True)
    documents = SourceDocument.objects.filter(patient=patient_id).values_list("message_id", flat=True)
    return {message_id for message_id in [*resources.distinct(), *documents.distinct()] if message_id}


def messages_of_patients(patient_ids: Iterable[UUID]) -> QuerySet[Any, Any]:
    """Return the ids of the messages that brought something of any of these patients, as a subquery."""
    return ResourceVersion.objects.filter(patient__in=list(patient_ids)).values("message_id")


def note_ids(document_ids: Iterable[UUID | str]) -> list[UUID]:
    """Return those of the documents that are notes, not renderings, patient by patient."""
    notes = SourceDocument.objects.filter(pk__in=list(document_ids), structured=False).order_by("patient_id", "id")
    return list(notes.values_list("pk", flat=True))
