"""Dates as people write them: read, moved by a number of days, and written again in the same manner.

A moved date keeps its shape ("March 4th", "3/4/26", "04-Mar-2026"), so that a text reads on; where that shape would be
read as another date it is written as ISO 8601. Days move exactly, over leap days too. What a text gives without a day
moves by whole months, what it gives without a month by whole years: the nearest number, always the same one, so that
every move has exactly one way back. A day without a year counts as the last such day up to ``about``.
"""

from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta
from re import Match
from typing import Self

from apps.redaction.domain.date_shapes import AFTER, BEFORE, FOUND, MONTH_AND_DAY, MONTHS, RANGES, READ, SHORT, Shape

DAYS_OF_A_MONTH = 30.436875  # of the Gregorian calendar on average
DAYS_OF_A_YEAR = 365.2425
MONTHS_OF_A_YEAR = 12
CENTURY = 100
LONGEST_GAP_OF_LEAP_YEARS = 8
A_LEAP_YEAR = 2000
ORDINAL = {1: "st", 2: "nd", 3: "rd"}
TEENS = range(11, 14)


@dataclass(frozen=True, slots=True, order=True)
class CalendarDate:
    """A date, or the parts of one that a text gives: 0 stands for a part that it leaves out."""

    year: int = 0
    month: int = 0
    day: int = 0

    @classmethod
    def of(cls, day: date) -> Self:
        """Return a calendar day as a date with all its parts."""
        return cls(day.year, day.month, day.day)

    @property
    def is_whole(self) -> bool:
        """Whether year, month and day are given."""
        return bool(self.year and self.month and self.day)

    def exists(self) -> bool:
        """Return whether the calendar has such a date; 29 February without a year does exist."""
        if not self.day:
            return self.month <= MONTHS_OF_A_YEAR and bool(self.month or self.year)
        return _day(self.year or A_LEAP_YEAR, self.month, self.day) is not None

    def parts_of(self, other: "CalendarDate") -> "CalendarDate":
        """Return the other date with only those parts that are given here."""
        return CalendarDate(
            other.year if self.year else 0, other.month if self.month else 0, other.day if self.day else 0
        )

    def holds(self, other: "CalendarDate") -> bool:
        """Return whether the other date gives every part given here, and the same: March 2026 holds 4 March 2026."""
        return self.parts_of(other) == self

    def moved(self, days: int, about: date) -> "CalendarDate | None":
        """Return this date ``days`` later (earlier when negative), or None where the calendar ends."""
        if self.day:
            whole = _day(self.year, self.month, self.day) if self.year else _last(self.month, self.day, about)
            there = _later(whole, days) if whole else None
            return self.parts_of(CalendarDate.of(there)) if there else None
        if not self.month:
            return _in_calendar(CalendarDate(self.year + round(days / DAYS_OF_A_YEAR)))
        months = self.year * MONTHS_OF_A_YEAR + self.month - 1 + round(days / DAYS_OF_A_MONTH)
        year, month = months // MONTHS_OF_A_YEAR, months % MONTHS_OF_A_YEAR + 1
        return _in_calendar(CalendarDate(year, month)) if self.year else CalendarDate(0, month)


