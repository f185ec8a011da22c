"""Puts a letter together: who and what, then a paragraph for each criterion. It never says that one is met."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from apps.coverage.domain.typed_tests import singles
from apps.drafting.domain.claims import CitedSpan, ClaimType, ProposedClaim, Severity, Stance
from apps.drafting.domain.composing import claim
from apps.drafting.domain.facts.chart import Chart, fact_quotes, read_chart
from apps.drafting.domain.facts.notes import NoteLine
from apps.drafting.domain.facts.quotes import Quote
from apps.drafting.domain.facts.records import drug_key
from apps.drafting.domain.language.words import normal
from apps.drafting.domain.letter.evidence import SENSITIVE, Evidence, evidence_for
from apps.drafting.domain.letter.phrases import line_phrase, note_phrase
from apps.drafting.domain.letter.questions import questions_of
from apps.drafting.domain.letter.scoring import ASSESSMENTS, Finder
from apps.drafting.domain.reconcile import carried, medications, overstated
from apps.drafting.domain.reconcile.conflicts import Conflict
from apps.drafting.domain.reconcile.corrections import correction_of, correction_to, said_by, told_with
from apps.drafting.domain.reconcile.mentions import FAILED, mentions_of
from apps.drafting.domain.summary.problems import one_liner, problems
from apps.drafting.domain.tasks import DraftInput, DraftOutput, DraftTask, PolicyLeaf

HISTORY = "History and severity"
NEVER_TAKEN = re.compile(r"\b(?:not taken|never (?:took|taken|filled|picked up|started)|cancelled)\b", re.IGNORECASE)
FUNCTION = re.compile(
    r"\b(?:functional limitation|functional status|limit(?:s|ed|ing|ation)\b|unable to|disab\w+|cannot work|"
    r"off work|light duty)",
    re.IGNORECASE,
)
MOST_HISTORY = 4


def compose_letter(draft_input: DraftInput) -> DraftOutput:
    """Return the letter's claims in the policy's order, and what the chart does not hold."""
    chart, task = read_chart(draft_input), draft_input.task
    finder = finder_over(chart, draft_input)
    hits = hits_by_leaf(draft_input)
    claims: list[ProposedClaim] = list(_history(chart, task))
    missing: list[str] = []
    disputed = [*medications.conflicts(chart), *carried.conflicts(chart), *overstated.conflicts(chart)]
    for leaf in task.policy.leaves if task.policy else ():
        found = evidence_for(leaf, finder, hits.get(leaf.node_id, {}))
        told = list(_criterion(leaf, found, disputed, task, chart))
        claims += told
        if not told:
            missing.append(_not_found(leaf))
    return DraftOutput(claims=tuple(claims), missing=tuple(missing))


def finder_over(chart: Chart, draft_input: DraftInput) -> Finder:
    """Return the finder over the current structured lines of an input."""
    current = (passage for passage in draft_input.passages if not passage.superseded)
    return Finder.over(chart, fact_quotes(current), draft_input.task)


def hits_by_leaf(draft_input: DraftInput) -> dict[str, dict[str, float]]:
    """Return, for each criterion, the passages the index returned with a bonus from 1 (first) towards 0."""
    return {
        found.node_id: {passage_id: 1 - rank / len(found.hits) for rank, (passage_id, _) in enumerate(found.hits)}
        for found in draft_input.evidence
    }


def _history(chart: Chart, task: DraftTask) -> Iterator[ProposedClaim]:
    """Yield who the patient is, the problems the policy speaks of with their trend, and how she manages."""
    about = _about_request(chart, task)
    told = [*one_liner(about, task), *problems(about, task, with_plans=False)]
    for weighed in told[:MOST_HISTORY]:
        if weighed.claim.severity is Severity.HIGH:
            yield replace(weighed.claim, section=HISTORY)
    function = next((line for line in chart.notes if _tells_function(line)), None)
    if function:
        yield claim(
            HISTORY, note_phrase(function), ClaimType.HISTORY, [function.quote], severity=Severity.MODERATE
        )  # fmt: skip


def _tells_function(line: NoteLine) -> bool:
    if line.copied or line.relative or line.section_kind not in ASSESSMENTS:
        return False
    return bool(FUNCTION.search(line.text)) and not SENSITIVE.search(line.text)


def _about_request(chart: Chart, task: DraftTask) -> Chart:
    """Return the chart with only the problems that the policy's conditions name; all of them where it names none."""
    leaves = task.policy.leaves if task.policy else ()
    names = [name for leaf in leaves for q in questions_of(leaf) if q.kind == "condition" for name in q.names]
    close = [problem for problem in chart.problems if any(name.search(problem.name) for name in names)]
    return replace(chart, problems=close) if any(problem.active for problem in close) else chart


