"""Check digits and ranges: what makes a bare number certain, or rules it out."""

import re

from stdnum import iban, luhn

_VIN_VALUES = {
    letter: int(value)
    for letter, value in zip("ABCDEFGHJKLMNPRSTUVWXYZ0123456789", "123456781234579234567890123456789", strict=True)
}
_VIN_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
_NPI_PREFIX = "80840"
_MONTHS, _DAYS = 12, 31
AGE_TOP = 89
_UNITS_OF_NINETY_YEARS = {"m": 1080, "w": 4696, "d": 32872}


def is_card(text: str) -> bool:
    """Say whether the digits pass the Luhn check of payment cards (ISO/IEC 7812-1)."""
    digits = re.sub(r"\D", "", text)
    return len(set(digits)) > 1 and luhn.is_valid(digits)


def is_iban(text: str) -> bool:
    """Say whether a text is an IBAN with right check digits (ISO 13616)."""
    return iban.is_valid(text)


def is_npi(text: str) -> bool:
    """Say whether ten digits are a National Provider Identifier (45 CFR 162.406: Luhn with the prefix 80840)."""
    return luhn.is_valid(_NPI_PREFIX + text)


def is_dea(text: str) -> bool:
    """Say whether two letters and seven digits are a DEA registration number with a right check digit."""
    d = [int(c) for c in text[2:]]
    return (d[0] + d[2] + d[4] + 2 * (d[1] + d[3] + d[5])) % 10 == d[6]


def is_vin(text: str) -> bool:
    """Say whether seventeen characters are a vehicle number with a right check digit (49 CFR 565.15)."""
    written = text.upper()
    if any(c not in _VIN_VALUES for c in written) or not any(c.isdigit() for c in written):
        return False
    rest = sum(_VIN_VALUES[c] * w for c, w in zip(written, _VIN_WEIGHTS, strict=True)) % 11
    return written[8] == ("X" if rest == 10 else str(rest))  # noqa: PLR2004


def is_calendar_day(text: str) -> bool:
    """Say whether three numbers hold a day and a month: first or last two, in either order."""
    one, two, three = (int(part) for part in re.findall(r"\d+", text)[:3])
    return _day_and_month(one, two) if one <= _DAYS else _day_and_month(two, three)


def is_day_of_month(text: str) -> bool:
    """Say whether "3/4" can be a month and a day."""
    first, second = (int(part) for part in re.findall(r"\d+", text)[:2])
    return _day_and_month(first, second)


def _day_and_month(one: int, other: int) -> bool:
    return min(one, other) > 0 and (one <= _MONTHS or other <= _MONTHS) and max(one, other) <= _DAYS


def is_ninety_years(text: str) -> bool:
    """Say whether an age in months, weeks or days is ninety years or more."""
    number = int(re.sub(r"\D", "", text))
    unit = re.search(r"[mwd]", text.lower())
    return unit is not None and number >= _UNITS_OF_NINETY_YEARS[unit.group()]


def is_mac(text: str) -> bool:
    """Say whether twelve hexadecimal digits hold one at least that is a digit."""
    return any(c.isdigit() for c in text)
