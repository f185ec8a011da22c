"""Who may see what of the record, as ONE predicate in SQL: search, chart pages and drafts all ask here, at run time.

Organization, grant on the patient (or an emergency), class of the document, sensitivity labels. What it leaves out is
simply not there: a refusal looks like an absence.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet

from apps.access.domain.labels import EMERGENCY
from apps.access.domain.roles import (
    ROLES,
    DocumentClass,
    PatientPermission,
    Permission,
    role_documents,
    role_labels,
    role_may,
)
from apps.access.selectors import break_glass_open_for
from apps.chart.domain.delegation import DELEGATED
from apps.chart.domain.documents import DocumentKind
from apps.chart.models import Delegation, Patient, PatientPersonGrant, PatientTeamGrant, SourceDocument
from apps.core import clock

if TYPE_CHECKING:
    from apps.access.models import Person

VIEW_CHART = PatientPermission.VIEW_CHART.value
VIEW_EVIDENCE = PatientPermission.VIEW_EVIDENCE.value
REPORTS = frozenset({DocumentKind.IMAGING_REPORT, DocumentKind.PATHOLOGY_REPORT, DocumentKind.LABORATORY_REPORT})
ADMINISTRATIVE = frozenset({DocumentKind.DEMOGRAPHICS, DocumentKind.COVERAGE, DocumentKind.PAYER_LETTER})
RECORDS = frozenset({
    DocumentKind.PROBLEM_LIST, DocumentKind.MEDICATION_LIST, DocumentKind.ALLERGY_LIST, DocumentKind.RESULTS,
    DocumentKind.VITAL_SIGNS, DocumentKind.PROCEDURES, DocumentKind.IMMUNIZATIONS, DocumentKind.CARE_PLANS,
    DocumentKind.ORDERS, DocumentKind.ENCOUNTERS,
})  # fmt: skip
DELEGATING = [role for role in ROLES if role_may(role, Permission.DELEGATE_REVIEW)]
KINDS_OF_CLASS: Mapping[DocumentClass, frozenset[DocumentKind]] = {
    DocumentClass.CLINICAL_NOTES: frozenset(DocumentKind) - REPORTS - ADMINISTRATIVE - RECORDS,
    DocumentClass.REPORTS: REPORTS,
    DocumentClass.RECORDS: RECORDS,
    DocumentClass.ADMINISTRATIVE: ADMINISTRATIVE,
}


def kinds_of_role(role: str) -> list[str]:
    """Return the kinds of documents a role may read where there is a grant."""
    return sorted(kind.value for class_ in role_documents(role) for kind in KINDS_OF_CLASS[class_])


def readable_to_role(role: str, column: str = "") -> Q:
    """Return what a lasting grant opens to a role: classes and labels, of documents or of what has one in ``column``.

    Half of the fence: the grant on the patient is asked beside it.
    """
    at = f"{column}__" if column else ""
    return Q(**{f"{at}kind__in": kinds_of_role(role), f"{at}labels__contained_by": sorted(role_labels(role))})


def citable_to_role(role: str, column: str = "") -> Q:
    """Return what a letter may cite for a role to read the cited words: of any kind, with no label but the role's own.

    Half of the fence, as ``readable_to_role``: the grant is asked beside it, and that a letter does cite it.
    """
    at = f"{column}__" if column else ""
    return Q(**{f"{at}labels__contained_by": sorted(role_labels(role))})


def patients_granted(person: "Person", permission: str) -> QuerySet[Patient]:
    """Return the patients of the person's organization on whom they, or a team of theirs, hold a lasting grant.

    Or on whom a colleague does who delegated reviewing to them. Destroyed ones are among them.
    """
    if not person.is_active or (permission == VIEW_EVIDENCE and not role_may(person.role, Permission.READ_EVIDENCE)):
        return Patient.objects.none()
    held = {"content_object": OuterRef("pk"), "permission__codename": str(permission)}
    own = PatientPersonGrant.objects.filter(unexpired(), user=person, **held)
    by_team = PatientTeamGrant.objects.filter(unexpired(), group__user=person, **held)
    granted = Q(Exists(own)) | Q(Exists(by_team))
    if permission in DELEGATED:
        granted |= _by_delegation(person, permission)
    return Patient.objects.filter(granted, organization_id=person.organization_id)


def unexpired() -> Q:
    """Return which grants still count."""
    return Q(expires_at=None) | Q(expires_at__gt=clock.now())


def delegations_standing() -> QuerySet[Delegation]:
    """Return the delegations that count now: begun, not over, of somebody who is still here and may delegate."""
    moment = clock.now()
    return Delegation.objects.filter(
        ended_at=None, starts_at__lte=moment, ends_at__gt=moment, from_person__is_active=True,
        from_person__role__in=DELEGATING,
    )  # fmt: skip


def _by_delegation(person: "Person", permission: str) -> Q:
    """Return the patients on whom those who delegated to the person hold the grant: asked once, not per patient."""
    to_them = delegations_standing().filter(to_person=person)
    of_them = Q(patient=None) | Q(patient=OuterRef("content_object"))
    held = {"permission__codename": str(permission)}
    own = PatientPersonGrant.objects.filter(
        unexpired(), Exists(to_them.filter(of_them, from_person=OuterRef("user"))), **held
    )
    by_team = PatientTeamGrant.objects.filter(
        unexpired(), Exists(to_them.filter(of_them, from_person__groups=OuterRef("group"))), **held
    )
    return Q(pk__in=own.values("content_object")) | Q(pk__in=by_team.values("content_object"))


def _in_emergency(person: "Person") -> QuerySet[Patient]:
    opened = break_glass_open_for(person).values("patient_id")
    return Patient.objects.filter(pk__in=opened, organization_id=person.organization_id)


def patients_permitted(person: "Person", permission: str, *, emergency: bool) -> QuerySet[Patient]:
    """Return the patients on whom the person holds the right now; ``emergency`` counts for viewing the chart alone."""
    lasting = patients_granted(person, permission)
    if emergency and permission == VIEW_CHART and person.is_active:
        opened = Q(pk__in=_in_emergency(person).values("pk"))
        lasting = Patient.objects.filter(Q(pk__in=lasting.values("pk")) | opened)
    return lasting.filter(destroyed_at=None)


def documents_permitted(person: "Person", permission: str, *, emergency: bool) -> QuerySet[SourceDocument]:
    """Return every version of every document the person may read now: grant, document class, and all of its labels.

    An emergency opens other labels of that one patient than the role does, and never those that F22 keeps closed.
    """
    granted = patients_granted(person, permission).filter(destroyed_at=None)
    may_read = Q(readable_to_role(person.role), patient__in=granted.values("pk"))
    if emergency and permission == VIEW_CHART and person.is_active:
        opened = _in_emergency(person).filter(destroyed_at=None)
        kinds = kinds_of_role(person.role)
        may_read |= Q(patient__in=opened.values("pk"), labels__contained_by=sorted(EMERGENCY), kind__in=kinds)
    return SourceDocument.objects.filter(may_read)


def documents_citable(person: "Person") -> QuerySet[SourceDocument]:
    """Return every version of every document of which the person may read the words that a letter cites.

    Nothing more of it: whoever shows them has asked which words these are. No emergency opens them.
    """
    granted = patients_granted(person, VIEW_EVIDENCE).filter(destroyed_at=None)
    return SourceDocument.objects.filter(citable_to_role(person.role), patient__in=granted.values("pk"))
