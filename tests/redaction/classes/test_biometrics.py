"""(P) Biometric identifiers; (Q) photographs are no text and never pass the wall."""

import pytest

from tests.redaction.classes import LOCAL, found


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("fingerprint ID: FP-88213", "FP-88213"),
        ("voiceprint template VX99213", "VX99213"),
        ("retinal scan id 7H2K91", "7H2K91"),
    ],
)
def test_what_is_one_is_taken_out(text, value):
    assert ("BIOMETRIC", value) in found(text, LOCAL)


@pytest.mark.parametrize(
    "text",
    [
        "retinal scan normal",
        "iris intact",
        "facial droop grade 2",
        "retinal tear 3 mm",
    ],
)
def test_what_only_looks_like_one_stays(text):
    assert found(text, LOCAL) == []
