"""Tell the copies among a patient's passages from their sources, as notes arrive in whatever order."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from apps.core import fence
from apps.retrieval.domain.copies import Noted, sources
from apps.retrieval.models import Passage

_ROWS = 1000
_COLUMNS = ("id", "redacted_document_id", "dated_at", "ordinal", "section_kind", "text", "copied_from_id")


@transaction.atomic
def copies_mark(*, patient_id: str | UUID, redacted_document_ids: Sequence[str | UUID], version: str) -> int:
    """Point every copy at its source after these documents came in; return how many passages changed.

    Only what stands at or after the earliest of them, or of the versions they replaced, can change: the sources before
    it are settled. Renderings are left out: the same value measured on two days is two facts. Twice changes nothing.
    """
    patient_lock(patient_id)
    with fence.keeping():
        passages = Passage.objects.filter(patient_id=patient_id, index_version=version)
        since = _since(passages, redacted_document_ids)
        notes = passages.filter(superseded=False, structured=False)
        settled = notes.filter(dated_at__lt=since, copied_from=None) if since else notes.filter(copied_from=None)
        settled = settled.exclude(dated_at=None)
        later = notes.filter(Q(dated_at__gte=since) | Q(dated_at=None)) if since else notes.filter(dated_at=None)
        return _point(list(later.only(*_COLUMNS)), settled)


def patient_lock(patient_id: str | UUID) -> None:
    """Two workers on one patient save one after the other, so that the second sees what the first has done."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"passages {patient_id}"])


def _since(passages: QuerySet[Passage], redacted_document_ids: Sequence[str | UUID]) -> datetime | None:
    """Return the day from which copies may have changed; None when only passages without a date may."""
    came = Q(redacted_document__in=[UUID(str(id_)) for id_ in redacted_document_ids])
    copies = Passage.objects.filter(copied_from=OuterRef("pk"), superseded=False)
    left = Q(Exists(copies), superseded=True)
    days = passages.filter(came | left).exclude(dated_at=None).values_list("dated_at", flat=True)
    return days.order_by("dated_at").first()


def _point(later: Sequence[Passage], settled: QuerySet[Passage]) -> int:
    if not later:
        return 0
    found = sources(map(_noted, later), map(_noted, settled.only(*_COLUMNS)))
    changed = []
    for passage in later:
        source = found[str(passage.pk)]
        if source != (str(passage.copied_from_id) if passage.copied_from_id else None):
            passage.copied_from_id = UUID(source) if source else None
            changed.append(passage)
    Passage.objects.bulk_update(changed, ["copied_from"], batch_size=_ROWS)
    return len(changed)


def _noted(passage: Passage) -> Noted:
    return Noted(
        id=str(passage.pk),
        document_id=str(passage.redacted_document_id),
        dated_at=passage.dated_at,
        ordinal=passage.ordinal,
        section_kind=passage.section_kind,
        text=passage.text,
    )
