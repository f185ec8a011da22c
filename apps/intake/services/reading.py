"""Reads a kept message into the chart: each resource is accepted, unchanged or held, and all of it is counted."""

import zlib
from collections import Counter
from collections.abc import Sequence
from uuid import UUID, uuid4

import structlog
from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError, connection, transaction

from apps.audit.domain.actions import Action, Outcome
from apps.audit.services import event_append
from apps.chart.domain.records import IncomingResource, Stored
from apps.chart.domain.records import Outcome as RecordOutcome
from apps.chart.services import record_store
from apps.core import clock
from apps.core.actors import Actor
from apps.core.crypto import keys
from apps.core.crypto.errors import KeysUnavailable
from apps.core.crypto.sealed import sealing
from apps.intake.domain.reading import Entry, raw_of, read_message
from apps.intake.domain.report import Report
from apps.intake.domain.status import MessageStatus
from apps.intake.errors import Unreadable
from apps.intake.models import InboundMessage, Quarantine
from apps.intake.services.preparing import Held, Prepared, prepare

SENDER_LOCK = 0x494E544B  # "INTK": one message of one sender is read after the other
FAULT = (
    "The workbench stumbled over it ({error}). It is kept whole; report this with the message's number, "
    "and send it again after the next update."
)
NOT_STORED = "The database refused it ({error}) after every check. It is kept; report this with the message's number."
BATCH = 200
log = structlog.get_logger(__name__)


def largest_message() -> int:
    """Return how many bytes a message may have unpacked (setting WORKBENCH_MAX_MESSAGE_BYTES, 512 MB without it)."""
    return int(getattr(settings, "WORKBENCH_MAX_MESSAGE_BYTES", 512 * 2**20))


def message_read(*, message_id: UUID | str, actor: Actor) -> Report:
    """Read one message into the chart in one transaction and return what came of it.

    Reading it again is safe: what is stored is unchanged, what was held gets another chance. A message that another
    worker is reading or working on is left alone, and what is known of it so far is returned.
    """
    try:
        with transaction.atomic():
            return _read(message_id, actor)
    except (OperationalError, InterfaceError, KeysUnavailable):
        raise  # database or keys are away: the message is still RECEIVED, and a worker will be called again
    except Exception as error:
        # Whatever a sender can make us stumble over must neither be lost nor stop the next message.
        log.error("message_fault", message_id=str(message_id), error=type(error).__name__)
        return _quarantine_for_fault(message_id, type(error).__name__, actor)


def _locked(message_id: UUID | str) -> InboundMessage | None:
    free = InboundMessage.objects.select_for_update(skip_locked=True, of=("self",)).select_related("organization")
    return free.filter(pk=message_id).first()


def _read(message_id: UUID | str, actor: Actor) -> Report:
    message = _locked(message_id)
    if message is None or (message.lease_until and message.lease_until > clock.now()):
        return report_of(InboundMessage.objects.get(pk=message_id))
    _wait_for_turn(message)
    try:
        entries = read_message(message.body, message.media_type, largest_message())
    except Unreadable as unreadable:
        return _quarantine_whole(message, unreadable.sentence, actor)
    prepared = prepare(message.organization, message.source_system, entries)
    outcomes = _store_carefully(message, prepared.ready, actor)
    return _conclude(message, prepared, outcomes, actor)


def _wait_for_turn(message: InboundMessage) -> None:
    sender = f"{message.organization_id}/{message.source_system}".encode()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [SENDER_LOCK, zlib.crc32(sender) - 2**31])


def _store_carefully(
    message: InboundMessage, ready: Sequence[tuple[Entry, IncomingResource]], actor: Actor
) -> list[RecordOutcome]:
    """Store everything at once; if the database refuses, halve until the one resource it refuses stands alone."""
    if not ready:
        return []
    try:
        with transaction.atomic():
            return record_store(
                organization=message.organization, source_system=message.source_system, message_id=message.pk,
                resources=[resource for _, resource in ready], actor=actor,
            )  # fmt: skip
    except (OperationalError, InterfaceError):
        raise
    except DatabaseError as error:
        if len(ready) == 1:
            return [RecordOutcome(Stored.REFUSED, NOT_STORED.format(error=type(error).__name__))]
    middle = len(ready) // 2
    return [*_store_carefully(message, ready[:middle], actor), *_store_carefully(message, ready[middle:], actor)]


