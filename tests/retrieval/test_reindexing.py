"""Another version of the index is built beside the one in use: no search ever lacks a document."""

import hashlib
from functools import partial
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from apps.audit.models import AuditEvent
from apps.core import fence
from apps.retrieval.builders import IndexBuilder, IndexUnavailable
from apps.retrieval.domain.chunking import chunks
from apps.retrieval.domain.status import AUDIT_EVENT, OWNER, VALID_TRANSITIONS, IndexStatus
from apps.retrieval.domain.version import INDEX_VERSION, PREVIOUS_VERSION
from apps.retrieval.models import IndexVersion, Passage, PassageWindow
from apps.retrieval.selectors import index_in_use, index_progress, passages_of_document
from apps.retrieval.services import (
    ReindexError,
    index_build_batch,
    index_build_start,
    index_drop,
    index_drop_batch,
    index_switch,
)
from tests.retrieval.conftest import WORKER

OTHER = "whole-sections-1+hashed-words"
NOTE = "HPI: She stopped {drug} in May.\n\nPLAN: Start adalimumab 40 mg."
move = {"actor": WORKER, "name": OTHER}


class HashedWords:
    """An embedder without a model: each word adds to one of 64 numbers."""

    name = "hashed-words"
    dimensions = 64

    def embed(self, texts):
        return [self._vector(text) for text in texts]

    def _vector(self, text):
        vector = [0.01] * self.dimensions
        for word in text.lower().split():
            vector[hashlib.sha256(word.encode()).digest()[0] % self.dimensions] += 1.0
        return vector


def other() -> IndexBuilder:
    return IndexBuilder(OTHER, chunks, lambda text: [(0, len(text))], HashedWords)


@pytest.fixture
def charts(world, index, settings):
    """Three notes in the index of today; and the next release of the program can build another one."""
    notes = [index(world.anna, NOTE.format(drug=drug), series=f"n/{drug}") for drug in ("methotrexate", "leflunomide")]
    settings.WORKBENCH_INDEX_BUILDERS = ["apps.retrieval.builders.present", f"{__name__}.other"]
    return notes


def build():
    last = None
    while last := index_build_batch(**move, after=last, size=1):
        pass


def found(search, world, words="stopped"):
    return sorted(hit.text for hit in search(world.anna, world.okafor, words).hits if "stopped" in hit.text)


def test_the_first_document_puts_the_version_of_this_program_into_use(world, index):
    index(world.anna, NOTE)
    assert (index_in_use(), [row.status for row in index_progress()]) == (INDEX_VERSION, [IndexStatus.ACTIVE])
    assert AuditEvent.objects.filter(action="index_switched").count() == 1


def test_searches_answer_alike_before_during_and_after_the_switch(world, charts, search):
    before = found(search, world)
    assert len(before) == 2
    index_build_start(**move)
    last = None
    while last := index_build_batch(**move, after=last, size=1):
        assert found(search, world) == before
    assert found(search, world) == before
    index_switch(**move)
    assert index_in_use() == OTHER
    assert found(search, world) == before
    with fence.keeping():
        assert {len(row.vector) for row in PassageWindow.objects.filter(passage__index_version=OTHER)} == {64}


def test_what_the_last_release_built_is_searched_until_the_present_version_is_in_use(world, index, search, settings):
    both = settings.WORKBENCH_INDEX_BUILDERS
    settings.WORKBENCH_INDEX_BUILDERS = ["apps.retrieval.builders.previous"]
    index(world.anna, NOTE.format(drug="methotrexate"))
    settings.WORKBENCH_INDEX_BUILDERS = both
    assert (index_in_use(), len(found(search, world))) == (PREVIOUS_VERSION, 1)
    present = {"name": INDEX_VERSION, "actor": WORKER}
    index_build_start(**present)
    while index_build_batch(**present, after=None, size=1):
        pass
    index_switch(**present)
    assert (index_in_use(), len(found(search, world))) == (INDEX_VERSION, 1)


def test_a_document_that_comes_in_while_it_is_built_is_found_before_and_after(world, charts, index, search):
    index_build_start(**move)
    index(world.anna, NOTE.format(drug="sulfasalazine"), series="n/3")
    assert any("sulfasalazine" in text for text in found(search, world))
    build()
    index_switch(**move)
    assert any("sulfasalazine" in text for text in found(search, world))
    assert len(found(search, world)) == 3


def test_where_nothing_is_indexed_nothing_is_built_beside_it_and_the_first_document_begins_it(world, index):
    with pytest.raises(ReindexError, match="Nothing is indexed yet"):
        index_build_start(name=INDEX_VERSION, actor=WORKER)
    assert not IndexVersion.objects.exists()
    index(world.anna, NOTE)
    assert [row.status for row in index_progress()] == [IndexStatus.ACTIVE]


