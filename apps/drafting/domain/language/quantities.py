"""Numbers and the units that follow them, for comparing what is claimed with what is quoted."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from apps.drafting.domain.language.dates import masked
from apps.redaction.domain.tokens import TOKEN

NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
UNIT = re.compile(
    r"[ \t]?(?P<unit>%|mm ?Hg|mcg/kg|mg/kg|mg/m2|mg/dL|mg/L|g/dL|ng/mL|pg/mL|mcg|ug|µg|mg|kg|g|mL/m2|mL/min|mL|L/min|L|"
    r"IU/mL|IU|U/mL|units?|unt|mmol/L|mEq/L|mEq|cm|mm|bpm|beats/min|/min|mm/h|m|Gy|fx|"
    r"x10\*3/uL|10\*3/uL|years?|yrs?|yo|y|months?|mos?|weeks?|wks?|days?|d|hours?|hrs?|h|min|lb|in)(?![A-Za-z0-9])"
)
ONE_SPELLING = {
    "year": "y", "years": "y", "yr": "y", "yrs": "y", "yo": "y", "month": "mo", "months": "mo", "mos": "mo",
    "week": "wk", "weeks": "wk", "wks": "wk", "day": "d", "days": "d", "hour": "h", "hours": "h", "hr": "h", "hrs": "h",
    "unit": "units", "unt": "units", "ug": "mcg", "µg": "mcg", "mm hg": "mmhg", "beats/min": "/min", "bpm": "/min",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number, its unit in one spelling (empty when none follows), and how it was written."""

    value: Decimal
    unit: str
    written: str


def quantities(text: str) -> list[Quantity]:
    """Return the numbers of a text that are not dates or surrogate tokens."""
    return list(_quantities(TOKEN.sub(lambda token: " " * len(token.group()), masked(text))))


def _quantities(text: str) -> Iterator[Quantity]:
    for match in NUMBER.finditer(text):
        digits = match.group().rstrip(",").replace(",", "")
        unit = UNIT.match(text, match.end())
        spelled = unit.group("unit").lower() if unit else ""
        yield Quantity(
            Decimal(digits).normalize(),
            ONE_SPELLING.get(spelled, spelled),
            text[match.start() : unit.end() if unit else match.end()].strip(),
        )
