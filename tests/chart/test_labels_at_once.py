"""The rules classify a chart while a message labels a document of it: neither undoes the other."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from apps.chart.models import SourceDocument
from apps.chart.services import labels_refresh
from tests.factories import SETUP, make_document, make_world

RECEIVED = ["psychotherapy", "PSYTHPN", "received"]
WAITING = "SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE NOT granted AND datname = %s"
LOOKS = 20_000


def somebody_waits() -> bool:
    """Say whether another session waits for what this one holds."""
    with connection.cursor() as cursor:
        cursor.execute(WAITING, [connection.settings_dict["NAME"]])
        return cursor.fetchone()[0] > 0


@pytest.mark.django_db(transaction=True)
def test_a_label_that_is_coming_in_is_not_undone_by_the_rules():
    anna = make_world().anna
    note = SourceDocument.objects.filter(pk=make_document(anna, "She says her husband has choked her twice.").pk)
    note.update(labels=[], label_basis=[])

    def refresh():
        try:
            return labels_refresh(patient_id=anna.pk, actor=SETUP)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            note.update(labels=["psychotherapy"], label_basis=[RECEIVED])
            refreshed = pool.submit(refresh)
            assert any(somebody_waits() for _ in range(LOOKS))
        assert refreshed.result() == 1
    assert note.get().labels == ["psychotherapy", "violence"]