def _not_found(leaf: PolicyLeaf) -> str:
    silent = (
        "the search found nothing either way"
        if leaf.under and leaf.under[-1].lower().startswith("none")
        else "the search found nothing for this criterion"
    )
    return f"Criterion {leaf.node_id}, {silent}: {leaf.text}"


def _criterion(
    leaf: PolicyLeaf, found: Sequence[Evidence], disputed: Sequence[Conflict], task: DraftTask, chart: Chart
) -> Iterator[ProposedClaim]:
    section = f"Criterion {leaf.node_id}"
    about = [conflict for conflict in disputed if _concerns(conflict, leaf, found)]
    for conflict in about:
        correction = correction_of(chart, conflict)
        cited = (*conflict.citations(), *([correction.quote.cite()] if correction else []))
        text = told_with(conflict, correction)
        yield claim(section, text, ClaimType.CONFLICT, (), citations=cited, criterion_id=leaf.node_id)
    used = {normal(quote.plain) for conflict in disputed for quote in conflict.against}
    used |= {normal(quote.plain) for conflict in about for quote in conflict.stands}
    for evidence in found:
        if normal(evidence.quote.plain) in used:
            continue
        text, kind = (
            (note_phrase(evidence.note), ClaimType.CRITERION) if evidence.note else line_phrase(evidence.quote, task)
        )
        against = tuple(span for conflict in about for span in _against(evidence, conflict))
        if correction := correction_to(chart, evidence.quote):
            text = f"{text.rstrip('.')}; corrected {said_by(correction)}."
            against = (*against, correction.quote.cite(Stance.CONTRADICTS))
        yield claim(
            section, text, kind, [evidence.quote], citations=against, severity=Severity.HIGH, criterion_id=leaf.node_id
        )  # fmt: skip


def _against(evidence: Evidence, conflict: Conflict) -> tuple[CitedSpan, ...]:
    """Return what speaks against a quote that tells of a course, or of an outcome, of a disputed drug."""
    text = evidence.quote.plain
    if next(mentions_of(conflict.topic, text), None) is None or NEVER_TAKEN.search(text):
        return ()
    never = any(NEVER_TAKEN.search(quote.plain) for quote in conflict.against)
    if not (never or FAILED.search(text) or evidence.note is None):
        return ()
    return tuple(quote.cite(Stance.CONTRADICTS) for quote in conflict.against)


def _concerns(conflict: Conflict, leaf: PolicyLeaf, found: Sequence[Evidence]) -> bool:
    """A disputed drug belongs to the criteria that name it; any other dispute where its quotes would be used."""
    names = {drug_key(name) for name in _drug_names(leaf)}
    if conflict.topic in names:
        return True
    quotes: set[Quote] = {evidence.quote for evidence in found}
    return bool(quotes & {*conflict.against})


def _drug_names(leaf: PolicyLeaf) -> list[str]:
    return [
        str(name) for test in singles(leaf.test) if test["kind"] in {"trial", "treatment"} for name in test["any_of"]
    ]
