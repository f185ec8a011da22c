"""The parts of one structured line: ``what · when · the rest · by whom`` as the chart renders it. Read leniently."""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from apps.drafting.domain.facts.quotes import SEPARATOR, Quote
from apps.drafting.domain.language.dates import date_mentions

DATES = 4096  # remembered in this process: the same days stand in many lines
DATE_ALONE = re.compile(
    r"(?:\d{1,2} )?(?:[A-Z][a-z]{2} )?\d{4}(?: \d\d:\d\d)?(?: to (?:\d{1,2} )?(?:[A-Z][a-z]{2} )?\d{4})?"
)


@dataclass(frozen=True, slots=True)
class When:
    """A date as written, and the first and last day it can mean."""

    written: str
    first: date
    last: date


@lru_cache(maxsize=DATES)
def when(text: str) -> When | None:
    """Return the first date in a text, or None."""
    for mention in date_mentions(text):
        if mention.year:
            first = date(mention.year, mention.month or 1, _day(mention.year, mention.month or 1, mention.day or 1))
            last = date(mention.year, mention.month or 12, _day(mention.year, mention.month or 12, mention.day or 31))
            return When(text[mention.start : mention.end].strip(), first, last)
    return None


def _day(year: int, month: int, day: int) -> int:
    while day > 28:  # noqa: PLR2004
        try:
            date(year, month, day)
        except ValueError:
            day -= 1
        else:
            return day
    return day


@dataclass(frozen=True, slots=True)
class Line:
    """A structured line cut at its separators."""

    quote: Quote
    head: str
    parts: tuple[str, ...]

    def after(self, *prefixes: str) -> str:
        """Return what follows the first part that starts with one of the prefixes, or an empty text."""
        for part in self.parts:
            for prefix in prefixes:
                if part.startswith(prefix):
                    return part.removeprefix(prefix).strip()
        return ""

    def date_of(self, *prefixes: str) -> When | None:
        """Return the date that follows one of the prefixes."""
        return when(self.after(*prefixes))

    def has(self, *words: str) -> bool:
        """Return whether one of the parts is exactly one of the words."""
        return any(part in words for part in self.parts)

    @property
    def dated(self) -> str:
        """The part that is a date and nothing else, as written, without the hour."""
        for part in self.parts:
            if DATE_ALONE.fullmatch(part):
                return re.sub(r" \d\d:\d\d$", "", part)
        return ""


def line_of(quote: Quote) -> Line:
    """Return a structured line in its parts."""
    head, *parts = quote.plain.split(SEPARATOR)
    return Line(quote, head.strip(), tuple(part.strip() for part in parts))
