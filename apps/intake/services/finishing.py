"""What follows a reading, step by step: redact the documents a message brought, then index them.

Each step works in chunks under a lease that a killed worker cannot keep; doing a chunk twice changes nothing.
"""

from collections.abc import Callable, Sequence
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from apps.chart.selectors import document_ids_of_message, patient_ids_of_message
from apps.core import clock
from apps.core.actors import Actor
from apps.intake.domain.status import UNFINISHED, MessageStatus
from apps.intake.models import InboundMessage
from apps.redaction.services import documents_redact
from apps.retrieval.services import passages_relabel, redacted_documents_index

CHUNK = 20  # documents
LEASE = timedelta(minutes=1)  # far longer than one chunk takes
RING_AGAIN = timedelta(minutes=1)
MOST_RUNG = 50
Step = Callable[[Sequence[UUID], Actor], None]
Progress = Callable[[int], None]  # told how many documents are done


def _silent(done: int) -> None:
    """Tell nobody."""


def _redact(document_ids: Sequence[UUID], actor: Actor) -> None:
    documents_redact(document_ids=document_ids, actor=actor)


def _index(document_ids: Sequence[UUID], actor: Actor) -> None:
    redacted = documents_redact(document_ids=document_ids, actor=actor)  # made already: read, not made again
    redacted_documents_index(redacted_document_ids=[row.pk for row in redacted], actor=actor)


def message_redact(*, message_id: UUID | str, actor: Actor, progress: Progress = _silent) -> bool:
    """Redact every document a message brought; return whether it is now REDACTED by this call."""
    return _work_through(message_id, MessageStatus.STORED, MessageStatus.REDACTED, _redact, actor, progress)


def message_index(*, message_id: UUID | str, actor: Actor, progress: Progress = _silent) -> bool:
    """Index every document a message brought; return whether it is now INDEXED by this call.

    A message may change the labels of documents that it did not bring: their passages follow.
    """
    passages_relabel(patient_ids=patient_ids_of_message(message_id), actor=actor)
    return _work_through(message_id, MessageStatus.REDACTED, MessageStatus.INDEXED, _index, actor, progress)


def _work_through(
    message_id: UUID | str, begin: MessageStatus, end: MessageStatus, step: Step, actor: Actor,
    progress: Progress,
) -> bool:  # fmt: skip
    if not _lease(message_id, begin, first=True):
        return False
    document_ids = document_ids_of_message(message_id)
    for start in range(0, len(document_ids), CHUNK):
        if not _lease(message_id, begin):
            return False
        step(document_ids[start : start + CHUNK], actor)
        progress(min(start + CHUNK, len(document_ids)))
    mine = InboundMessage.objects.filter(pk=message_id, status=begin)
    return bool(mine.update(status=end, lease_until=None, rung_at=clock.now()))


def _lease(message_id: UUID | str, status: MessageStatus, *, first: bool = False) -> bool:
    """Take the message for a while, or keep it; False when it is in another state or another worker holds it."""
    now = clock.now()
    free = InboundMessage.objects.filter(pk=message_id, status=status)
    if first:
        free = free.filter(Q(lease_until=None) | Q(lease_until__lt=now))
    return bool(free.update(lease_until=now + LEASE))


@transaction.atomic
def messages_to_ring(*, actor: Actor) -> list[tuple[UUID, MessageStatus]]:
    """Return unfinished messages that nobody works on or was called for lately, and note that somebody is now."""
    now = clock.now()
    waiting = InboundMessage.objects.select_for_update(skip_locked=True).filter(
        Q(lease_until=None) | Q(lease_until__lt=now), status__in=UNFINISHED, rung_at__lt=now - RING_AGAIN
    )
    found = [(row.pk, MessageStatus(row.status)) for row in waiting.only("status").order_by("rung_at")[:MOST_RUNG]]
    InboundMessage.objects.filter(pk__in=[pk for pk, _ in found]).update(rung_at=now)
    return found