def _conclude(message: InboundMessage, prepared: Prepared, outcomes: Sequence[RecordOutcome], actor: Actor) -> Report:
    held, counts = list(prepared.held), Counter(outcome.stored for outcome in outcomes)
    for (entry, resource), outcome in zip(prepared.ready, outcomes, strict=True):
        if outcome.stored is Stored.REFUSED:
            held.append(Held(entry, resource.resource_type[:64], resource.source_id[:200], outcome.sentence))
    first_time = message.status == MessageStatus.RECEIVED
    message.resources = len(prepared.held) + len(prepared.ready)
    message.quarantined = len(held)
    # Read again, what is unchanged now was accepted then.
    message.accepted = counts[Stored.ACCEPTED] + (0 if first_time else message.accepted)
    message.unchanged = message.resources - message.accepted - message.quarantined
    message.not_understood = {"types": dict(prepared.types), "attachments": dict(prepared.attachments)}
    message.reason, message.rung_at = "", clock.now()
    if first_time or counts[Stored.ACCEPTED] or message.status == MessageStatus.QUARANTINED:
        message.status = MessageStatus.STORED
    message.save()
    _hold(message, held)
    if held:
        event_append(
            actor=actor.within(message.organization_id), action=Action.MESSAGE_QUARANTINED, object_type="message",
            object_id=message.pk, outcome=Outcome.FAILURE, details={"held": len(held), "resources": message.resources},
        )  # fmt: skip
    report = report_of(message, Counter(one.sentence for one in held))
    report.accepted, report.unchanged = counts[Stored.ACCEPTED], counts[Stored.UNCHANGED]
    return report


def _hold(message: InboundMessage, held: Sequence[Held]) -> None:
    keys.data_keys_destroy(list(message.held.values_list("pk", flat=True)))
    message.held.all().delete()
    ids = [uuid4() for _ in held]
    keys.data_keys(ids, make=True)
    rows = [
        Quarantine(
            id=pk, message=message, position=one.entry.position, resource_type=one.resource_type,
            source_id=one.source_id, reason=one.sentence[:500], **sealing(raw=raw_of(one.entry)),
        )
        for pk, one in zip(ids, held, strict=True)
    ]  # fmt: skip
    Quarantine.objects.bulk_create(rows, batch_size=BATCH)


def _quarantine_whole(message: InboundMessage, sentence: str, actor: Actor) -> Report:
    message.status, message.reason = MessageStatus.QUARANTINED, sentence[:500]
    message.resources = message.quarantined = 1
    message.accepted = message.unchanged = 0
    message.save()
    event_append(
        actor=actor.within(message.organization_id), action=Action.MESSAGE_QUARANTINED, object_type="message",
        object_id=message.pk, outcome=Outcome.FAILURE, details={"whole": True},
    )  # fmt: skip
    return report_of(message)


def _quarantine_for_fault(message_id: UUID | str, error: str, actor: Actor) -> Report:
    with transaction.atomic():
        message = InboundMessage.objects.select_for_update().get(pk=message_id)
        report = report_of(message)
        if message.status in {MessageStatus.RECEIVED, MessageStatus.QUARANTINED}:
            report = _quarantine_whole(message, FAULT.format(error=error), actor)
    report.faults = 1
    return report


def report_of(message: InboundMessage, reasons: Counter[str] | None = None) -> Report:
    """Return what is known of a message from its own counts."""
    whole = message.status == MessageStatus.QUARANTINED
    if reasons is None:
        reasons = Counter([message.reason]) if whole else Counter(message.held.values_list("reason", flat=True))
    return Report(
        messages=1, resources=message.resources, accepted=message.accepted, unchanged=message.unchanged,
        quarantined=message.quarantined, unreadable=int(whole), reasons=reasons,
        types=Counter(message.not_understood.get("types", {})),
        attachments=Counter(message.not_understood.get("attachments", {})),
    )  # fmt: skip
