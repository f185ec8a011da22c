"""(N) Web addresses."""

import pytest

from tests.redaction.classes import LOCAL, found


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("see https://portal.example.org/a?b=1 now", "https://portal.example.org/a?b=1"),
        ("www.example.org/ruth", "www.example.org/ruth"),
        ("posted on example.com/users/ruth", "example.com/users/ruth"),
        ("Skype: ruth.c88 or by mail", "ruth.c88"),
        ("portal.example.org", "portal.example.org"),
    ],
)
def test_what_is_one_is_taken_out(text, value):
    assert ("URL", value) in found(text, LOCAL)


@pytest.mark.parametrize(
    "text",
    [
        "stable.No changes. pain.In clinic",
        "q.i.d. vs. b.i.d. and/or",
        "5.5 mg/dL, 1.2.3",
    ],
)
def test_what_only_looks_like_one_stays(text):
    assert found(text, LOCAL) == []
