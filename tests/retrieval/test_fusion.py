"""Several scores, one order, the same every time."""

from hypothesis import given
from hypothesis import strategies as st

from apps.retrieval.domain.fusion import DENSE, LATE, LEXICAL, NEAR, WEIGHTS, Candidate, fuse, without_copies

SCORES = st.floats(0, 50, allow_nan=False)
CHANNELS = st.fixed_dictionaries(dict.fromkeys(WEIGHTS, SCORES))
CANDIDATES = st.lists(
    st.builds(Candidate, st.uuids().map(str), CHANNELS), max_size=12, unique_by=lambda c: c.passage_id
)


def candidate(id_, dense=0.0, words=0.0, near=0.0, **known):
    return Candidate(id_, {DENSE: dense, LEXICAL: words, NEAR: near}, **known)


def order(found, **how):
    return [row.candidate.passage_id for row in fuse(found, **how)]


@given(CANDIDATES, st.randoms())
def test_the_scores_do_not_depend_on_the_order_of_the_candidates(candidates, random):
    shuffled = random.sample(candidates, len(candidates))
    scores = [{r.candidate.passage_id: round(r.score, 6) for r in fuse(found)} for found in (candidates, shuffled)]
    assert scores[0] == scores[1]


@given(CANDIDATES)
def test_who_is_better_in_every_channel_is_placed_before(candidates):
    place = {id_: i for i, id_ in enumerate(order(candidates))}
    for a in candidates:
        for b in candidates:
            if all(a.channels[name] > b.channels[name] + 1e-3 for name in WEIGHTS):
                assert place[a.passage_id] < place[b.passage_id]


@given(CANDIDATES)
def test_a_channel_that_is_switched_off_changes_nothing(candidates):
    silent = [Candidate(c.passage_id, {**c.channels, NEAR: 0.0}) for c in candidates]
    rest = {DENSE: WEIGHTS[DENSE], LEXICAL: WEIGHTS[LEXICAL]}
    assert order(candidates, weights=rest) == order(silent, weights=rest)


def test_a_channel_that_tells_nothing_apart_decides_nothing():
    assert order([candidate("b", dense=0.3), candidate("a", dense=0.9)]) == ["a", "b"]


def test_what_a_channel_did_not_look_at_counts_as_the_worst_that_it_looked_at():
    seen = [Candidate(id_, {DENSE: 0.5, LATE: late}) for id_, late in (("a", 0.2), ("c", 0.8))]
    scores = {
        row.candidate.passage_id: round(row.score, 6)
        for row in fuse([*seen, Candidate("b", {DENSE: 0.5})], weights={LATE: 1.0})
    }
    assert scores == {"c": 1.0, "a": -1.0, "b": -1.0}
    nobody = [Candidate(id_, {DENSE: 0.5}) for id_ in "ab"]
    assert [row.score for row in fuse(nobody)] == [0.0, 0.0]


def test_equals_stand_in_the_order_of_their_ids():
    assert order([candidate(id_, 0.5, 1.0) for id_ in "cab"]) == ["a", "b", "c"]
    assert fuse([]) == []


def test_a_prior_decides_between_equals_and_not_against_the_words():
    found = [candidate("a"), candidate("b"), candidate("c", words=9.0)]
    assert order(found, priors=lambda rows: [0.3 if row.passage_id == "b" else 0.0 for row in rows]) == ["c", "b", "a"]


def test_of_copies_the_best_is_shown_once_and_names_the_others():
    first, copy = candidate("first", words=1.0), candidate("copy", words=2.0, copied_from_id="first")
    later, other = candidate("later", words=0.5, copied_from_id="first"), candidate("other")
    shown = without_copies(fuse([first, copy, later, other]))
    assert [(r.candidate.passage_id, r.copies) for r in shown] == [("copy", ("first", "later")), ("other", ())]


@given(CANDIDATES)
def test_what_is_no_copy_is_never_left_out(candidates):
    assert [row.candidate.passage_id for row in without_copies(fuse(candidates))] == order(candidates)
