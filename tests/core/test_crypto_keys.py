"""Data keys: one per subject, wrapped by the provider, never used before they are committed, gone when destroyed."""

from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from apps.core.crypto import keys
from apps.core.crypto.blind import blind_index
from apps.core.crypto.cache import KEYS, LIFETIME_SECONDS
from apps.core.crypto.errors import KeyDestroyed, KeyMissing
from apps.core.models import DataKey

pytestmark = pytest.mark.django_db


def test_the_first_use_makes_a_key_and_everyone_after_gets_the_same():
    subject = uuid4()
    version, key = keys.sealing_key(subject)
    KEYS.forget_all()
    assert (version, key.raw) == (1, keys.opening_key(subject, 1).raw)
    assert DataKey.objects.filter(subject=subject).count() == 1


def test_the_database_never_holds_a_key_that_opens_anything():
    subject = uuid4()
    _, key = keys.sealing_key(subject)
    assert key.raw not in bytes(DataKey.objects.get(subject=subject).wrapped)


def test_a_key_made_in_a_transaction_that_failed_is_used_by_nobody():
    subject = uuid4()
    with transaction.atomic():
        _, lost = keys.sealing_key(subject)
        transaction.set_rollback(True)
    _, kept = keys.sealing_key(subject)
    assert kept.raw != lost.raw
    KEYS.forget_all()
    assert keys.opening_key(subject, 1).raw == kept.raw


def test_many_subjects_cost_one_statement_and_none_once_they_are_known(django_assert_num_queries):
    subjects = [uuid4() for _ in range(50)]
    keys.data_keys(subjects, make=True)
    KEYS.forget_all()
    with django_assert_num_queries(1):
        keys.data_keys(subjects)
    with django_assert_num_queries(0):
        keys.data_keys(subjects)


def test_a_key_is_forgotten_after_five_minutes(monkeypatch, django_assert_num_queries):
    subject, now = uuid4(), [1000.0]
    monkeypatch.setattr(KEYS, "clock", lambda: now[0])
    keys.sealing_key(subject)
    now[0] += LIFETIME_SECONDS - 1
    with django_assert_num_queries(0):
        keys.opening_key(subject, 1)
    now[0] += 2
    with django_assert_num_queries(1):
        keys.opening_key(subject, 1)


def test_a_destroyed_key_opens_and_seals_nothing_and_others_go_on():
    gone, other = uuid4(), uuid4()
    keys.data_keys([gone, other], make=True)
    assert keys.data_keys_destroy([gone]) == 1
    for refused in (lambda: keys.opening_key(gone, 1), lambda: keys.sealing_key(gone)):
        with pytest.raises(KeyDestroyed, match="destroyed"):
            refused()
    assert bytes(DataKey.objects.get(subject=gone).wrapped) == b""
    assert keys.opening_key(other, 1)
    assert keys.data_keys_destroy([gone]) == 0


def test_a_key_that_never_was_is_called_missing():
    with pytest.raises(KeyMissing, match="missing"):
        keys.opening_key(uuid4(), 1)


def test_a_new_version_seals_and_the_old_one_still_opens():
    subject = uuid4()
    _, old = keys.sealing_key(subject)
    assert keys.data_key_rotate(subject) == 2
    version, new = keys.sealing_key(subject)
    assert (version, keys.opening_key(subject, 1).raw) == (2, old.raw)
    assert new.raw != old.raw


@pytest.mark.parametrize("change", ["subject = gen_random_uuid()", "version = 9", "created_at = now()"])
def test_the_row_of_a_key_cannot_be_given_to_another_subject(change):
    subject = uuid4()
    keys.sealing_key(subject)
    with pytest.raises(DatabaseError, match="stays as it was written"), transaction.atomic():
        connection.cursor().execute(f"UPDATE core_datakey SET {change} WHERE subject = %s", [subject])


def test_the_wrapped_key_of_another_subject_does_not_open():
    one, two = uuid4(), uuid4()
    keys.data_keys([one, two], make=True)
    KEYS.forget_all()
    DataKey.objects.filter(subject=one).update(wrapped=bytes(DataKey.objects.get(subject=two).wrapped))
    with pytest.raises(Exception, match="the row was changed"):
        keys.opening_key(one, 1)


def test_a_blind_index_finds_equal_values_and_tells_purposes_apart():
    assert blind_index("name", "cedar", "ruiz") == blind_index("name", "cedar", "ruiz")
    different = [
        blind_index("name", "cedar", "ruiz"),
        blind_index("mrn", "cedar", "ruiz"),
        blind_index("name", "cedarruiz", ""),
    ]
    assert len(set(different)) == 3
    assert len(different[0]) == 64
