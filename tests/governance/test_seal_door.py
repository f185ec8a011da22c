"""The one door in a seal: words may become empty under an audit event of the same transaction, and nothing else."""

from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from apps.audit.domain.actions import Action
from apps.audit.services import event_append
from apps.core.actors import Actor
from tests.factories import make_document

STAYS = pytest.raises(DatabaseError, match="stays as it was written")


def warrant(action: Action = Action.RECORDS_PURGED) -> object:
    return event_append(actor=Actor.service("test"), action=action).id


@pytest.fixture
def document(world):
    document = make_document(world.anna, "Doing well.")
    return type(document).objects.filter(pk=document.pk)


def test_words_become_empty_under_an_event_of_the_same_transaction(document) -> None:
    before = document.get().sha256
    assert document.update(text_sealed=b"", title_sealed=b"", destruction=warrant()) == 1
    assert (bytes(document.get().text_sealed), document.get().sha256) == (b"", before)


def test_words_are_never_replaced_and_hashes_never_change(document) -> None:
    for change in ({"text_sealed": b"x"}, {"text_sealed": b"", "sha256": "0" * 64}, {"lines": [], "version": 2}):
        with STAYS, transaction.atomic():
            document.update(destruction=warrant(), **change)


def test_no_event_opens_nothing_and_an_event_of_another_act_neither(document) -> None:
    for event in (None, uuid4(), warrant(Action.CHART_VIEWED)):
        with STAYS, transaction.atomic():
            document.update(text_sealed=b"", destruction=event)


def test_what_is_empty_never_gets_words_again(document) -> None:
    document.update(text_sealed=b"", destruction=warrant())
    with STAYS, transaction.atomic():
        document.update(text_sealed=b"x", destruction=warrant())


def test_a_row_is_never_deleted_not_even_under_an_event(document) -> None:
    warrant()
    with STAYS, transaction.atomic():
        document._raw_delete("default")


@pytest.mark.django_db(transaction=True)
def test_an_event_of_an_earlier_transaction_opens_nothing(document) -> None:
    with transaction.atomic():
        old = warrant()
    with STAYS, transaction.atomic():
        document.update(text_sealed=b"", destruction=old)
    with transaction.atomic():
        assert document.update(text_sealed=b"", destruction=warrant()) == 1
