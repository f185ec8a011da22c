"""(F) Electronic mail addresses."""

import pytest

from tests.redaction.classes import LOCAL, found


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("mail ruth.c@clinic.local today", "ruth.c@clinic.local"),
        ("e-mail: Ruth+box@example.org.", "Ruth+box@example.org"),
        ("write to nurse dot ruth at clinic dot org please", "nurse dot ruth at clinic dot org"),
        ("ruth (at) example (dot) org", "ruth (at) example (dot) org"),
    ],
)
def test_what_is_one_is_taken_out(text, value):
    assert ("EMAIL", value) in found(text, LOCAL)


@pytest.mark.parametrize(
    "text",
    [
        "pain 3 @ rest; 20 mg @ bedtime; 2 L @ 95 %",
        "q.i.d. vs. b.i.d.",
    ],
)
def test_what_only_looks_like_one_stays(text):
    assert found(text, LOCAL) == []
