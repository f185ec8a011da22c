"""Stays, procedures and reports: the last two years one by one, older ones in one line; what repeats is told once."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from apps.drafting.domain.claims import ClaimType
from apps.drafting.domain.composing import Weighed, claim, inside, listed
from apps.drafting.domain.facts.chart import Chart
from apps.drafting.domain.facts.records import Event
from apps.drafting.domain.knowledge import ROUTINE, SEMANTIC_TAG
from apps.drafting.domain.language.words import stems
from apps.drafting.domain.tasks import DraftTask

SECTION = "Events"
RECENT = timedelta(days=731)
MOST_RECENT, MOST_EARLIER, MOST_DATES = 6, 6, 4
NOTHING_SAID = re.compile(r"^(?:final report|results:.*)?$")


@dataclass(frozen=True, slots=True)
class Happening:
    """One event, or the same procedure on several days, oldest first."""

    events: tuple[Event, ...]

    @property
    def newest(self) -> Event:
        return self.events[-1]

    @property
    def day(self) -> date:
        return self.newest.day.first if self.newest.day else date.min


def events(chart: Chart, task: DraftTask) -> Iterator[Weighed]:
    """Yield what happened, oldest first within each part."""
    told = sorted(_happenings(chart), key=lambda h: h.day, reverse=True)
    recent = [h for h in told if task.as_of - h.day <= RECENT][:MOST_RECENT]
    for number, happening in enumerate(reversed(recent)):
        kind = ClaimType.PROCEDURE if happening.newest.kind == "procedure" else ClaimType.EVENT
        weight = 0 if happening.newest.kind in {"admission", "emergency"} else 5 + len(recent) - number
        yield Weighed(claim(SECTION, _words(happening), kind, [e.line.quote for e in _cited(happening)]), weight)
    earlier = [h for h in told if task.as_of - h.day > RECENT and h.newest.kind != "report"]
    earlier = [h for h in earlier if not _is_told_by_another(h, earlier)]
    earlier = sorted(earlier, key=lambda h: (h.newest.kind != "admission", -h.day.toordinal()))[:MOST_EARLIER]
    earlier.sort(key=lambda h: h.day)
    if earlier:
        text = "Earlier: " + "; ".join(f"{inside(_title(h.newest))} ({_when(h)})" for h in earlier) + "."
        yield Weighed(claim(SECTION, text, ClaimType.HISTORY, [e.line.quote for h in earlier for e in _cited(h)]), 0)


def _is_told_by_another(stay: Happening, others: Iterable[Happening]) -> bool:
    """Say whether a stay of long ago was for a procedure of its days: the procedure tells it."""
    days = stay.newest.day
    if stay.newest.kind not in {"admission", "emergency"} or not days:
        return False
    done = (other.newest.day for other in others if other.newest.kind == "procedure")
    return any(day and days.first <= day.first <= days.last for day in done)


def _happenings(chart: Chart) -> Iterator[Happening]:
    yield from (Happening((e,)) for e in chart.encounters if e.day and e.kind in {"admission", "emergency"})
    reports = (e for e in chart.reports if not NOTHING_SAID.match(e.detail) and not ROUTINE.search(e.title))
    yield from (Happening((e,)) for e in reports if e.day)
    done: dict[str, dict[date, Event]] = {}
    titles = {event.title for event in chart.procedures}
    for event in chart.procedures:
        series = _series(event.title, titles)
        if event.day and not ROUTINE.search(series) and not event.title.startswith("NOT"):
            done.setdefault(series, {})[event.day.first] = event
    for by_day in done.values():
        yield Happening(tuple(by_day[day] for day in sorted(by_day)))


def _series(title: str, titles: Iterable[str]) -> str:
    """Return the shortest title of the chart that a title adds to: the first session belongs to those that follow."""
    return min((one for one in titles if title == one or title.startswith(f"{one}, ")), key=len)


def _cited(happening: Happening) -> tuple[Event, ...]:
    """Return the events whose days are told: all of a few, the first and the last of many."""
    told = happening.events
    return told if len(told) <= MOST_DATES else (told[0], told[-1])


def _when(happening: Happening) -> str:
    days = [_written(event) for event in _cited(happening)]
    return f"repeatedly from {days[0]} to {days[1]}" if len(happening.events) > MOST_DATES else listed(days)


def _written(event: Event) -> str:
    return event.line.dated or (event.day.written if event.day else "undated")


def _title(event: Event) -> str:
    return SEMANTIC_TAG.sub("", event.title)


def _words(happening: Happening) -> str:
    event, when = happening.newest, _when(happening)
    if event.kind == "report":
        return f"{when}: {inside(_title(event))}: {event.detail}"
    if event.kind == "procedure":
        detail = f" ({event.detail})" if event.detail and len(happening.events) == 1 else ""
        return f"{when}: {inside(_title(event))}{detail}"
    known = stems(SEMANTIC_TAG.sub("", event.detail)) <= stems(event.title)
    reason = f" for {inside(event.detail)}" if event.detail and not known else ""
    return f"{when}: {inside(_title(event))}{reason}"
