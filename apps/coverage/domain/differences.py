"""What changed between two versions of a policy, node by node, in the words of the page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from apps.coverage.domain.payers import payer_words
from apps.coverage.domain.telling import notes_of, told
from apps.coverage.domain.tree import Node, PolicyFile

OPS = {"all": "All of", "any": "Any of", "none": "None of", "leaf": "One criterion"}


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that reads otherwise; empty where it did not stand before, or stands no more."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class NodeChange:
    """What became of a node: ``added``, ``removed`` or ``changed``, with what reads otherwise."""

    node_id: str
    what: str
    text: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    head: tuple[Change, ...]
    nodes: tuple[NodeChange, ...]

    @property
    def is_empty(self) -> bool:
        return not self.head and not self.nodes


def compare(before: PolicyFile, after: PolicyFile) -> Comparison:
    """Return what changed. Nodes are matched by their ids; a node that was renumbered counts as removed and added."""
    return Comparison(tuple(_changed(_head(before), _head(after))), tuple(_nodes(before.root, after.root)))


def _head(policy: PolicyFile) -> dict[str, str]:
    end = policy.effective_end
    return {
        "Title": policy.title,
        "Payer": policy.payer,
        "Plan": policy.plan,
        "Line of business": ", ".join(payer_words(one) for one in policy.line_of_business),
        "In force from": _day(policy.effective_start),
        "In force to": _day(end) if end else "",
        "Applies to": policy.applies_to,
        "Codes": ", ".join(f"{code.system} {code.code}" for code in policy.codes),
        "Code ranges": ", ".join(f"{row.system} {row.range}" for row in policy.code_ranges),
    }


def _day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"


def _nodes(before: Node, after: Node) -> Iterator[NodeChange]:
    old, new = _by_id(before), _by_id(after)
    for node_id, (node, said) in new.items():
        if node_id not in old:
            yield NodeChange(node_id, "added", node.text, tuple(_changed({}, said)))
        elif changes := tuple(_changed(old[node_id][1], said)):
            yield NodeChange(node_id, "changed", node.text, changes)
    for node_id, (node, said) in old.items():
        if node_id not in new:
            yield NodeChange(node_id, "removed", node.text, tuple(_changed(said, {})))


def _by_id(root: Node) -> dict[str, tuple[Node, dict[str, str]]]:
    under = {child.node_id: parent.node_id for parent in root.walk() for child in parent.children}
    return {node.node_id: (node, _said(node, under.get(node.node_id, ""))) for node in root.walk()}


def _said(node: Node, under: str) -> dict[str, str]:
    return {
        "Text": node.text,
        "Kind": OPS.get(node.op, f"At least {node.at_least} of"),
        "Order": " ".join(child.node_id for child in node.children),
        "Under": under,
        "Counts as evidence": node.evidence,
        "Test": told(node.test) if node.test else "",
        "Note": " ".join(notes_of(node.test)),
    }


def _changed(before: dict[str, str], after: dict[str, str]) -> Iterator[Change]:
    for name in dict.fromkeys([*before, *after]):
        if before.get(name, "") != after.get(name, ""):
            yield Change(name, before.get(name, ""), after.get(name, ""))
