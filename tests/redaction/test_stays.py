"""What the wall wrote stays: a token stands for what it stood for, a redaction says what it said."""

from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, transaction

from apps.audit.domain.actions import Action
from apps.audit.services import event_append
from apps.core.crypto.envelope import seal
from apps.core.crypto.errors import SealBroken
from apps.core.crypto.keys import sealing_key
from apps.core.crypto.migrating import bind_columns
from apps.core.crypto.sealed import packed, place_of
from apps.redaction.domain.boundary import Purpose
from apps.redaction.models import RedactedDocument, Surrogate
from apps.redaction.reidentify import Sight, text_restore
from apps.redaction.services import document_redact
from tests.factories import SETUP, make_document
from tests.tampering import seal_broken

STAYS = pytest.raises(DatabaseError, match="stays as it was written")


@pytest.fixture
def redacted(world: Any) -> RedactedDocument:
    document = make_document(world.anna, "Anna Lindgren-Sato called 555-0142 and 555-0178.")
    return document_redact(document_id=document.pk, actor=SETUP)


def phones() -> list[Surrogate]:
    return list(Surrogate.objects.filter(kind="PHONE").order_by("number", "form"))


def test_a_token_cannot_be_given_to_another_thing(redacted) -> None:
    for change in ({"token": "[PHONE-9]"}, {"number": 9}, {"original_sealed": b""}):
        with STAYS, transaction.atomic():
            Surrogate.objects.filter(pk=phones()[0].pk).update(**change)


def test_tokens_exchanged_behind_the_trigger_bring_back_no_wrong_word(world, redacted) -> None:
    one, two = phones()[0], phones()[-1]
    with seal_broken("redaction_surrogate"):
        for row, token in ((one, "[PHONE-99]"), (two, one.token), (one, two.token)):
            Surrogate.objects.filter(pk=row.pk).update(token=token)
    sight = Sight(world.okafor, Purpose.REVIEW)
    shown = text_restore(sight=sight, patient_id=world.anna.pk, text=redacted.text)
    assert one.token in shown
    assert two.token in shown


def test_what_was_sealed_before_it_was_bound_to_its_token_is_bound(redacted) -> None:
    row = phones()[0]
    written, (version, key) = row.original, sealing_key(row.patient_id)
    loose = seal(key, version, place_of(row, "original_sealed"), packed(written.encode()))
    bind = bind_columns(
        "redaction", "surrogate", subject="patient_id", columns=["original_sealed"], beside=("token",)
    ).code  # fmt: skip
    with seal_broken("redaction_surrogate"):
        Surrogate.objects.exclude(pk=row.pk).delete()
        Surrogate.objects.filter(pk=row.pk).update(original_sealed=loose)
        with pytest.raises(SealBroken):
            str(phones()[0].original)
        bind(apps, None)
    assert phones()[0].original == written


def test_a_token_is_not_deleted_so_that_another_thing_gets_it(world, redacted) -> None:
    for action, patient in ((None, None), (Action.PATIENT_SHREDDED, world.berta), (Action.CHART_VIEWED, world.anna)):
        with STAYS, transaction.atomic():
            if action:
                event_append(actor=SETUP, action=action, patient_id=patient.pk)
            Surrogate.objects.filter(patient=world.anna).delete()


def test_tokens_go_with_the_patient_whose_they_are(world, redacted) -> None:
    event_append(actor=SETUP, action=Action.PATIENT_SHREDDED, patient_id=world.anna.pk)
    assert Surrogate.objects.filter(patient=world.anna).delete()[0] > 0


def test_a_redaction_never_says_anything_else(redacted) -> None:
    rows = RedactedDocument.objects.filter(pk=redacted.pk)
    for change in ({"text": "Nobody called."}, {"sha256": "0" * 64}, {"map_sealed": b""}, {"generation": 2}):
        with STAYS, transaction.atomic():
            rows.update(**change)
    with STAYS, transaction.atomic():
        rows._raw_delete("default")


def test_a_redaction_goes_out_of_use_and_its_words_go_with_the_patient(world, redacted) -> None:
    rows = RedactedDocument.objects.filter(pk=redacted.pk)
    assert rows.update(current=False) == 1
    event = event_append(actor=SETUP, action=Action.PATIENT_SHREDDED, patient_id=world.anna.pk)
    assert rows.update(text="", title="", map_sealed=b"", destruction=event.id) == 1
    with STAYS, transaction.atomic():
        rows.update(text="Something else.", destruction=event.id)
