"""What the page of those who treated tells of visits: a row of dates, a count, the first day and the last."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from apps.drafting.domain.criteria.case import Case, Test
from apps.drafting.domain.criteria.findings import Datum, Finding, met, not_met, open_finding
from apps.drafting.domain.criteria.kinds.common import named_words, names_of
from apps.drafting.domain.criteria.kinds.sessions import UNCOUNTED, attended, is_about
from apps.drafting.domain.criteria.kinds.titles import named_treatment
from apps.drafting.domain.criteria.openness import is_preliminary
from apps.drafting.domain.criteria.performers import performed_by
from apps.drafting.domain.criteria.periods import Interval, Window, days_wanted, on
from apps.drafting.domain.criteria.sayings import is_patient_written
from apps.drafting.domain.facts.notes import NoteLine
from apps.drafting.domain.language.assertion import sides
from apps.drafting.domain.language.regions import regions

FEWEST = 2  # visits that make a course, where a policy asks only how long it went on
CENTURY = 2000
TWO_FIGURES = 100
_DAY = r"\d{1,2}[/-]\d{1,2}(?:[/-]\d{2,4})?(?![\d%])"
DAY = re.compile(r"(?<![\d/.-])(?P<month>\d{1,2})[/-](?P<day>\d{1,2})(?:[/-](?P<year>\d{2,4}))?(?![\d%/])")
UNITS = r"(?:visits?|vsts?|sessions?|treatments?|tx'?s?|appts?|appointments?|classes|contacts?)"
ROW = re.compile(
    rf"(?i)\b(?:dates?(?: of (?:service|treatment|visits?|sessions?))?|DOS|seen(?: on)?|attended(?: on)?|kept|"
    rf"{UNITS}(?: (?:dates|attended|kept|completed|on))?|treated(?: on)?|came(?: on)?)\s?[:=-]?\s?"
    rf"(?P<row>{_DAY}(?:(?:\s*(?:[,;&+]|and)\s*|\s+){_DAY})+)"
)
COUNTS = (
    re.compile(
        rf"(?i)(?<![\d/.x-])(?P<count>\d{{1,2}})(?: ?(?:of|/|out of) ?(?:the )?\d{{1,2}})? "
        rf"(?:(?!home|more|further|additional|auth\w*|planned|scheduled|approved)[a-z-]+ ){{0,2}}?{UNITS}\b"
    ),
    re.compile(
        rf"(?i)(?:\b{UNITS}|\battend(?:ed|ance))(?: (?:attended|attendance|completed|kept|to date|so far|total|made))?"
        r" ?[:#=x]? ?(?P<count>\d{1,2})(?!\d|[/-]\d)"
    ),
    re.compile(r"(?i)(?<![\d/.x-])(?P<count>\d{1,2})(?: ?(?:of|/|out of) ?(?:the )?\d{1,2})? (?:attended|kept)\b"),
)  # fmt: skip
# Counted, and not of visits that took place.
NOT_KEPT = re.compile(
    r"(?i)\b(?:auth\w*|order\w*|plan(?:s|ned)?|prescri\w+|recommend\w*|approv\w+|sched(?:uled?)?|request\w*|remain\w*|"
    r"left|more|further|additional|up to|allow\w*|limit|per (?:wk|week|month)|a week|/ ?(?:wk|week)|weekly|"
    r"no[- ]?shows?|NS|missed|cx'?d?|cancel\w*|goal|POC|referr\w+|next|upcoming|will|needs?|of \w+ (?:planned|ordered)|"
    r"old|prior|previous|last year|wife|husband|minutes?|reports?|states?|says|per pt|per patient)\b"
)
FIRST = re.compile(
    rf"(?i)\b(?:start of care|SOC|(?:1st|first|initial) (?:visit|session|treatment|seen|eval\w*|appt)|IE|I\.E\.|"
    rf"eval(?:uation)?|enrolled|began|started|start(?: date)?)\s?(?:on|:|=|-)?\s{{0,3}}(?P<on>{_DAY})"
)
LAST = re.compile(
    rf"(?i)\b(?:last (?:visit|session|treatment|seen|tx|appt)|final (?:visit|session)|D/?C(?:'?d)?|discharged?|"
    rf"ended|end(?: date)?|completed)\s?(?:on|:|=|-)?\s{{0,3}}(?P<on>{_DAY})"
)
OVER_ALL = re.compile(r"(?i)(?:\b(?:over|in|for|x|during|across)|/) ?(?P<count>\d{1,2}) ?(?:wks?|weeks?)\b(?! ago)")
# All there was is on this page; and that the end of it was not the end of treatment.
FINAL = re.compile(
    r"(?i)\b(?:discharge[ds]?|D/?C(?:'?d)?|summary|final|last (?:visit|session)|released|quit|stopped (?:coming|PT)|"
    r"did not return|not completed|dropped out|withdr[ae]w|completed)\b"
)
GAVE_UP = re.compile(
    r"(?i)\b(?:attendance\b(?!:)|non-?complian\w+|non-?adheren\w+|did not return|never (?:came back|returned)|"
    r"lost to|fail\w* to (?:return|attend)|self[- ]?discharg\w+|not completed|dropped out|quit)\b"
)
# Movements: what is exercised is not what is treated.
EXERCISE = re.compile(
    r"(?i)\b(?:hips?|knees?|shoulders?) (?:hing\w*|abd\w*|ext\w*|flex\w*|strength\w*|mobility|to chest|bends?|bridges?|"
    r"rolls?|squeezes?|stability)"
)
AT_HOME = re.compile(r"(?i)\b(?:home|exercise|self)\b")
HOME_TOO = re.compile(r"(?i)\bHEP\b|\bhome (?:exercise|program)")


@dataclass(frozen=True, slots=True)
class Log:
    """What one page tells of visits: how many, over how many days, and whether these are all."""

    lines: tuple[NoteLine, ...]
    count: int | None
    days: int | None
    final: bool
    when: Interval | None


def by_log(case: Case, test: Test, window: Window, dated: int) -> Finding | None:
    """Return what the pages of those who treated settle; None where they leave it open.

    ``dated``: the sessions that the lists have by day: a page is read where these are not more than one.
    """
    logs = [log for page in _pages(case, test) if (log := _log(page, window)) is not None]
    if len(logs) != 1 or dated > 1:
        return None
    log, name = logs[0], named_words(test)
    quotes = tuple(line.quote for line in log.lines)
    wanted, least = int(test.get("sessions") or FEWEST), _least(test)
    if _is_contradicted(case, test, window, log, wanted):
        return open_finding(f"{name}: two pages of the chart count the visits differently.", quotes, (),
                            f"The attendance record: {name}.")  # fmt: skip
    if (log.count or 0) >= wanted and (not least or (log.days or 0) >= least):
        said = sides(" ".join(line.text for line in page_of(case, log)))
        return met(f"{name}: {log.count} visits by the page of those who treated: {quotes[0].plain[:120]}",
                   [Datum(quotes, log.when, said)])  # fmt: skip
    few = bool(test.get("sessions")) and log.count is not None and log.count < wanted
    short = bool(least) and log.days is not None and log.days < least
    if log.final and (few or short) and not _goes_on_at_home(case, test, log):
        return not_met(f"{name}: fewer than asked for, or over too short a time: {quotes[0].plain[:140]}", quotes,
                       f"The attendance record: {name}.")  # fmt: skip
    return None


def _least(test: Test) -> float:
    return days_wanted(test["min_duration"]) if test.get("min_duration") else 0.0


def page_of(case: Case, log: Log) -> list[NoteLine]:
    """Return all lines of the page on which a log stands."""
    own = log.lines[0].quote.passage.document_id
    return [line for line in case.own_notes if line.quote.passage.document_id == own]


def _is_contradicted(case: Case, test: Test, window: Window, log: Log, wanted: int) -> bool:
    """Say whether another page counts on the other side of what is asked."""
    own = log.lines[0].quote.passage.document_id
    others = [count for one, count in attended(case, test, window) if one.quote.passage.document_id != own]
    enough = (log.count or 0) >= wanted
    return bool(test.get("sessions")) and any((count >= wanted) is not enough for count in others)


def _goes_on_at_home(case: Case, test: Test, log: Log) -> bool:
    """Say whether what was shown at the visits and done at home may count as well."""
    at_home = any(AT_HOME.search(name) for name in names_of(test))
    return at_home and any(HOME_TOO.search(line.text) for line in page_of(case, log))


def _pages(case: Case, test: Test) -> Iterator[list[NoteLine]]:
    """Yield the lines of each signed page of the treatment itself."""
    by_page: dict[str, list[NoteLine]] = {}
    for line in case.own_notes:
        by_page.setdefault(line.quote.passage.document_id, []).append(line)
    for page in by_page.values():
        first, text = page[0].quote.passage, " ".join(line.text for line in page)
        if not named_treatment(first.document_title, names_of(test)) or is_preliminary(first):
            continue
        if not first.author_role or is_patient_written(first) or not is_about(test, text):
            continue
        if UNCOUNTED.search(text) or _is_of_several(str(test.get("about") or ""), text):
            continue
        by = test.get("performed_by")
        if by is None or performed_by(case, by, page[0].quote, on(page[0].day)) is True:
            yield page


def _is_of_several(about: str, text: str) -> bool:
    """Say whether a page is of more parts of the body than the one asked about: whose visits are whose is not plain."""
    return bool(about) and len(regions(EXERCISE.sub(" ", text)) | regions(about)) > 1


def _log(page: Sequence[NoteLine], window: Window) -> Log | None:
    """Return what a page tells of visits that all lie in the window."""
    own = [line for line in page if not line.copied and not line.relative]
    day = page[0].day
    rows = [(line, days) for line in own if (days := _row(line.text, day))]
    counts = [(line, count) for line in own if (count := _counted(line.text))]
    text = " ".join(line.text for line in own)
    if not rows and not counts:
        return None
    ends = _ends(text, day)
    dates = max((days for _, days in rows), key=len, default=[])
    numbers = {one for _, count in counts for one in count} | ({len(dates)} if dates else set())
    span = [*dates] if dates else [one for one in ends if one]
    if len(numbers) != 1 or any(window.holds(on(one)) is not True for one in span) or window.holds(on(day)) is False:
        return None
    lines = dict.fromkeys([line for line, _ in (*rows, *counts)])
    bounds = [line for line in own if (FIRST.search(line.text) or LAST.search(line.text)) and line not in lines]
    when = Interval(min(span), max(span)) if span else on(day)
    final = bool(FINAL.search(f"{page[0].quote.passage.document_title} {text}"))
    return Log((*lines, *bounds[:1]), numbers.pop(), _length(dates, ends, text, [one for one, _ in counts]),
               final, when)  # fmt: skip


def _length(
    dates: Sequence[date], ends: tuple[date | None, date | None], text: str, counted: Sequence[NoteLine]
) -> int | None:
    """Return over how many days the visits went: by their dates, by the first and the last, or as it is told."""
    if len(dates) > 1:
        return (max(dates) - min(dates)).days + 1
    first, last = ends
    if first and last and not GAVE_UP.search(text):
        return (last - first).days + 1
    told = [int(one["count"]) for line in counted for one in OVER_ALL.finditer(line.text)]
    return told[0] * 7 if len(told) == 1 else None


def _row(text: str, note_day: date | None) -> list[date]:
    """Return the days of a row of visits: "Visits: 8/31, 9/3, 9/10"."""
    match = ROW.search(text)
    if match is None or NOT_KEPT.search(text[: match.start("row")].rpartition(". ")[2]):
        return []
    return [one for found in DAY.finditer(match["row"]) if (one := _day(found.groupdict(), note_day))]


def _counted(text: str) -> set[int]:
    """Return every number of visits that a sentence counts as kept."""
    found = set()
    for pattern in COUNTS:
        for match in pattern.finditer(text):
            before = re.split(r"[;.(|]", text[: match.start()])[-1]
            after = re.split(r"[;.,(/|]| of ", text[match.end() :])[0]
            if not NOT_KEPT.search(before) and not NOT_KEPT.search(f"{match.group()} {after}"):
                found.add(int(match["count"]))
    return found


def _ends(text: str, note_day: date | None) -> tuple[date | None, date | None]:
    first, last = FIRST.search(text), LAST.search(text)
    return _told(first, note_day), _told(last, note_day)


def _told(match: re.Match[str] | None, note_day: date | None) -> date | None:
    found = DAY.search(match["on"]) if match else None
    return _day(found.groupdict(), note_day) if found else None


def _day(parts: Mapping[str, str | None], note_day: date | None) -> date | None:
    """Return a day as it is written, without a year the last such day that had come when the page was written."""
    month, day, year = int(parts["month"] or 0), int(parts["day"] or 0), parts["year"]
    if note_day is None:
        return None
    count = int(year) if year else note_day.year
    count += CENTURY if count < TWO_FIGURES else 0
    try:
        found = date(count, month, day)
        return found if year or found <= note_day else found.replace(year=count - 1)
    except ValueError:
        return None
