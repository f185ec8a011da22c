from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn

from apps.review.domain.npi import npi_holds

NINE = st.from_regex(r"[0-9]{9}", fullmatch=True)


@given(NINE)
def test_of_ten_numbers_that_differ_in_the_last_digit_one_is_an_npi(nine):
    assert sum(npi_holds(f"{nine}{last}") for last in range(10)) == 1


@given(st.from_regex(r"[0-9]{10}", fullmatch=True))
def test_the_check_digit_is_that_of_a_library(number):
    assert npi_holds(number) == luhn.is_valid(f"80840{number}")


@given(NINE, st.integers(0, 8))
def test_one_mistyped_digit_never_passes(nine, place):
    number = next(f"{nine}{last}" for last in range(10) if npi_holds(f"{nine}{last}"))
    wrong = str((int(number[place]) + 1) % 10)
    assert not npi_holds(number[:place] + wrong + number[place + 1 :])


def test_what_is_not_ten_digits_is_no_npi():
    assert npi_holds("9004712011")
    for text in ("", "900471201", "90047120111", "900471201X", "９００４７１２０１１"):
        assert not npi_holds(text)
