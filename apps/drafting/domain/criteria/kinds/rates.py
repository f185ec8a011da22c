"""How often something is, as downloads and notes write it: "per day 3.2", "checks 4 times a day", "12/month"."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from apps.drafting.domain.criteria.case import Case
from apps.drafting.domain.criteria.kinds.measurement import Measurement
from apps.drafting.domain.criteria.kinds.tables import Row, rows_of
from apps.drafting.domain.criteria.names import roots
from apps.drafting.domain.criteria.quantities import quantity_named
from apps.drafting.domain.criteria.sayings import is_suppliers, stance
from apps.drafting.domain.criteria.units import Measured, unit_named
from apps.drafting.domain.language.quantities import SPELLED

RATE_NAME = re.compile(r"(?i)^(?P<what>.+?) (?:per|a|each|/) ?(?P<period>hour|day|night|week|month|year)$")
_RANGE = r"(?P<number>\d+(?:\.\d+)?|{words})(?: ?(?:-|–|to|or) ?(?P<high>\d+(?:\.\d+)?|{words}))?"
AFTER = (
    r"(?:per|a|each|/) ?{period}\b(?: average| avg| mean)?(?: \(?(?:average|avg|mean)\)?)?[ \t:=]{{1,30}}"
    + _RANGE
    + r"(?![\d/%])"
)
BEFORE = (
    r"(?<![\d.,/-])(?:"
    + _RANGE
    + r") ?(?:x|times|{what})?(?: on average| \(avg\))? ?(?:(?:per|a|each|every|/) ?{period}|{adverb})\b"
)
ADVERBS = {"day": "daily", "night": "nightly", "week": "weekly", "month": "monthly", "year": "yearly", "hour": "hourly"}
HEADACHE = re.compile(r"\bHAs?\b")
PART = re.compile(r"[;,](?!\d)|\.(?!\d)|\band\b")
NAMES_SOMETHING = re.compile(
    r"(?i)\b(?!(?:per|day|days?|daily|night|nightly|week|weekly|month|monthly|year|hour|average|avg|mean|about|approx\w*|"
    r"times?|on|both|a|an|each|every|to|or|x|now|total|n|in|the|of|over|log|reviewed|at|least|most|is|are|was|were)\b)"
    rf"(?!(?:{'|'.join(SPELLED)})\b)[a-z]{{2,}}"
)
LATIN = re.compile(r"\b(?P<often>QID|TID|BID|q\.i\.d\.|t\.i\.d\.|b\.i\.d\.)(?![A-Za-z])", re.IGNORECASE)
TIMES_OF = {"q": 4, "t": 3, "b": 2}
MEDICINE = re.compile(r"\b\d+(?:\.\d+)? ?(?:mg|mcg|g|mL|units?|U|tabs?|caps?|puffs?)\b", re.IGNORECASE)
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
            said = roots(HEADACHE.sub("headache", row.text))
            if wanted <= said or (head - VAGUE and head <= said):
                yield from _in_row(row, name, rate["what"].split()[-1], rate["period"].lower())


def _in_row(row: Row, name: str, what: str, period: str) -> Iterator[Measurement]:
    said = stance(row.line, 0, len(row.line.text))
    if SUPPOSED.search(row.text) or said.relative or said.supposed or said.planned or said.denied:
        return
    for low, high in _told(row.text, what, period, roots(name) - VAGUE):
        usual = quantity_named(name)
        if usual and usual.units and not any(unit.may_be(high) for unit in usual.units):
            continue
        why_not = "is what the patient tells" if said.told else ""
        if not why_not and is_suppliers(row.quote.passage):
            why_not = "was made by an equipment supplier"
        unit = unit_named(f"d/{period}" if what.lower() == "days" else f"/{period}")
        value = f"{low}" if low == high else f"{low} to {high}"
        yield Measurement(
            row.quote, name, f"{value} a {period}", Measured(low, high, unit), frozenset(),
            row.when, row.text, row.text, why_not, name=name,
        )  # fmt: skip


def _told(text: str, what: str, period: str, wanted: frozenset[str]) -> Iterator[tuple[Decimal, Decimal]]:
    """Yield how often a row says that it is: "3.2", "4 to 6 times", "QID"."""
    words = "|".join(sorted(SPELLED, key=len, reverse=True))
    keys = {"period": period, "words": words}
    for form in (AFTER.format(**keys), BEFORE.format(**keys, what=re.escape(what), adverb=ADVERBS[period])):
        for match in re.finditer(form, text, re.IGNORECASE):
            if not _is_of(text, match, wanted):
                continue
            low = _number(match["number"])
            yield low, _number(match["high"]) if match["high"] else low
    if period == "day" and not MEDICINE.search(text):
        for match in LATIN.finditer(text):
            often = Decimal(TIMES_OF[match["often"][0].lower()])
            yield often, often


def _is_of(text: str, match: re.Match[str], wanted: frozenset[str]) -> bool:
    """Say whether a number is one of the thing: in its part of the sentence, or in one that names nothing else."""
    before = max((one.end() for one in PART.finditer(text, 0, match.start())), default=0)
    after = PART.search(text, match.end())
    part = text[before : after.start() if after else len(text)]
    return bool(wanted & roots(part)) or not NAMES_SOMETHING.search(part)


def _number(text: str) -> Decimal:
    return Decimal(SPELLED[text.lower()]) if text.lower() in SPELLED else Decimal(text)
