"""Belt 1 from its front: receive a message, read it, see it through. Everything that sends records comes in here."""

from typing import TYPE_CHECKING
from uuid import UUID

from apps.core.actors import Actor
from apps.intake.domain.report import Report
from apps.intake.domain.status import MessageStatus
from apps.intake.files import FhirFile, fhir_files
from apps.intake.models import InboundMessage
from apps.intake.services import message_index, message_keep, message_read, message_redact
from apps.intake.services.reading import report_of
from apps.intake.tasks import ring_for

if TYPE_CHECKING:
    from apps.access.models import Organization

__all__ = [
    "DEFAULT_SOURCE", "FhirFile", "fhir_files", "held_retry", "message_finish", "message_parse", "message_receive",
    "message_take", "message_take_later",
]  # fmt: skip

DEFAULT_SOURCE = "fhir"  # ids of one source system are told apart from those of another


def message_receive(
    *, organization: "Organization", source_system: str, source_id: str, media_type: str, body: bytes, actor: Actor
) -> InboundMessage:
    """Keep a message whole before anybody reads it. The same bytes under the same name are one message."""
    return message_keep(
        organization=organization, source_system=source_system, source_id=source_id, media_type=media_type, body=body,
        actor=actor,
    )[0]  # fmt: skip


def message_parse(*, message_id: UUID | str, actor: Actor) -> Report:
    """Read a message into the chart and call a worker for its redaction."""
    report = message_read(message_id=message_id, actor=actor)
    ring_for(message_id, MessageStatus(InboundMessage.objects.values_list("status", flat=True).get(pk=message_id)))
    return report


def message_take(
    *, organization: "Organization", source_system: str, source_id: str, media_type: str, body: bytes, actor: Actor
) -> tuple[InboundMessage, Report]:
    """Receive and read a message. One that was received before is read again only where something of it was held."""
    message, is_new = message_keep(
        organization=organization, source_system=source_system, source_id=source_id, media_type=media_type, body=body,
        actor=actor,
    )  # fmt: skip
    if message.destroyed_at:
        return message, Report(messages=1, repeated=1, destroyed=1)
    if is_new or message.quarantined or message.status == MessageStatus.RECEIVED:
        report = message_parse(message_id=message.pk, actor=actor)
    else:
        report = report_of(message)
        report.unchanged, report.accepted = report.unchanged + report.accepted, 0
    report.repeated = int(not is_new)
    message.refresh_from_db(
        fields=["status", "reason", "resources", "accepted", "unchanged", "quarantined", "not_understood"]
    )
    return message, report


def message_take_later(
    *, organization: "Organization", source_system: str, source_id: str, media_type: str, body: bytes, actor: Actor
) -> InboundMessage:
    """Receive a message and call a worker to read it."""
    message = message_receive(
        organization=organization, source_system=source_system, source_id=source_id, media_type=media_type, body=body,
        actor=actor,
    )  # fmt: skip
    ring_for(message.pk, MessageStatus(message.status))
    return message


def held_retry(*, organization: "Organization", actor: Actor) -> Report:
    """Read every message of which something is held once more: after a new data contract, or a new release."""
    total = Report()
    held = InboundMessage.objects.filter(organization=organization, quarantined__gt=0, destroyed_at=None)
    for message_id in list(held.order_by("created_at").values_list("pk", flat=True)):
        total.add(message_parse(message_id=message_id, actor=actor))
    return total


def message_finish(*, message_id: UUID | str, actor: Actor) -> None:
    """Redact and index a message's documents here and now, without a worker."""
    message_redact(message_id=message_id, actor=actor)
    message_index(message_id=message_id, actor=actor)
