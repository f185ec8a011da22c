"""(E) Fax numbers."""

import pytest

from tests.redaction.classes import LOCAL, found


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Fax: 802-555-0199", "802-555-0199"),
        ("faxed to (802) 555-0199", "(802) 555-0199"),
        ("F: 6085550199", "6085550199"),
        ("facsimile 802.555.0199", "802.555.0199"),
        ("fax no. 8025550199", "8025550199"),
    ],
)
def test_what_is_one_is_taken_out(text, value):
    assert ("FAX", value) in found(text, LOCAL)


@pytest.mark.parametrize(
    "text",
    [
        "fax the results to the office",
        "faxed 2 pages, 30 mg noted",
    ],
)
def test_what_only_looks_like_one_stays(text):
    assert found(text, LOCAL) == []
