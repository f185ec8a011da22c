"""A chart's own vectors are used again, another chart's never."""

import pytest

from apps.retrieval import builders
from apps.retrieval.embedder import embedder

TEXT = "Six swollen joints of the hands were counted."


class Watched:
    def __init__(self):
        self.asked = []
        self.name, self.dimensions = embedder().name, embedder().dimensions

    def embed(self, texts):
        self.asked += texts
        return embedder().embed(texts)


@pytest.fixture
def watched(monkeypatch):
    watching = Watched()
    monkeypatch.setattr(builders, "embedder", lambda: watching)
    return watching


def test_a_sentence_copied_forward_in_a_chart_is_embedded_once(world, index, search, watched):
    index(world.anna, TEXT)
    index(world.anna, TEXT, series="DocumentReference/2")
    assert watched.asked == [TEXT]
    first, second = search(world.anna, world.okafor, TEXT).hits
    assert first.channels["dense"] == second.channels["dense"] > 0.99


def test_the_same_sentence_in_another_chart_is_not_taken_from_the_first(world, index, watched):
    index(world.anna, TEXT)
    index(world.berta, TEXT, series="DocumentReference/2")
    assert watched.asked == [TEXT, TEXT]
