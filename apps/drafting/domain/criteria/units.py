"""Values beside what a policy asks, in UCUM units (https://ucum.org) by pint and ucumvert. Unknown is never guessed.

A unit that cannot be read, or that does not measure the same thing, makes a comparison impossible (None). Mass and
substance concentrations convert only with the molar mass of a known analyte.
"""

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from lark.exceptions import LarkError
from pint.errors import PintError
from ucumvert import InvalidUcumError, PintUcumRegistry

from apps.drafting.domain.criteria.conversions import glycated, molar_mass
from apps.drafting.domain.criteria.quantities import has_tag, is_known
from apps.drafting.domain.criteria.spellings import COUNTED, SPELLINGS, tidied

COMPARISONS: Mapping[str, Callable[[Decimal, Decimal], bool]] = {
    "<": operator.lt, "<=": operator.le, "=": operator.eq, "!=": operator.ne, ">=": operator.ge, ">": operator.gt,
}  # fmt: skip
PERCENT, MOST_OF_ONE = "%", Decimal("1.5")
INTERNATIONAL = re.compile(r"\[i?IU\]")  # of one enzyme or antibody an international unit and a unit are the same
UNREADABLE = (InvalidUcumError, PintError, LarkError, AttributeError, TypeError, ValueError)
ANNOTATION = re.compile(r"\{[^{}]*\}")
AMOUNT_IN_IT = re.compile(r"(?:^|[/.])\d+(?:\.\d+)?(?![\d*^.]|\*)")  # "mg/1.5 mL" is a strength, no unit
NORMALIZED = re.compile(r"[./]?\s?\{?\(?1\.73\s?_?\.?\s?(?:m(?:\^?2|²))?\)?\}?")  # to a body surface
DAYS_BELOW = re.compile(r"^\{(?:\w+ )?days?\}(?=\s?/)")  # "{days}/mo" counts days as "d/mo" does
PER_ALONE = re.compile(r"^(?:per|a|an|each|every) (?=[a-z])", re.IGNORECASE)
SUBSTANCE = re.compile(r"mol(?![a-z])", re.IGNORECASE)
EQUIVALENT = re.compile(r"eq(?![a-z])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Unit:
    """``code`` is UCUM without annotations, empty for a bare number; ``per_body`` where 1.73 m2 stands below."""

    code: str
    per_body: bool = False

    @property
    def is_ratio(self) -> bool:
        """Whether it says itself what is divided by what."""
        return "/" in self.code


@lru_cache(maxsize=1)
def _registry() -> PintUcumRegistry:
    return PintUcumRegistry()


@lru_cache(maxsize=4000)
def unit_named(text: str) -> Unit | None:
    """Return the unit that a text names, as charts or UCUM write it; None for one that cannot be read."""
    per_body = bool(NORMALIZED.search(text))
    plain = ANNOTATION.sub("", DAYS_BELOW.sub("d", NORMALIZED.sub("", text))).strip().rstrip(".")
    plain = PER_ALONE.sub("/", tidied(plain))
    if plain in {"", "1", "/"} or plain.lower() in COUNTED:
        return Unit("", per_body)
    for code in dict.fromkeys((_spelled(plain), plain)):  # of charts first: "ft" is no femtotonne, "K/uL" no kelvin
        if _is_ucum(code):
            return Unit(code, per_body)
    return None


def _spelled(text: str) -> str:
    whole = SPELLINGS.get(text.lower())
    if whole:
        return whole
    parts = re.split(r"\s?/\s?|\s(?:per|a)\s", text)
    read = [_part(part.strip(), below=number > 0) for number, part in enumerate(parts)]
    return "/".join(read) if len(read) > 1 else read[0]


def _part(text: str, *, below: bool) -> str:
    if text.lower() in COUNTED and not below:
        return ""
    return SPELLINGS.get(text.lower(), text)


@lru_cache(maxsize=4000)
def _is_ucum(code: str) -> bool:
    if AMOUNT_IN_IT.search(code):
        return False
    try:
        _registry().from_ucum(code).to_base_units()
    except UNREADABLE:
        return False
    return True


def converted(value: Decimal, unit: Unit, asked: Unit, analyte: str = "") -> Decimal | None:
    """Return a value in the unit asked for, or None where the two do not measure the same thing."""
    if unit == asked:
        return value
    if unit.per_body == asked.per_body and (of_hundred := _of_hundred(value, unit, asked, analyte)) is not None:
        return of_hundred
    if unit.per_body != asked.per_body or not unit.code or not asked.code or _one_is_equivalent(unit, asked):
        return None
    if (told := glycated(value, unit.code, asked.code, analyte)) is not None:
        return told
    try:
        number = _number_in(value, unit, asked, analyte)
    except UNREADABLE:
        return None
    return None if number is None else _rounded(number)


def _one_is_equivalent(unit: Unit, asked: Unit) -> bool:
    """Say whether one of two counts equivalents: an equivalent is a mole only with a valence."""
    return bool(EQUIVALENT.search(unit.code)) != bool(EQUIVALENT.search(asked.code))


def _of_hundred(value: Decimal, unit: Unit, asked: Unit, analyte: str) -> Decimal | None:
    """Return a percentage as the points, or as the share of one, that its quantity is written in as well, and back."""
    if {unit.code, asked.code} != {PERCENT, ""}:
        return None
    if has_tag(analyte, "points"):
        return value
    if not has_tag(analyte, "share"):
        return None
    return value / 100 if unit.code == PERCENT else value * 100 if value <= MOST_OF_ONE else value


def _number_in(value: Decimal, unit: Unit, asked: Unit, analyte: str) -> float | None:
    registry = _registry()
    codes = [INTERNATIONAL.sub("U", one.code) if is_known(analyte) else one.code for one in (unit, asked)]
    given, wanted = (registry.from_ucum(code) for code in codes)
    if given.dimensionless and unit.is_ratio != asked.is_ratio and not _is_share(unit) and not _is_share(asked):
        return None  # 42 mmol/mol of A1c is no 4.2 %
    quantity = registry.Quantity(float(value) * float(given.magnitude), given.units)
    if not quantity.is_compatible_with(wanted.units):
        quantity = _by_molar_mass(quantity, unit, asked, analyte)
    return None if quantity is None else float(quantity.to(wanted.units).magnitude) / float(wanted.magnitude)


def is_amount(unit: Unit) -> bool:
    """Return whether a unit has a dimension, as litres and counts in a volume have and shares have not."""
    return bool(unit.code) and not _registry().from_ucum(unit.code).dimensionless


def _is_share(unit: Unit) -> bool:
    """Say whether a unit is a part of its own kind: a hematocrit of 0.48 L/L is 48 %."""
    above, _, below = unit.code.partition("/")
    return bool(above) and above == below and not SUBSTANCE.search(above)


def _by_molar_mass(quantity: Any, unit: Unit, asked: Unit, analyte: str) -> Any:
    mass = molar_mass(analyte)
    of_substance, to_substance = bool(SUBSTANCE.search(unit.code)), bool(SUBSTANCE.search(asked.code))
    if mass is None or of_substance == to_substance:
        return None
    molar = _registry().Quantity(mass, "gram / mole")
    return quantity * molar if of_substance else quantity / molar


def _rounded(number: float) -> Decimal:
    """Ten digits: what a binary fraction adds below them is noise, and 200.0000000001 mg is not more than 200."""
    return Decimal(f"{number:.10g}")


@dataclass(frozen=True, slots=True)
class Measured:
    """A value as the chart has it: between ``low`` and ``high``, which are equal for a plain number; None is open."""

    low: Decimal | None
    high: Decimal | None
    unit: Unit | None  # None: cannot be read

    def passes(self, compare: Mapping[str, Any], analyte: str = "") -> bool | None:
        """Return whether the value passes one comparison; None where it cannot be told."""
        compare_with, asked = COMPARISONS.get(str(compare.get("op"))), unit_named(str(compare.get("unit") or ""))
        limit = decimal(compare.get("value"))
        if compare_with is None or asked is None or limit is None or self.unit is None:
            return None
        ends = [self._end(end, asked, analyte) for end in (self.low, self.high)]
        return _both_ends(str(compare["op"]), ends, limit)

    def _end(self, end: Decimal | None, asked: Unit, analyte: str) -> Decimal | None:
        return None if end is None or self.unit is None else converted(end, self.unit, asked, analyte)


def _both_ends(op: str, ends: list[Decimal | None], limit: Decimal) -> bool | None:
    """A value that lies between two ends passes when it does whichever it is."""
    low, high = ends
    if low is not None and low == high:
        return COMPARISONS[op](low, limit)
    if op in {"=", "!="}:
        return None
    rising = op in {">", ">="}
    sure, impossible = (low, high) if rising else (high, low)
    if sure is not None and COMPARISONS[op](sure, limit):
        return True
    if impossible is not None and not COMPARISONS[op](impossible, limit):
        return False
    return None


def decimal(value: Any) -> Decimal | None:
    """Return a number of a policy, or None for what is none."""
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None


def passes_all(measured: Measured, compares: list[Mapping[str, Any]], analyte: str = "") -> bool | None:
    """Return whether a value passes every comparison; None where that cannot be told."""
    verdicts = [measured.passes(compare, analyte) for compare in compares]
    if False in verdicts:
        return False
    return None if None in verdicts else True
