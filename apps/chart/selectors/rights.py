"""Who may see what, live: every grant with its holder, and who reviews in whose absence. Ids, no name of a patient."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db.models import F, Q, QuerySet
from django.http import Http404

from apps.access.domain.roles import Permission
from apps.access.selectors import may
from apps.chart.indexes import mrn_index
from apps.chart.models import Delegation, Patient, PatientPersonGrant, PatientTeamGrant
from apps.chart.permission import VIEW_CHART, delegations_standing, patients_permitted, unexpired
from apps.core import clock

if TYPE_CHECKING:
    from apps.access.models import Person

DIRECT, BY_TEAM, DELEGATED = "direct", "team", "delegated"
OPEN_LONGEST = 200


@dataclass(frozen=True, slots=True)
class LiveGrant:
    """One right of one person on one patient, and how they come to it."""

    person_id: UUID
    patient_id: UUID | None  # None: every patient of who delegated
    right: str
    how: str
    holder_id: UUID  # the person, the care team, or who delegated
    holder: str  # the care team's name
    given_at: datetime | None
    expires_at: datetime | None
    reason: str


def grants_live(organization_id: UUID) -> list[LiveGrant]:
    """Return every right on a patient that stands now in an organization, by person: three statements in all."""
    columns = ("content_object", "permission__codename", "given_at", "expires_at", "reason")
    own = PatientPersonGrant.objects.filter(
        unexpired(), user__organization=organization_id, content_object__organization=organization_id,
        content_object__destroyed_at=None,
    )  # fmt: skip
    found = [
        LiveGrant(person, patient, right, DIRECT, person, "", given, expires, reason)
        for person, patient, right, given, expires, reason in own.values_list("user", *columns)
    ]
    by_team = PatientTeamGrant.objects.filter(
        unexpired(), group__care_team__organization=organization_id, content_object__destroyed_at=None,
        group__user__isnull=False,
    )  # fmt: skip
    team = ("group__user", "group__care_team", "group__care_team__name")
    found += [
        LiveGrant(person, patient, right, BY_TEAM, team_id, name, given, expires, reason)
        for person, team_id, name, patient, right, given, expires, reason in by_team.values_list(*team, *columns)
    ]
    delegated = delegations_standing().filter(organization=organization_id, to_person__is_active=True)
    found += [
        LiveGrant(row.to_person_id, row.patient_id, "review_draft", DELEGATED, row.from_person_id, "", row.starts_at,
                  row.ends_at, row.reason)
        for row in delegated
    ]  # fmt: skip
    return sorted(found, key=lambda it: (str(it.person_id), str(it.patient_id), it.right, it.how, str(it.holder_id)))


def rights_held(person: "Person") -> dict[str, int]:
    """Return how many rights of each kind a person holds of their own, not by a team: right -> number."""
    held = PatientPersonGrant.objects.filter(unexpired(), user=person).values_list("permission__codename", flat=True)
    counted: dict[str, int] = {}
    for right in held:
        counted[right] = counted.get(right, 0) + 1
    return counted


@dataclass(frozen=True, slots=True)
class HeldGrant:
    """One row of the page of grants: who holds which right on which patient."""

    kind: str  # person or team
    holder_id: UUID
    holder: str
    patient_id: UUID
    right: str
    given_at: datetime | None
    expires_at: datetime | None
    reason: str
    has_expired: bool

    @property
    def why(self) -> str:
        return self.reason.replace("_", " ")


def grants_on(patient: Patient) -> list[HeldGrant]:
    """Return the grants on a patient, expired ones too: by person and by care team. Two statements."""
    moment = clock.now()
    columns = ("permission__codename", "given_at", "expires_at", "reason")
    own = PatientPersonGrant.objects.filter(content_object=patient).values_list("user", "user__display_name", *columns)
    by_team = PatientTeamGrant.objects.filter(content_object=patient, group__care_team__isnull=False)
    teams = by_team.values_list("group__care_team", "group__care_team__name", *columns)
    rows = [("person", *row) for row in own] + [("team", *row) for row in teams]
    found = [
        HeldGrant(kind, holder, name, patient.pk, right, given, until, reason, bool(until and until <= moment))
        for kind, holder, name, right, given, until, reason in rows
    ]
    return sorted(found, key=lambda it: (it.kind, it.holder, it.right))


def patient_named(organization_id: UUID, told: str) -> Patient:
    """Return an organization's patient by its id, its sender's id or its MRN, exactly; else raise Http404.

    What names two of them names nobody.
    """
    told = told.strip()
    if not told:
        raise Http404("No such patient.")
    try:
        by = Q(pk=UUID(told))
    except ValueError:
        by = Q(source_id=told) | Q(mrn_index=mrn_index(organization_id, told))
    found = Patient.objects.filter(by, organization=organization_id, destroyed_at=None)[:2]
    if len(found) != 1:
        raise Http404("No such patient.")
    return found[0]


def delegations_of(person: "Person") -> list[Delegation]:
    """Return what a person delegated, and what was delegated to them, the newest first; what is over is among it."""
    mine = Delegation.objects.filter(Q(from_person=person) | Q(to_person=person))
    return list(mine.select_related("from_person", "to_person", "patient")[:OPEN_LONGEST])


def access_delegation(person: "Person", delegation_id: UUID) -> Delegation:
    """Return a delegation of the person's own, given or held; anybody else's does not exist (404)."""
    found = Delegation.objects.filter(Q(from_person=person) | Q(to_person=person), pk=delegation_id).first()
    if found is None:
        raise Http404("No such delegation.")
    return found


def delegation_choices(person: "Person") -> "tuple[QuerySet[Person], QuerySet[Patient]]":
    """Return to whom a person may delegate reviewing, by name, and of which patients."""
    colleagues = get_user_model().objects.filter(organization=person.organization_id, is_active=True)
    able = [row.pk for row in colleagues.exclude(pk=person.pk) if may(row, Permission.REVIEW_DRAFT)]
    people = get_user_model().objects.filter(pk__in=able).order_by("display_name", "pk")
    return people, patients_permitted(person, "review_draft", emergency=False)


def orphan_grants() -> "Iterable[QuerySet[PatientPersonGrant] | QuerySet[PatientTeamGrant]]":
    """Return the grants that nobody can use any more: expired, or across organizations."""
    over = Q(expires_at__lte=clock.now())
    astray = ~Q(user__organization=F("content_object__organization"))
    yield PatientPersonGrant.objects.filter(over | astray)
    strayed = ~Q(group__care_team__organization=F("content_object__organization")) | Q(group__care_team=None)
    yield PatientTeamGrant.objects.filter(over | strayed)


__all__ = [
    "VIEW_CHART", "HeldGrant", "LiveGrant", "access_delegation", "delegation_choices", "delegations_of", "grants_live",
    "grants_on", "orphan_grants", "patient_named", "rights_held",
]  # fmt: skip
