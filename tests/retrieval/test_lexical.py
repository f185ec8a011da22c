"""The words of a question in a passage: rare ones count for more, and so do those that stand together."""

from hypothesis import given
from hypothesis import strategies as st

from apps.retrieval.domain.lexical import SPAN, Words, lexical_scores

ASKED = {"warfarin": 1.0, "dose": 1.0}
PLACES = st.lists(st.integers(1, 200), min_size=1, max_size=6, unique=True).map(sorted)
PASSAGES = st.lists(
    st.builds(Words, st.integers(1, 200), st.dictionaries(st.sampled_from(["warfarin", "dose", "stop"]), PLACES)),
    max_size=8,
)


@given(PASSAGES)
def test_scores_are_never_negative_and_nothing_comes_of_words_that_were_not_asked(passages):
    for passage, score in zip(passages, lexical_scores(passages, ASKED), strict=True):
        asked = set(passage.positions) & set(ASKED)
        assert (score.words > 0, score.near > 0) == (bool(asked), bool(asked))


@given(PASSAGES)
def test_a_word_that_a_dictionary_added_weighs_less_than_an_asked_one(passages):
    asked = lexical_scores(passages, {"warfarin": 1.0})
    added = lexical_scores(passages, {"warfarin": 0.5})
    assert all(a.words == b.words == 0 or a.words > b.words > 0 for a, b in zip(asked, added, strict=True))


def test_a_rare_word_counts_for_more_than_a_common_one():
    rare, common, *_ = lexical_scores([Words(100, {"warfarin": [1]})] + [Words(100, {"dose": [1]})] * 5, ASKED)
    assert rare.words > common.words
    assert rare.near > common.near


def test_words_that_stand_together_are_nearer_than_words_apart():
    together, apart, beyond = lexical_scores(
        [
            Words(100, {"warfarin": [10], "dose": [10 + SPAN]}),
            Words(100, {"warfarin": [10], "dose": [10 + SPAN + 1]}),
            Words(100, {}),
        ],
        ASKED,
    )
    assert together.words == apart.words
    assert together.near > apart.near > beyond.near == 0


def test_nothing_is_scored_without_passages_or_words():
    assert lexical_scores([], ASKED) == []
    assert [score.words for score in lexical_scores([Words(0, {})], {})] == [0.0]
