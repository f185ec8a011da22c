"""Allergies, events, and what the patient wants and can do."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from apps.drafting.domain.claims import ClaimType, Severity
from apps.drafting.domain.composing import Weighed, claim, inside
from apps.drafting.domain.facts.chart import Chart
from apps.drafting.domain.facts.records import Event
from apps.drafting.domain.knowledge import SEMANTIC_TAG
from apps.drafting.domain.language.dates import written
from apps.drafting.domain.reconcile.allergies import listed
from apps.drafting.domain.tasks import DraftTask

ALLERGIES, EVENTS, DIRECTIVES = "Allergies and intolerances", "Events", "Function and directives"
RECENT = timedelta(days=731)
MOST_RECENT, MOST_EARLIER = 6, 6
ROUTINE = re.compile(
    r"medication reconciliation|assessment|screening(?! mammo| colon)|questionnaire|documentation|evaluation of|"
    r"auscultation|"
    r"history taking|patient discharge|counsel|education|vital signs|laboratory|panel|chemistry|dental|immunization",
    re.IGNORECASE,
)
NOTHING_SAID = re.compile(r"^(?:final report|results:.*)?$")
CATEGORIES = (
    re.compile(r"\b(?:DNR|DNI|full code|code status|POLST|MOLST|comfort care)\b", re.IGNORECASE),
    re.compile(
        r"\b(?:HCPOA|health care (?:agent|proxy|power)|power of attorney|living will|advance directive)\b",
        re.IGNORECASE,
    ),
    re.compile(r"\b(?:lives (?:alone|with|in)|nursing home|assisted living|homeless)\b", re.IGNORECASE),
    re.compile(
        r"\b(?:walker|wheelchair|cane|independent in|ADLs?|falls?\b(?! shot)|works? |off work|light duty|"
        r"no driving|drives)\b",
        re.IGNORECASE,
    ),
)
LONGEST_LINE = 26  # words


def allergies(chart: Chart) -> Iterator[Weighed]:
    """Yield each allergy, or the statement that there is none; silence is said by the missing list."""
    for allergy in listed(chart):
        reaction = f": {inside(allergy.reaction)}" if allergy.reaction else ""
        since = f", since {allergy.since}" if allergy.since else ""
        note = allergy.line.after("note: ")
        text = f"{allergy.substance}{reaction}{since}." + (f" {_first_sentence(note)}" if note else "")
        yield Weighed(claim(ALLERGIES, text, ClaimType.ALLERGY, [allergy.line.quote]))
    for allergy in chart.allergies:
        if allergy.none_known and not listed(chart):
            yield Weighed(claim(ALLERGIES, allergy.line.head, ClaimType.ALLERGY, [allergy.line.quote]))


def _first_sentence(note: str) -> str:
    return re.split(r"(?<=[.!?]) ", note)[0]


def events(chart: Chart, task: DraftTask) -> Iterator[Weighed]:
    """Yield stays, procedures and reports of the last two years one by one, older ones in one line."""
    told = sorted((e for e in _happened(chart) if e.day), key=_first, reverse=True)
    recent = [e for e in told if task.as_of - _first(e) <= RECENT][:MOST_RECENT]
    for number, event in enumerate(reversed(recent)):
        kind = ClaimType.PROCEDURE if event.kind == "procedure" else ClaimType.EVENT
        weight = 0 if event.kind in {"admission", "emergency"} else 5 + len(recent) - number
        yield Weighed(claim(EVENTS, _words(event), kind, [event.line.quote]), weight)
    earlier = [e for e in told if task.as_of - _first(e) > RECENT and e.kind != "report"]
    earlier = sorted(earlier, key=lambda e: (e.kind != "admission", -_first(e).toordinal()))[:MOST_EARLIER]
    earlier.sort(key=_first, reverse=True)
    if earlier:
        text = "Earlier: " + "; ".join(f"{inside(_title(e))} ({_when(e)})" for e in reversed(earlier)) + "."
        yield Weighed(claim(EVENTS, text, ClaimType.HISTORY, [e.line.quote for e in reversed(earlier)]), 1)


def _happened(chart: Chart) -> Iterator[Event]:
    yield from (e for e in chart.encounters if e.kind in {"admission", "emergency"})
    seen: set[tuple[str, date]] = set()
    for event in chart.procedures:
        key = (event.title, _first(event))
        if not ROUTINE.search(event.title) and not event.title.startswith("NOT") and key not in seen:
            seen.add(key)
            yield event
    yield from (e for e in chart.reports if not NOTHING_SAID.match(e.detail) and not ROUTINE.search(e.title))


def _first(event: Event) -> date:
    return event.day.first if event.day else date.min


def _title(event: Event) -> str:
    return SEMANTIC_TAG.sub("", event.title)


def _when(event: Event) -> str:
    return event.line.dated or (event.day.written if event.day else "undated")


def _words(event: Event) -> str:
    if event.kind == "report":
        return f"{_when(event)}: {inside(_title(event))}: {event.detail}"
    if event.kind == "procedure":
        return f"{_when(event)}: {inside(_title(event))}" + (f" ({event.detail})" if event.detail else "")
    reason = f" for {inside(event.detail)}" if event.detail else ""
    return f"{_when(event)}: {inside(_title(event))}{reason}"


def directives(chart: Chart) -> Iterator[Weighed]:
    """Yield the newest words on code status, proxy, living situation and function."""
    used = set()
    for number, category in enumerate(CATEGORIES):
        for line in chart.notes:
            said = category.search(line.text) and not line.relative and not line.copied
            if said and len(line.text.split()) <= LONGEST_LINE and line.day:
                if line.quote not in used:
                    used.add(line.quote)
                    text = f'{written(line.day)}: "{line.text.rstrip(".")}"'
                    severity = Severity.HIGH if number == 0 else Severity.LOW
                    yield Weighed(
                        claim(DIRECTIVES, text, ClaimType.HISTORY, [line.quote], severity=severity),
                        (0, 1, 3, 3)[number],
                    )
                break
