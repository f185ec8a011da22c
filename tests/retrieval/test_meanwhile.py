"""What happens to a chart while a document of it is being embedded counts when its passages are stored."""

from collections.abc import Callable

import pytest

from apps.access.selectors import actor_for
from apps.chart.models import SourceDocument
from apps.core import fence
from apps.governance.services import shred_ask, shred_confirm
from apps.redaction.services import document_redact
from apps.retrieval.builders import IndexBuilder
from apps.retrieval.domain.chunking import chunks
from apps.retrieval.models import Passage
from apps.retrieval.services import redacted_document_index
from tests.retrieval.conftest import WORKER, make_document
from tests.retrieval.test_reindexing import NOTE, OTHER, HashedWords

MEANWHILE: list[Callable[[], object]] = []


class Interrupted(HashedWords):
    """An embedder during whose work something happens."""

    def embed(self, texts):
        while MEANWHILE:
            MEANWHILE.pop()()
        return super().embed(texts)


def interrupted() -> IndexBuilder:
    return IndexBuilder(OTHER, chunks, lambda text: [(0, len(text))], Interrupted)


@pytest.fixture
def index_while(world, settings):
    """Index a note of Anna's; something happens while it is embedded. Return the labels of what was stored."""
    settings.WORKBENCH_INDEX_BUILDERS = [f"{__name__}.interrupted"]
    redacted = document_redact(document_id=make_document(world.anna, NOTE).pk, actor=WORKER)

    def run(meanwhile):
        MEANWHILE[:] = [meanwhile]
        redacted_document_index(redacted_document_id=redacted.pk, actor=WORKER)
        assert not MEANWHILE
        with fence.keeping():
            return list(Passage.objects.filter(redacted_document=redacted).values_list("labels", flat=True))

    return run


def destroy(world):
    request = shred_ask(
        patient_id=world.anna.pk, reason="The patient asked", person=world.privacy, actor=actor_for(world.privacy)
    )
    shred_confirm(request_id=request.pk, person=world.admin, actor=actor_for(world.admin))


def test_a_label_that_came_meanwhile_is_on_the_passages(world, index_while):
    marked = index_while(lambda: SourceDocument.objects.filter(patient=world.anna).update(labels=["psychotherapy"]))
    assert marked
    assert set(map(tuple, marked)) == {("psychotherapy",)}


def test_nothing_is_stored_of_a_record_that_was_destroyed_meanwhile(world, index_while):
    assert index_while(lambda: destroy(world)) == []


def test_a_note_to_which_nothing_happened_is_stored_as_it_is(index_while):
    assert set(map(tuple, index_while(lambda: None))) == {()}
