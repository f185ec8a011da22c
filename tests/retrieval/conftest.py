"""Charts small enough to know by heart, through the belts production uses."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from apps.chart.domain.documents import DocumentKind
from apps.chart.services import document_store
from apps.core.actors import Actor
from apps.redaction.services import document_redact
from apps.retrieval.interface import SearchTask
from apps.retrieval.services import passages_search, redacted_document_index

WORKER = Actor.service("worker")


def make_document(patient, text, **changes):
    values: dict[str, Any] = {
        "organization": patient.organization, "patient": patient, "encounter": None, "source_system": "test",
        "series": "DocumentReference/1", "kind": DocumentKind.PROGRESS_NOTE, "title": "Progress note",
        "dated_at": datetime(2026, 3, 12, tzinfo=UTC), "text": text, "actor": WORKER,
    }  # fmt: skip
    return document_store(**values | changes)[0]


def index_note(patient, text, **changes):
    """Store, redact and index one note; return its redacted document."""
    redacted = document_redact(document_id=make_document(patient, text, **changes).id, actor=WORKER)
    redacted_document_index(redacted_document_id=redacted.id, actor=WORKER)
    return redacted


@pytest.fixture
def search() -> Callable[..., Any]:
    """Search a patient's passages as a person would."""

    def run(patient, person, text, limit=10, **more):
        return passages_search(
            patient_id=patient.id, text=text, requester=person, limit=limit, task=SearchTask.SEARCH, purpose="search",
            actor=WORKER, **more,
        )  # fmt: skip

    return run


@pytest.fixture
def ask(world, index):
    """Index notes of one chart, ask a question, and return the verdict with what is quoted or set side by side."""

    def run(question, *notes, structured=False):
        for number, note in enumerate(notes):
            day = datetime(2020 + number, 1, 1, tzinfo=UTC)
            index(world.anna, note, series=f"DocumentReference/{number}", dated_at=day, structured=structured)
        result = passages_search(
            patient_id=world.anna.id, text=question, requester=world.okafor, limit=24, task=SearchTask.QUESTION,
            purpose="question", actor=WORKER,
        )  # fmt: skip
        texts = {hit.passage_id: hit.text for hit in result.hits}
        told = result.answer.sides or result.answer.quotes
        return result.answer.verdict, [texts[one.passage_id][one.start : one.end] for one in told]

    return run
