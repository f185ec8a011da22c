"""Two scores, one order, the same every time."""

from hypothesis import given
from hypothesis import strategies as st

from apps.retrieval.domain.fusion import Candidate, fuse

SCORES = st.floats(0, 50, allow_nan=False)
CANDIDATES = st.lists(
    st.builds(Candidate, st.uuids().map(str), SCORES, SCORES), max_size=12, unique_by=lambda c: c.passage_id
)


@given(CANDIDATES, st.randoms())
def test_the_order_does_not_depend_on_the_order_of_the_candidates(candidates, random):
    shuffled = list(candidates)
    random.shuffle(shuffled)
    ids = [
        [r.candidate.passage_id for r in fuse(found)]
        for found in (sorted(candidates, key=lambda c: c.passage_id), shuffled)
    ]
    assert sorted(ids[0]) == sorted(ids[1])
    if candidates:
        assert abs(fuse(candidates)[0].score - fuse(shuffled)[0].score) < 1e-6


@given(CANDIDATES)
def test_who_is_better_in_both_channels_is_placed_before(candidates):
    place = {r.candidate.passage_id: i for i, r in enumerate(fuse(candidates))}
    for a in candidates:
        for b in candidates:
            if a.dense > b.dense + 1e-3 and a.lexical > b.lexical + 1e-3:
                assert place[a.passage_id] < place[b.passage_id]


def test_a_channel_that_tells_nothing_apart_decides_nothing():
    one, other = Candidate("b", 0.3, 0.0), Candidate("a", 0.9, 0.0)
    assert [r.candidate for r in fuse([one, other])] == [other, one]


def test_equals_stand_in_the_order_of_their_ids():
    assert [r.candidate.passage_id for r in fuse([Candidate(i, 0.5, 1.0) for i in "cab"])] == ["a", "b", "c"]
    assert fuse([]) == []
