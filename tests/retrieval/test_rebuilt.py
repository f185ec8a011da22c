"""A version of the index that was dropped and is built again: what a trace kept of it is filled, never passed over."""

import pytest

from apps.core import fence
from apps.retrieval.domain.status import IndexStatus
from apps.retrieval.domain.version import INDEX_VERSION
from apps.retrieval.models import IndexVersion, Passage, PassageWindow
from apps.retrieval.services import (
    ReindexError,
    index_build_batch,
    index_build_start,
    index_drop,
    index_drop_batch,
    index_switch,
)
from tests.retrieval.conftest import WORKER
from tests.retrieval.test_reindexing import NOTE, OTHER

FIRST = {"name": INDEX_VERSION, "actor": WORKER}
SECOND = {"name": OTHER, "actor": WORKER}


def build(move):
    """Build to the end, in far more batches than there are documents: a build that never ends fails."""
    last = None
    for _ in range(20):
        last = index_build_batch(**move, after=last, size=1)
        if last is None:
            return
    raise AssertionError("It is never done.")


@pytest.fixture
def dropped(world, index, search, settings):
    """Two notes, a search that was answered with one passage of the first, and then the version of both dropped."""
    index(world.anna, NOTE.format(drug="methotrexate"), series="n/1")
    index(world.anna, NOTE.format(drug="leflunomide"), series="n/2")
    settings.WORKBENCH_INDEX_BUILDERS = ["apps.retrieval.builders.present", "tests.retrieval.test_reindexing.other"]
    search(world.anna, world.okafor, "adalimumab", limit=1)
    index_build_start(**SECOND)
    build(SECOND)
    index_switch(**SECOND)
    index_drop(**FIRST)
    return world


def test_a_dropped_version_is_built_again_whole_and_answers(dropped, search):
    while index_drop_batch(**FIRST):
        pass
    with fence.keeping():
        kept = set(Passage.objects.filter(index_version=INDEX_VERSION).values_list("pk", flat=True))
    index_build_start(**FIRST)
    build(FIRST)
    with fence.keeping():
        rows = Passage.objects.filter(index_version=INDEX_VERSION)
        assert kept
        assert kept <= set(rows.values_list("pk", flat=True))
        assert not rows.filter(windows=None).exists()
        assert rows.count() == Passage.objects.filter(index_version=OTHER).count()
    index_switch(**FIRST)
    assert search(dropped.anna, dropped.okafor, "methotrexate").hits


def test_it_is_not_begun_again_before_it_is_empty(dropped):
    index_drop_batch(**FIRST, size=1)
    with pytest.raises(ReindexError, match="still being emptied"):
        index_build_start(**FIRST)
    assert IndexVersion.objects.get(name=INDEX_VERSION).status == IndexStatus.DROPPED
    with fence.keeping():
        assert PassageWindow.objects.filter(passage__index_version=INDEX_VERSION).exists()