def test_a_version_that_is_not_ready_is_never_put_into_use(world, charts):
    index_build_start(**move)
    with pytest.raises(ReindexError, match="building; only a version that is ready"):
        index_switch(**move)
    build()
    index_switch(**move)
    with pytest.raises(ReindexError, match="active; only a version that is ready"):
        index_switch(**move)
    assert IndexVersion.objects.filter(status=IndexStatus.ACTIVE).count() == 1


def test_the_way_back_catches_up_first(world, charts, index, search):
    index_build_start(**move)
    build()
    index_switch(**move)
    index(world.anna, NOTE.format(drug="sulfasalazine"), series="n/3")
    back = {"actor": WORKER, "name": INDEX_VERSION}
    index_build_start(**back)
    while index_build_batch(**back):
        pass
    index_switch(**back)
    assert (index_in_use(), len(found(search, world))) == (INDEX_VERSION, 3)


def test_a_dropped_version_goes_but_what_a_search_answered_with_stays(world, charts, search):
    search(world.anna, world.okafor, "methotrexate", limit=1)
    kept = {row.passage_id for row in answered()}
    index_build_start(**move)
    build()
    index_switch(**move)
    index_drop(name=INDEX_VERSION, actor=WORKER)
    while index_drop_batch(name=INDEX_VERSION, size=2, actor=WORKER):
        pass
    with fence.keeping():
        assert set(Passage.objects.filter(index_version=INDEX_VERSION).values_list("pk", flat=True)) == kept
        assert not PassageWindow.objects.filter(passage__index_version=INDEX_VERSION).exists()
    assert len(found(search, world)) == 2
    assert {passage.index_version for passage in passages_of_document(charts[0].pk)} == {OTHER}


def answered():
    from apps.retrieval.models import RetrievedPassage

    with fence.keeping():
        return list(RetrievedPassage.objects.all())


def test_the_version_in_use_is_neither_dropped_nor_built_again(world, charts):
    with pytest.raises(ReindexError, match="is in use"):
        index_drop(name=INDEX_VERSION, actor=WORKER)
    with pytest.raises(ReindexError, match="already in use"):
        index_build_start(name=INDEX_VERSION, actor=WORKER)
    with pytest.raises(ReindexError, match="no version of the index called nothing"):
        index_switch(name="nothing", actor=WORKER)


def test_a_program_that_cannot_search_the_index_in_use_says_what_to_do(world, charts, search, settings):
    settings.WORKBENCH_INDEX_BUILDERS = [f"{__name__}.other"]
    with pytest.raises(IndexUnavailable, match="being renewed"):
        search(world.anna, world.okafor, "methotrexate")
    said = StringIO()
    call_command("reindex", "status", stdout=said)
    assert "`manage.py reindex start`" in said.getvalue()
    index_build_start(**move)
    build()
    index_switch(**move)
    assert len(found(search, world)) == 2


def test_the_command_builds_and_switches_and_refuses_in_a_sentence(world, charts):
    said = StringIO()
    reindex = partial(call_command, "reindex", stdout=said, stderr=StringIO())
    for act in ("start", "build", "switch", "status"):
        reindex(act)
    lines = said.getvalue().splitlines()
    assert [line.split()[0] for line in lines[-2:]] == ["ACTIVE", "RETIRED"]
    assert "2 of 2 documents" in lines[-2]
    with pytest.raises(CommandError, match="already in use"):
        reindex("start")


def test_every_state_of_an_index_has_its_rows():
    assert set(VALID_TRANSITIONS) == set(AUDIT_EVENT) == set(OWNER) == set(IndexStatus)


def test_the_command_shows_one_version_and_refuses_a_name_that_nobody_knows(world, charts):
    said = StringIO()
    call_command("reindex", "status", INDEX_VERSION, stdout=said)
    assert len(said.getvalue().splitlines()) == 1
    for act in ("status", "start", "switch", "drop"):
        with pytest.raises(CommandError, match="There is no version of the index called nonsense"):
            call_command("reindex", act, "nonsense", stdout=said)


@pytest.mark.parametrize(("can_be_searched", "promised"), [(True, "Searches go on"), (False, "Searches wait")])
def test_a_start_promises_searches_only_where_they_work(world, charts, settings, can_be_searched, promised):
    if not can_be_searched:
        settings.WORKBENCH_INDEX_BUILDERS = [f"{__name__}.other"]
    said = StringIO()
    call_command("reindex", "start", OTHER, stdout=said)
    assert promised in said.getvalue()
