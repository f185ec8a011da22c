"""(I) Health plan beneficiary numbers."""

import pytest

from tests.redaction.classes import LOCAL, found


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Member ID: NF-88213-04", "NF-88213-04"),
        ("insurance ID is 98765432", "98765432"),
        ("His insurance # is NP-1234AB.", "NP-1234AB"),
        ("Ins. policy #BC-654321", "BC-654321"),
        ("insurance policy ZY-678912", "ZY-678912"),
        ("HICN: B123456789", "B123456789"),
        ("HBN: 789-456-123", "789-456-123"),
        ("Health Plan Number: HR-567890", "HR-567890"),
        ("(Insurance: HPB-654321)", "HPB-654321"),
        ("Medicare #1EG4-TE5-MK73", "1EG4-TE5-MK73"),
        ("group no. 88123-A", "88123-A"),
        ("policy number WQ 883 120 55", "WQ 883 120 55"),
        ("Rx BIN 610279", "610279"),
        ("Medicaid VT 4471-8829-01.", "VT 4471-8829-01"),
        ("she shows 1EG4-TE5-MK73 today", "1EG4-TE5-MK73"),
    ],
)
def test_what_is_one_is_taken_out(text, value):
    assert ("MEMBER-ID", value) in found(text, LOCAL)


@pytest.mark.parametrize(
    "text",
    [
        "policy RA-04 v3",
        "group therapy 3 times",
        "plan: 20 mg daily",
        "Medicare age 65",
        "insurance covers 80 %",
        "group 2 hypertension; Medicaid since 2019; plan 3-6 months",
    ],
)
def test_what_only_looks_like_one_stays(text):
    assert found(text, LOCAL) == []
