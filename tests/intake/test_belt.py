"""After the reading: redacted, indexed, and picked up again wherever a worker was lost."""

from datetime import timedelta

import pytest

from apps.chart.selectors import document_ids_of_message
from apps.core import clock
from apps.intake.domain.status import UNFINISHED, VALID_TRANSITIONS, MessageStatus, before
from apps.intake.models import InboundMessage
from apps.intake.pipeline import message_finish, message_parse, message_receive
from apps.intake.services import message_index, message_read, message_redact, messages_to_ring
from apps.intake.tasks import BELLS
from apps.redaction.models import RedactedDocument
from apps.retrieval.selectors import patient_passages
from tests.factories import World
from tests.fhir import condition, note
from tests.intake.conftest import SENDER, Send, bundle

LONG_AGO = timedelta(hours=1)


def status_of(message: InboundMessage) -> str:
    return InboundMessage.objects.values_list("status", flat=True).get(pk=message.pk)


def test_a_message_goes_through_to_the_index_and_names_nobody_there(send: Send, world: World) -> None:
    message, _ = send(note(words="HPI: Anna Lindgren-Sato feels well."), condition())
    message_finish(message_id=message.pk, actor=SENDER)
    assert status_of(message) == MessageStatus.INDEXED
    passages = patient_passages(world.anna.pk, world.okafor)
    assert passages
    assert not [p for p in passages if "Lindgren" in p.text]


def test_each_step_does_its_part_once_and_in_order(send: Send) -> None:
    message, _ = send(note())
    assert message_index(message_id=message.pk, actor=SENDER) is False
    assert message_redact(message_id=message.pk, actor=SENDER) is True
    assert message_redact(message_id=message.pk, actor=SENDER) is False
    assert status_of(message) == MessageStatus.REDACTED
    assert RedactedDocument.objects.filter(document_id__in=document_ids_of_message(message.pk)).count() == 1


def test_a_message_that_a_worker_holds_is_left_alone(send: Send) -> None:
    message, _ = send(note())
    InboundMessage.objects.filter(pk=message.pk).update(lease_until=clock.now() + LONG_AGO)
    assert message_redact(message_id=message.pk, actor=SENDER) is False
    InboundMessage.objects.filter(pk=message.pk).update(lease_until=clock.now() - LONG_AGO)
    assert message_redact(message_id=message.pk, actor=SENDER) is True


def test_a_half_done_redaction_is_taken_up_where_it_stopped(send: Send, monkeypatch: pytest.MonkeyPatch) -> None:
    message, _ = send(*(note(f"n{number}", words=f"HPI: Visit {number}.") for number in range(3)))
    monkeypatch.setattr("apps.intake.services.finishing.CHUNK", 1)

    def lost_after_the_first(done: int) -> None:
        raise ConnectionError

    with pytest.raises(ConnectionError):
        message_redact(message_id=message.pk, actor=SENDER, progress=lost_after_the_first)
    assert RedactedDocument.objects.filter(document__message_id=message.pk).count() == 1
    InboundMessage.objects.filter(pk=message.pk).update(lease_until=clock.now() - LONG_AGO)
    assert message_redact(message_id=message.pk, actor=SENDER) is True
    assert RedactedDocument.objects.filter(document__message_id=message.pk).count() == 3


def test_the_sweeper_finds_what_nobody_works_on_and_only_once(world: World) -> None:
    message = message_receive(
        organization=world.cedar, source_system="test", source_id="lost", media_type="application/fhir+json",
        body=bundle(condition()), actor=SENDER,
    )  # fmt: skip
    assert messages_to_ring(actor=SENDER) == []
    InboundMessage.objects.filter(pk=message.pk).update(rung_at=clock.now() - LONG_AGO)
    assert messages_to_ring(actor=SENDER) == [(message.pk, MessageStatus.RECEIVED)]
    assert messages_to_ring(actor=SENDER) == []


def test_a_received_message_is_read_later_by_whoever_comes(world: World) -> None:
    message = message_receive(
        organization=world.cedar, source_system="test", source_id="later", media_type="application/fhir+json",
        body=bundle(condition()), actor=SENDER,
    )  # fmt: skip
    assert message.status == MessageStatus.RECEIVED
    assert message_parse(message_id=message.pk, actor=SENDER).accepted == 1
    assert message_read(message_id=message.pk, actor=SENDER).unchanged == 1
    assert status_of(message) == MessageStatus.STORED


def test_every_state_is_in_every_table() -> None:
    assert set(VALID_TRANSITIONS) == set(MessageStatus)
    assert set(UNFINISHED) == set(BELLS)
    assert before(MessageStatus.INDEXED) == [MessageStatus.REDACTED]
