"""(L) Vehicle identifiers and plates."""

import pytest

from tests.redaction.classes import LOCAL, found


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("VIN 1M8GDM9AXKP042788", "1M8GDM9AXKP042788"),
        ("drives 1HGCM82633A004352 daily", "1HGCM82633A004352"),
        ("license plate 8ABC123", "8ABC123"),
        ("plate no. KX-4471", "KX-4471"),
        ("plate VT 84-K2207, hit", "VT 84-K2207"),
    ],
)
def test_what_is_one_is_taken_out(text, value):
    assert ("VEHICLE", value) in found(text, LOCAL)


@pytest.mark.parametrize(
    "text",
    [
        "plate count 120",
        "bone plate 3 cm",
        "growth plate 2 mm",
        "ABCDEFGHJKLMNPRST",
    ],
)
def test_what_only_looks_like_one_stays(text):
    assert found(text, LOCAL) == []
