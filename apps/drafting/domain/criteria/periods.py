"""Days a fact can be of, and the windows policies ask for. Months and years are those of the calendar."""

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from apps.drafting.domain.facts.lines import When
from apps.drafting.domain.language.dates import DateMention, date_mentions, written
from apps.drafting.domain.language.quantities import SPELLED

MONTHS_IN_YEAR = 12
EARLIEST, LATEST = date(1, 1, 1), date(9999, 12, 31)
_COUNT = r"(?P<count>\d{1,3}|" + "|".join(SPELLED) + r"|an?|a few|several|a couple of)"
AGO = re.compile(
    rf"\b(?:about |approx\w* |some |~ ?)?{_COUNT} (?P<unit>day|d|week|wk|month|mo|year|yr|y)s? ago\b", re.IGNORECASE
)
NAMED = {
    "today": (0, 0), "this morning": (0, 0), "yesterday": (1, 1), "last week": (1, 14), "last month": (1, 62),
    "last year": (1, 730),
}  # fmt: skip
NAMED_DAYS = re.compile(rf"\b(?:{'|'.join(NAMED)})\b", re.IGNORECASE)
SLACK = {"d": 0, "w": 4, "m": 16, "y": 184}  # days to each side of "six weeks ago"
DAYS_OF = {"d": 1.0, "w": 7.0, "m": 30.44, "y": 365.25}
MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# A month by itself, where it is introduced as one: "since July", "in mid June", "until March".
MONTH_ALONE = re.compile(
    r"\b(?:since|in|until|till|through|from|by|during|last|this past|started|stopped|to) (?:about |late |early |"
    r"mid[- ]?|"
    r"around |the end of |last )?(?P<month>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|"
    r"Aug(?:ust)?|"
    r"Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?(?![ ,/-]*\d)"
)
# A date without its year counts only where it is introduced as one: "EHL 4/5" is none.
INTRODUCED = re.compile(
    r"(?:\bon|\bof|\bfrom|\bsince|\bdated|\bdrawn|\bdone|\bcollected|\bstarted|\bstopped|\buntil|\bto|\bthrough|"
    r"\bin|\()"
    r"\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Interval:
    """The first and the last day that a date can mean: one day, or a month or year that is all there is."""

    first: date
    last: date

    @property
    def words(self) -> str:
        """The day, or what is known of it."""
        if self.first == self.last:
            return written(self.first)
        if self.first.day == 1 and self.last == _end_of_month(self.first):
            return written(self.first).split(" ", 1)[1]
        if (self.first.month, self.first.day, self.last.month, self.last.day) == (1, 1, 12, 31):
            return str(self.first.year)
        return f"{written(self.first)} to {written(self.last)}"


def on(day: date | None) -> Interval | None:
    """Return one day as an interval."""
    return Interval(day, day) if day else None


def of_when(when: When | None) -> Interval | None:
    """Return a date of a structured line as an interval."""
    return Interval(when.first, when.last) if when else None


def months_before(day: date, months: int) -> date:
    """Return the same day so many months earlier; the last of a shorter month."""
    index = day.year * MONTHS_IN_YEAR + day.month - 1 - months
    year, month = divmod(index, MONTHS_IN_YEAR)
    if year < 1:
        return EARLIEST
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def months_after(day: date, months: int) -> date:
    """Return the same day so many months later; the last of a shorter month."""
    return months_before(day, -months)


@dataclass(frozen=True, slots=True)
class Window:
    """The days that count: [first, last], both counted; ``first`` is None where any earlier time will do."""

    first: date | None
    last: date
    words: str

    def holds(self, when: Interval | None) -> bool | None:
        """Return whether all of an interval lies inside (True), none of it (False), or it cannot be told (None)."""
        if when is None:
            return None
        first = self.first or EARLIEST
        if when.first >= first and when.last <= self.last:
            return True
        return False if when.last < first or when.first > self.last else None


def window_back(reference: date, amount: Mapping[str, Any], words: str) -> Window:
    """Return the window of a ``within`` that counts back from a day."""
    for period in ("days", "weeks", "months", "years"):
        if period in amount:
            count = int(amount[period])
            first = _back(reference, count, period)
            return Window(first, reference, f"the {count} {period if count > 1 else period[:-1]} before {words}")
    return Window(None, reference, f"the time before {words}")


def _back(reference: date, count: int, period: str) -> date:
    if period in {"months", "years"}:
        return months_before(reference, count * (MONTHS_IN_YEAR if period == "years" else 1))
    return reference - timedelta(days=count * (7 if period == "weeks" else 1))


def lasts(first: date, last: date, wanted: Mapping[str, Any]) -> bool:
    """Return whether [first, last] is at least as long as asked: ``{"days": 90}``, ``{"months": 3}``."""
    if "months" in wanted or "years" in wanted:
        months = int(wanted.get("months", 0)) + MONTHS_IN_YEAR * int(wanted.get("years", 0))
        return months_after(first, months) <= last + timedelta(days=1)
    return (last - first).days + 1 >= days_wanted(wanted)


def days_wanted(wanted: Mapping[str, Any]) -> float:
    """Return how many days a duration asks for at least; a written-out unit counts too: ``{value: 12, unit: "wk"}``."""
    if "value" in wanted:
        unit = str(wanted.get("unit") or "d").lstrip("{").lower()
        return float(wanted["value"]) * DAYS_OF.get({"a": "y"}.get(unit[0], unit[0]), 1.0)
    days = {"days": 1.0, "weeks": 7.0, "months": 30.44, "years": 365.25}
    return sum(float(wanted[name]) * factor for name, factor in days.items() if name in wanted)


def interval_of(mention: DateMention, note_day: date | None) -> Interval | None:
    """Return the days a written date can mean; a missing year is the last one that does not lie after the note."""
    year = mention.year
    if year is None:
        if note_day is None or mention.month is None:
            return None
        year = note_day.year
        found = _interval(year, mention.month, mention.day)
        return found if found is None or found.first <= note_day else _interval(year - 1, mention.month, mention.day)
    return _interval(year, mention.month, mention.day)


def _interval(year: int, month: int | None, day: int | None) -> Interval | None:
    try:
        first = date(year, month or 1, day or 1)
    except ValueError:
        return None
    if day:
        return Interval(first, first)
    return Interval(first, _end_of_month(first) if month else date(year, 12, 31))


def _end_of_month(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


@dataclass(frozen=True, slots=True)
class Told:
    """A date written at [start, end) of a text."""

    start: int
    end: int
    when: Interval


def told_dates(text: str, note_day: date | None, *, months: bool = False) -> list[Told]:
    """Return the dates of a text, in order: written ones, and "six weeks ago" counted from the day of the note.

    ``months``: also months by themselves ("since July"), where a beginning or an end is looked for.
    """
    found = []
    for mention in date_mentions(text):
        named = any(letter.isalpha() for letter in text[mention.start : mention.end])
        if mention.year or named or INTRODUCED.search(text[: mention.start]):
            when = interval_of(mention, note_day)
            found += [Told(mention.start, mention.end, when)] if when else []
    taken = [(told.start, told.end) for told in found]
    alone = [
        told
        for told in (_months_alone(text, note_day) if months else ())
        if not any(first < told.end and told.start < last for first, last in taken)
    ]
    return sorted((*found, *alone, *_relative(text, note_day)), key=lambda told: told.start)


def _months_alone(text: str, note_day: date | None) -> Iterator[Told]:
    """Yield months named without a year: the last such month that had begun by the day of the note."""
    for match in MONTH_ALONE.finditer(text) if note_day else ():
        month = MONTH_NAMES.index(match["month"][:3].lower()) + 1
        year = note_day.year if note_day and month <= note_day.month else (note_day or LATEST).year - 1
        when = _interval(year, month, None)
        if when and note_day:
            yield Told(*match.span("month"), Interval(when.first, min(when.last, note_day)))


def _relative(text: str, note_day: date | None) -> list[Told]:
    if note_day is None:
        return []
    found = []
    for match in AGO.finditer(text):
        count, unit = _count(match["count"].lower()), match["unit"][0].lower()
        if count is None:
            found.append(Told(*match.span(), Interval(EARLIEST, note_day)))
            continue
        days, slack = count * DAYS_OF[unit], SLACK[unit]
        middle = note_day - timedelta(days=round(days))
        found.append(
            Told(*match.span(), Interval(middle - timedelta(days=slack), min(note_day, middle + timedelta(days=slack))))
        )
    for match in NAMED_DAYS.finditer(text):
        least, most = NAMED[match.group().lower()]
        found.append(Told(*match.span(), Interval(note_day - timedelta(days=most), note_day - timedelta(days=least))))
    return found


def _count(word: str) -> float | None:
    if word.isdigit():
        return float(word)
    if word in {"a", "an"}:
        return 1.0
    return float(SPELLED[word]) if word in SPELLED else None
