"""Appending: in the transaction of the act, gapless, chained, whatever happens around it."""

import threading
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import connection, transaction

from apps.audit.domain.actions import Action, Outcome
from apps.audit.domain.chain import GENESIS, verify
from apps.audit.domain.details import NotRecordable
from apps.audit.models import AuditEvent
from apps.audit.selectors import chain_rows
from apps.audit.services import AppendOutsideTransaction, event_append
from apps.core.context import request_id_start
from tests.audit.conftest import WORKER

Append = Callable[..., AuditEvent]


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_a_transaction_is_refused_and_leaves_nothing() -> None:
    with pytest.raises(AppendOutsideTransaction):
        event_append(actor=WORKER, action=Action.RECORD_STORED)
    assert AuditEvent.objects.count() == 0


def test_the_first_row_continues_the_genesis_hash_and_the_next_continues_it(append: Append) -> None:
    first, second = append(), append()
    assert (first.sequence, first.previous_hash) == (1, GENESIS)
    assert (second.sequence, second.previous_hash) == (2, first.hash)


def test_an_event_keeps_who_what_and_the_request_it_belongs_to(append: Append) -> None:
    request, draft = request_id_start(), uuid4()
    event = append(
        Action.CLAIM_EDITED, patient_id=uuid4(), object_type="claim", object_id=uuid4(), outcome=Outcome.FAILURE,
        details={"draft_id": draft, "claims": 3, "codes": ["style"], "action": Action.CLAIM_EDITED},
    )  # fmt: skip
    stored = AuditEvent.objects.get(pk=event.pk)
    assert stored.request_id == request
    assert stored.actor_id == "worker"
    assert stored.outcome == "failure"
    assert stored.details == {"draft_id": str(draft), "claims": 3, "codes": ["style"], "action": "claim_edited"}


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_is_rolled_back_leaves_no_event_and_no_gap(append: Append) -> None:
    append()
    with transaction.atomic():
        event_append(actor=WORKER, action=Action.DRAFT_SIGNED)
        transaction.set_rollback(True)
    append()
    assert list(AuditEvent.objects.values_list("sequence", flat=True)) == [1, 2]
    assert verify(chain_rows()).intact


@pytest.mark.parametrize("value", [float("inf"), 2**60, "a\x00b", "\ud800"])
def test_a_value_that_the_database_would_not_give_back_unchanged_is_refused(append: Append, value: object) -> None:
    with pytest.raises(NotRecordable):
        append(details={"value": value})
    assert AuditEvent.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_eight_writers_at_once_leave_one_unbroken_chain() -> None:
    start = threading.Barrier(8)

    def write() -> None:
        try:
            start.wait()
            for _ in range(25):
                with transaction.atomic():
                    event_append(actor=WORKER, action=Action.RECORD_STORED)
        finally:
            connection.close()

    threads = [threading.Thread(target=write) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    report = verify(chain_rows())
    assert report.intact, report.sentence
    assert report.verified == 200
