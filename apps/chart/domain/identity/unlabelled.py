"""Who a line of the head is about where no label says it: a line of a list, or a sentence that introduces somebody."""

import re
from dataclasses import dataclass

from apps.chart.domain.identity.dates import days_meant
from apps.chart.domain.identity.naming import has_title, name_said

_SEX = r"(?:male|female|man|woman|m|f)\b"
_YEARS = r"(?:[\s-]?(?:y\.?/?o\b\.?|yrs?\b\.?|years?(?:[\s-]old)?|y\b))"
_AGED = re.compile(
    r"^(?:\d{1,4}(?:-?[a-z\d]{1,2})?\s+)?"  # a room or a bed
    rf"(?P<name>[^\d|:]{{3,60}}?)[\s,|;(]+"
    rf"(?:(?P<age>\d{{1,3}}){_YEARS}?\s?[/,-]?\s?{_SEX}|{_SEX}[\s/,-]*(?P<years>\d{{1,3}}){_YEARS}?)"
    r"[\s,|;)]+(?P<day>(?:\d|[A-Za-z]{3,9}\s\d).{5,})",
    re.IGNORECASE,
)
_SENTENCE = re.compile(
    r"^(?:the\s+)?(?:patient|pt\.?|mr\.?|mrs\.?|ms\.?|miss),?\s+(?P<name>[^\d:]{3,60}?),?\s+"
    rf"(?:(?:is|was)\s+)?an?\s+\d{{1,3}}{_YEARS}",
    re.IGNORECASE,
)
LONGEST_DAY = 18  # characters: "September 14, 1968"
CLOCK = re.compile(r"\d{1,2}:\d{2}")  # a day with an hour is a visit's: nobody prints the hour of a birth in a header


@dataclass(frozen=True, slots=True)
class Aged:
    """A name, an age in years and the date beside them: a birth date only if the age fits it."""

    name: str
    age: int
    day: str


def aged_line(line: str) -> Aged | None:
    """Return what "JONES HAROLD   76 M   05/05/1950" says, or nothing."""
    found = _AGED.match(line)
    name = name_said(found["name"], whole=True) if found else ""
    if not found or not name or has_title(name) or CLOCK.search(found["day"][:LONGEST_DAY]):
        return None
    day = found["day"][:LONGEST_DAY]
    return Aged(name, int(found["age"] or found["years"]), day) if days_meant(day) else None


def named_sentence(line: str) -> str:
    """Return the name of "Patient Harold Jones is a 76 year old man", or nothing."""
    found = _SENTENCE.match(line)
    return name_said(found["name"], whole=True) if found else ""
