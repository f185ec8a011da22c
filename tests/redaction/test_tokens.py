"""Tokens: one meaning each, found again, put back in one pass."""

from hypothesis import given
from hypothesis import strategies as st

from apps.redaction.domain.kinds import IdentifierKind
from apps.redaction.domain.tokens import TOKEN, restore, token_of, tokens_in


@given(st.sampled_from(IdentifierKind), st.integers(1, 5000), st.integers(0, 5000))
def test_every_token_is_found_again_as_a_whole(kind, number, form):
    assert TOKEN.fullmatch(token_of(kind, number, form))


@given(st.sets(st.integers(0, 3000), min_size=2))
def test_different_writings_have_different_tokens(forms):
    assert len({token_of(IdentifierKind.CLINICIAN, 1, form) for form in forms}) == len(forms)


def test_the_first_writing_has_the_plain_token_and_the_second_is_b():
    assert token_of(IdentifierKind.PATIENT, 1, 0) == "[PATIENT-1]"
    assert token_of(IdentifierKind.PATIENT, 1, 1) == "[PATIENT-1b]"


def test_clinical_brackets_are_not_tokens():
    assert tokens_in("[GRADE-2] [PATIENT] [patient-1] [PATIENT-0] BP [120/80]") == []


def test_what_was_put_back_is_not_read_again():
    restored, unresolved = restore("[LITERAL-1] of [PATIENT-1]", {"[LITERAL-1]": "[PATIENT-1]", "[PATIENT-1]": "Ruth"})
    assert restored == "[PATIENT-1] of Ruth"
    assert unresolved == ()


def test_a_token_nothing_is_known_of_stays_and_is_listed_once():
    assert restore("[PHONE-7], again [PHONE-7]", {}) == ("[PHONE-7], again [PHONE-7]", ("[PHONE-7]",))
