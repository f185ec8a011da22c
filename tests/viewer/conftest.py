"""Anna's chart with two notes that went through the wall and into the index."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from apps.chart.domain.documents import DocumentKind
from apps.chart.models import SourceDocument
from apps.chart.services import document_store
from apps.redaction.services import document_redact
from apps.retrieval.services import redacted_document_index
from tests.factories import SETUP, World

PROGRESS = (
    "Progress note\n\nInterval history\nAnna Lindgren-Sato sleeps badly.\n\n"
    "Assessment and plan\n1. RA, active. Methotrexate 20 mg weekly.\n2. Osteopenia."
)


@pytest.fixture
def note(world: World) -> Callable[..., SourceDocument]:
    """Store, redact and index a note of Anna's."""

    def run(text: str = PROGRESS, **changed: Any) -> SourceDocument:
        values: dict[str, Any] = {
            "organization": world.cedar, "patient": world.anna, "encounter": None, "source_system": "test",
            "series": "DocumentReference/1", "kind": DocumentKind.PROGRESS_NOTE, "title": "Progress note",
            "author": "Dr. I. Okafor", "dated_at": datetime(2024, 10, 3, tzinfo=UTC), "text": text, "actor": SETUP,
        }  # fmt: skip
        document, _ = document_store(**values | changed)
        redacted = document_redact(document_id=document.pk, actor=SETUP)
        redacted_document_index(redacted_document_id=redacted.pk, actor=SETUP)
        return document

    return run
