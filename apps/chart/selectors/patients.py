"""Patients, and who holds what on them.

What says "unguarded" is for rooms that work on the record itself: redaction, intake, and the viewer after its guard.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db.models import Max, Q, QuerySet
from django.http import Http404

from apps.access.domain.roles import PatientPermission, Permission, role_may
from apps.chart import searching
from apps.chart.domain.identifiers import KnownIdentifier, patient_identifiers
from apps.chart.domain.mentions import mentioned
from apps.chart.indexes import birth_date_index, folded, mrn_index
from apps.chart.models import (
    ConsentRecord,
    Encounter,
    Patient,
    PatientPersonGrant,
    PatientTeamGrant,
)
from apps.chart.permission import (
    VIEW_CHART,
    delegations_standing,
    patients_granted,
    patients_permitted,
    unexpired,
)
from apps.core.errors import Gone
from apps.governance.selectors import destroyed_sentence

if TYPE_CHECKING:
    from apps.access.models import Person

MOST_ALIKE = 4  # patients under one number and birth date
CARING = (PatientPermission.REVIEW_DRAFT.value, PatientPermission.SIGN_DRAFT.value)


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
    patient = patients_visible_to(person, permission).filter(pk=uuid_or_404(patient_id)).first()
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


def uuid_or_404(value: UUID | str) -> UUID:
    try:
        return value if isinstance(value, UUID) else UUID(value)
    except ValueError:
        raise Http404("No such record.") from None


def patient_get(patient_id: UUID | str) -> Patient:
    """Return the patient by id, unguarded."""
    return Patient.objects.get(pk=patient_id)


def patient_is_kept(patient_id: UUID | str) -> bool:
    """Say whether there is such a patient, whose record was not destroyed; unguarded."""
    return Patient.objects.filter(pk=patient_id, destroyed_at=None).exists()


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
