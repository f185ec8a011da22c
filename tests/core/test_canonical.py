"""One meaning, one sequence of bytes, one digest."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.core.canonical import canonical_json, digest, sha256_hex

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(-(2.0**53) + 1, 2.0**53 - 1)
    | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=10,
)  # fmt: skip


@given(JSON)
def test_reading_canonical_json_back_and_writing_it_again_gives_the_same_bytes(value: object) -> None:
    written = canonical_json(value)
    assert canonical_json(json.loads(written)) == written


@given(st.dictionaries(TEXT, JSON, max_size=5))
def test_the_order_of_keys_does_not_change_a_digest(value: dict) -> None:
    assert digest(value) == digest(dict(reversed(list(value.items()))))


def test_the_example_of_rfc_8785_gives_the_bytes_printed_there() -> None:
    value = {"numbers": [333333333.33333329, 1e30, 4.5, 2e-3, 1e-27], "literals": [None, True, False]}
    assert canonical_json(value) == (
        b'{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27]}'
    )


@pytest.mark.parametrize("value", [float("nan"), 2**60, {"half": "\ud800"}, {1: "number as key"}, object()])
def test_what_json_cannot_carry_is_refused(value: object) -> None:
    with pytest.raises((ValueError, TypeError)):
        canonical_json(value)


def test_text_and_its_utf_8_have_one_hash() -> None:
    assert sha256_hex("Tomás") == sha256_hex("Tomás".encode())
