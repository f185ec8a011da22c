"""What a patient agreed in writing may leave: recorded from the signed form, revoked when they take it back."""

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.http import Http404

from apps.access.domain.labels import CONSENTED_TO
from apps.access.domain.roles import PatientPermission, Permission
from apps.access.selectors import check_may
from apps.audit.domain.actions import Action
from apps.audit.services import event_append
from apps.chart.errors import ChartError
from apps.chart.models import ConsentRecord, Patient, SourceDocument
from apps.chart.selectors import may_on_patient
from apps.core import clock
from apps.core.actors import Actor
from apps.core.crypto.sealed import sealing
from apps.core.domain.days import is_far
from apps.core.errors import NotAllowed

if TYPE_CHECKING:
    from apps.access.models import Person

LONGEST = 300
FARTHEST = 50  # years
NOT_TREATING = "Who treats the patient, and holds a lasting grant on the chart, records what they consent to."


@transaction.atomic
def patient_consent_record(
    *, patient: Patient, labels: Collection[str], recipient: str, starts_on: date, ends_on: date | None, kept: str,
    document: SourceDocument | None = None, person: "Person", actor: Actor,
) -> ConsentRecord:  # fmt: skip
    """Record a consent from its signed form.

    Raises NotAllowed without a lasting grant, ChartError with a sentence for labels that take no consent, days that
    cannot be right, words that are too long, and without the place of the form.
    """
    _check_treats(person, patient)
    chosen = sorted({label.value for label in CONSENTED_TO} & set(labels))
    if not chosen:
        raise ChartError("Choose what the patient consented to send.")
    if sentence := _why_not_dated(starts_on, ends_on):
        raise ChartError(sentence)
    recipient, kept = (" ".join(text.split()) for text in (recipient, kept))
    if not kept and document is None:
        raise ChartError("Say where the signed form is kept: somebody may ask to see it.")
    if len(recipient) > LONGEST or len(kept) > LONGEST:
        raise ChartError(f"Shorten this to {LONGEST} characters.")
    if document is not None and document.patient_id != patient.pk:
        raise ChartError("There is no such document in this chart.")
    consent: ConsentRecord = ConsentRecord.objects.create(
        organization_id=patient.organization_id, patient=patient, labels=chosen, starts_on=starts_on, ends_on=ends_on,
        document=document, person=person, **sealing(recipient=recipient, kept=kept),
    )  # fmt: skip
    _record(consent, Action.PATIENT_CONSENT_RECORDED, actor)
    return consent


@transaction.atomic
def patient_consent_revoke(*, patient: Patient, consent_id: UUID, person: "Person", actor: Actor) -> None:
    """Record that the patient took a consent back: from now on nothing leaves by it. Again changes nothing.

    Raises Http404 for a consent that is none of this patient's.
    """
    _check_treats(person, patient)
    consent = ConsentRecord.objects.select_for_update().filter(patient=patient, pk=consent_id).first()
    if consent is None:
        raise Http404("No such consent.")
    if consent.revoked_at:
        return
    consent.revoked_at, consent.revoked_by = clock.now(), person
    consent.save(update_fields=["revoked_at", "revoked_by"])
    _record(consent, Action.PATIENT_CONSENT_REVOKED, actor)


def _check_treats(person: "Person", patient: Patient) -> None:
    check_may(person, Permission.OPEN_CHARTS)
    if not may_on_patient(person, patient.pk, PatientPermission.VIEW_CHART.value, emergency=False):
        raise NotAllowed(NOT_TREATING)


def _why_not_dated(starts_on: date, ends_on: date | None) -> str:
    today = clock.today()
    if starts_on > today:
        return "The consent would be signed in the future."
    if ends_on and ends_on < starts_on:
        return "The consent would end before it begins."
    if any(day and is_far(day, today, years=FARTHEST) for day in (starts_on, ends_on)):
        return "The consent was signed or ends more than fifty years away. Check its years."
    return ""


def _record(consent: ConsentRecord, action: Action, actor: Actor) -> None:
    event_append(
        actor=actor.within(consent.organization_id), action=action, patient_id=consent.patient_id,
        object_type="consent", object_id=consent.pk,
        details={
            "labels": consent.labels, "starts_on": consent.starts_on.isoformat(),
            "ends_on": consent.ends_on.isoformat() if consent.ends_on else "",
        },
    )  # fmt: skip
