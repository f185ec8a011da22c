"""Acts of who answers for who may see what: reading it, taking it out, giving and taking rights on a patient."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.http import Http404

from apps.access.domain.roles import Permission
from apps.access.selectors import check_may, has_missed_too_often, person_held
from apps.audit.domain.actions import Action, Outcome
from apps.audit.services import event_append
from apps.chart.selectors.rights import patient_named
from apps.chart.services import ChartError, patient_grant
from apps.core.actors import Actor
from apps.core.errors import WorkbenchError
from apps.viewer.domain.rights import cannot_use, use_words

if TYPE_CHECKING:
    from apps.access.models import CareTeam, Person
    from apps.chart.models import Patient

NO_PATIENT = (
    "No patient of your organization has this MRN, id or number, or more than one has it. Ask the clinician for it "
    "once more; where two share an MRN, for the number in the sending system. The attempt is recorded."
)
TOO_MANY = "Too many numbers that named nobody. Wait fifteen minutes, and ask the clinician for the number once more."

OPENS_NOTHING = (
    "{name} has the role {role}, which may not {act}: this right would open nothing. Give it to somebody whose role "
    "may, or change the role first."
)


@transaction.atomic
def access_show(*, actor: Actor) -> None:
    """Record that somebody read who may see what."""
    event_append(actor=actor, action=Action.ACCESS_VIEWED, object_type="access")


@transaction.atomic
def access_export(*, sha256: str, rows: int, actor: Actor) -> None:
    """Record that somebody took it out as a file, and of which bytes."""
    event_append(
        actor=actor, action=Action.ACCESS_EXPORTED, object_type="access", details={"sha256": sha256, "rows": rows}
    )


@transaction.atomic
def delegations_show(*, actor: Actor) -> None:
    """Record that somebody read who reviews in whose absence."""
    event_append(actor=actor, action=Action.DELEGATIONS_VIEWED, object_type="delegation")


class NotNamed(WorkbenchError):
    """A number named no patient, or the person has to wait, in a sentence."""


def patient_look_up(*, told: str, person: "Person", actor: Actor) -> "Patient":
    """Return the patient whom an administrator names by a number; a hit and a miss are an event each.

    Raises NotAllowed without the right, NotNamed with a sentence: alike for every miss, and after five of them for a
    while for whatever is named, so that nobody finds patients by trying.
    """
    check_may(person, Permission.RUN_CONTROL_ROOM)
    patient = _found_or_sentence(told, person, actor)
    if isinstance(patient, str):
        raise NotNamed(patient)
    return patient


@transaction.atomic
def _found_or_sentence(told: str, person: "Person", actor: Actor) -> "Patient | str":
    person_held(person)  # many at once count one after the other
    if has_missed_too_often(person, Action.GRANTS_LOOKED_UP):
        return TOO_MANY
    try:
        patient = patient_named(person.organization_id, told)
    except Http404:
        event_append(
            actor=actor, action=Action.GRANTS_LOOKED_UP, object_type="patient", outcome=Outcome.FAILURE
        )  # fmt: skip
        return NO_PATIENT
    event_append(
        actor=actor, action=Action.GRANTS_LOOKED_UP, patient_id=patient.pk, object_type="patient",
        object_id=patient.pk,
    )  # fmt: skip
    return patient


def grant_give(
    *,
    patient: "Patient",
    right: str,
    person: "Person | None",
    team: "CareTeam | None",
    reason: str,
    expires_at: datetime | None,
    actor: Actor,
) -> None:
    """Give a right on a patient. Raises ChartError with a sentence.

    Nobody is given what their role cannot use: it would open nothing, until another role made it open.
    """
    if person and cannot_use(person.role, right):
        raise ChartError(OPENS_NOTHING.format(name=person.formal_name, role=person.role_name, act=use_words(right)))
    patient_grant(
        patient=patient, permission=right, person=person, team=team, reason=reason, expires_at=expires_at, actor=actor
    )
