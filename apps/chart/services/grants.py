"""Who may see, review and sign for which patient."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import Permission
from django.db import transaction

from apps.access.domain.roles import PatientPermission
from apps.audit.domain.actions import Action
from apps.audit.services import event_append
from apps.chart.domain.delegation import LONGEST_GRANT, GrantReason
from apps.chart.errors import ChartError
from apps.chart.models import Patient, PatientPersonGrant, PatientTeamGrant
from apps.core import clock
from apps.core.actors import Actor

if TYPE_CHECKING:
    from apps.access.models import CareTeam, Person


@transaction.atomic
def patient_grant(
    *,
    patient: Patient,
    permission: str,
    person: "Person | None" = None,
    team: "CareTeam | None" = None,
    reason: str = "",
    expires_at: datetime | None = None,
    actor: Actor,
) -> None:
    """Give a person or a care team one right on a patient of their own organization; again only moves its end.

    Raises ChartError with a sentence for what cannot be given.
    """
    holder = person or team
    if holder is None or (person and team):
        raise ChartError("A grant is given to one person or to one care team.")
    if holder.organization_id != patient.organization_id:
        raise ChartError("A grant cannot reach across organizations.")
    check_grant_terms(reason, expires_at)
    right = _permission(permission)
    grants, held_by = _held(person, team)
    terms = {"reason": reason, "expires_at": expires_at}
    row, created = grants.objects.get_or_create(
        **held_by, permission=right, content_object=patient, defaults={**terms, "given_at": clock.now()}
    )
    before = row.expires_at
    if moved := not created and before != expires_at:
        row.reason, row.expires_at = reason, expires_at
        row.save(update_fields=["reason", "expires_at"])
    if created or moved:
        details = {
            "permission": right.codename,
            "holder_kind": "person" if person else "team",
            "holder_id": str(holder.pk),
            "reason": reason,
            "expires_at": expires_at.isoformat() if expires_at else "",
        } | ({"expired_at_before": before.isoformat() if before else ""} if moved else {})
        event_append(
            actor=actor.within(patient.organization_id), action=Action.GRANT_GIVEN, patient_id=patient.pk,
            object_type="patient", object_id=patient.pk, details=details,
        )  # fmt: skip


@transaction.atomic
def patient_grant_remove(
    *,
    patient: Patient,
    permission: str,
    person: "Person | None" = None,
    team: "CareTeam | None" = None,
    reason: str = "",
    actor: Actor,
) -> None:
    """Take one right on one patient back; taking back what nobody holds changes nothing."""
    right = _permission(permission)
    grants, held_by = _held(person, team)
    holder = person or team
    if holder and grants.objects.filter(**held_by, permission=right, content_object=patient).delete()[0]:
        event_append(
            actor=actor.within(patient.organization_id), action=Action.GRANT_REMOVED, patient_id=patient.pk,
            object_type="patient", object_id=patient.pk,
            details={
                "permission": right.codename, "holder_kind": "person" if person else "team",
                "holder_id": str(holder.pk), "reason": reason,
            },
        )  # fmt: skip


def check_grant_terms(reason: str, expires_at: datetime | None) -> None:
    """Raise ChartError for a reason outside the list, and for an end that is past or further off than a year."""
    if reason and reason not in set(GrantReason):
        raise ChartError("Choose one of the reasons of the list.")
    if expires_at is None:
        return
    if expires_at <= clock.now():
        raise ChartError("A grant that expires ends after today. Choose a later day, or none.")
    if expires_at > clock.now() + LONGEST_GRANT:
        raise ChartError("A grant that expires lasts a year at most. Choose an earlier day, or none.")


def _held(
    person: "Person | None", team: "CareTeam | None"
) -> "tuple[type[PatientPersonGrant] | type[PatientTeamGrant], dict[str, Any]]":
    """Return the table of a holder's grants, and the column that names the holder."""
    if person:
        return PatientPersonGrant, {"user": person}
    return PatientTeamGrant, {"group": team.group if team else None}


@transaction.atomic
def grants_revoke(*, person: "Person", actor: Actor) -> int:
    """Take back every right on a patient that a person holds themselves, each on record; return how many."""
    held = list(PatientPersonGrant.objects.filter(user=person).select_related("content_object", "permission"))
    for grant in held:
        patient_grant_remove(
            patient=grant.content_object, permission=grant.permission.codename, person=person, actor=actor
        )
    return len(held)


def _permission(codename: str) -> Permission:
    if codename not in {permission.value for permission in PatientPermission}:
        raise ChartError(f"{codename!r} is not a right on a patient.")
    return Permission.objects.get(
        content_type__app_label="chart", content_type__model="patient", codename=str(codename)
    )
