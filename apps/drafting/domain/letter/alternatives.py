"""Which of a policy's alternatives a letter argues: those that hold, and of two that exclude each other the better."""

import re
from collections.abc import Iterator, Mapping, Sequence

from apps.coverage.domain.typed_tests import singles
from apps.drafting.domain.criteria import LeafAnswer, Verdict
from apps.drafting.domain.tasks import PolicyGroup, PolicyLeaf

Answered = tuple[PolicyLeaf, LeafAnswer]
# What one patient has of an illness is one of each pair, never both.
OPPOSED = (
    frozenset({"chronic", "episodic"}), frozenset({"acute", "chronic"}), frozenset({"initial", "continued"}),
    frozenset({"inpatient", "outpatient"}), frozenset({"unilateral", "bilateral"}), frozenset({"left", "right"}),
)  # fmt: skip
TRIALS = frozenset({"trial", "treatment"})
LAST_PART = re.compile(r"(?:\d+|[ivx]+|[a-z])$")


def argued(answered: Sequence[Answered], groups: Sequence[PolicyGroup] = ()) -> list[Answered]:
    """Return the criteria that a letter argues. What is left out stands on the review page.

    Where one or some of a group are enough and enough hold, what does not hold is left out: it argues nothing and tells
    a payer more than the purpose needs. A therapy that was tried is told though it is not enough. Of two alternatives
    that hold and exclude each other the better is argued: the one that the problem list names, else the first.
    """
    idle = set(_idle(answered, groups))
    kept = [one for one in answered if one[0].node_id not in idle]
    return [one for one in kept if not any(_is_behind(one, other, kept) for other in kept)]


def _idle(answered: Sequence[Answered], groups: Sequence[PolicyGroup]) -> Iterator[str]:
    """Yield the criteria that a letter needs not: alternatives that do not hold beside enough that do."""
    by_id = {group.node_id: group for group in groups}
    verdicts = {leaf.node_id: answer.verdict for leaf, answer in answered}
    tried = {leaf.node_id for leaf, answer in answered if _is_tried(leaf, answer)}
    for group in groups:
        if group.op not in {"any", "at_least"}:
            continue
        stand = {child: _verdict(child, by_id, verdicts) for child in group.children}
        needed = group.at_least or 1
        if sum(verdict is Verdict.MET for verdict in stand.values()) >= needed:
            idle = [child for child, verdict in stand.items() if verdict is not Verdict.MET]
            yield from (leaf for child in idle for leaf in _below(child, by_id) if leaf not in tried)


def _is_tried(leaf: PolicyLeaf, answer: LeafAnswer) -> bool:
    kinds = {test["kind"] for test in singles(leaf.test)}
    return bool(kinds & TRIALS) and answer.verdict is Verdict.INSUFFICIENT and bool(answer.supporting)


def _below(node_id: str, groups: Mapping[str, PolicyGroup]) -> Iterator[str]:
    if node_id not in groups:
        yield node_id
        return
    for child in groups[node_id].children:
        yield from _below(child, groups)


def _verdict(node_id: str, groups: Mapping[str, PolicyGroup], verdicts: Mapping[str, Verdict]) -> Verdict:
    """Return how a node stands; of a group, as its children do."""
    group = groups.get(node_id)
    if group is None:
        return verdicts.get(node_id, Verdict.INSUFFICIENT)
    below = [_verdict(child, groups, verdicts) for child in group.children]
    hold, fail = below.count(Verdict.MET), below.count(Verdict.NOT_MET)
    if group.op == "none":
        hold, fail = fail, hold
    needed = len(below) if group.op in {"all", "none"} else group.at_least or 1
    if hold >= needed:
        return Verdict.MET
    return Verdict.NOT_MET if len(below) - fail < needed else Verdict.INSUFFICIENT


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
