"""Who may see, review and sign for which patient."""

from typing import TYPE_CHECKING

from django.contrib.auth.models import Permission
from django.db import transaction

from apps.access.domain.roles import PatientPermission
from apps.audit.domain.actions import Action
from apps.audit.services import event_append
from apps.chart.errors import ChartError
from apps.chart.models import Patient, PatientPersonGrant, PatientTeamGrant
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
    actor: Actor,
) -> None:
    """Give a person or a care team one right on a patient of their own organization; again changes nothing."""
    holder = person or team
    if holder is None or (person and team):
        raise ChartError("A grant is given to one person or to one care team.")
    if holder.organization_id != patient.organization_id:
        raise ChartError("A grant cannot reach across organizations.")
    right = _permission(permission)
    if person:
        _, created = PatientPersonGrant.objects.get_or_create(user=person, permission=right, content_object=patient)
    elif team:
        _, created = PatientTeamGrant.objects.get_or_create(group=team.group, permission=right, content_object=patient)
    if created:
        details = {
            "permission": right.codename,
            "holder_kind": "person" if person else "team",
            "holder_id": str(holder.pk),
        }
        event_append(
            actor=actor, action=Action.GRANT_GIVEN, patient_id=patient.pk, object_type="patient", object_id=patient.pk,
            details=details,
        )  # fmt: skip


@transaction.atomic
def patient_grant_remove(
    *,
    patient: Patient,
    permission: str,
    person: "Person | None" = None,
    team: "CareTeam | None" = None,
    actor: Actor,
) -> None:
    """Take one right on one patient back; taking back what nobody holds changes nothing."""
    right = _permission(permission)
    held = {"permission": right, "content_object": patient}
    removed = 0
    if person:
        removed += PatientPersonGrant.objects.filter(user=person, **held).delete()[0]
    if team:
        removed += PatientTeamGrant.objects.filter(group=team.group, **held).delete()[0]
    if removed:
        event_append(
            actor=actor, action=Action.GRANT_REMOVED, patient_id=patient.pk, object_type="patient",
            object_id=patient.pk,
            details={"permission": right.codename, "holder_id": str((person or team).pk)},  # type: ignore[union-attr]
        )  # fmt: skip


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
