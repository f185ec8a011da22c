"""What a letter says was asked of a result: in units that a payer reads."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.drafting.domain.criteria.kinds.comparing import asked_words


@pytest.mark.parametrize(
    ("compare", "words"),
    [
        ({"op": ">", "value": 10, "unit": "{score}"}, "asked: > 10"),
        ({"op": "<=", "value": -2.5, "unit": "{score}"}, "asked: <= -2.5"),
        ({"op": ">=", "value": 140, "unit": "mm[Hg]"}, "asked: >= 140 mm Hg"),
        ({"op": "<", "value": 45, "unit": "mL/min/{1.73_m2}"}, "asked: < 45 mL/min/1.73 m²"),
        (
            [{"op": ">=", "value": 7, "unit": "g/dL"}, {"op": "<", "value": 10, "unit": "g/dL"}],
            "asked: >= 7 g/dL and < 10 g/dL",
        ),
        ({"op": ">", "value": 3}, "asked: > 3"),
    ],
)
def test_what_was_asked_is_told_in_units_as_people_write_them(compare: Any, words: str) -> None:
    assert asked_words({"compare": compare}) == words


@given(st.text("{}[]/_.abcm2", max_size=12))
def test_no_annotation_of_a_unit_is_ever_printed(unit: str) -> None:
    assert not {"{", "}"} & set(asked_words({"compare": {"op": ">", "value": 1, "unit": unit}}))
