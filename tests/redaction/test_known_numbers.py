"""Numbers, dates and addresses of the record, in the ways people write them."""

import pytest

from tests.redaction.test_known_names import found


@pytest.mark.parametrize("written", ["00-4471-92", "00447192", "00 4471 92", "00.4471.92"])
def test_a_record_number_is_found_with_any_punctuation(written):
    assert found(f"MRN {written}, seen", ("mrn", "00-4471-92")) == [written]


def test_the_letters_before_a_number_may_be_left_out():
    assert found("no. 001234 and MRN-001234", ("mrn", "MRN-001234")) == ["001234", "MRN-001234"]


@pytest.mark.parametrize("text", ["100-4471-92", "00-4471-925", "platelets 447192"])
def test_a_longer_number_is_another_number(text):
    assert found(text, ("mrn", "00-4471-92")) == []


@pytest.mark.parametrize("number", ["2024", "12", "N4"])
def test_a_number_too_short_to_be_anyones_is_left(number):
    assert found(f"in {number} again", ("other_id", number)) == []


@pytest.mark.parametrize(
    "written", ["(802) 555-0142", "802-555-0142", "802.555.0142", "8025550142", "+1 802 555 0142", "555-0142"]
)
def test_a_telephone_number_is_found_with_any_punctuation_and_without_its_area(written):
    assert found(f"call {written} today", ("phone", "(802) 555-0142")) == [written]


@pytest.mark.parametrize(
    "written",
    [
        "1968-02-04",
        "02/04/1968",
        "2/4/68",
        "2-4-1968",
        "Feb 4, 1968",
        "February 4th, 1968",
        "4 Feb 1968",
        "04 FEB 1968",
        "4th of February 1968",
        "1968/02/04",
        "02.04.1968",
        "19680204",
    ],
)
def test_the_birth_date_is_found_in_every_common_writing(written):
    assert found(f"born {written}.", ("birth_date", "1968-02-04")) == [written]


@pytest.mark.parametrize("text", ["seen 2024-02-04", "2/4/1969", "Feb 14, 1968", "12/4/1968"])
def test_other_dates_stay(text):
    assert found(text, ("birth_date", "1968-02-04")) == []


def test_a_year_alone_or_a_date_of_death_of_the_record_stays():
    assert found("1968 and 2025-01-02", ("birth_date", "1968"), ("death_date", "2025-01-02")) == []


@pytest.mark.parametrize("written", ["14 Alder Street", "14 Alder St.", "14 ALDER ST", "14 Alder\nStreet"])
def test_an_address_is_found_with_its_abbreviations(written):
    assert found(f"lives at {written}, since", ("address", "14 Alder Street"))[0].startswith(written.rstrip("."))


def test_a_town_is_found_as_a_name_and_a_postal_code_is_no_measurement():
    known = (("city", "Reading"), ("postal_code", "05999"))
    assert found("Lives in Reading 05999-1234; reading glasses", *known) == ["Reading", "05999-1234"]
    assert found("WBC 05999 /uL, 05999 mg, 1.05999", *known) == []


def test_an_employer_and_an_e_mail_address_are_found_across_a_line_break():
    known = (("organization", "Alder Lumber Company"), ("email", "ruth.c@example.org"))
    assert found("works at Alder\nLumber Company; RUTH.C@EXAMPLE.ORG", *known) == [
        "Alder\nLumber Company",
        "RUTH.C@EXAMPLE.ORG",
    ]


def test_seven_digits_before_a_unit_are_a_count_and_no_telephone():
    assert found("HIV RNA 5550142 copies/mL", ("phone", "(802) 555-0142")) == []
