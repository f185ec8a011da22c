"""What is in the record, matters, and is not in the draft."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from apps.drafting.domain.checks.disputes.code_status import newest_words
from apps.drafting.domain.checks.disputes.conflicts import untold
from apps.drafting.domain.checks.verdicts import CheckedClaim, Note
from apps.drafting.domain.checks.vocabulary import HIGH_RISK_MEDICINES
from apps.drafting.domain.claims import DraftKind, Severity
from apps.drafting.domain.facts.chart import Chart
from apps.drafting.domain.facts.records import Result
from apps.drafting.domain.language.dates import written
from apps.drafting.domain.language.words import stems
from apps.drafting.domain.reconcile.allergies import listed
from apps.drafting.domain.reconcile.conflicts import Conflict
from apps.drafting.domain.reconcile.medications import courses
from apps.drafting.domain.reconcile.mentions import mentions_of
from apps.drafting.domain.reconcile.results import day_of, series
from apps.drafting.domain.tasks import DraftTask

CRITICAL = ("critical", "panic")
RECENT = timedelta(days=190)


def omissions(
    chart: Chart, disagreements: Iterable[Conflict], checked: Iterable[CheckedClaim], task: DraftTask
) -> Iterator[Note]:
    """Yield a note for each weighty fact of the record that a chart summary leaves out; a letter argues one request."""
    if task.kind is not DraftKind.CHART_SUMMARY:
        return
    claims = list(checked)
    told = " ".join(one.claim.text for one in claims)
    cited = [(span.passage_id, span.start, span.end) for one in claims for span in one.citations]
    sentences = (
        *_allergies(chart, told),
        *_medicines(chart, told),
        *_results(chart, told, task),
        *_code_status(chart, told),
        *(f"The record disagrees: {one.text} The draft does not say so." for one in untold(disagreements, cited)),
    )
    yield from (Note("omission", Severity.HIGH, sentence) for sentence in dict.fromkeys(sentences))


def _allergies(chart: Chart, told: str) -> Iterator[str]:
    for allergy in listed(chart):
        if not stems(allergy.substance) <= stems(told):
            yield f"The allergy list has {allergy.substance}; the draft does not say so."


def _medicines(chart: Chart, told: str) -> Iterator[str]:
    for course in courses(chart):
        is_risky = any(name in course.key for name in HIGH_RISK_MEDICINES)
        if course.now and is_risky and not any(mentions_of(course.key, told)):
            yield f"{course.now.head} is on the medication list, a high-alert medicine; the draft does not name it."


def _results(chart: Chart, told: str, task: DraftTask) -> Iterator[str]:
    for name, points in series(chart).items():
        newest = points[-1]
        if _is_critical(newest) and task.as_of - day_of(newest) <= RECENT and not stems(name) <= stems(told):
            yield f"{name} {newest.value} of {written(day_of(newest))} is critical; the draft does not say so."


def _is_critical(result: Result) -> bool:
    return any(word in result.meaning.lower() for word in CRITICAL)


def _code_status(chart: Chart, told: str) -> Iterator[str]:
    newest = newest_words(chart)
    if newest and newest.text.rstrip(".").lower() not in told.lower() and not _says_code_status(told):
        yield f'Code status: {written(newest.day)} "{newest.text.rstrip(".")}"; the draft does not say so.'


def _says_code_status(told: str) -> bool:
    return "full code" in told.lower() or any(word in told for word in ("DNR", "DNI")) or "resuscitate" in told.lower()
