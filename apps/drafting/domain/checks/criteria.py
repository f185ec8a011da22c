"""Criterion by criterion: is there anything, is it recent enough, do the readings pass. Never a verdict of "met"."""

from collections.abc import Iterable, Iterator
from datetime import date

from apps.drafting.domain.checks.verdicts import CheckedClaim, Note
from apps.drafting.domain.claims import Severity, Stance
from apps.drafting.domain.composing import listed
from apps.drafting.domain.facts.chart import passage_by_id
from apps.drafting.domain.facts.quotes import Quote
from apps.drafting.domain.language.dates import written
from apps.drafting.domain.letter.questions import Question, questions_of
from apps.drafting.domain.letter.readings import is_acute, passes
from apps.drafting.domain.letter.scoring import day_of_line
from apps.drafting.domain.tasks import DraftInput, PolicyLeaf
from apps.retrieval.domain.asking import words_of
from apps.retrieval.domain.settling import would_settle

RESULTS = frozenset({"results", "vital_signs"})


def criterion_notes(draft_input: DraftInput, checked: Iterable[CheckedClaim]) -> Iterator[Note]:
    """Yield at most one note for each criterion of the policy, the weightiest."""
    policy, by_leaf = draft_input.task.policy, _quotes_by_leaf(draft_input, checked)
    for leaf in policy.leaves if policy else ():
        quotes = by_leaf.get(leaf.node_id, [])
        sentence = _nothing(leaf, quotes) or _too_old(leaf, quotes, draft_input.task.as_of) or _readings(leaf, quotes)
        acute = _acute(quotes)
        if sentence:
            rule, words = sentence
            yield Note(rule, Severity.HIGH, f"{words}{f' {acute}' if acute else ''}", leaf.node_id)
        elif acute:
            yield Note("reading_while_acutely_ill", Severity.HIGH, f"Criterion {leaf.node_id}: {acute}", leaf.node_id)


def _quotes_by_leaf(draft_input: DraftInput, checked: Iterable[CheckedClaim]) -> dict[str, list[Quote]]:
    passages, found = passage_by_id(draft_input), dict[str, list[Quote]]()
    for one in checked:
        if one.claim.criterion_id:
            quotes = found.setdefault(one.claim.criterion_id, [])
            quotes += [
                Quote(passages[span.passage_id], span.start, span.end)
                for span in one.citations
                if span.stance is Stance.SUPPORTS
            ]
    return found


def _acute(quotes: Iterable[Quote]) -> str:
    days = [day_of_line(quote) for quote in quotes if is_acute(quote)]
    said = listed([written(day) for day in dict.fromkeys(days)])
    return f"The reading of {said} was taken while acutely ill; it is no qualifying value." if days else ""


def _nothing(leaf: PolicyLeaf, quotes: list[Quote]) -> tuple[str, str] | None:
    if quotes:
        return None
    nothing = f"Criterion {leaf.node_id}: the search found nothing for it. Nothing is said about it in the draft."
    return "not_found_in_chart", f"{nothing} {would_settle(words_of(leaf.text))} would settle it."


def _too_old(leaf: PolicyLeaf, quotes: list[Quote], as_of: date) -> tuple[str, str] | None:
    """Of what answers a question that has a time limit, is anything recent enough?"""
    old: list[date] = []
    for question in questions_of(leaf):
        days = [day for quote in quotes if _answers(question, quote) and (day := _day(quote))]
        if question.days is None or any((as_of - day).days <= question.days for day in days):
            return None
        old += days
    if not old:
        return None
    sentence = f"Criterion {leaf.node_id}: the newest evidence is of {written(max(old))}, older than the policy allows."
    return "too_old", sentence


def _answers(question: Question, quote: Quote) -> bool:
    """A result is measured, not only spoken of; anything else may be said anywhere."""
    if question.kind == "observation" and quote.passage.document_kind not in RESULTS:
        return False
    return not question.names or any(name.search(quote.plain) for name in question.names)


def _day(quote: Quote) -> date | None:
    return day_of_line(quote) if quote.passage.structured else quote.day


def _readings(leaf: PolicyLeaf, quotes: list[Quote]) -> tuple[str, str] | None:
    for question in questions_of(leaf):
        verdicts = {quote: verdict for quote in quotes if (verdict := _verdict(question, quote)) is not None}
        if verdicts and not any(verdicts.values()):
            return (
                "readings_do_not_pass",
                f"Criterion {leaf.node_id}: none of the quoted readings passes what the policy asks.",
            )
        if len(set(verdicts.values())) > 1:
            return (
                "readings_disagree",
                f"Criterion {leaf.node_id}: of the quoted readings some pass and some do not; say which one counts.",
            )
    return None


def _verdict(question: Question, quote: Quote) -> bool | None:
    text = quote.plain
    if question.kind != "observation" or not any(name.search(text) for name in question.names):
        return None
    return passes(question, quote) if all(setting.search(text) for setting in question.settings) else None
