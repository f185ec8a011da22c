"""(K) Certificate and licence numbers."""

import pytest

from tests.redaction.classes import LOCAL, found


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("driver's license no. S123-4567", "S123-4567"),
        ("driver's license number is 2270-66-1551", "2270-66-1551"),
        ("NPI 1234567893", "1234567893"),
        ("rendering 1234567893 billed", "1234567893"),
        ("DEA AB1234563 on file", "AB1234563"),
        ("DEA # XY9999999", "XY9999999"),
        ("passport no. X61437109X", "X61437109X"),
        ("certificate number 88-1234", "88-1234"),
        ("state licence VT-4301-55120", "VT-4301-55120"),
    ],
)
def test_what_is_one_is_taken_out(text, value):
    assert ("LICENCE", value) in found(text, LOCAL)


@pytest.mark.parametrize(
    "text",
    [
        "license renewed 3 years ago",
        "certified 2 times",
        "AB1234564 assay",
        "board certified in 2004",
    ],
)
def test_what_only_looks_like_one_stays(text):
    assert found(text, LOCAL) == []
