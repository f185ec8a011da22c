"""Puts a letter together: who and what, then a paragraph for each criterion. It never says that one is met."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from apps.coverage.domain.typed_tests import singles
from apps.drafting.domain.checks.claim import check_claim
from apps.drafting.domain.claims import CitedSpan, ClaimType, ProposedClaim, Severity, Stance, Support
from apps.drafting.domain.composing import claim
from apps.drafting.domain.criteria import LeafAnswer, leaf_answers
from apps.drafting.domain.criteria.names import first_named
from apps.drafting.domain.facts import records
from apps.drafting.domain.facts.chart import Chart, passage_by_id, read_chart
from apps.drafting.domain.facts.notes import NoteLine
from apps.drafting.domain.facts.quotes import Quote
from apps.drafting.domain.facts.records import drug_key
from apps.drafting.domain.letter.alternatives import argued
from apps.drafting.domain.letter.events import order_again
from apps.drafting.domain.letter.evidence import SENSITIVE, Evidence, Shelf, evidence_for, series_name
from apps.drafting.domain.letter.phrases import line_phrase, note_phrase
from apps.drafting.domain.reconcile import carried, medications, overstated
from apps.drafting.domain.reconcile.conflicts import Conflict
from apps.drafting.domain.reconcile.corrections import correction_of, correction_to, said_by, told_with
from apps.drafting.domain.reconcile.mentions import FAILED, mentions_of
from apps.drafting.domain.summary.problems import one_liner, problems, trend_words
from apps.drafting.domain.tasks import DraftInput, DraftOutput, DraftTask, PolicyLeaf

HISTORY = "History and severity"
ASSESSMENTS = frozenset({"assessment", "plan", "assessment_and_plan", "impression", "hospital_course"})
NEVER_TAKEN = re.compile(r"\b(?:not taken|never (?:took|taken|filled|picked up|started)|cancelled)\b", re.IGNORECASE)
FUNCTION = re.compile(
    r"\b(?:functional limitation|functional status|limit(?:s|ed|ing|ation)\b|unable to|disab\w+|cannot work|"
    r"off work|light duty)",
    re.IGNORECASE,
)
MOST_HISTORY = 4
BESIDE_A_CONFLICT = 1
OLDER = "Older than the policy asks"
ORDERS = "orders"


def compose_letter(draft_input: DraftInput) -> DraftOutput:
    """Return the letter's claims in the policy's order. What is wanting, code says beside any backend's letter."""
    chart, task = read_chart(draft_input), draft_input.task
    shelf = Shelf(chart, passage_by_id(draft_input))
    disputed = (*medications.conflicts(chart), *carried.conflicts(chart), *overstated.conflicts(chart))
    claims: list[ProposedClaim] = list(_history(chart, task))
    groups = task.policy.groups if task.policy else ()
    for leaf, answer in argued(answered_leaves(draft_input), groups):
        claims += _criterion(leaf, answer, shelf, disputed, task)
    return DraftOutput(claims=tuple(claims))


def answered_leaves(draft_input: DraftInput) -> list[tuple[PolicyLeaf, LeafAnswer]]:
    """Return each criterion of the policy that is argued from, with what the chart says to it."""
    policy = draft_input.task.policy
    if policy is None:
        return []
    answers = leaf_answers(policy.leaves, (policy.title, *policy.about), draft_input)
    return list(zip(policy.leaves, answers, strict=True))


def _history(chart: Chart, task: DraftTask) -> Iterator[ProposedClaim]:
    """Yield who the patient is, the problems the policy speaks of with their trend, and how she manages."""
    about = _about_request(chart, task)
    told = [*one_liner(about, task), *problems(about, task, with_plans=False)]
    for weighed in told[:MOST_HISTORY]:
        if weighed.claim.severity is Severity.HIGH and not SENSITIVE.search(weighed.claim.text):
            yield replace(weighed.claim, section=HISTORY)
    function = next((line for line in chart.notes if _tells_function(line)), None)
    if function:
        text = note_phrase(function.quote, function)
        yield claim(HISTORY, text, ClaimType.HISTORY, [function.quote], severity=Severity.MODERATE)


