"""How much of a medicine a day or a week: an amount and how often, as orders and notes write them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from apps.drafting.domain.criteria.units import converted, decimal, unit_named
from apps.drafting.domain.language.dates import masked
from apps.drafting.domain.language.regimens import RegimenKind, regimens

AMOUNT = re.compile(
    r"(?<![\w./])(?P<low>\d+(?:,\d{3})*(?:\.\d+)?)(?:\s?(?:-|to)\s?(?P<high>\d+(?:\.\d+)?))?\s?"
    r"(?P<unit>mg|mcg|ug|g|units?|U|IU|mL|L/min|L|LPM|meq)(?![A-Za-z])(?!\s?/\s?(?:kg|m2|m²|mL|actuat|\d))",
    re.IGNORECASE,
)
TABLETS = re.compile(
    r"\b(?P<count>\d(?:\.\d)?|one|two|three|four|half)\s?(?:tablets?|tabs?|capsules?|caps?|pills?|"
    r"inhalations?|puffs?|sprays?|actuations?|patch(?:es)?|vials?|ampules?)\b",
    re.IGNORECASE,
)
COUNTS = {"half": Decimal("0.5"), "one": Decimal(1), "two": Decimal(2), "three": Decimal(3), "four": Decimal(4)}
PER = re.compile(r"\s?(?:/|per|a|each)\s?(?P<per>d(?:ay)?|wk|week|mo(?:nth)?|h(?:our)?)\b", re.IGNORECASE)
CHANGES = re.compile(
    r"\b(?:increas\w*|titrat\w*|up to|up by|then|taper\w*|after|weekly to|reduc\w*|decreas\w*|target|goal|reached|"
    r"max\w*)\b",
    re.IGNORECASE,
)
DAYS = {"d": Decimal(1), "wk": Decimal(7), "mo": Decimal("30.4375"), "y": Decimal("365.25"), "h": Decimal(1) / 24}
FIXED = {"night": Decimal(1), "morning": Decimal(1), "evening": Decimal(1), "1/2 d": Decimal("0.5")}
LETTER = {"d": "d", "w": "wk", "m": "mo", "h": "h"}


@dataclass(frozen=True, slots=True)
class Rate:
    """Between ``low`` and ``high`` of a unit in one day."""

    low: Decimal
    high: Decimal
    unit: str

    def reaches(self, asked: Mapping[str, Any]) -> bool | None:
        """Return whether it is at least ``{value, unit, per}``; None where it may or cannot be told."""
        wanted, unit, limit = (
            unit_named(str(asked.get("unit") or "")),
            unit_named(self.unit),
            decimal(asked.get("value")),
        )
        per = DAYS.get(
            {"day": "d", "week": "wk", "month": "mo", "a": "y"}.get(str(asked.get("per")), str(asked.get("per")))
        )
        if wanted is None or unit is None or limit is None or per is None:
            return None
        ends = [converted(end * per, unit, wanted) for end in (self.low, self.high)]
        low, high = ends
        if low is not None and low >= limit:
            return True
        return False if high is not None and high < limit else None


def rate_of(dosage: str, strength: str = "") -> Rate | None:
    """Return the dose a day that a dosage gives; ``strength`` is of one tablet. None where part of it is not said.

    A dosage that changes ("up by 25 mg weekly to 50 mg twice daily") lies between its smallest and its largest step.
    """
    plain = masked(dosage)
    amounts = _amounts(plain, strength)
    often = _times_a_day(plain)
    if not amounts or not often:
        return None
    unit = amounts[0][2]
    if any(one[2] != unit for one in amounts):
        return None
    lows, highs = [one[0] for one in amounts], [one[1] for one in amounts]
    if len(amounts) == 1 and len(often) == 1 and not CHANGES.search(plain):
        return Rate(lows[0] * often[0], highs[0] * often[0], unit)
    return Rate(min(lows) * min(often), max(max(highs) * max(often), sum(highs, Decimal(0)) * min(often)), unit)


def _amounts(text: str, strength: str) -> list[tuple[Decimal, Decimal, str]]:
    found = [_amount(match) for match in AMOUNT.finditer(re.sub(r"\([^()]*(?:tablets?|caps\w*)\)", " ", text))]
    if found:
        return found
    plain = re.sub(r"\([^()]*\)", " ", strength)  # "50 mcg (2000 IU)" says one amount twice
    one = [_amount(match) for match in AMOUNT.finditer(plain if AMOUNT.search(plain) else strength)]
    count = TABLETS.search(text)
    if len(one) != 1 or count is None:
        return []
    number = COUNTS.get(count["count"].lower()) or Decimal(count["count"])
    first, _, unit = one[0]  # "500-50 mcg" is of two substances, of which the first is meant, and no range
    return [(first * number, first * number, unit)]


def _amount(match: re.Match[str]) -> tuple[Decimal, Decimal, str]:
    low = Decimal(match["low"].replace(",", ""))
    return low, Decimal(match["high"]) if match["high"] else low, match["unit"]


def _times_a_day(text: str) -> list[Decimal]:
    pers = (PER.match(text, match.end()) for match in AMOUNT.finditer(text))
    found = [1 / DAYS[LETTER[per["per"][0].lower()]] for per in pers if per]
    for one in regimens(text):
        if one.kind is RegimenKind.FREQUENCY:
            rate = _rate(one.key)
            if rate is None:
                return []
            found.append(rate)
    return list(dict.fromkeys(found))


def _rate(key: str) -> Decimal | None:
    if key in FIXED:
        return FIXED[key]
    match = re.fullmatch(r"(\d+)/(?:(\d+)(?:-\d+)? )?([a-z]+)", key)
    if match is None:
        return None
    span = match[3] if match[3] in DAYS else LETTER.get(match[3])
    return Decimal(match[1]) / (DAYS[span] * Decimal(match[2] or 1)) if span else None
