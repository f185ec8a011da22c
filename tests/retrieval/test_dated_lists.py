"""What is carried forward has the age of its first writing: a list that names its source is as old as that."""

from datetime import date

import pytest

from apps.retrieval.domain.dating import day_of_list

TODAY = date(2026, 11, 10)


@pytest.mark.parametrize(
    "title", ["HOME MEDS (from outside printout 5/2025)", "Meds per list of 5/2025", "Copied 05/2025"]
)
def test_a_list_that_names_its_source_is_as_old_as_that(title: str) -> None:
    assert day_of_list(title, TODAY) == date(2025, 5, 1)


@pytest.mark.parametrize(
    "title", ["HOME MEDS", "Labs 5/2025", "Meds from outside printout", "Meds from printout 5/2027"]
)
def test_a_list_that_names_none_or_a_later_one_is_of_its_note(title: str) -> None:
    assert day_of_list(title, TODAY) == TODAY
