"""Groups of passages: none of 1 to 10 is shown, and none can be derived from the others."""

from hypothesis import given
from hypothesis import strategies as st

from apps.quality.domain.passages import Fates, grouped, total


@st.composite
def fates(draw):
    cited, retrieved = draw(st.integers(0, 60)), draw(st.integers(0, 60))
    parts = [draw(st.integers(0, cited)) for _ in range(3)]
    return Fates(cited, *parts, retrieved, draw(st.integers(0, retrieved)))


GROUPS = st.dictionaries(st.sampled_from("ABCDEFGH"), fates(), max_size=7)


@given(GROUPS)
def test_no_group_of_one_to_ten_is_shown_by_itself_or_as_a_remainder(groups):
    rows = grouped(groups)
    shown = [row.fates for row in rows if row.fates]
    assert not [row for row in shown if row.is_small]
    if any(row.fates is None for row in rows):
        named = {row.name for row in rows}
        assert len(set(groups) - named) > 1 or len(groups) == 1 or total(groups.values()).is_small


@given(GROUPS)
def test_what_is_shown_adds_up_to_the_whole_unless_something_is_withheld(groups):
    rows = grouped(groups)
    if all(row.fates for row in rows):
        assert total(row.fates for row in rows) == total(groups.values())


def test_a_single_small_group_takes_the_next_one_with_it():
    rows = grouped({"Plan": Fates(cited=40), "Results": Fates(cited=25), "Goals": Fates(cited=4)})
    assert [(row.name, row.fates.cited) for row in rows] == [("Plan", 40), ("Smaller groups together", 29)]


def test_large_groups_stand_by_themselves():
    rows = grouped({"Plan": Fates(cited=40), "Results": Fates(cited=25)})
    assert [row.name for row in rows] == ["Plan", "Results"]
