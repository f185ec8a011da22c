"""The shapes of codes: what can exist is taken as written, anything else is refused with a sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.drafting.domain.codes import CodeMalformed, diagnosis_code, service_code

SHAPES = {"HCPCS": "[A-V][0-9]{4}", "CPT": "[0-9]{4}[0-9FMTU]", "NDC": "[0-9]{5}-[0-9]{4}-[0-9]{2}"}


@pytest.mark.parametrize("system", SHAPES)
@given(st.data())
def test_a_service_code_is_known_by_its_shape_with_or_without_the_name_of_its_system(system, data):
    code = data.draw(st.from_regex(SHAPES[system], fullmatch=True))
    assert str(service_code(code)) == str(service_code(f"{system}|{code}")) == f"{system} {code}"


@given(st.from_regex(r"[A-Z][0-9][0-9AB](\.[0-9A-Z]{1,4})?", fullmatch=True))
def test_a_diagnosis_code_is_the_same_with_its_point_and_without(code):
    assert diagnosis_code(code) == diagnosis_code(code.replace(".", "")) == diagnosis_code(code.lower())


@given(st.text(max_size=20))
def test_any_other_text_is_a_code_or_a_sentence(text):
    for read in (service_code, diagnosis_code):
        assert said(read, text).endswith(".") or read(text).code.isascii()


def said(read, text):
    try:
        read(text)
    except CodeMalformed as refused:
        return str(refused)
    return ""


@pytest.mark.parametrize("text", ["W1234", "J013", "7214", "12345-67-89", "HCPCS 72148", ""])
def test_what_cannot_be_a_service_code_is_refused(text):
    with pytest.raises(CodeMalformed, match="is not a service code"):
        service_code(text)


@pytest.mark.parametrize("text", ["05.79", "M5.79", "M05.79123", "M05.", ""])
def test_what_cannot_be_a_diagnosis_code_is_refused(text):
    with pytest.raises(CodeMalformed, match="is not an ICD-10-CM code"):
        diagnosis_code(text)
