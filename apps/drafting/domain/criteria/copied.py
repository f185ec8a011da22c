"""Words that a note itself says were carried over from an earlier day: they are as old as that day."""

import re
from dataclasses import replace
from datetime import date
from functools import lru_cache

from apps.drafting.domain.criteria.periods import told_dates
from apps.drafting.domain.facts.notes import NoteLine

CARRIED = re.compile(
    r"\b(?:copied|carried|pulled|brought|imported|pasted|auto-?populated|pre-?populated|unchanged)"
    r"(?: (?:forward|over|in|ahead))*,? (?:from|since)\b[^\n\])]{0,40}|\[copied[^\n\]]{0,40}|"
    r"\b(?:copy[- ](?:forward|fwd)(?:ed)?|(?:copied|carried|brought|pulled) (?:forward|fwd|over))\b[^\n\])]{0,30}|"
    r"[\[(][^\[\]()\n]{0,20}\b(?:copied|carried|pasted|imported|c/f|pulled|auto(?:mated|matic|-?filled|-?text)?|"
    r"template|macro)\b[^\[\]()\n]{0,30}[\])]|"
    r"^[^\n:]{0,20}\b(?:imported|auto-?imported|auto-?filled|template(?:d)?|copied|pulled in) ?(?:hx|history|PMH|text|"
    r"note|data|list|from EHR)?\b(?=[^\n:]{0,12}:)",
    re.IGNORECASE | re.MULTILINE,
)
# After the copied words the writer goes on with a line or a heading of the day.
TODAY = re.compile(r"\b(?:today|now|updated?|currently|reviewed and (?:changed|updated))\b", re.IGNORECASE)
LABEL = re.compile(r"(?m)^\s*[A-Z][A-Za-z /]{1,24}:|\n\s*\n")
YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def as_first_written(line: NoteLine) -> NoteLine | None:
    """Return a sentence with the day from which its note says it was carried; None where it says no day."""
    passage = line.quote.passage
    marker = _marker(passage.text, line.quote.start, line.quote.end) or _of_section(line)
    if not marker or TODAY.search(line.text):
        return line
    days = told_dates(f"from {(marker.rpartition('from')[2] or marker).strip()}", line.day)
    year = YEAR.search(marker)
    if not days and not year:
        return None
    first = days[0].when.last if days else date(int(year.group()), 12, 31) if year else date.min
    return replace(line, first_day=min(first, line.first_day or first))


@lru_cache(maxsize=8000)
def _marker(text: str, start: int, end: int) -> str:
    """Return what a note says of copying in the same line of the page, before a sentence or in it."""
    begin = text.rfind("\n", 0, start) + 1
    found = list(CARRIED.finditer(text, begin, end))
    return found[-1].group() if found else ""


def _of_section(line: NoteLine) -> str:
    """Return what the title of a section says of copying: "PMH (imported)", of what stands before the next label."""
    title = line.quote.passage.section_title
    marked = CARRIED.search(title)
    before = line.quote.passage.text[: line.quote.start]
    if marked is None or LABEL.search(before) or LABEL.match(line.text):
        return ""
    return title
