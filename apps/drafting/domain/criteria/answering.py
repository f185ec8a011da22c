"""Every criterion of a policy answered from one chart, and the policy as a whole."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from apps.coverage.domain.tree import Node, PolicyFile
from apps.coverage.domain.typed_tests import singles
from apps.drafting.domain.criteria.case import Case
from apps.drafting.domain.criteria.compose import judge
from apps.drafting.domain.criteria.findings import MOST_QUOTES, Finding, Quotes
from apps.drafting.domain.criteria.requests import RequestFacts, request_of
from apps.drafting.domain.criteria.verdicts import Verdict, grouped
from apps.drafting.domain.facts.chart import read_chart
from apps.drafting.domain.tasks import DraftInput
from apps.retrieval.domain.settling import would_settle

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


@dataclass(frozen=True, slots=True)
class CriteriaAnswers:
    """The answers in the policy's order, the verdict on each group by its id, and on the whole."""

    leaves: tuple[LeafAnswer, ...]
    groups: Mapping[str, Verdict]
    overall: Verdict


def answers(policy: PolicyFile, draft_input: DraftInput, request: RequestFacts | None = None) -> CriteriaAnswers:
    """Answer every criterion of a policy from what a draft may read, counting back from the draft's day.

    Without ``request`` the order is the one in the chart that speaks of what the policy is about.
    """
    tests = [test for node in policy.root.walk() for test in singles(node.test)]
    by_id = {str(test["id"]): test for test in tests if test.get("id")}
    about = (policy.title, policy.applies_to, *(code.display for code in policy.codes))
    given = request or request_of(read_chart(draft_input), about, draft_input.task.as_of)
    case = Case(draft_input, given, by_id)
    leaves = tuple(_answer(case, node) for node in policy.root.walk() if node.is_leaf)
    groups = dict(_groups(policy.root, {leaf.node_id: leaf.verdict for leaf in leaves}))
    return CriteriaAnswers(leaves, groups, groups[policy.root.node_id])


def _answer(case: Case, node: Node) -> LeafAnswer:
    finding = judge(case, node.test) if node.test else _untyped(case, node)
    if (
        finding.verdict is Verdict.INSUFFICIENT
        and not finding.supporting
        and not finding.contradicting
        and node.test is None
    ):
        finding = _untyped(case, node)
    return LeafAnswer(
        node.node_id, finding.verdict, finding.supporting[:MOST_QUOTES], finding.contradicting[:MOST_QUOTES],
        finding.reason, finding.wanted, finding.not_applicable,
    )  # fmt: skip


def _untyped(case: Case, node: Node) -> Finding:
    return Finding(
        Verdict.INSUFFICIENT, UNTYPED, case.hits.get(node.node_id, ())[:SHOWN],
        wanted=(f"{would_settle(node.text.lower().split()) or 'A note'} on: {node.text}",),
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


def recomputed(policy: PolicyFile, verdicts: Mapping[str, Verdict]) -> Verdict:
    """Return the verdict on the whole from verdicts on the leaves, as a person may have set them."""
    return dict(_groups(policy.root, verdicts))[policy.root.node_id]
