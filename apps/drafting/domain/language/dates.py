"""Dates as clinicians write them: 12 Mar 2024, 3/12/24, March 2024, 16 Apr, 2024-03-12."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("jan", "january"), ("feb", "february"), ("mar", "march"), ("apr", "april"), ("may", "may"),
            ("jun", "june"), ("jul", "july"), ("aug", "august"), ("sep", "sept", "september"), ("oct", "october"),
            ("nov", "november"), ("dec", "december"),
        ),
        start=1,
    )
    for name in names
}  # fmt: skip
SHORT = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTH = (
    r"(?P<{0}>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|"
    r"Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_YEAR = r"(?P<{0}>(?:19|20)\d\d)"
PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b{_YEAR.format('y')}-(?P<m>\d\d)-(?P<d>\d\d)(?=\b|T)",
        rf"\b(?P<d>\d{{1,2}})[ -]{_MONTH.format('mon')}[ ,-]*{_YEAR.format('y')}\b",
        rf"\b{_MONTH.format('mon')} (?P<d>\d{{1,2}}),? {_YEAR.format('y')}\b",
        rf"\b{_MONTH.format('mon')}(?: ?(?:-|to|through) ?{_MONTH.format('mon2')})[ ,]*{_YEAR.format('y')}\b",
        rf"\b{_MONTH.format('mon')},? {_YEAR.format('y')}\b",
        r"(?<![\d/.])(?P<m>0?[1-9]|1[0-2])/(?P<d>0?[1-9]|[12]\d|3[01])/(?P<y>(?:19|20)?\d\d)(?![\d/])",
        r"(?<![\d/.])(?P<m>0?[1-9]|1[0-2])/(?P<y>(?:19|20)\d\d)(?![\d/])",
        rf"\b(?P<d>\d{{1,2}})[ -]{_MONTH.format('mon')}(?![a-z])",
        rf"\b{_MONTH.format('mon')} (?P<d>[12]\d|3[01]|0?[1-9])\b(?![/%\d]|\.\d)",
        r"(?<![\d/.])(?P<m>0?[1-9]|1[0-2])/(?P<d>0?[1-9]|[12]\d|3[01])(?![\d/%])",
        r"(?<![\d/.,-])(?P<y>(?:19|20)\d\d)(?![\d/-]|\.\d)",
    )
)
DIGIT = re.compile(r"\d")  # every date has one


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date as far as it is given; None for what the writer left out."""

    start: int
    end: int
    year: int | None
    month: int | None
    day: int | None

    def agrees_with(self, other: "DateMention") -> bool:
        """Return whether both can be the same day and this one claims no more than the other says."""
        for mine, theirs, vague_year in (
            (self.year, other.year, True),
            (self.month, other.month, False),
            (self.day, other.day, False),
        ):
            if mine is None:
                continue
            if theirs is None and not vague_year:
                return False
            if theirs is not None and mine != theirs:
                return False
        return True


def mention_of(day: date) -> DateMention:
    """Return a full date as a mention, so that a document's own date can stand beside dates in its text."""
    return DateMention(0, 0, day.year, day.month, day.day)


def date_mentions(text: str) -> list[DateMention]:
    """Return the dates in a text, in order; a range of months gives both of its ends."""
    if not DIGIT.search(text):
        return []
    taken: list[tuple[int, int]] = []
    found: list[DateMention] = []
    for pattern in PATTERNS:
        for match in pattern.finditer(text):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            mentions = list(_mentions(match))
            if mentions:
                taken.append(match.span())
                found += mentions
    return sorted(found, key=lambda mention: mention.start)


def _mentions(match: re.Match[str]) -> Iterator[DateMention]:
    parts = match.groupdict()
    year = int(parts["y"]) if parts.get("y") else None
    if year is not None and year < 100:  # noqa: PLR2004
        year += 2000
    day = int(parts["d"]) if parts.get("d") else None
    for key in ("mon", "mon2"):
        if parts.get(key):
            yield DateMention(*match.span(), year, MONTHS[parts[key].lower()], day)
    if not parts.get("mon"):
        month = int(parts["m"]) if parts.get("m") else None
        if (month or 1) <= 12 and (day or 1) <= 31:  # noqa: PLR2004
            yield DateMention(*match.span(), year, month, day)


def masked(text: str) -> str:
    """Return the text with every date blanked out, same length."""
    mentions = date_mentions(text)
    if not mentions:
        return text
    characters = list(text)
    for mention in mentions:
        characters[mention.start : mention.end] = " " * (mention.end - mention.start)
    return "".join(characters)


def written(day: date | None) -> str:
    """Return an unambiguous date: ``12 Mar 2026``, or ``undated``."""
    if day is None:
        return "undated"
    return f"{day.day} {SHORT[day.month - 1]} {day.year}"
