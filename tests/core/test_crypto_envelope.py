"""A sealed value opens in its own place, with its own key, untouched; anywhere else, or changed, it does not."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.core.crypto.envelope import SHORTEST, Key, Place, seal, unseal, version_of
from apps.core.crypto.errors import SealBroken

HERE = Place("chart_patient", "family_name_sealed", "one")
KEY = Key.new()
SECRET = b"Quennevar"


@given(st.binary(max_size=2000), st.integers(1, 2**32 - 1))
def test_a_value_comes_back_as_it_was_sealed(plaintext, version):
    sealed = seal(KEY, version, HERE, plaintext)
    assert unseal(KEY, HERE, sealed) == plaintext
    assert version_of(sealed) == version
    assert not plaintext or len(plaintext) < 4 or plaintext not in sealed


@given(st.binary(max_size=80), st.data())
def test_no_single_bit_of_it_can_be_turned(plaintext, data):
    sealed = bytearray(seal(KEY, 1, HERE, plaintext))
    bit = data.draw(st.integers(0, 8 * len(sealed) - 1))
    sealed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(SealBroken):
        unseal(KEY, HERE, bytes(sealed))


@given(st.integers(0, SHORTEST + len(SECRET) - 1))
def test_a_value_that_is_cut_off_does_not_open(length):
    with pytest.raises(SealBroken):
        unseal(KEY, HERE, seal(KEY, 1, HERE, SECRET)[:length])


@pytest.mark.parametrize(
    "elsewhere",
    [
        Place("chart_patient", "family_name_sealed", "two"),
        Place("chart_patient", "given_name_sealed", "one"),
        Place("chart_encounter", "family_name_sealed", "one"),
        Place("chart_patient", "family_name_sealed", "one", ("[PATIENT-1]",)),
    ],
)
def test_a_value_moved_to_another_row_column_or_table_is_refused_with_a_sentence(elsewhere):
    with pytest.raises(SealBroken, match="moved there from another row") as refused:
        unseal(KEY, elsewhere, seal(KEY, 1, HERE, SECRET))
    assert "Quennevar" not in str(refused.value)


def test_a_value_opens_only_beside_what_stood_beside_it():
    here = Place("redaction_surrogate", "original_sealed", "one", ("[PATIENT-1]", "a|1:b"))
    assert unseal(KEY, here, seal(KEY, 1, here, SECRET)) == SECRET
    for others in (("[PATIENT-2]", "a|1:b"), ("[PATIENT-1]|5:a|1:b",), ()):
        with pytest.raises(SealBroken):
            unseal(KEY, replace(here, beside=others), seal(KEY, 1, here, SECRET))


def test_another_key_does_not_open_it():
    with pytest.raises(SealBroken, match="does not open"):
        unseal(Key.new(), HERE, seal(KEY, 1, HERE, SECRET))


def test_an_older_version_number_cannot_be_written_over_it():
    sealed = bytearray(seal(KEY, 2, HERE, SECRET))
    sealed[1:5] = (1).to_bytes(4)
    with pytest.raises(SealBroken):
        unseal(KEY, HERE, bytes(sealed))


def test_equal_values_never_look_equal():
    assert seal(KEY, 1, HERE, SECRET) != seal(KEY, 1, HERE, SECRET)


def test_a_key_shows_itself_nowhere():
    raw = bytes(range(32))
    assert repr(Key(raw)) == str(Key(raw)) == "Key(…)"
    with pytest.raises(TypeError):
        __import__("copy").copy(Key(raw))
