"""What payers decided, split by what made the letters: it adds up, and a small cell shows nothing of its table."""

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from apps.quality.domain.outcomes import COLUMNS, OutcomeGroup, outcome_tables, outcome_total

GROUPS = st.lists(
    st.builds(
        OutcomeGroup,
        stage=st.sampled_from(list(COLUMNS)),
        edit_class=st.sampled_from(["none", "style", "substantive"]),
        policy=st.sampled_from(["A version 1", "A version 2"]),
        release=st.sampled_from(["", "ab" * 32]),
        is_appeal=st.booleans(),
        count=st.integers(1, 60),
    ),
    max_size=8,
)


@given(GROUPS)
def test_every_table_adds_up_to_all_letters_or_shows_nothing(groups):
    total = outcome_total(groups)
    assert total.total == sum(total.cells) == sum(group.count for group in groups)
    for table in outcome_tables(groups):
        shown = [sum(column) for column in zip(*(row.cells for row in table.rows), strict=True)]
        assert table.is_withheld or not groups or tuple(shown) == total.cells


@given(GROUPS)
def test_no_cell_of_one_to_ten_stands_in_a_finer_table(groups):
    for table in outcome_tables(groups):
        assert not [cell for row in table.rows for cell in (*row.cells, row.total) if 1 <= cell <= 10]


def test_a_table_of_large_cells_is_shown():
    groups = [OutcomeGroup("APPROVED", "none", "A version 1", "", is_appeal=False, count=40)]
    assert [table.is_withheld for table in outcome_tables(groups)] == [False] * 4
    assert outcome_total(groups).approved.numerator == 40


@pytest.mark.parametrize(("name", "status"), [("marchetti", 200), ("okafor", 403), ("lindqvist", 403)])
def test_the_quality_team_reads_outcomes_and_nobody_else(world, client, name, status):
    client.force_login(world.people[name])
    answer = client.get(reverse("quality:outcomes"))
    assert answer.status_code == status
    assert status != 200 or "No payer decided in this time" in answer.content.decode()
