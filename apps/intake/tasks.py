"""The doorbells of belt 1: one for each step; the database says what is still to do."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import structlog

from apps.core.actors import Actor
from apps.core.standing import organization_of
from apps.core.tasks import ring, workbench_task
from apps.intake.domain.status import MessageStatus
from apps.intake.services import (
    documents_classify,
    identities_judge,
    message_index,
    message_read,
    message_redact,
    messages_to_ring,
)

WORKER = Actor.service("intake-worker")
log = structlog.get_logger(__name__)


@workbench_task(queue="intake", stands=organization_of("intake.InboundMessage"))
def read_message(*, message_id: str) -> None:
    """Read a received message into the chart, then ring for its redaction."""
    message_read(message_id=message_id, actor=WORKER)
    ring(redact_message, message_id=message_id)


@workbench_task(queue="intake", stands=organization_of("intake.InboundMessage"))
def redact_message(*, message_id: str) -> None:
    """Redact the documents a message brought, then ring for the index."""
    if message_redact(message_id=message_id, actor=WORKER):
        ring(index_message, message_id=message_id)
    else:
        log.info("message_left_alone", message_id=message_id, stage="redact")


@workbench_task(queue="index", stands=organization_of("intake.InboundMessage"))
def index_message(*, message_id: str) -> None:
    """Index the documents a message brought."""
    if not message_index(message_id=message_id, actor=WORKER):
        log.info("message_left_alone", message_id=message_id, stage="index")


@workbench_task(queue="intake", stands="every")
def sweep_stale_messages() -> None:
    """Ring again for messages whose worker, or whose bell, was lost."""
    for message_id, status in messages_to_ring(actor=WORKER):
        ring(BELLS[status], message_id=message_id)


@workbench_task(queue="index", stands="every")
def classify_documents() -> None:
    """Classify some documents of before there were labels: until then nobody reads them."""
    if left := documents_classify(actor=WORKER):
        log.info("documents_unclassified", documents=left)


@workbench_task(queue="index", stands="every")
def judge_identities() -> None:
    """Look whose page some documents are that the reader of today has not seen."""
    if left := identities_judge(actor=WORKER):
        log.info("documents_not_judged", documents=left)


BELLS: Mapping[MessageStatus, Any] = {
    MessageStatus.RECEIVED: read_message,
    MessageStatus.STORED: redact_message,
    MessageStatus.REDACTED: index_message,
}


def ring_for(message_id: UUID | str, status: MessageStatus) -> None:
    """Ring for whatever a message still needs."""
    if bell := BELLS.get(status):
        ring(bell, message_id=message_id)