def _in_calendar(value: CalendarDate) -> CalendarDate | None:
    return value if 0 < value.year <= MAXYEAR else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _later(day: date, days: int) -> date | None:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def _last(month: int, day: int, about: date) -> date | None:
    """Return the last such day up to ``about``."""
    years = range(about.year, max(about.year - LONGEST_GAP_OF_LEAP_YEARS, 1) - 1, -1)
    found = (_day(year, month, day) for year in years)
    return next((there for there in found if there and there <= about), None)


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A text that is one date: what it says, and where in it each part stands."""

    text: str
    value: CalendarDate
    match: Match[str]
    padded: bool

    def written_as(self, value: CalendarDate, about: date) -> str | None:
        """Return another date in the manner of this one, or None where that manner has no way to write it."""
        new = self._in_this_manner(value)
        again = read(new, about)
        if again is not None and again.value == value:
            return new
        return f"{value.year:04d}-{value.month:02d}-{value.day:02d}" if value.is_whole and self.value.is_whole else None

    def _in_this_manner(self, value: CalendarDate) -> str:
        groups = ((name, *self.match.span(name)) for name in self.match.re.groupindex if name not in {"sep", "lead"})
        pieces, done = [], 0
        for name, start, end in sorted((row for row in groups if row[1] >= 0), key=lambda row: row[1]):
            pieces += [self.text[done:start], self._part(name, self.text[start:end], value)]
            done = end
        return "".join([*pieces, self.text[done:]])

    def _part(self, name: str, old: str, value: CalendarDate) -> str:
        if name == "name":
            return _month_name(old, value.month)
        if name == "ordinal":
            suffix = "th" if value.day in TEENS else ORDINAL.get(value.day % 10, "th")
            return suffix.upper() if old.isupper() else suffix
        if name == "year":
            return f"{value.year:04d}"[-len(old) :]
        number = value.day if (name == "day") != self._is_day_first else value.month
        return f"{number:02d}" if self.padded else str(number)

    @property
    def _is_day_first(self) -> bool:
        """Whether the numbers stand in the other order than the shape has them: 13/02/2026."""
        return (
            "month" in self.match.re.groupindex
            and bool(self.value.day)
            and int(self.match["month"]) != self.value.month
        )


def _month_name(old: str, month: int) -> str:
    is_short = old.title() not in MONTHS
    name = (SHORT if is_short else MONTHS)[month - 1]
    return name.upper() if old.isupper() else name.lower() if old.islower() else name


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in the middle of a text: [start, end). ``written`` is None for a range, which is more than one date."""

    start: int
    end: int
    written: WrittenDate | None


def read(text: str, about: date) -> WrittenDate | None:
    """Return what a text that should be a date says, or None when it is none, or more than one.

    A weekday before it and a time of day after it may stand with it. 3/4 is 4 March unless only 4/3 can be: then it is
    read day first. A year of two digits is one of the hundred years up to that of ``about``.
    """
    for shape in READ:
        match = shape.pattern.search(text)
        if match and BEFORE.fullmatch(text, 0, match.start()) and AFTER.fullmatch(text, match.end()):
            written = _written(text, match, shape, about)
            if written:
                return written
    return None


def find(text: str, about: date) -> list[FoundDate]:
    """Return the dates of a text in order: those that a sentence gives away as such."""
    found: list[FoundDate] = []
    for shape in RANGES:
        for match in shape.pattern.finditer(text):
            _take(found, FoundDate(*match.span(), None))
    for shape in (*FOUND, MONTH_AND_DAY):
        for match in shape.pattern.finditer(text):
            start = match.end("lead") if "lead" in shape.pattern.groupindex else match.start()
            said = match.group()[start - match.start() :].rstrip(".")
            if written := read(said, about):
                _take(found, FoundDate(start, start + len(said), written))
    return sorted(found, key=lambda it: it.start)


def _take(found: list[FoundDate], new: FoundDate) -> None:
    if all(new.end <= other.start or other.end <= new.start for other in found):
        found.append(new)


def _written(text: str, match: Match[str], shape: Shape, about: date) -> WrittenDate | None:
    value = _value(match.groupdict(default=""), about)
    numbers = [match.groupdict(default="").get(name, "") for name in ("month", "day")]
    padded = shape.padded or any(number.startswith("0") for number in numbers)
    return WrittenDate(text, value, match, padded) if value.exists() else None


def _value(parts: dict[str, str], about: date) -> CalendarDate:
    year = _year(parts.get("year", ""), about)
    day = int(parts.get("day") or 0)
    name = parts.get("name", "")
    month = SHORT.index(name[:3].title()) + 1 if name else int(parts.get("month") or 0)
    if month > MONTHS_OF_A_YEAR and not name:
        month, day = day, month
    return CalendarDate(year, month, day)


def _year(written: str, about: date) -> int:
    if len(written) != len("26"):
        return int(written or 0)
    year = about.year - about.year % CENTURY + int(written)
    return year if year <= about.year else year - CENTURY
