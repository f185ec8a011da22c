"""(M) Device identifiers and serial numbers."""

import pytest

from tests.redaction.classes import LOCAL, found


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("pacemaker serial number PJN742130", "PJN742130"),
        ("device ID: 88-ABC-1234", "88-ABC-1234"),
        ("S/N: 4471AB92", "4471AB92"),
        ("(01)00844588003288(17)141120(10)7654321D", "(01)00844588003288(17)141120(10)7654321D"),
        ("lot number A1234", "A1234"),
        ("pump serial 7Z4410K", "7Z4410K"),
        ("sensor transmitter 9HX11K.", "9HX11K"),
        ("MAC 00:1B:44:11:3A:B7", "00:1B:44:11:3A:B7"),
    ],
)
def test_what_is_one_is_taken_out(text, value):
    assert ("DEVICE", value) in found(text, LOCAL)


@pytest.mark.parametrize(
    "text",
    [
        "device check in 3 months",
        "lead II, V1-V6",
        "pump at 12 mL/h",
        "serial troponins 0.01, 0.02",
        "pump 100mL/hr; monitor 24-48 hours; serial CK 1200, 1500",
    ],
)
def test_what_only_looks_like_one_stays(text):
    assert found(text, LOCAL) == []
