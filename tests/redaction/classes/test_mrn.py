"""(H) Medical record numbers of many shapes."""

import pytest

from tests.redaction.classes import LOCAL, found


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("MRN: 00-4471-92", "00-4471-92"),
        ("MRN: AF-12345", "AF-12345"),
        ("(MRN: #SF-998877)", "SF-998877"),
        ("MR# 00-12-34", "00-12-34"),
        ("med rec no. 789-65-4321", "789-65-4321"),
        ("medical record S123456", "S123456"),
        ("Medical record number is 123546.", "123546"),
        ("MedRec# CM-112233", "CM-112233"),
        ("chart # CC-789654", "CC-789654"),
        ("patient ID #567-89-012", "567-89-012"),
        ("MRN 12345ABC", "12345ABC"),
    ],
)
def test_what_is_one_is_taken_out(text, value):
    assert ("MRN", value) in found(text, LOCAL)


@pytest.mark.parametrize(
    "text",
    [
        "mild MR, moderate TR",
        "MR lumbar spine 3 mm",
        "chart review of 30 minutes",
        "medical records reviewed",
        "patient is 54 and weighs 180",
    ],
)
def test_what_only_looks_like_one_stays(text):
    assert found(text, LOCAL) == []
