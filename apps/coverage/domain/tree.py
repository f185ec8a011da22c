"""A policy file, parsed and checked: groups (all, any, none, at least k) whose leaves are the payer's sentences."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from apps.coverage.domain import fields, typed_tests
from apps.coverage.domain.errors import PolicyInvalid

GROUPS = frozenset({"all", "any", "none", "at_least"})
POLICY_FIELDS = frozenset(
    {"policy_id", "title", "payer", "version", "effective", "as_of", "codes", "applies_to", "root"}
)
NODE_FIELDS = frozenset({"id", "op", "k", "text", "children", "test"})


@dataclass(frozen=True, slots=True)
class PolicyCode:
    """One code the policy speaks of."""

    system: str
    code: str
    display: str = ""


@dataclass(frozen=True, slots=True)
class Node:
    """A group with children, or a leaf with the payer's sentence and, when written, its typed test."""

    node_id: str
    op: str  # all, any, none, at_least, leaf
    text: str
    at_least: int | None
    test: Mapping[str, Any] | None
    children: tuple["Node", ...]

    @property
    def is_leaf(self) -> bool:
        return self.op == "leaf"

    def walk(self) -> Iterator["Node"]:
        """Yield this node and all below it, depth first, in the policy's order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class PolicyFile:
    """One version of one payer's policy."""

    policy_id: str
    version: str
    title: str
    payer: str
    effective_start: date
    effective_end: date | None
    codes: tuple[PolicyCode, ...]
    applies_to: str
    root: Node


def parse(body: Any) -> PolicyFile:
    """Return the typed policy. Raises PolicyInvalid with a sentence that names the node."""
    policy = fields.mapping(body, "A policy file")
    fields.no_other_fields(policy, POLICY_FIELDS, "The policy")
    effective = fields.mapping(policy.get("effective"), "'effective' of the policy")
    start = fields.day(effective, "start", "'effective' of the policy")
    end = None if effective.get("end") is None else fields.day(effective, "end", "'effective' of the policy")
    if end and end < start:
        raise PolicyInvalid("'effective' of the policy ends before it starts.")
    root = _node(policy.get("root"), "The root of the policy")
    _check_ids(root)
    return PolicyFile(
        policy_id=fields.text(policy, "policy_id", "The policy", longest=60),
        version=fields.text(policy, "version", "The policy", longest=20),
        title=fields.text(policy, "title", "The policy", longest=300),
        payer=fields.text(policy, "payer", "The policy", longest=200),
        effective_start=start,
        effective_end=end,
        codes=_codes(policy.get("codes")),
        applies_to=str(policy.get("applies_to") or ""),
        root=root,
    )


def _codes(value: Any) -> tuple[PolicyCode, ...]:
    if not isinstance(value, list):
        raise PolicyInvalid("The policy needs a list in 'codes' (an empty one when it names no code).")
    rows = [fields.mapping(row, "A code of the policy") for row in value]
    return tuple(
        PolicyCode(
            fields.text(row, "system", "A code of the policy"),
            fields.text(row, "code", "A code of the policy"),
            str(row.get("display") or ""),
        )
        for row in rows
    )


def _node(value: Any, where: str) -> Node:
    body = fields.mapping(value, where)
    node_id = fields.text(body, "id", where, longest=60)
    here = f"Node {node_id!r}"
    fields.no_other_fields(body, NODE_FIELDS, here)
    op = body.get("op")
    if op == "leaf":
        return _leaf(body, node_id, here)
    if op not in GROUPS:
        raise PolicyInvalid(f"{here} has op {op!r}; known are 'leaf' and {sorted(GROUPS)}.")
    children = body.get("children")
    if not isinstance(children, list) or not children:
        raise PolicyInvalid(f"{here} is a group and needs at least one child.")
    if body.get("test") is not None:
        raise PolicyInvalid(f"{here} is a group; a test belongs to a leaf.")
    at_least = None
    if op == "at_least":
        at_least = fields.whole_number(body, "k", here, lowest=1, highest=len(children))
    elif body.get("k") is not None:
        raise PolicyInvalid(f"{here} has 'k', which only 'at_least' may have.")
    nodes = tuple(_node(child, f"A child of node {node_id!r}") for child in children)
    return Node(node_id, op, str(body.get("text") or "").strip(), at_least, None, nodes)


def _leaf(body: Mapping[str, Any], node_id: str, here: str) -> Node:
    if body.get("children") or body.get("k") is not None:
        raise PolicyInvalid(f"{here} is a leaf and can have neither children nor 'k'.")
    sentence = fields.text(body, "text", here)
    test = body.get("test")
    if test is not None:
        typed_tests.check(test, f"node {node_id!r}")
    return Node(node_id, "leaf", sentence, None, test, ())


def _check_ids(root: Node) -> None:
    seen: set[str] = set()
    for node in root.walk():
        if node.node_id in seen:
            raise PolicyInvalid(f"Node {node.node_id!r} appears twice; each node needs its own id.")
        seen.add(node.node_id)
