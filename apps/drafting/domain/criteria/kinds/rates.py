"""How often something is, as downloads and notes write it: "per day 3.2", "checks 4 times a day", "12/month"."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from apps.drafting.domain.criteria.case import Case
from apps.drafting.domain.criteria.kinds.measurement import Measurement
from apps.drafting.domain.criteria.kinds.tables import Row, rows_of
from apps.drafting.domain.criteria.names import roots
from apps.drafting.domain.criteria.sayings import is_suppliers, stance
from apps.drafting.domain.criteria.units import Measured, unit_named

RATE_NAME = re.compile(r"(?i)^(?P<what>.+?) (?:per|a|each|/) ?(?P<period>hour|day|night|week|month|year)$")
AFTER = r"(?:per|a|each|/) ?{period}\b(?: average| avg| mean)?[ \t:=]{{1,12}}(?P<number>\d+(?:\.\d+)?)(?![\d/%])"
BEFORE = (
    r"(?<![\d./-])(?P<number>\d+(?:\.\d+)?) ?(?:x|times|{what})?(?: on average| \(avg\))? ?(?:per|a|each|/) ?{period}\b"
)
SUPPOSED = re.compile(
    r"\b(?:should|goal|target|recommend\w*|advis\w+|asked to|at least|limits?|max|instructed|prescribed|up to)\b",
    re.IGNORECASE,
)
VAGUE = frozenset(roots("day night time hour value number episode attack event dose unit"))  # words of any rate


def rates_of(case: Case, names: Sequence[str]) -> Iterator[Measurement]:
    """Yield what final notes say of "readings per day": a line that names the thing and gives how many a day."""
    for name in names:
        rate = RATE_NAME.match(name)
        if rate is None:
            continue
        wanted, head = roots(rate["what"]), roots(rate["what"].split()[-1])
        for row in rows_of(case):
            said = roots(row.text)
            if wanted <= said or (head - VAGUE and head <= said):
                yield from _in_row(row, name, rate["what"].split()[-1], rate["period"].lower())


def _in_row(row: Row, name: str, what: str, period: str) -> Iterator[Measurement]:
    for form in (AFTER.format(period=period), BEFORE.format(period=period, what=re.escape(what))):
        for match in re.finditer(form, row.text, re.IGNORECASE):
            said = stance(row.line, 0, len(row.line.text))
            if SUPPOSED.search(row.text) or said.relative or said.supposed or said.planned or said.denied:
                continue
            number = Decimal(match["number"])
            why_not = "is what the patient tells" if said.told else ""
            if not why_not and is_suppliers(row.quote.passage):
                why_not = "was made by an equipment supplier"
            yield Measurement(
                row.quote, name, f"{number} a {period}", Measured(number, number, unit_named(f"per {period}")),
                frozenset(), row.when, row.text, row.text, why_not,
                name=name,
            )  # fmt: skip
