"""Acts of who answers for who may see what: reading it, taking it out, giving and taking rights on a patient."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from apps.audit.domain.actions import Action
from apps.audit.services import event_append
from apps.chart.selectors.rights import patient_named
from apps.chart.services import ChartError, patient_grant, patient_grant_remove
from apps.core.actors import Actor
from apps.viewer.domain.rights import cannot_use, use_words

if TYPE_CHECKING:
    from apps.access.models import CareTeam, Person


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


def grant_give(
    *,
    organization_id: UUID,
    told: str,
    right: str,
    person: "Person | None",
    team: "CareTeam | None",
    reason: str,
    expires_at: datetime | None,
    actor: Actor,
) -> None:
    """Give a right on the patient of that number. Raises Http404 where there is none, ChartError with a sentence.

    Nobody is given what their role cannot use: it would open nothing, until another role made it open.
    """
    if person and cannot_use(person.role, right):
        raise ChartError(OPENS_NOTHING.format(name=person.formal_name, role=person.role_name, act=use_words(right)))
    patient = patient_named(organization_id, told)
    patient_grant(
        patient=patient, permission=right, person=person, team=team, reason=reason, expires_at=expires_at, actor=actor
    )


def grant_take(
    *,
    organization_id: UUID,
    told: str,
    right: str,
    reason: str,
    person: "Person | None" = None,
    team: "CareTeam | None" = None,
    actor: Actor,
) -> None:
    """Take a right on the patient of that number back. Raises Http404 where there is none."""
    patient = patient_named(organization_id, told)
    patient_grant_remove(patient=patient, permission=right, person=person, team=team, reason=reason, actor=actor)
