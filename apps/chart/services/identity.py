"""Whose page it is: judged when a document is stored, judged again by a later reader, settled by a physician."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from apps.audit.domain.actions import Action
from apps.audit.services import event_append
from apps.chart.domain.identity import (
    READER,
    Claim,
    Finding,
    KnownIdentity,
    Verdict,
    judge,
    known_identity,
    read_claims,
)
from apps.chart.domain.identity.claims import Part
from apps.chart.domain.identity.settling import SettlingReason, SettlingRefused
from apps.chart.models import IdentitySettlement, Patient, SourceDocument
from apps.chart.selectors import documents_to_judge
from apps.core import clock
from apps.core.actors import Actor
from apps.core.crypto.errors import DAMAGED

if TYPE_CHECKING:
    from apps.access.models import Person

COLUMNS = ("identity", "identity_differs", "identity_reader", "set_aside")
BATCH = 100
NOT_IN_DOUBT = "The header of this page names nobody else: there is nothing to settle."
SETTLED_ALREADY = "Somebody settled this meanwhile. Nothing was changed. Open the page again to see by whom."


def identities_of(patient_ids: Iterable[UUID]) -> dict[UUID, KnownIdentity]:
    """Return what the chart knows of who each patient is. One statement, none for nobody."""
    wanted = set(patient_ids)
    patients = Patient.objects.filter(pk__in=wanted, destroyed_at=None).only("body_sealed") if wanted else ()
    return {patient.pk: known_identity(patient.body) for patient in patients}


def judge_documents(
    documents: Sequence[SourceDocument], known: Mapping[UUID, KnownIdentity], settled: Iterable[UUID] = ()
) -> list[SourceDocument]:
    """Put the verdict on each row, unsaved; return those that are set aside now and were not before.

    What comes from structured resources names its patient by reference, which the intake has checked.
    """
    settled, newly = set(settled), []
    for document in documents:
        finding = _finding(document, known.get(document.patient_id))
        differs = finding.verdict is Verdict.DIFFERS
        was = document.set_aside
        document.identity, document.identity_reader = finding.verdict.value, READER
        document.identity_differs = [part.value for part in finding.differs]
        document.set_aside = differs and document.pk not in settled
        newly += [document] if document.set_aside and not was else []
    return newly


def _finding(document: SourceDocument, known: KnownIdentity | None) -> Finding:
    if document.structured or known is None:
        return Finding(Verdict.SILENT)
    written_on = clock.day_of(document.dated_at) if document.dated_at else None
    return judge((*claims_kept(document), *read_claims(document.text)), known, written_on=written_on)


def claims_kept(document: SourceDocument) -> list[Claim]:
    """Return what the document's envelope said of its patient when it came."""
    rows = document.claims if document.claims_sealed else []
    return [Claim(Part(part), text, authority, block) for part, text, authority, block in rows]


def claims_row(claims: Iterable[Claim]) -> list[list[str | int]]:
    """Return an envelope's claims as they are kept."""
    return [[claim.part.value, claim.text, claim.authority, claim.block] for claim in claims]


def set_aside_record(documents: Iterable[SourceDocument], actor: Actor) -> None:
    """Append one audit event for each document that was set aside: ids and kinds, never what its header says."""
    for document in documents:
        event_append(
            actor=actor.within(document.organization_id), action=Action.DOCUMENT_SET_ASIDE,
            patient_id=document.patient_id, object_type="document", object_id=document.pk,
            details={"differs": list(document.identity_differs), "reader": READER},
        )  # fmt: skip


@transaction.atomic
def identities_refresh(*, patient_id: UUID, actor: Actor) -> int:
    """Judge some of a patient's documents that wait for it; return how many that were. Called again, it goes on."""
    waiting = documents_to_judge().filter(patient=patient_id).select_for_update(of=("self",))
    documents = list(waiting.order_by("pk")[:BATCH])
    readable = [document for document in documents if _opens(document)]
    settled = _settled([document.pk for document in readable])
    newly = judge_documents(readable, identities_of([patient_id]), settled)
    for damaged in (document for document in documents if document not in readable):
        damaged.identity_reader = READER
    SourceDocument.objects.bulk_update(documents, COLUMNS)
    set_aside_record(newly, actor)
    return len(documents)


def _opens(document: SourceDocument) -> bool:
    try:
        return document.text is not None
    except DAMAGED:
        return False


def _settled(document_ids: Iterable[UUID]) -> set[UUID]:
    rows = IdentitySettlement.objects.filter(document__in=list(document_ids)).order_by("created_at", "id")
    latest = dict(rows.values_list("document_id", "belongs"))
    return {document_id for document_id, belongs in latest.items() if belongs}


def forget_verdicts(patient_ids: Iterable[UUID]) -> None:
    """Have every note of these patients judged again: what the chart knows of who they are has changed.

    Until then what stood goes on standing.
    """
    notes = SourceDocument.objects.filter(patient__in=list(patient_ids), structured=False, destruction=None)
    notes.update(identity_reader="")


@transaction.atomic
def identity_settle(
    *, document: SourceDocument, reason: SettlingReason, person: "Person", actor: Actor
) -> IdentitySettlement:
    """Keep a physician's word that a page belongs to its patient, or that an earlier such word was wrong.

    The caller has asked the rights. Raises SettlingRefused where there is nothing to settle, or somebody just did.
    """
    row = SourceDocument.objects.select_for_update().only("patient_id", "identity", "set_aside").get(pk=document.pk)
    belongs = reason.says_it_belongs
    if row.identity != Verdict.DIFFERS:
        raise SettlingRefused(NOT_IN_DOUBT)
    if row.set_aside is not belongs:
        raise SettlingRefused(SETTLED_ALREADY)
    settlement = IdentitySettlement.objects.create(
        document=row, patient_id=row.patient_id, belongs=belongs, reason=reason, person=person
    )
    SourceDocument.objects.filter(pk=row.pk).update(set_aside=not belongs)
    event_append(
        actor=actor.within(document.organization_id), action=Action.DOCUMENT_SETTLED, patient_id=row.patient_id,
        object_type="document", object_id=row.pk, details={"belongs": belongs, "reason": reason.value},
    )  # fmt: skip
    return settlement
