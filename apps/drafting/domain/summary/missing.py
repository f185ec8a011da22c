"""Not in this chart: what a reader would expect beside these problems and will not find."""

from datetime import timedelta

from apps.drafting.domain.facts.chart import Chart
from apps.drafting.domain.knowledge import EXPECTATIONS, Expectation
from apps.drafting.domain.summary.problems import name_of, ranked
from apps.drafting.domain.tasks import DraftTask

EXPECTED_KINDS = {
    "allergy_list": "An allergy list: neither an allergy nor a statement that there is none.",
    "medication_list": "A medication list.",
    "problem_list": "A problem list.",
}
DAYS_OF_MONTH = 30.44


def missing(chart: Chart, task: DraftTask) -> tuple[str, ...]:
    """Return a sentence for each thing that is not there."""
    found = [sentence for kind, sentence in EXPECTED_KINDS.items() if kind not in chart.kinds]
    for expectation in EXPECTATIONS:
        problem = next((p for p in ranked(chart) if expectation.problem.search(name_of(p))), None)
        if problem and not _is_found(expectation, chart, task):
            found.append(f"{expectation.what[0].upper()}{expectation.what[1:]}, expected with: {name_of(problem)}.")
    return tuple(dict.fromkeys(found))


def _is_found(expectation: Expectation, chart: Chart, task: DraftTask) -> bool:
    since = task.as_of - timedelta(days=expectation.months * DAYS_OF_MONTH)
    measured = ((f"{result.label} {result.name}", result.day) for result in chart.results)
    done = (
        (event.line.head, event.day)
        for event in (*chart.reports, *chart.procedures)
        if not event.title.startswith("NOT")
    )
    return any(day and day.last >= since and expectation.found_by.search(text) for text, day in (*measured, *done))