def _tells_function(line: NoteLine) -> bool:
    if line.copied or line.relative or line.section_kind not in ASSESSMENTS:
        return False
    return bool(FUNCTION.search(line.text)) and not SENSITIVE.search(line.text)


def _about_request(chart: Chart, task: DraftTask) -> Chart:
    """Return the chart with only the problems that the policy's conditions name; all of them where it names none."""
    leaves = task.policy.leaves if task.policy else ()
    tests = [test for leaf in leaves for test in singles(leaf.test) if test["kind"] == "condition"]
    names = [str(name) for test in tests for name in test["any_of"]]
    close = [problem for problem in chart.problems if first_named(problem.name, names)]
    return replace(chart, problems=close) if any(problem.active for problem in close) else chart


def _criterion(
    leaf: PolicyLeaf, answer: LeafAnswer, shelf: Shelf, disputed: Sequence[Conflict], task: DraftTask
) -> Iterator[ProposedClaim]:
    about = [conflict for conflict in disputed if _concerns(conflict, leaf, answer)]
    for conflict in about:
        if conflict.topic not in shelf.told or _names(leaf, conflict):
            yield _conflict(leaf, conflict, shelf)
        shelf.told.add(conflict.topic)
    found = evidence_for(leaf, answer, shelf)
    if about:
        cited = found.all
        found = Evidence(tuple(quote for quote in cited if shelf.is_new(quote))[:BESIDE_A_CONFLICT], ())
    shelf.put(found.all, leaf.node_id)
    if found.disputed:
        yield _both_sides(leaf, found, shelf, task)
        return
    claims = list(_sentences(leaf, found, about, shelf, task))
    sound = [one for quote, one in claims if quote.passage.structured or _is_carried(one, shelf, task)]
    yield from sound or [one for _, one in claims[:1]]


def _sentences(
    leaf: PolicyLeaf, found: Evidence, about: Sequence[Conflict], shelf: Shelf, task: DraftTask
) -> Iterator[tuple[Quote, ProposedClaim]]:
    """Yield each quote with its sentence; the results of one name in one sentence, what is too old as older."""
    told: set[Quote] = set()
    for quote in found.all:
        side = [one for one in _side(found, quote) if one not in found.older]
        series = [one for one in side if series_name(one) and series_name(one) == series_name(quote)]
        if quote in told:
            continue
        told.update(series)
        if quote in series and len(series) > 1 and not about:
            yield quote, _trend(leaf, series)
        else:
            one = _told(leaf, quote, about, shelf, task)
            yield quote, replace(one, text=f"{OLDER}: {one.text}") if quote in found.older else one


def _side(found: Evidence, quote: Quote) -> tuple[Quote, ...]:
    return found.supporting if quote in found.supporting else found.contradicting


def _trend(leaf: PolicyLeaf, series: Sequence[Quote]) -> ProposedClaim:
    """Tell the values of one result in the order of their days."""
    results = sorted((result for quote in series if (result := records.result_of(quote))), key=_first_day)
    return claim(
        _section(leaf), f"{trend_words(results, with_years=True)}.", ClaimType.RESULT, series, severity=Severity.HIGH,
        criterion_id=leaf.node_id,
    )  # fmt: skip


def _first_day(result: records.Result) -> date:
    return result.day.first if result.day else date.min


def _is_carried(one: ProposedClaim, shelf: Shelf, task: DraftTask) -> bool:
    """Say whether a sentence stands on its own quotes; one that tells a dispute as well is told with both sides."""
    disputed = any(span.stance is Stance.CONTRADICTS for span in one.citations)
    return disputed or check_claim(one, shelf.passages, task).support not in {Support.CONTRADICTED, Support.NOT_FOUND}


