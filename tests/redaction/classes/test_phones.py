"""(D) Telephone numbers."""

import pytest

from tests.redaction.classes import LOCAL, found


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("call (802) 555-0188 x12 now", "(802) 555-0188 x12"),
        ("cell 555-0142", "555-0142"),
        ("802.555.0142", "802.555.0142"),
        ("+1 802-555-0142", "+1 802-555-0142"),
        ("phone: 8025550142", "8025550142"),
        ("her contact is (555) 678-1234.", "(555) 678-1234"),
        ("call me on 0489 25 37 29", "0489 25 37 29"),
        ("Phone: (99) 645-791", "(99) 645-791"),
        ("reach him at 802 555 0142", "802 555 0142"),
        ("0378 354-98-90 is hers", "0378 354-98-90"),
        ("555-123-4567 ext. 89", "555-123-4567 ext. 89"),
        ("ext. 4471", "4471"),
        ("pager #88123", "88123"),
        ("cell is five oh five, 555 0199", "five oh five, 555 0199"),
        ("clinic line 5550142", "5550142"),
        ("Emergency contact Jo 5035550117", "5035550117"),
        ("P: 6085550199", "6085550199"),
        ("+44 20 7946 0958", "+44 20 7946 0958"),
    ],
)
def test_what_is_one_is_taken_out(text, value):
    assert ("PHONE", value) in found(text, LOCAL)


@pytest.mark.parametrize(
    "text",
    [
        "ferritin 135-1450, HR 72-110, 120-160 mg",
        "1450 mL over 24 h; 500 000 units; 10 000 IU",
        "work 40 hours; home 2 weeks; call 3 times",
        "CPT 72148, NCT01234567, LOINC 11506-3",
        "doses 25 50 100 mg; 5-10-15",
        "NDC 0074-3799-02, 00743-799-02",
        "x10 reps, x2000 cells, x 3 days, knee extension 110-120",
    ],
)
def test_what_only_looks_like_one_stays(text):
    assert found(text, LOCAL) == []
