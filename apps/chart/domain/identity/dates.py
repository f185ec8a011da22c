"""Birth dates as people write them. One writing may mean several days; a claim agrees when one of them does."""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMED = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_YEAR = r"(?P<year>\d{4}|['’]?\d{2})(?!\d)"
_BETWEEN = r"[\s,./-]*"
# Each part of a date once, in the orders in which it is written; the first that fits is the writing.
_WRITINGS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?<!\d)(?P<leading>\d{4})\s?[-/.]\s?(?P<first>\d{1,2})\s?[-/.]\s?(?P<second>\d{1,2})(?!\d)",
        r"(?<!\d)(?P<leading>(?:18|19|20)\d\d)(?P<first>\d\d)(?P<second>\d\d)(?:\d{2,6})?(?!\d)",
        rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th)?{_BETWEEN}(?:of\s+)?{_NAMED}{_BETWEEN}{_YEAR}",
        rf"\b{_NAMED}{_BETWEEN}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?{_BETWEEN}{_YEAR}",
        rf"(?<!\d)(?P<first>\d{{1,2}})\s?[-/.]\s?(?P<second>\d{{1,2}})\s?[-/.]\s?{_YEAR}",
    )
)
CENTURY, MONTHS_OF_A_YEAR = 100, len(MONTHS)
_CENTURIES = (1800, 1900, 2000)
FEWEST_DIFFERENT = 2  # of year, month, day: less may be a slip


def days_meant(text: str) -> frozenset[date]:
    """Return the days that the first date in a text may mean: any century for '68, either order of day and month.

    Where the year comes first the month is second, unless there is no such month.
    """
    for writing in _WRITINGS:
        if found := writing.search(text):
            return frozenset(_days(found.groupdict()))
    return frozenset()


def _days(parts: dict[str, str | None]) -> Iterator[date]:
    first, second = parts.get("first"), parts.get("second")
    if parts.get("month"):
        orders = [(MONTHS.index(str(parts["month"])[:3].lower()) + 1, int(str(parts["day"])))]
    else:
        orders = [(int(str(first)), int(str(second))), (int(str(second)), int(str(first)))]
    if parts.get("leading") and orders[0][0] <= MONTHS_OF_A_YEAR:
        orders = orders[:1]
    for year in _years(str(parts.get("leading") or parts.get("year"))):
        for month, day in orders:
            with suppress(ValueError):
                yield date(year, month, day)


def _years(text: str) -> list[int]:
    number = int(text.strip("'’"))
    return [number] if number >= CENTURY else [century + number for century in _CENTURIES]


def is_slip(claimed: date, known: date) -> bool:
    """Say whether two days are apart by no more than a slip: one digit, two that changed places, day for month."""
    if (claimed.year, claimed.month, claimed.day) == (known.year, known.day, known.month):
        return True
    one, other = f"{claimed:%Y%m%d}", f"{known:%Y%m%d}"
    wrong = [place for place, pair in enumerate(zip(one, other, strict=True)) if pair[0] != pair[1]]
    swapped = len(wrong) == FEWEST_DIFFERENT and one[wrong[0]] == other[wrong[1]] and one[wrong[1]] == other[wrong[0]]
    return len(wrong) <= 1 or (swapped and wrong[1] - wrong[0] == 1)


def is_far(claimed: date, known: date) -> bool:
    """Say whether at least two of year, month and day differ."""
    pairs = ((claimed.year, known.year), (claimed.month, known.month), (claimed.day, known.day))
    return sum(one != other for one, other in pairs) >= FEWEST_DIFFERENT
