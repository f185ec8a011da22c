"""Every criterion of a policy answered from one chart, and the policy as a whole."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, Protocol

from apps.core.canonical import digest
from apps.coverage.domain.tree import Node, PolicyFile
from apps.coverage.domain.typed_tests import singles
from apps.drafting.domain.criteria.case import Case
from apps.drafting.domain.criteria.compose import judge
from apps.drafting.domain.criteria.findings import MOST_QUOTES, Finding, Quotes, capped
from apps.drafting.domain.criteria.requests import RequestFacts, request_of
from apps.drafting.domain.criteria.sides import sides_of
from apps.drafting.domain.criteria.verdicts import Verdict, grouped
from apps.drafting.domain.facts.chart import read_chart
from apps.drafting.domain.facts.quotes import Quote
from apps.drafting.domain.facts.told import RULE
from apps.drafting.domain.tasks import DraftInput

REMEMBERED = 8  # charts with their answers, in this process
SHOWN = 3  # passages beside a criterion that nobody typed
UNTYPED = "This criterion has no typed test: a person reads it. The passages that come nearest are shown."


@dataclass(frozen=True, slots=True)
class LeafAnswer:
    """What the chart says to one criterion. ``wanted`` are sentences that ask for what would settle it."""

    node_id: str
    verdict: Verdict
    supporting: Quotes
    contradicting: Quotes
    reason: str
    wanted: tuple[str, ...] = ()
    not_applicable: bool = False
    also: Quotes = ()  # on record, and neither for nor against: pending, planned, asked for
    older: Quotes = ()  # results from before the days that count; of NOT_MET, they may be what it rests on

    @property
    def beside(self) -> Quotes:
        """All that speaks neither for nor against."""
        cited = {*self.supporting, *self.contradicting}
        return tuple(quote for quote in (*self.also, *self.older) if quote not in cited)


@dataclass(frozen=True, slots=True)
class CriteriaAnswers:
    """The answers in the policy's order, the verdict on each group by its id, and on the whole."""

    leaves: tuple[LeafAnswer, ...]
    groups: Mapping[str, Verdict]
    overall: Verdict


class Leaf(Protocol):
    """A criterion as it is asked: of a policy's tree, or of the view that a letter argues from."""

    @property
    def node_id(self) -> str:
        """The number it has in the policy."""
        ...

    @property
    def text(self) -> str:
        """The payer's own sentence."""
        ...

    @property
    def test(self) -> Mapping[str, Any] | None:
        """The same sentence typed, when somebody typed it."""
        ...


def answers(policy: PolicyFile, draft_input: DraftInput, request: RequestFacts | None = None) -> CriteriaAnswers:
    """Answer every criterion of a policy from what a draft may read, counting back from the draft's day.

    Without ``request`` the order is the one in the chart that speaks of what the policy is about.
    """
    nodes = [node for node in policy.root.walk() if node.is_leaf]
    leaves = leaf_answers(nodes, about(policy), draft_input, request)
    groups = dict(_groups(policy.root, {leaf.node_id: leaf.verdict for leaf in leaves}))
    return CriteriaAnswers(leaves, groups, groups[policy.root.node_id])


def about(policy: PolicyFile) -> tuple[str, ...]:
    """Return the words by which the order that a policy speaks of is known in a chart."""
    return (policy.title, policy.applies_to, *(part for code in policy.codes for part in (code.display, code.code)))


def leaf_answers(
    leaves: Sequence[Leaf], about: Iterable[str], draft_input: DraftInput, request: RequestFacts | None = None
) -> tuple[LeafAnswer, ...]:
    """Answer criteria in their order; ``about`` as the function of that name returns it. See ``answers``."""
    asked = _Asked(tuple(leaves), tuple(about), draft_input, request)
    return _answered(asked) if request is None else _answer_all(asked)


