"""ZIP codes: three digits may be told, but for the areas of few people (H09), and never as a number (H10)."""

import pytest

from apps.redaction.domain.zip3 import RESTRICTED, zip3_of
from tests.redaction.classes import LOCAL, found

AREAS = [
    "036",
    "059",
    "063",
    "102",
    "203",
    "205",
    "369",
    "556",
    "692",
    "790",
    "821",
    "823",
    "830",
    "831",
    "878",
    "879",
    "884",
    "890",
    "893",
]


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("62701", "627"),
        ("03601", "000"),
        ("03601-1234", "000"),
        ("0 3 6 0 1", "000"),
        ("62701 - 1234", "627"),
        ("05310", "053"),
        ("627", "000"),
        ("", "000"),
    ],
)
def test_three_digits_are_told_unless_few_people_live_there(code, told):
    assert zip3_of(code) == told


def test_the_list_is_the_union_of_both_censuses_and_forbids_instead_of_allowing():
    assert frozenset(AREAS) == RESTRICTED
    assert {zip3_of(f"{area}99") for area in AREAS} == {"000"}
    assert zip3_of("10001") == "100"


def test_a_leading_zero_is_kept_and_never_two_digits_are_told():
    assert zip3_of("00501") == "005"
    assert all(len(zip3_of(f"{area:03d}01")) == 3 for area in range(1000))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("ZIP 03601-1234", "03601-1234"),
        ("Zip code: 0 3 6 0 1", "0 3 6 0 1"),
        ("Larch Falls, VT 05310-1234", "05310-1234"),
        ("postal code 62701", "62701"),
    ],
)
def test_a_code_is_taken_out_whole(text, code):
    assert code in [value for _, value in found(text, LOCAL)]


@pytest.mark.parametrize(
    "text", ["CPT 72148", "WBC 10500 /uL", "platelets 150000", "HCPCS J0139", "code 99213", "LOINC 11506-3"]
)
def test_codes_and_counts_of_five_digits_are_no_zip_codes(text):
    assert found(text) == []
