"""Which of several alternatives a letter argues, where two hold that exclude each other: chronic or episodic."""

import re
from collections.abc import Sequence

from apps.drafting.domain.criteria import LeafAnswer, Verdict
from apps.drafting.domain.tasks import PolicyLeaf

Answered = tuple[PolicyLeaf, LeafAnswer]
# What one patient has of an illness is one of each pair, never both.
OPPOSED = (
    frozenset({"chronic", "episodic"}), frozenset({"acute", "chronic"}), frozenset({"initial", "continued"}),
    frozenset({"inpatient", "outpatient"}), frozenset({"unilateral", "bilateral"}), frozenset({"left", "right"}),
)  # fmt: skip
LAST_PART = re.compile(r"(?:\d+|[ivx]+|[a-z])$")


def argued(answered: Sequence[Answered]) -> list[Answered]:
    """Return the criteria that a letter argues: of two alternatives that hold and exclude each other, the better.

    The better is the one that the problem list names, else the first. What is left out stands on the review page.
    """
    return [one for one in answered if not any(_is_behind(one, other, answered) for other in answered)]


def _is_behind(one: Answered, other: Answered, answered: Sequence[Answered]) -> bool:
    if one[0].node_id == other[0].node_id or not _exclude(one, other):
        return False
    own, others = _is_listed(one[1]), _is_listed(other[1])
    return others if own != others else answered.index(other) < answered.index(one)


def _exclude(one: Answered, other: Answered) -> bool:
    """Say whether both hold, stand under the same heading, and begin with words that are opposed."""
    both = one[1].verdict is Verdict.MET and other[1].verdict is Verdict.MET
    beside = one[0].under == other[0].under and _above(one[0]) == _above(other[0]) != one[0].node_id
    return both and beside and frozenset({_first_word(one[0]), _first_word(other[0])}) in OPPOSED


def _above(leaf: PolicyLeaf) -> str:
    """Return the number of the group a criterion stands in: "2" of "2a"."""
    return LAST_PART.sub("", leaf.node_id)


def _first_word(leaf: PolicyLeaf) -> str:
    return (leaf.text.split() or [""])[0].lower().strip(",.:")


def _is_listed(answer: LeafAnswer) -> bool:
    return any(quote.passage.document_kind == "problem_list" for quote in answer.supporting)
