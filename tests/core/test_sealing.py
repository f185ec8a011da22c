"""Rows that are promised never to change do not, even for the role that owns them."""

from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from tests.factories import make_document

SEALED = [
    "chart.SourceDocument", "chart.Section", "chart.ResourceVersion", "governance.KillSwitch", "governance.Release",
    "governance.ReleasePart", "governance.ResumeRequest", "governance.RegisteredModel", "governance.CardFeedback",
    "drafting.Claim", "drafting.Citation", "drafting.InferenceRun", "review.ReviewDecision", "review.Signature",
    "redaction.Surrogate", "redaction.RedactedDocument",
]  # fmt: skip


def always(table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_trigger WHERE tgrelid = %s::regclass AND tgname = %s AND tgenabled = 'A'",
            [table, f"{table}_stays"],
        )
        return cursor.fetchone()[0] == 1


@pytest.mark.parametrize("label", SEALED)
def test_every_sealed_table_has_a_trigger_that_also_holds_for_replicas(db: None, label: str) -> None:
    assert always(apps.get_model(label)._meta.db_table)


def test_a_document_version_can_be_superseded_and_nothing_else(world: Any) -> None:
    document = make_document(world.anna, "Doing well.")
    documents = type(document).objects.filter(pk=document.pk)
    assert documents.update(current=False) == 1
    with pytest.raises(DatabaseError, match="stays as it was written"), transaction.atomic():
        documents.update(text_sealed=b"Doing badly.")
    with pytest.raises(DatabaseError, match="stays as it was written"), transaction.atomic():
        connection.cursor().execute("DELETE FROM chart_section WHERE document_id = %s", [document.pk])