@dataclass(frozen=True)
class _Asked:
    """What is asked of one chart; the same digest, the same answers."""

    leaves: tuple[Leaf, ...] = field(compare=False)
    about: tuple[str, ...]
    draft_input: DraftInput = field(compare=False)
    request: RequestFacts | None = field(compare=False)
    digest: str = field(init=False)

    def __post_init__(self) -> None:
        tests = [[leaf.node_id, leaf.text, leaf.test] for leaf in self.leaves]
        object.__setattr__(self, "digest", digest([self.draft_input.sha256(), tests]))


@lru_cache(maxsize=REMEMBERED)
def _answered(asked: _Asked) -> tuple[LeafAnswer, ...]:
    """A letter is asked whether it can be written, written, and checked: three times the same answers."""
    return _answer_all(asked)


def _answer_all(asked: _Asked) -> tuple[LeafAnswer, ...]:
    tests = [test for leaf in asked.leaves for test in singles(leaf.test)]
    by_id = {str(test["id"]): test for test in tests if test.get("id")}
    chart, day = read_chart(asked.draft_input), asked.draft_input.task.as_of
    case = Case(asked.draft_input, asked.request or request_of(chart, asked.about, day), by_id)
    return tuple(_answer(case, leaf) for leaf in asked.leaves)


def _answer(case: Case, node: Leaf) -> LeafAnswer:
    finding = judge(case, with_sentence(node.test, node.text)) if node.test else _untyped(case, node)
    if (
        finding.verdict is Verdict.INSUFFICIENT
        and not finding.supporting
        and not finding.contradicting
        and node.test is None
    ):
        finding = _untyped(case, node)
    finding = _without_orders(case, finding)
    sides = sides_of(case, node.test, finding)
    return LeafAnswer(
        node.node_id, finding.verdict, sides.supporting[:MOST_QUOTES], sides.contradicting[:MOST_QUOTES],
        finding.reason, finding.wanted, finding.not_applicable, sides.also, sides.older,
    )  # fmt: skip


def _without_orders(case: Case, finding: Finding) -> Finding:
    """Return a finding that rests on no place where somebody speaks to software; without any other it is open."""
    orders = [one.quote for one in case.chart.suspects if one.rule == RULE]
    kept = tuple(quote for quote in finding.supporting if not any(_overlap(quote, order) for order in orders))
    if kept == finding.supporting:
        return finding
    if finding.verdict is Verdict.MET and not kept:
        finding = capped(finding, "It rests on a place of the record that speaks to software.")
    return replace(finding, supporting=kept)


def _overlap(one: Quote, other: Quote) -> bool:
    return one.passage.passage_id == other.passage.passage_id and one.start < other.end and other.start < one.end


def with_sentence(test: Mapping[str, Any], sentence: str) -> dict[str, Any]:
    """Return a test, single or composed, whose parts know the payer's sentence: "the two newest" stands there alone."""
    below = {key: [with_sentence(part, sentence) for part in test[key]] for key in ("all", "any") if key in test}
    return {**test, **below, "sentence": sentence}


def _untyped(case: Case, node: Leaf) -> Finding:
    return Finding(
        Verdict.INSUFFICIENT, UNTYPED, case.hits.get(node.node_id, ())[:SHOWN],
        wanted=(f"A clinician's note on: {node.text}",),
    )  # fmt: skip


def _groups(node: Node, leaves: Mapping[str, Verdict]) -> Iterator[tuple[str, Verdict]]:
    """Yield the verdict of a node and of each group below it."""
    if node.is_leaf:
        yield node.node_id, leaves[node.node_id]
        return
    below: dict[str, Any] = {}
    for child in node.children:
        below.update(_groups(child, leaves))
    yield from below.items()
    yield node.node_id, grouped(node.op, (below[child.node_id] for child in node.children), node.at_least)


def grouped_verdicts(policy: PolicyFile, verdicts: Mapping[str, Verdict]) -> dict[str, Verdict]:
    """Return the verdict of every node by its id, from verdicts on the leaves."""
    return dict(_groups(policy.root, verdicts))


def recomputed(policy: PolicyFile, verdicts: Mapping[str, Verdict]) -> Verdict:
    """Return the verdict on the whole from verdicts on the leaves, as a person may have set them."""
    return grouped_verdicts(policy, verdicts)[policy.root.node_id]
