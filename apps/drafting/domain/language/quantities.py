"""Numbers and the units that follow them, for comparing what is claimed with what is quoted."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from apps.drafting.domain.language.dates import masked
from apps.drafting.domain.language.units import BLANK, DURATIONS, UNIT, unit_of
from apps.redaction.domain.tokens import TOKEN

NUMBER = re.compile(r"(?<![A-Za-z\d])\d[\d,]*(?:\.\d+)?|(?<![\w.])\.\d+")
UP_TO_TWENTY = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
)
SPELLED = {word: Decimal(number) for number, word in enumerate(UP_TO_TWENTY.split())}
TENS = {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
SPELLED |= {word: Decimal(number) for word, number in TENS.items()}
IN_WORDS = re.compile(rf"\b(?:{'|'.join(SPELLED)})\b", re.IGNORECASE)
# "One of them" counts nothing: these small words are numbers only before a unit.
NEEDS_A_UNIT = frozenset({"one", "zero"})


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number, its unit in one spelling (empty when none follows), and how and where it was written."""

    value: Decimal
    unit: str
    written: str
    start: int = 0
    end: int = 0

    @property
    def is_duration(self) -> bool:
        """Whether it counts days, weeks, months and the like."""
        return self.unit in DURATIONS


def quantities(text: str) -> list[Quantity]:
    """Return the numbers of a text that are not dates or surrogate tokens, in order; "three" is 3."""
    plain = TOKEN.sub(lambda token: " " * len(token.group()), masked(text))
    return sorted((*_in_digits(plain), *_in_words(plain)), key=lambda quantity: quantity.start)


def _in_digits(text: str) -> Iterator[Quantity]:
    end = 0
    for match in NUMBER.finditer(text):
        if match.start() >= end:  # the 1.73 of "mL/min/1.73 m2" belongs to the unit
            digits = match.group().rstrip(",")
            found = _quantity(text, match.start(), match.start() + len(digits), Decimal(digits.replace(",", "")))
            yield found
            end = found.end


def _in_words(text: str) -> Iterator[Quantity]:
    for match in IN_WORDS.finditer(text):
        word = match.group().lower()
        found = _quantity(text, match.start(), match.end(), SPELLED[word])
        if found.unit or word not in NEEDS_A_UNIT:
            yield found


def _quantity(text: str, start: int, end: int, value: Decimal) -> Quantity:
    blank = BLANK.match(text, end)
    unit = UNIT.match(text, blank.end() if blank else end)
    stop = unit.end() if unit else end
    spelled = unit_of(unit["unit"]) if unit else ""
    return Quantity(value.normalize(), spelled, text[start:stop].strip(), start, stop)
