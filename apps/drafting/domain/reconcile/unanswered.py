"""What a report found beside its question and no later note, problem or order speaks of."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from apps.drafting.domain.claims import ClaimType
from apps.drafting.domain.composing import said_in
from apps.drafting.domain.facts.chart import Chart
from apps.drafting.domain.facts.notes import NoteLine
from apps.drafting.domain.language.words import stems
from apps.drafting.domain.reconcile.open_ends import REPORTS, OpenEnd
from apps.retrieval.domain.assertion import readings

CONCLUDED = frozenset({"impression", "assessment", "diagnoses", "conclusion"})
FOUND = re.compile(
    r"\b(?:compression (?:deformity|fracture)|fractures?|aneurysm|dilat(?:ed|ation)|mass|nodules?|lesions?|stenosis|"
    r"thromb\w+|embol\w+|infarct\w*|hemorrhage|adenopathy|lymphadenopathy|hydronephrosis|metasta\w+|abscess|"
    r"dysplasia|carcinoma|erosions?|deformity|incidental\w*)\b",
    re.IGNORECASE,
)
HARMLESS = re.compile(
    r"\b(?:unchanged|stable|benign|old|healed|calcified granuloma|degenerative|since resolved|"
    r"post[- ]?(?:radiation|op\w*))\b",
    re.IGNORECASE,
)
SIZE_OR_SIDE = stems("mild moderate severe left right upper lower likely chronic age new mm cm indeterminate small")
NOT_OLDER = timedelta(days=1100)
LONGEST = 26  # words


def unanswered(chart: Chart, as_of: date) -> Iterator[OpenEnd]:
    """Yield the finding of a report's conclusion that nothing later in the chart mentions."""
    for line in chart.notes:
        if _is_finding(line, as_of) and not _is_taken_up(line, chart):
            text = f'{said_in(line.quote)}: "{line.text.rstrip(".")}"; no later note mentions it.'
            yield OpenEnd(stems(line.text) - SIZE_OR_SIDE, text, (line.quote,), ClaimType.RESULT)


def _is_finding(line: NoteLine, as_of: date) -> bool:
    passage = line.quote.passage
    if passage.document_kind not in REPORTS or line.section_kind not in CONCLUDED or not line.day or line.copied:
        return False
    if as_of - line.day > NOT_OLDER or len(line.text.split()) > LONGEST or HARMLESS.search(line.text):
        return False
    denied = [(one.start, one.end) for one in readings(line.text) if one.negated]
    return any(not any(start <= found.start() < end for start, end in denied) for found in FOUND.finditer(line.text))


def _is_taken_up(line: NoteLine, chart: Chart) -> bool:
    """Say whether a list, an order or a note of the same day or later has the word of the finding."""
    names = {stem for found in FOUND.finditer(line.text) for stem in stems(found.group())} - SIZE_OR_SIDE
    done = [fact.line.quote.plain for fact in (*chart.reports, *chart.procedures)]
    listed = [*(one.line.quote.plain for one in chart.problems), *(one.line.quote.plain for one in chart.orders), *done]
    noted = [
        other.text
        for other in chart.notes
        if other.day and line.day and other.day >= line.day
        and other.quote.passage.document_id != line.quote.passage.document_id and not other.relative
    ]  # fmt: skip
    return any(names & stems(text) for text in (*listed, *noted))
