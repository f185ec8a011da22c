"""The table of quantities: one name for each line, units that can be read, LOINC codes with their check digit."""

import re
from collections import Counter
from decimal import Decimal
from itertools import pairwise

import pytest

from apps.drafting.domain.criteria.quantities import (
    all_names,
    quantities,
    quantities_of_codes,
    quantity_named,
    usual_unit,
)
from apps.drafting.domain.criteria.units import unit_named

LOINC = re.compile(r"[1-9]\d{2,5}-\d")
READERS = {"antibody", "allergen", "tuberculin", "receptor", "gene", "her2", "msi"}
OTHERS = {"share", "points", "counted", "roman", "thousands", "asleep"}


def check_digit(code: str) -> int:
    """Return the digit that LOINC's mod 10 algorithm gives for the number before the hyphen."""
    digits = [int(digit) for digit in reversed(code.split("-", maxsplit=1)[0])]
    doubled = int("".join(str(digit) for digit in reversed(digits[0::2]))) * 2
    total = sum(int(digit) for digit in str(doubled)) + sum(digits[1::2])
    return -total % 10


def test_the_first_name_of_a_line_means_that_line_alone() -> None:
    assert [one.names[0] for one in quantities() if quantity_named(one.names[0]) is not one] == []


def test_a_name_stands_in_a_line_once() -> None:
    twice = [name for one in quantities() for name, times in Counter(one.names).items() if times > 1]
    assert twice == []


def test_codes_have_the_check_digit_of_loinc() -> None:
    codes = [code for one in quantities() for code in one.codes]
    assert [code for code in codes if not LOINC.fullmatch(code) or check_digit(code) != int(code[-1])] == []


def test_usual_units_are_read_and_their_bounds_stand_apart() -> None:
    for one in quantities():
        assert all(unit_named(unit.unit) is not None for unit in one.units), one.names[0]
        others = [unit for unit in one.units if unit.unit != "{score}"]
        apart = sorted(others, key=lambda unit: unit.low)
        assert all(low.high < high.low for low, high in pairwise(apart)), one.names[0]


def test_every_tag_is_one_that_is_read() -> None:
    tags = {tag for one in quantities() for tag in one.tags if not tag.startswith(("of:", "predicted:"))}
    assert tags <= READERS | OTHERS


@pytest.mark.parametrize(
    ("name", "number", "unit"),
    [
        ("A1c", "8.1", "%"),
        ("A1c", "66", "mmol/mol"),
        ("glucose", "5.4", "mmol/L"),
        ("glucose", "98", "mg/dL"),
        ("X", "5", ""),
    ],
)
def test_a_bare_number_is_in_the_unit_within_whose_bounds_it_lies(name: str, number: str, unit: str) -> None:
    assert usual_unit(name, Decimal(number)) == unit


def test_a_test_is_answered_by_all_names_of_its_quantity_and_of_its_codes() -> None:
    assert {"HbA1c", "glycated hemoglobin"} <= set(all_names(["hemoglobin A1c"]))
    assert "ejection fraction" in all_names(["pump function"], ["LOINC|10230-1"])
    assert all_names(["something else"], ["CPT|10230"]) == ["something else"]
    assert quantities_of_codes("LOINC|10230-1")[0].names[0] == "left ventricular ejection fraction"


def test_a_short_form_of_two_quantities_means_neither_by_itself() -> None:
    assert quantity_named("ODI") is None
    assert quantity_named("Oswestry") is not None
