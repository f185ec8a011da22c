"""(R) Any other unique number, characteristic or code."""

import pytest

from tests.redaction.classes import LOCAL, found


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("ref. code: EM-2554", "EM-2554"),
        ("Site ID: 98765", "98765"),
        ("accession no. 24-118832", "24-118832"),
        ("under ID: RX-87654321", "RX-87654321"),
        ("case number 2026-0041", "2026-0041"),
        ("79a66c97-6131-3213-f3c9-4606946ab056", "79a66c97-6131-3213-f3c9-4606946ab056"),
        ("employee # 44719", "44719"),
        ("accession SP-22-11873 reported", "SP-22-11873"),
        ("participant PT-00412", "PT-00412"),
        ("prior auth A-4471092", "A-4471092"),
        ("cord blood unit CB-22-55018", "CB-22-55018"),
        ("Pathology #SP-25-10442 reviewed", "SP-25-10442"),
        ("photo scan_20260714_01.jpg kept", "scan_20260714_01.jpg"),
    ],
)
def test_what_is_one_is_taken_out(text, value):
    assert ("ID", value) in found(text, LOCAL)


@pytest.mark.parametrize(
    "text",
    [
        "case of pneumonia 2 weeks ago",
        "order 3 tests",
        "visit 4 of 12",
        "reference range 135-145",
        "trial NCT01234567",
        "study 2021-22 and report 2026-03-04",
        "dispense #30 and #90, bed #4B",
        "order 1000-2000 mL; visit 10/12; sheet 3",
    ],
)
def test_what_only_looks_like_one_stays(text):
    assert found(text, LOCAL) == []
