"""Of when a statement is: what a list of today holds may have been measured years ago, and says so in its line."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

_MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec"
# As renderings write a day; a month that was concealed stands as its token.
_DATE = re.compile(r"\b(?:(?P<day>\d{1,2}) )?(?P<month>[A-Z][a-z]{2,8}|\[[A-Z]+-\w+\]) (?P<year>(?:19|20)\d\d)\b")
# As notes write a month; one since, until or for which something is so tells nothing of when it was said.
_MONTH_OF = re.compile(
    r"(?i)(?<!since )(?<!until )(?<!till )(?<!to )(?<!due )(?<!from )(?<![\d/-])"
    r"(?P<month>0?[1-9]|1[0-2])/(?P<year>(?:19|20)\d\d)\b"
)
_COPIED_FROM = re.compile(r"(?i)\b(?:from|per|copied|as of)\b|\bprint-?out\b")
LAST_OF_ANY_MONTH = 28
# The month and year, or the year, for which a question asks.
_ASKED = re.compile(
    r"(?i)\b(?:(?P<name>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,? (?:of )?|"
    r"(?P<month>0?[1-9]|1[0-2])/)"
    r"(?P<year>(?:19|20)\d\d)\b|\b(?:in|of|during|from|for) (?P<alone>(?:19|20)\d\d)\b"
)


@dataclass(frozen=True, slots=True)
class Period:
    """A month of a year, or with month 0 a whole year."""

    year: int
    month: int = 0

    def has(self, day: date) -> bool:
        """Say whether a day lies in it."""
        return day.year == self.year and self.month in (0, day.month)

    def is_named(self, text: str) -> bool:
        """Say whether a text names it."""
        if not self.month:
            return bool(re.search(rf"\b{self.year}\b", text))
        name = _MONTHS[3 * self.month - 3 : 3 * self.month]
        number = rf"0?{self.month}/(?:\d{{1,2}}/)?(?:{self.year}|{self.year % 100:02})"
        return bool(re.search(rf"(?i)\b{name}[a-z]*\.?,? (?:\d{{1,2}},? )?{self.year}\b|(?<![\d/]){number}\b", text))


def period_asked(question: str) -> Period | None:
    """Return the month or year for which a question asks; none where it asks for none."""
    match = _ASKED.search(question)
    if match is None:
        return None
    if match["alone"]:
        return Period(int(match["alone"]))
    return Period(int(match["year"]), int(match["month"] or 0) or _MONTHS.index((match["name"] or "").lower()) // 3 + 1)


def day_told(text: str, start: int, end: int, day: date | None) -> date | None:
    """Return the last day that a line [start, end) of a rendering tells, not after that of its list; else the list's.

    A month that was concealed is none: the year counts.
    """
    if day is None:
        return None
    return max((told for told in _days(text, start, end) if told <= day), default=day)


def day_said(text: str, start: int, end: int, day: date | None) -> date | None:
    """Return of when a sentence of a note is: "EF 35 % by echo 7/2024" is no newer for being written again."""
    if day is None:
        return None
    told = [date(int(one["year"]), int(one["month"]), 1) for one in _MONTH_OF.finditer(text, start, end)]
    return max((one for one in told if one <= day), default=day)


def day_of_list(title: str, day: date | None) -> date | None:
    """Return of when a list is whose title says what it was copied from: "Home meds (from printout 5/2025)"."""
    return day_said(title, 0, len(title), day) if _COPIED_FROM.search(title) else day


def _days(text: str, start: int, end: int) -> Iterator[date]:
    for match in _DATE.finditer(text, start, end):
        place = _MONTHS.find(match["month"][:3].lower())
        if place % 3:
            yield date(int(match["year"]), 1, 1)
        else:
            yield date(int(match["year"]), place // 3 + 1, min(int(match["day"] or 1), LAST_OF_ANY_MONTH))
