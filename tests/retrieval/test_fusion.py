"""Several scores, one order, the same every time."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.retrieval.domain.fusion import DENSE, LATE, LEXICAL, NEAR, WEIGHTS, Candidate, candidates_of, fuse, spread_of

SCORES = st.floats(0, 50, allow_nan=False)
CHANNELS = st.fixed_dictionaries(dict.fromkeys(WEIGHTS, SCORES))
CANDIDATES = st.lists(
    st.builds(Candidate, st.uuids().map(str), CHANNELS), max_size=12, unique_by=lambda c: c.passage_id
)


BUT_LATE = {name: weight for name, weight in WEIGHTS.items() if name != LATE}


def candidate(id_, dense=0.0, words=0.0, near=0.0, **known):
    return Candidate(id_, {DENSE: dense, LEXICAL: words, NEAR: near}, **known)


def order(found, **how):
    return [row.passage_id for row in fuse(candidates_of(found), **how)]


@given(CANDIDATES, st.randoms())
def test_the_scores_do_not_depend_on_the_order_of_the_candidates(candidates, random):
    shuffled = random.sample(candidates, len(candidates))
    ranked = [fuse(candidates_of(found)) for found in (candidates, shuffled)]
    scores = [{row.passage_id: round(row.score, 6) for row in rows} for rows in ranked]
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
        row.passage_id: round(row.score, 6)
        for row in fuse(candidates_of([*seen, Candidate("b", {DENSE: 0.5})]), weights={LATE: 1.0})
    }
    assert scores == {"c": 1.0, "a": -1.0, "b": -1.0}
    nobody = candidates_of(Candidate(id_, {DENSE: 0.5}) for id_ in "ab")
    assert [row.score for row in fuse(nobody)] == [0.0, 0.0]


def test_equals_stand_in_the_order_of_their_ids():
    assert order([candidate(id_, 0.5, 1.0) for id_ in "cab"]) == ["a", "b", "c"]
    assert fuse(candidates_of([])) == []


def test_a_prior_decides_between_equals_and_not_against_the_words():
    found = [candidate("a"), candidate("b"), candidate("c", words=9.0)]
    assert order(found, bonuses=np.array([0.0, 0.3, 0.0])) == ["c", "b", "a"]


def test_of_copies_the_best_is_shown_once_and_takes_no_place_of_another():
    first, copy = candidate("first", words=1.0), candidate("copy", words=2.0, copied_from_id="first")
    later, other = candidate("later", words=0.5, copied_from_id="first"), candidate("other")
    assert order([first, copy, later, other]) == ["copy", "other"]
    assert order([first, copy, later, other], limit=2) == ["copy", "other"]


@given(CANDIDATES, st.integers(0, 12))
def test_a_limit_cuts_the_end_and_nothing_else(candidates, limit):
    assert order(candidates, limit=limit) == order(candidates)[:limit]


@given(CANDIDATES)
def test_what_is_no_copy_is_never_left_out(candidates):
    assert set(order(candidates)) == {candidate.passage_id for candidate in candidates}


@given(st.lists(SCORES, max_size=20), st.integers(0, 20))
def test_scores_that_are_not_given_are_zeros(scores, silent):
    told = spread_of(np.array(scores, dtype=np.float64), len(scores) + silent)
    whole = spread_of(np.array([*scores, *[0.0] * silent], dtype=np.float64))
    assert (told.mean, told.deviation) == pytest.approx((whole.mean, whole.deviation))


@given(CANDIDATES.filter(len), st.data())
def test_of_some_of_all_that_was_scored_the_order_is_that_among_all(candidates, data):
    whole = candidates_of(candidates)
    spreads = {name: spread_of(column) for name, column in whole.channels.items()}
    some = data.draw(st.sets(st.sampled_from(whole.ids), min_size=1))
    part = candidates_of(candidate for candidate in candidates if candidate.passage_id in some)
    told = [row.passage_id for row in fuse(replace(part, spreads=spreads), weights=BUT_LATE)]
    assert told == [id_ for id_ in order(candidates, weights=BUT_LATE) if id_ in some]
