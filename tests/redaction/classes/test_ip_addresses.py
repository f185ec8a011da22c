"""(O) Internet protocol addresses."""

import pytest

from tests.redaction.classes import LOCAL, found


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("from 10.0.0.12 at", "10.0.0.12"),
        ("host 2001:db8:0:0:1:0:0:1 seen", "2001:db8:0:0:1:0:0:1"),
        ("fe80::1ff:fe23:4567:890a", "fe80::1ff:fe23:4567:890a"),
    ],
)
def test_what_is_one_is_taken_out(text, value):
    assert ("IP-ADDRESS", value) in found(text, LOCAL)


@pytest.mark.parametrize(
    "text",
    [
        "at 10:20:30",
        "ratio 1:2:3",
        "version 1.2.3",
        "300.1.2.999 units",
    ],
)
def test_what_only_looks_like_one_stays(text):
    assert found(text, LOCAL) == []
