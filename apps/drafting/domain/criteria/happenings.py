"""On which day something happened from which a policy counts back: a test, an operation, a set-up."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from apps.drafting.domain.criteria.names import first_named
from apps.drafting.domain.criteria.openness import is_preliminary
from apps.drafting.domain.facts.chart import Chart
from apps.drafting.domain.facts.lines import when
from apps.drafting.domain.tasks import PassageView

# What policies call an event, and how charts title it.
TITLES: Mapping[str, tuple[str, ...]] = {
    "sleep test": ("sleep study", "polysomnography", "polysomnogram", "home sleep apnea test", "sleep apnea test",
                   "HSAT", "PSG", "sleep test"),
    "set up": ("set-up", "setup", "PAP set-up", "device set-up", "start of therapy"),
    "surgery": ("operation", "operative note", "arthroplasty", "fusion", "surgery"),
    "mri": ("MRI", "magnetic resonance imaging"), "imaging": ("MRI", "CT", "radiograph", "X-ray"),
    "psychological evaluation": ("psychological evaluation", "psychology evaluation", "behavioral health evaluation"),
    "evaluation": ("evaluation",), "discharge": ("discharge summary",),
}  # fmt: skip
ALIASES: Mapping[str, str] = {
    "sleep study": "sleep test", "polysomnography": "sleep test", "polysomnogram": "sleep test", "test": "sleep test",
    "home sleep apnea test": "sleep test", "sleep apnea test": "sleep test", "setup": "set up",
    "device setup": "set up", "operation": "surgery",
}  # fmt: skip
ONE_EVENT = timedelta(days=21)  # from a test to the report of it


def day_of_event(chart: Chart, passages: Iterable[PassageView], name: str, as_of: date) -> date | None:
    """Return the day of the newest event of that name: its first day, where a report of it follows; None: not told."""
    key = name.lower().strip()
    titles = (name, *TITLES.get(ALIASES.get(key, key), ()))
    days = sorted({day for day in (*_listed(chart, titles), *_titled(passages, titles)) if day <= as_of})
    if not days:
        return None
    newest = [day for day in days if days[-1] - day <= ONE_EVENT]
    return newest[0]


def _listed(chart: Chart, titles: Sequence[str]) -> Iterator[date]:
    """Yield the days of procedures, visits, reports and problems that are called so."""
    for event in (*chart.procedures, *chart.encounters, *chart.reports):
        day = event.day
        if day and day.first == day.last and first_named(event.title, titles) and not event.title.startswith("NOT"):
            yield day.first
    for problem in chart.problems:
        since = when(problem.since)
        if since and since.first == since.last and first_named(problem.name, titles):
            yield since.first


def _titled(passages: Iterable[PassageView], titles: Sequence[str]) -> Iterator[date]:
    """Yield the days of final documents that are titled so."""
    for one in passages:
        if one.structured or one.superseded or one.dated_at is None or is_preliminary(one):
            continue
        if first_named(one.document_title, titles):
            yield one.dated_at.date()
