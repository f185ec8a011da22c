"""What the reader must see first: contradictions, abnormal results, what fell due, a missing allergy status."""

import re
from collections.abc import Iterator, Sequence
from datetime import timedelta

from apps.drafting.domain.claims import ClaimType, ProposedClaim, Severity
from apps.drafting.domain.composing import Weighed, claim, inside, said_in
from apps.drafting.domain.facts.chart import Chart
from apps.drafting.domain.facts.notes import NoteLine
from apps.drafting.domain.facts.records import Result
from apps.drafting.domain.language.dates import written
from apps.drafting.domain.reconcile import allergies, carried, code_status, overstated
from apps.drafting.domain.reconcile.conflicts import Conflict
from apps.drafting.domain.reconcile.corrections import correction_of, told_with
from apps.drafting.domain.reconcile.open_ends import open_ends
from apps.drafting.domain.reconcile.results import briefly, day_of, series
from apps.drafting.domain.reconcile.taken import taken_otherwise
from apps.drafting.domain.reconcile.unanswered import unanswered
from apps.drafting.domain.summary.medications import brief
from apps.drafting.domain.summary.problems import told_in_problems, trend_words
from apps.drafting.domain.summary.safety import safety
from apps.drafting.domain.tasks import DraftTask

SECTION = "Needs attention first"
RECENT = timedelta(days=190)
MOST_RESULTS = 4
EARLIER_VALUES = 1  # the last to give way when the page is full: what a value was before, where that was no peak
# Told first when abnormal; the rest by how new they are.
WEIGHTY = (
    "Potassium",
    "Sodium",
    "eGFR",
    "Creatinine",
    "Urine albumin/creatinine ratio",
    "Hemoglobin",
    "Platelets",
    "White blood cells",
)
ALWAYS_TOLD = frozenset({"Potassium", "Sodium", "Hemoglobin", "Platelets"})  # also where a problem shows them
# Measured at every visit, or telling of the hour they were drawn in and not of the patient today.
NOT_TOLD = re.compile(
    r"weight|body mass|blood pressure|heart rate|respiratory rate|temperature|urea nitrogen|^glucose|oxygen|"
    r"lactate|troponin|d-dimer|procalcitonin|butyrate",
    re.IGNORECASE,
)


def attention(chart: Chart, task: DraftTask, disputes: Sequence[Conflict]) -> Iterator[Weighed]:
    """Yield contradictions (both sides, no choice), then results nobody answered, then what waits.

    ``disputes`` are the contradictions about medications, found once for the whole page.
    """
    found = (
        *disputes,
        *allergies.conflicts(chart),
        *code_status.conflicts(chart),
        *carried.conflicts(chart),
        *overstated.conflicts(chart),
    )
    for conflict in found:
        yield _told(conflict, correction_of(chart, conflict))
    yield from _taken_otherwise(chart, task)
    yield from _abnormal(chart, task)
    yield from safety(chart)
    for end in (*open_ends(chart, task.as_of), *unanswered(chart, task.as_of)):
        yield Weighed(claim(SECTION, end.text, end.type, end.quotes, severity=Severity.MODERATE))
    yield from _no_allergy_status(chart)


def _told(conflict: Conflict, correction: NoteLine | None) -> Weighed:
    """Return both sides, and the note that says outright which was the error, where there is one."""
    cited = (*conflict.citations(), *([correction.quote.cite()] if correction else []))
    text = told_with(conflict, correction)
    return Weighed(claim(SECTION, text, ClaimType.CONFLICT, (), citations=cited, severity=conflict.severity))


def _taken_otherwise(chart: Chart, task: DraftTask) -> Iterator[Weighed]:
    """What was taken, and what is ordered since: the dose is mended, the days on the other one are not."""
    for one in taken_otherwise(chart, task.as_of):
        quote, now = one.said.quote, one.ordered
        since = f", ordered {now.started.written}" if now.started else ""
        text = f'{said_in(quote)}: "{quote.plain.rstrip(".")}"; {inside(brief(now))}{since}.'
        yield Weighed(claim(SECTION, text, ClaimType.MEDICATION, [quote, now.line.quote]))


def _abnormal(chart: Chart, task: DraftTask) -> Iterator[Weighed]:
    told = told_in_problems(chart)
    newest = [
        points
        for name, points in series(chart).items()
        if (name not in told or name in ALWAYS_TOLD) and _is_open(points[-1], task)
    ]
    newest.sort(key=lambda points: (_rank(points[-1].name), -day_of(points[-1]).toordinal()))
    if newest:
        whole = _results([briefly(points, before=True) for points in newest[:MOST_RESULTS]])
        shorter = _results([briefly(points) for points in newest[:MOST_RESULTS]])
        yield Weighed(whole, brief=shorter if shorter != whole else None, shortened=EARLIER_VALUES)


def _results(shown: Sequence[list[Result]]) -> ProposedClaim:
    text = f"Abnormal: {'; '.join(trend_words(points) for points in shown)}."
    return claim(SECTION, text, ClaimType.RESULT, [p.line.quote for points in shown for p in points])


def _is_open(result: Result, task: DraftTask) -> bool:
    return bool(result.flag) and task.as_of - day_of(result) <= RECENT and not NOT_TOLD.search(result.name)


def _rank(name: str) -> int:
    return WEIGHTY.index(name) if name in WEIGHTY else len(WEIGHTY)


def _no_allergy_status(chart: Chart) -> Iterator[Weighed]:
    """Silence of the list is not the same as a note that says there is none: both are told."""
    denial = next((line for line in chart.notes if allergies.NONE_KNOWN.search(line.text) and not line.relative), None)
    for allergy in chart.allergies:
        if allergy.not_recorded and denial:
            said = allergies.NONE_KNOWN.search(denial.text)
            words = f'the note of {written(denial.day)} says "{said.group() if said else denial.text}"'
            text = f"Allergies: not recorded on the list; {words}."
            quotes = [allergy.line.quote, denial.quote]
            yield Weighed(claim(SECTION, text, ClaimType.ALLERGY, quotes, severity=Severity.HIGH))
        elif allergy.not_recorded:
            yield Weighed(
                claim(SECTION, allergy.line.head, ClaimType.ABSENCE, [allergy.line.quote], severity=Severity.HIGH)
            )
