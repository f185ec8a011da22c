"""Asked words that stand together count for more than asked words apart, and rare ones for more than common ones."""

import math
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.retrieval.domain.nearness import PLACES, SPAN, nearness

STANDS = st.lists(st.integers(1, 200), min_size=1, max_size=6, unique=True).map(sorted)
PASSAGES = st.lists(st.dictionaries(st.sampled_from(["warfarin", "dose", "stop"]), STANDS), max_size=8)


def near(passages, of=None):
    """Return the nearness of passages that are given as where each word stands."""
    numbers = {word: number for number, word in enumerate(sorted({word for held in passages for word in held}))}
    coded = [[numbers[word] * PLACES + at for word, places in held.items() for at in places] for held in passages]
    return nearness(coded, of or len(passages)).tolist()


@given(PASSAGES)
def test_only_a_passage_with_an_asked_word_scores(passages):
    assert [score > 0 for score in near(passages)] == [bool(places) for places in passages]


def test_a_rare_word_counts_for_more_than_a_common_one():
    rare, common, *_ = near([{"warfarin": [1]}] + [{"dose": [1]}] * 5)
    assert rare > common


def test_words_that_stand_together_are_nearer_than_words_apart():
    together, apart, none = near([{"warfarin": [10], "dose": [10 + SPAN]}, {"warfarin": [10], "dose": [11 + SPAN]}, {}])
    assert together > apart > none == 0


@given(PASSAGES, st.integers(0, 50))
def test_it_is_the_rarity_of_the_words_within_the_best_span(passages, silent):
    of = len(passages) + silent
    held = Counter(word for places in passages for word in places)
    rarity = {word: math.log(1 + (of - n + 0.5) / (n + 0.5)) for word, n in held.items()}

    def slowly(places):
        ends = [at for stands in places.values() for at in stands]
        spans = ([w for w, stands in places.items() if any(end - SPAN <= at <= end for at in stands)] for end in ends)
        return max((sum(rarity[word] for word in span) for span in spans), default=0.0)

    assert near(passages, of) == pytest.approx([slowly(places) for places in passages])
