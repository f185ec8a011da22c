"""Pages whose header names another person: what the reading room says of them, and who may settle it."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from apps.access.domain.names import formal_name
from apps.access.domain.roles import PatientPermission, Permission, refusal, role_may
from apps.chart.domain.documents import DocumentKind
from apps.chart.domain.identity import Verdict
from apps.chart.domain.identity.settling import REASONS_IT_BELONGS, SettlingReason
from apps.chart.selectors import may_on_patient, settlements_of
from apps.core import clock
from apps.redaction.selectors import redacted_documents_set_aside
from apps.retrieval.selectors import set_aside_holding, unread_pages
from apps.viewer.domain.misfiled import SETTLE

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.chart.models import IdentitySettlement, SourceDocument

NO_LASTING_GRANT = "You opened this chart in an emergency. Who has a lasting right to it may settle whose page this is."


@dataclass(frozen=True, slots=True)
class Settled:
    """One settlement in words."""

    belongs: bool
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Doubt:
    """A page in doubt, or one that was: what was said of it, and what this person may do."""

    is_set_aside: bool
    settled: tuple[Settled, ...]  # the newest first
    reasons: tuple[SettlingReason, ...]
    why_not_settle: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A page that no search looked into: called by its title, or by its kind and day."""

    document_id: UUID
    title: str


def doubt_of(person: "Person", document: "SourceDocument") -> Doubt | None:
    """Return what is to be settled about a document that the person was let in to; None where its header agrees."""
    if document.identity != Verdict.DIFFERS:
        return None
    back = (SettlingReason.SETTLED_BY_MISTAKE,)
    return Doubt(
        is_set_aside=document.set_aside,
        settled=tuple(_settled(row) for row in settlements_of(document)),
        reasons=REASONS_IT_BELONGS if document.set_aside else back,
        why_not_settle=why_not_settle(person, document),
    )


def why_not_settle(person: "Person", document: "SourceDocument") -> str:
    """Return why this person may not settle whose page it is, or nothing: a physician with a lasting right may."""
    if not role_may(person.role, Permission.SIGN_DRAFT):
        return refusal(person.role, Permission.SIGN_DRAFT, SETTLE)
    lasting = may_on_patient(person, document.patient_id, PatientPermission.VIEW_CHART, emergency=False)
    return "" if lasting else NO_LASTING_GRANT


def _settled(row: "IdentitySettlement") -> Settled:
    by = formal_name(row.person.display_name, row.person.credentials)
    return Settled(row.belongs, SettlingReason(row.reason).label, by, row.created_at)


def pages_left_out(person: "Person", patient_id: UUID, concealed: str) -> tuple[LeftOut, ...]:
    """Return the pages set aside that hold a word of a redacted question, of those that the person may read."""
    held = set_aside_holding(concealed, patient_id=patient_id, requester=person)
    if not held:
        return ()
    rows = redacted_documents_set_aside(person, patient_id).filter(pk__in=held).select_related("document")
    return tuple(
        LeftOut(row.document_id, row.document.title or DocumentKind(row.document.kind).label)
        for row in rows.order_by("-document__dated_at", "document_id")
    )


def pages_unread(person: "Person", patient_id: UUID) -> tuple[LeftOut, ...]:
    """Return what came into the chart and is not redacted and indexed yet. One statement."""
    rows = unread_pages(patient_id=patient_id, requester=person)
    return tuple(LeftOut(row.document_id, _called(row.kind, row.dated_at)) for row in rows)


def _called(kind: str, moment: datetime | None) -> str:
    day = clock.day_of(moment) if moment else None
    return f"{DocumentKind(kind).label} {day.day} {day:%b %Y}" if day else DocumentKind(kind).label