def _conflict(leaf: PolicyLeaf, conflict: Conflict, shelf: Shelf) -> ProposedClaim:
    """Tell both sides of a disagreement that reconciliation found, and who says outright which was the error."""
    correction = correction_of(shelf.chart, conflict)
    cited = (*conflict.citations(), *([correction.quote.cite()] if correction else []))
    shelf.put((*conflict.stands, *conflict.against), leaf.node_id)
    text = told_with(conflict, correction)
    return claim(_section(leaf), text, ClaimType.CONFLICT, (), citations=cited, criterion_id=leaf.node_id)


def _both_sides(leaf: PolicyLeaf, found: Evidence, shelf: Shelf, task: DraftTask) -> ProposedClaim:
    """Tell what the chart has for a criterion and what it has against it, in one sentence."""
    stands, against = (
        "; ".join(_inside(_phrase(quote, shelf, task)[0]) for quote in side)
        for side in (found.supporting, found.contradicting)
    )
    cited = tuple(quote.cite(Stance.CONTRADICTS) for quote in found.contradicting)
    text = f"{stands}; the record also says: {against}"
    return claim(
        _section(leaf), text, ClaimType.CONFLICT, found.supporting, citations=cited, criterion_id=leaf.node_id
    )  # fmt: skip


def _inside(sentence: str) -> str:
    """Return a sentence as it stands inside another: without its full stop, also where that stands in a quotation."""
    return f'{sentence[:-2]}"' if sentence.endswith('."') else sentence.rstrip(".")


def _told(
    leaf: PolicyLeaf, quote: Quote, disputed: Sequence[Conflict], shelf: Shelf, task: DraftTask
) -> ProposedClaim:  # fmt: skip
    text, kind = _phrase(quote, shelf, task)
    if quote.passage.document_kind == ORDERS and not shelf.is_first(quote, leaf.node_id):
        text = order_again(quote)
    line = shelf.line(quote)
    against = [span for conflict in disputed for span in _against(quote, conflict)]
    if correction := correction_to(shelf.chart, quote):
        text = f"{text.rstrip('.')}; corrected {said_by(correction)}."
        against.append(correction.quote.cite(Stance.CONTRADICTS))
    quotes = line.quotes() if line else (quote,)
    return claim(
        _section(leaf), text, kind, quotes, citations=tuple(against), severity=Severity.HIGH, criterion_id=leaf.node_id
    )  # fmt: skip


def _against(quote: Quote, conflict: Conflict) -> list[CitedSpan]:
    """Return what speaks against a quote that tells of a course, or of an outcome, of a disputed drug."""
    text = quote.plain
    if next(mentions_of(conflict.topic, text), None) is None or NEVER_TAKEN.search(text):
        return []
    never = any(NEVER_TAKEN.search(one.plain) for one in conflict.against)
    if not (never or FAILED.search(text) or quote.passage.structured):
        return []
    return [one.cite(Stance.CONTRADICTS) for one in conflict.against]


def _phrase(quote: Quote, shelf: Shelf, task: DraftTask) -> tuple[str, ClaimType]:
    if quote.passage.structured:
        return line_phrase(quote, task)
    return note_phrase(quote, shelf.line(quote)), ClaimType.CRITERION


def _section(leaf: PolicyLeaf) -> str:
    return f"Criterion {leaf.node_id}"


def _concerns(conflict: Conflict, leaf: PolicyLeaf, answer: LeafAnswer) -> bool:
    """A disputed drug belongs to the criteria that name it; any other dispute where its quotes would be used."""
    if _names(leaf, conflict):
        return True
    quotes = {(quote.passage.passage_id, quote.start) for quote in (*answer.supporting, *answer.contradicting)}
    return any((quote.passage.passage_id, quote.start) in quotes for quote in conflict.against)


def _names(leaf: PolicyLeaf, conflict: Conflict) -> bool:
    return conflict.topic in {drug_key(name) for name in _drug_names(leaf)}


def _drug_names(leaf: PolicyLeaf) -> list[str]:
    return [
        str(name) for test in singles(leaf.test) if test["kind"] in {"trial", "treatment"} for name in test["any_of"]
    ]
