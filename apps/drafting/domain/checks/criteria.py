"""Criterion by criterion: what the chart does not settle, or says no to, is a finding that its reader has to see."""

from collections.abc import Iterator

from apps.coverage.domain.tree import PolicyFile
from apps.drafting.domain.checks.verdicts import Note
from apps.drafting.domain.claims import Severity
from apps.drafting.domain.criteria import CriteriaAnswers, LeafAnswer, Verdict
from apps.drafting.domain.criteria.wishes import open_leaves, wishes

RULES = {Verdict.NOT_MET: "criterion_not_met", Verdict.INSUFFICIENT: "criterion_insufficient"}
SAID = {Verdict.NOT_MET: "not met on this chart", Verdict.INSUFFICIENT: "not settled by this chart"}


def criterion_notes(policy: PolicyFile, answered: CriteriaAnswers) -> Iterator[Note]:
    """Yield one note for each criterion on which the whole still depends and that is not met."""
    needed = open_leaves(policy, answered)
    for answer in answered.leaves:
        if answer.node_id in needed:
            yield Note(RULES[answer.verdict], Severity.HIGH, _sentence(answer), answer.node_id)


def _sentence(answer: LeafAnswer) -> str:
    return f"Criterion {answer.node_id}: {SAID[answer.verdict]}. {answer.reason}"


def missing_sentences(policy: PolicyFile, answered: CriteriaAnswers) -> tuple[str, ...]:
    """Return what is wanted to settle the criteria, a sentence for each."""
    return tuple(dict.fromkeys(f"Criterion {wish.node_id}: {wish.what}" for wish in wishes(policy, answered)))
