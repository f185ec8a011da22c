"""(G) Social security numbers, sample numbers and masked ones too (R11)."""

import pytest

from tests.redaction.classes import LOCAL, found


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("SSN 900-44-7192", "900-44-7192"),
        ("SSN: 987-65-4320", "987-65-4320"),
        ("987-65-432X on file", "987-65-432X"),
        ("123-45-6789", "123-45-6789"),
        ("ssn: 900447192", "900447192"),
        ("XXX-XX-1234", "XXX-XX-1234"),
        ("***-**-1234", "***-**-1234"),
        ("social security number is 900 44 7192", "900 44 7192"),
        ("SSN ending in 7192", "7192"),
        ("last four of her SSN: 7192", "7192"),
    ],
)
def test_what_is_one_is_taken_out(text, value):
    assert ("SSN", value) in found(text, LOCAL)


@pytest.mark.parametrize(
    "text",
    [
        "LOINC 11506-3; 120-80-70; 5-10-2024 mg",
        "ICD M05.79; lot size 100-50",
    ],
)
def test_what_only_looks_like_one_stays(text):
    assert found(text, LOCAL) == []
