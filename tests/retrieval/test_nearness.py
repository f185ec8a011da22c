"""Asked words that stand together count for more than asked words apart, and rare ones for more than common ones."""

from hypothesis import given
from hypothesis import strategies as st

from apps.retrieval.domain.nearness import SPAN, nearness

PLACES = st.lists(st.integers(1, 200), min_size=1, max_size=6, unique=True).map(sorted)
PASSAGES = st.lists(st.dictionaries(st.sampled_from(["warfarin", "dose", "stop"]), PLACES), max_size=8)


@given(PASSAGES)
def test_only_a_passage_with_an_asked_word_scores(passages):
    assert [score > 0 for score in nearness(passages)] == [bool(places) for places in passages]


def test_a_rare_word_counts_for_more_than_a_common_one():
    rare, common, *_ = nearness([{"warfarin": [1]}] + [{"dose": [1]}] * 5)
    assert rare > common


def test_words_that_stand_together_are_nearer_than_words_apart():
    together, apart, none = nearness(
        [{"warfarin": [10], "dose": [10 + SPAN]}, {"warfarin": [10], "dose": [11 + SPAN]}, {}]
    )
    assert together > apart > none == 0
