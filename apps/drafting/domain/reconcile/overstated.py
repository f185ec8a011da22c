"""What a note says was completed or kept to, although the dated record shows less."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from apps.drafting.domain.composing import listed
from apps.drafting.domain.facts.chart import Chart
from apps.drafting.domain.facts.notes import NoteLine
from apps.drafting.domain.facts.records import Event, Result, drug_key
from apps.drafting.domain.language.words import stems
from apps.drafting.domain.reconcile.carried import said_on
from apps.drafting.domain.reconcile.conflicts import Conflict
from apps.drafting.domain.reconcile.results import day_of

COMPLETED = re.compile(
    r"\bcompleted (?:a )?(?P<count>\d{1,2})[ -]?(?P<unit>wks?|weeks?|mos?|months?|sessions?|visits?) (?:course )?"
    r"(?:of )?(?P<what>PT|physical therapy|chiropractic|cardiac rehab\w*|pulmonary rehab\w*)\b",
    re.IGNORECASE,
)
KEPT_UNDER = re.compile(
    r"\b(?P<what>[a-z]+) (?:use )?(?:kept|stayed|remained|held) (?:to )?(?:under|below|less than|fewer than|<) ?"
    r"(?P<limit>\d{1,2}) ?(?:d|days?) ?(?:/|a |per )?mo",
    re.IGNORECASE,
)
DAYS = {"w": 7, "m": 30}
ONE_COURSE = timedelta(days=183)  # sessions further back belong to an earlier course
RECENT = timedelta(days=100)  # a note of "now" speaks of the last three months


def conflicts(chart: Chart) -> Iterator[Conflict]:
    """Yield a course told as completed beside its fewer dated sessions, a limit told as kept beside a higher count."""
    yield from _fewer_sessions(chart)
    yield from _over_limit(chart)


def _fewer_sessions(chart: Chart) -> Iterator[Conflict]:
    for line in chart.notes:
        told = None if line.relative else COMPLETED.search(line.text)
        done = _sessions(chart, told["what"], line.day) if told and line.day else {}
        if told and done and _is_less(sorted(done), int(told["count"]), told["unit"].lower()):
            events = [done[day] for day in sorted(done)]
            days = listed([event.line.dated for event in events])
            text = f'{events[-1].title}: {days} in the chart, but {said_on(line)} says "{line.text.rstrip(".")}".'
            yield Conflict(
                drug_key(events[-1].title), text, tuple(event.line.quote for event in events), line.quotes()
            )  # fmt: skip
            return


def _sessions(chart: Chart, what: str, until: date) -> dict[date, Event]:
    words = stems(what)
    return {
        event.day.first: event
        for event in chart.procedures
        if event.day and words <= stems(event.title) and not event.title.startswith("NOT")
        and until - ONE_COURSE <= event.day.first <= until
    }  # fmt: skip


def _is_less(days: list[date], count: int, unit: str) -> bool:
    if unit[0] in DAYS:
        return (days[-1] - days[0]).days + DAYS["w"] < count * DAYS[unit[0]]
    return len(days) < count


def _over_limit(chart: Chart) -> Iterator[Conflict]:
    for line in chart.notes:
        told = None if line.relative else KEPT_UNDER.search(line.text)
        over = _over(chart, told["what"], Decimal(told["limit"]), line) if told else None
        if over and over.day:
            text = f'{over.name} {over.value} ({over.day.written}), but {said_on(line)} says "{line.text.rstrip(".")}".'
            yield Conflict(over.name, text, (over.line.quote,), line.quotes())
            return


def _over(chart: Chart, what: str, limit: Decimal, line: NoteLine) -> Result | None:
    """Return the newest count of days a month at or over a limit, of those that a note of that day speaks of."""
    counts = [
        result
        for result in chart.results
        if result.number is not None and result.number >= limit and stems(what) <= stems(result.label)
        and result.value.endswith("d/mo") and line.day and timedelta(0) <= line.day - day_of(result) <= RECENT
    ]  # fmt: skip
    return max(counts, key=day_of, default=None)
