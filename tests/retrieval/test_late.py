"""Word by word: the signs of a window's words are kept with its vector, and tell which passage holds the question."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.core import fence
from apps.retrieval import builders
from apps.retrieval.domain.chunking import windows
from apps.retrieval.domain.fusion import DENSE, LATE, LEXICAL, NEAR
from apps.retrieval.domain.late import late_scores
from apps.retrieval.embedder import embedder, embedder_load
from apps.retrieval.models import PassageWindow

BITS = 64
WORD = st.integers(0, 2**BITS - 1).map(lambda bits: bits.to_bytes(BITS // 8))
WINDOW = st.lists(WORD, min_size=1, max_size=3).map(b"".join)
PASSAGE = st.lists(WINDOW, min_size=1, max_size=3)
NOTE = "Six swollen joints of the hands were counted. She stopped methotrexate because of nausea."


def score(question, *passages):
    return late_scores(question, passages, BITS)


@given(WINDOW, PASSAGE, st.randoms())
def test_the_order_of_its_windows_does_not_change_a_passages_score(question, passage, random):
    shuffled = random.sample(passage, len(passage))
    assert score(question, passage) == score(question, shuffled)


@given(WINDOW, st.lists(PASSAGE, min_size=1, max_size=3))
def test_a_passage_is_scored_the_same_whatever_is_scored_beside_it(question, passages):
    assert score(question, *passages) == [score(question, passage)[0] for passage in passages]


@given(st.lists(WORD, min_size=2, max_size=6, unique=True), st.data())
def test_one_more_word_of_the_question_in_a_window_is_better(words, data):
    held = data.draw(st.integers(1, len(words) - 1))
    fewer, more = (score(b"".join(words), [b"".join(words[:number])])[0] for number in (held, held + 1))
    assert fewer < more <= 1
    assert score(b"".join(words), [b"".join(reversed(words))]) == [1.0]


def test_a_passage_that_leaves_nothing_out_is_better_than_one_that_holds_more_but_not_all():
    word = BITS // 8
    question = bytes(word) * 2 + b"\xff" * word
    all_a_little, most_of_it = b"\x07" * word + b"\xf8" * word, bytes(word)  # means .25 and .33
    fuller, narrower = score(question, [all_a_little], [most_of_it])
    assert fuller > narrower


@given(WINDOW)
def test_the_opposite_of_every_bit_is_the_least_there_is(window):
    opposite = bytes(255 - byte for byte in window[: BITS // 8])
    assert score(window[: BITS // 8], [opposite]) == [-1.0]
    assert score(window) == []


def test_the_signs_are_those_of_the_words_in_their_order_and_the_vector_that_of_the_whole():
    one, other = embedder_load().read([NOTE, "ok"])
    assert [len(one.signs), len(other.signs)] == [20 * 48, 48]
    assert one.vector == embedder().embed([NOTE])[0]
    assert embedder().read([NOTE]) == embedder().read([NOTE]) == [one]
    bits = np.unpackbits(np.frombuffer(one.signs, dtype=np.uint8))
    assert 0.3 < bits.mean() < 0.7


def test_every_window_keeps_its_signs_behind_the_fence(world, index):
    index(world.anna, NOTE)
    assert not PassageWindow.objects.exists()
    with fence.reading(world.lindholm.pk, world.anna.pk):
        assert not PassageWindow.objects.exists()
    with fence.reading(world.okafor.pk, world.anna.pk):
        kept = [bytes(signs) for signs in PassageWindow.objects.order_by("pk").values_list("signs", flat=True)]
    texts = [NOTE[start:end] for start, end in windows(NOTE)]
    assert sorted(kept) == sorted(reading.signs for reading in embedder().read(texts))


def test_a_search_scores_word_by_word_and_keeps_the_score(world, index, search):
    index(world.anna, NOTE)
    index(world.anna, "Oxygen saturation fell while walking.", series="DocumentReference/2")
    first, second = search(world.anna, world.okafor, "Why was methotrexate stopped?").hits
    assert set(first.channels) == {DENSE, LEXICAL, NEAR, LATE}
    assert first.channels[LATE] > second.channels[LATE]
    assert search(world.anna, world.okafor, "Why was methotrexate stopped?").hits[0].channels == first.channels


def test_what_was_indexed_without_signs_is_found_without_them(world, index, search):
    index(world.anna, NOTE)
    with fence.keeping():
        PassageWindow.objects.update(signs=b"")
    (hit,) = search(world.anna, world.okafor, "Why was methotrexate stopped?").hits
    assert LATE not in hit.channels
    index(world.anna, NOTE, series="DocumentReference/2")
    with fence.keeping():
        assert PassageWindow.objects.exclude(signs=b"").count() == 1


class Vectors:
    """The embedder without its words."""

    def __init__(self):
        self.name, self.dimensions, self.embed = embedder().name, embedder().dimensions, embedder().embed


@pytest.fixture
def wordless(monkeypatch):
    monkeypatch.setattr(builders, "embedder", Vectors)


def test_an_embedder_that_tells_nothing_of_words_is_enough_for_a_search(world, wordless, index, search):
    index(world.anna, NOTE)
    (hit,) = search(world.anna, world.okafor, "Why was methotrexate stopped?").hits
    assert set(hit.channels) == {DENSE, LEXICAL, NEAR}
