"""What counts as words of why."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.core.domain.reasons import says_why


@pytest.mark.parametrize(
    "text", ["Code blue", "On call.", "Herzstillstand, Schockraum", "No MI: chest pain", "AAA rupture", "PTX, CPR"]
)
def test_a_few_words_say_why(text: str) -> None:
    assert says_why(text)


@pytest.mark.parametrize("text", ["", ".", "x", "x y", "aa aa", "12 34", "--- ...", "no no no", "zz zzz", "abab ba"])
def test_what_only_fills_the_field_says_nothing(text: str) -> None:
    assert not says_why(text)


@given(st.text(alphabet=st.characters(exclude_categories=["L"])))
def test_no_text_without_letters_says_why(text: str) -> None:
    assert not says_why(text)
