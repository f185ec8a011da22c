"""Before a model is called: does the chart hold enough to write about at all?"""

from dataclasses import dataclass

from apps.drafting.domain.claims import DraftKind
from apps.drafting.domain.facts.chart import is_blank, read_chart
from apps.drafting.domain.letter.compose import answered_leaves
from apps.drafting.domain.letter.evidence import Shelf, evidence_for
from apps.drafting.domain.tasks import DraftInput
from apps.retrieval.domain.asking import words_of
from apps.retrieval.domain.settling import would_settle


@dataclass(frozen=True, slots=True)
class Unanswerable:
    """Why there will be no draft, and what would have to be there."""

    reason: str
    missing: tuple[str, ...]


def unanswerable(draft_input: DraftInput) -> Unanswerable | None:
    """Return why a draft cannot be written from these passages, or None when it can."""
    if draft_input.task.kind is DraftKind.CHART_SUMMARY:
        return _no_summary(draft_input)
    return _no_letter(draft_input)


def _no_summary(draft_input: DraftInput) -> Unanswerable | None:
    if not is_blank(draft_input):
        return None
    return Unanswerable(
        "The chart holds nothing clinical to summarize.",
        ("A problem list.", "A medication list.", "At least one note or result."),
    )


def _no_letter(draft_input: DraftInput) -> Unanswerable | None:
    asked, shelf = answered_leaves(draft_input), Shelf(read_chart(draft_input))
    found = (evidence_for(leaf, answer, shelf) for leaf, answer in asked)
    if any(one.all for one in found):
        return None
    return Unanswerable(
        "The chart holds nothing on any criterion of the policy, so there is no letter to write.",
        tuple(f"Criterion {leaf.node_id}: {leaf.text} {_settled_by(leaf.text)}" for leaf, _ in asked),
    )


def _settled_by(text: str) -> str:
    """Name the document that would settle a criterion with these words."""
    document = would_settle(words_of(text))
    return f"What would settle it: {document[:1].lower()}{document[1:]}."
