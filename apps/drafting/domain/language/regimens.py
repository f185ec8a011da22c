"""How often and by which way a medicine is given, each in one spelling. "Twice daily" is not "every 12 hours" here."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class RegimenKind(StrEnum):
    FREQUENCY = "frequency"
    ROUTE = "route"


@dataclass(frozen=True, slots=True)
class Regimen:
    """One frequency or route at [start, end) of a text; ``key`` is the same for every writing of it."""

    kind: RegimenKind
    key: str
    start: int
    end: int


_COUNTS = {"once": "1", "one": "1", "twice": "2", "two": "2", "three": "3", "thrice": "3", "four": "4", "five": "5"}
_COUNT = rf"(?P<count>\d|{'|'.join(_COUNTS)})"
_SPANS = {"day": "d", "d": "d", "daily": "d", "week": "wk", "wk": "wk", "weekly": "wk", "wkly": "wk", "month": "mo",
          "mo": "mo", "monthly": "mo", "year": "y", "yearly": "y", "hour": "h", "hr": "h", "h": "h"}  # fmt: skip
_SPAN = rf"(?P<span>{'|'.join(sorted(_SPANS, key=len, reverse=True))})"
_FIXED = {
    "1/d": r"q\.?\s?d\.?|daily|every day|each day|per day",
    "2/d": r"b\.?\s?i\.?\s?d\.?",
    "3/d": r"t\.?\s?i\.?\s?d\.?",
    "4/d": r"q\.?\s?i\.?\s?d\.?",
    "1/wk": r"weekly|wkly|every week|each week|qwk|qweek|q\.?\s?wk",
    "1/mo": r"monthly|every month|each month|qmonth|qmo",
    "1/y": r"yearly|annually|every year",
    "night": r"q\.?\s?h\.?s\.?|at bedtime|nightly|every night|at night|hs",
    "morning": r"q\.?\s?am|every morning|each morning|in the morning",
    "evening": r"q\.?\s?pm|every evening|in the evening",
    "1/2 d": r"q\.?\s?o\.?d\.?|every other day|alternate days",
    "as needed": r"p\.?\s?r\.?\s?n\.?|as needed|as required|when needed",
}
_EVERY = re.compile(
    r"\b(?:every|q)\s?(?P<low>\d{1,2})(?:\s?(?:-|to)\s?(?P<high>\d{1,2}))?\s?-?(?P<span>hours?|hrs?|h|days?|d|weeks?|wks?|wk"
    r"|months?|mos?)\b",
    re.IGNORECASE,
)
_TIMES = re.compile(
    rf"\b{_COUNT}(?:\s|-)?(?:times|x)?\s?(?:/|a |per |each |every )?\s?{_SPAN}\b(?!-)|\b(?P<x>\d)x\s?(?:/|a )\s?d\b",
    re.IGNORECASE,
)
_ROUTES = {
    "oral": r"by mouth|orally|oral|p\.?o\.?|per os",
    "intravenous": r"intravenous(?:ly)?|i\.?v\.?|ivpb",
    "intramuscular": r"intramuscular(?:ly)?|i\.?m\.?",
    "subcutaneous": r"subcutaneous(?:ly)?|sub-?q|s\.?c\.?|sq|subcut",
    "sublingual": r"sublingual(?:ly)?|s\.?l\.?",
    "topical": r"topical(?:ly)?",
    "inhaled": r"inhaled|by inhalation|nebuli[sz]ed",
    "rectal": r"rectal(?:ly)?|per rectum",
    "intrathecal": r"intrathecal(?:ly)?",
    "intranasal": r"intranasal(?:ly)?",
    "transdermal": r"transdermal(?:ly)?",
}
# Two letters that are a route only as they are written in orders: "po" and "PO", not "Po".
_SHORT = re.compile(r"[A-Z.]+|[a-z.]+")


def _compiled(table: dict[str, str]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((key, re.compile(rf"(?<![\w/])(?:{words})(?![\w/])", re.IGNORECASE)) for key, words in table.items())


_FIXED_PATTERNS, _ROUTE_PATTERNS = _compiled(_FIXED), _compiled(_ROUTES)


def regimens(text: str) -> list[Regimen]:
    """Return the frequencies and routes of a text, in order, none inside another."""
    found: list[Regimen] = []
    for one in (*_counted(text), *_fixed(text)):
        if not any(one.start < other.end and other.start < one.end for other in found):
            found.append(one)
    return sorted(found, key=lambda one: one.start)


def _counted(text: str) -> Iterator[Regimen]:
    for match in _EVERY.finditer(text):
        many = f"{match['low']}-{match['high']}" if match["high"] else match["low"]
        yield Regimen(RegimenKind.FREQUENCY, f"1/{many} {match['span'][0].lower()}", *match.span())
    for match in _TIMES.finditer(text):
        count = (match["count"] or match["x"]).lower()
        span = _SPANS[match["span"].lower()] if match["span"] else "d"
        is_rate = bool(re.search(r"times|once|twice|thrice|/| a | per |each|every|ly\b|x", match.group().lower()))
        if is_rate:
            yield Regimen(RegimenKind.FREQUENCY, f"{_COUNTS.get(count, count)}/{span}", *match.span())


def _fixed(text: str) -> Iterator[Regimen]:
    for key, pattern in _FIXED_PATTERNS:
        yield from (Regimen(RegimenKind.FREQUENCY, key, *match.span()) for match in pattern.finditer(text))
    for key, pattern in _ROUTE_PATTERNS:
        for match in pattern.finditer(text):
            if _SHORT.fullmatch(match.group()) or len(match.group()) > len("p.o."):
                yield Regimen(RegimenKind.ROUTE, key, *match.span())
