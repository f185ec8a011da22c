"""Three reviewers or more stand behind every group of a file."""

from hypothesis import given
from hypothesis import strategies as st

from apps.quality.domain.few import FEWEST_PEOPLE
from apps.quality.domain.pooling import TOGETHER, places, stretches

PATHS = st.tuples(st.sampled_from("ab"), st.sampled_from("cde"), st.sampled_from("fg"))


@given(st.dictionaries(PATHS, st.frozensets(st.integers(0, 8), min_size=1), min_size=1))
def test_behind_every_group_stand_three_people_whatever_level_it_is_on(people):
    under = places(people)
    behind = {}
    for path, who in people.items():
        for depth in range(1, len(under[path]) + 1):
            behind.setdefault(under[path][:depth], set()).update(who)
    assert under.keys() == people.keys()
    assert all(len(who) >= FEWEST_PEOPLE for who in behind.values())


def test_only_groups_of_few_and_the_smallest_beside_them_are_counted_together():
    people = {("a",): frozenset("x"), ("b",): frozenset("uvw"), ("c",): frozenset("klmn")}
    assert places(people) == {("a",): (TOGETHER,), ("b",): (TOGETHER,), ("c",): ("c",)}
    assert places({("a",): frozenset("xyz")}) == {("a",): ("a",)}
    assert places({("a",): frozenset("xy")}) == {("a",): ()}


@given(st.lists(st.frozensets(st.integers(0, 8), min_size=1), min_size=1))
def test_a_week_of_few_counts_with_the_one_before(weeks):
    under = stretches(list(enumerate(weeks)))
    behind = {}
    for week, who in enumerate(weeks):
        behind.setdefault(under[week], set()).update(who)
    everybody = set().union(*weeks)
    assert (
        all(len(who) >= FEWEST_PEOPLE for who in behind.values()) or len(everybody) < FEWEST_PEOPLE or len(behind) == 1
    )
    assert list(under.values()) == sorted(under.values())
