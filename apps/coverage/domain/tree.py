"""A policy file, parsed and checked: groups (all, any, none, at least k) whose leaves are the payer's sentences."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from apps.coverage.domain import fields, typed_tests
from apps.coverage.domain.codes import CodeRange, PolicyCode, bounds, covers, why_no_code
from apps.coverage.domain.errors import PolicyInvalid
from apps.coverage.domain.payers import PayerClass

GROUPS = frozenset({"all", "any", "none", "at_least"})
OPTIONAL_FIELDS = frozenset({"as_of", "plan", "line_of_business", "code_ranges"})
POLICY_FIELDS = OPTIONAL_FIELDS | {
    "policy_id", "title", "payer", "version", "effective", "codes", "applies_to", "root",
}  # fmt: skip
CODE_FIELDS = frozenset({"system", "code", "display"})
RANGE_FIELDS = frozenset({"system", "range", "display"})
NODE_FIELDS = frozenset({"id", "op", "k", "text", "children", "test", "evidence"})
MOST_NODES = 2000
DEEPEST = 30


@dataclass(frozen=True, slots=True)
class Node:
    """A group with children, or a leaf with the payer's sentence and, when written, its typed test."""

    node_id: str
    op: str  # all, any, none, at_least, leaf
    text: str
    at_least: int | None
    test: Mapping[str, Any] | None
    children: tuple["Node", ...]
    evidence: str = ""  # of a leaf: what the payer counts as evidence, in words

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
    plan: str = ""
    line_of_business: tuple[str, ...] = ()
    code_ranges: tuple[CodeRange, ...] = ()
    as_of: date | None = None  # "today" of a case; nothing here counts from it

    def covers(self, code: str, system: str = "") -> bool:
        """Return whether the policy speaks of a code, by name, by prefix or by range."""
        return covers(self.codes, self.code_ranges, code, system)


def parse(body: Any) -> PolicyFile:
    """Return the typed policy. Raises PolicyInvalid with a sentence that names the node."""
    policy = fields.mapping(body, "A policy file")
    fields.no_other_fields(policy, POLICY_FIELDS, "The policy")
    fields.nothing_hidden({name: value for name, value in policy.items() if name != "root"}, "The policy")
    start, end = _effective(policy)
    root = _node(policy.get("root"), "The root of the policy", 1)
    _check_ids(root)
    _check_same(root)
    return PolicyFile(
        policy_id=fields.text(policy, "policy_id", "The policy", longest=60),
        version=fields.text(policy, "version", "The policy", longest=20),
        title=fields.text(policy, "title", "The policy", longest=300),
        payer=fields.text(policy, "payer", "The policy", longest=200),
        effective_start=start,
        effective_end=end,
        codes=_codes(policy.get("codes")),
        applies_to=_said(policy.get("applies_to")),
        root=root,
        plan=_plan(policy),
        line_of_business=_line_of_business(policy.get("line_of_business")),
        code_ranges=_code_ranges(policy.get("code_ranges")),
        as_of=None if policy.get("as_of") is None else fields.day(policy, "as_of", "The policy"),
    )


def _effective(policy: Mapping[str, Any]) -> tuple[date, date | None]:
    effective = fields.mapping(policy.get("effective"), "'effective' of the policy")
    start = fields.day(effective, "start", "'effective' of the policy")
    end = None if effective.get("end") is None else fields.day(effective, "end", "'effective' of the policy")
    if end and end < start:
        raise PolicyInvalid("'effective' of the policy ends before it starts.")
    return start, end


def _said(value: Any) -> str:
    return str(value or "").strip()


def _plan(policy: Mapping[str, Any]) -> str:
    return fields.text(policy, "plan", "The policy", longest=200) if policy.get("plan") else ""


def _line_of_business(value: Any) -> tuple[str, ...]:
    rows = [] if value is None else value
    if not isinstance(rows, list) or not all(isinstance(row, str) and row in set(PayerClass) for row in rows):
        known = [str(one) for one in PayerClass]
        raise PolicyInvalid(f"The policy needs a list in 'line_of_business'; known are {known}.")
    if len(set(rows)) != len(rows):
        raise PolicyInvalid("The policy names a line of business twice.")
    return tuple(rows)


def _code_ranges(value: Any) -> tuple[CodeRange, ...]:
    rows = [] if value is None else value
    where = "A code range of the policy"
    if not isinstance(rows, list):
        raise PolicyInvalid("The policy needs a list in 'code_ranges'.")
    found = []
    for row in rows:
        body = fields.mapping(row, where)
        fields.no_other_fields(body, RANGE_FIELDS, where)
        system, named = fields.text(body, "system", where), fields.text(body, "range", where)
        found.append(CodeRange(system, named, _said(body.get("display"))))
        bounds(found[-1])
    return tuple(found)


def _codes(value: Any) -> tuple[PolicyCode, ...]:
    if not isinstance(value, list):
        raise PolicyInvalid("The policy needs a list in 'codes' (an empty one when it names no code).")
    rows = [fields.mapping(row, "A code of the policy") for row in value]
    return tuple(_code(row) for row in rows)


def _code(row: Mapping[str, Any]) -> PolicyCode:
    system, code = (fields.text(row, name, "A code of the policy") for name in ("system", "code"))
    if sentence := why_no_code(system, code):
        raise PolicyInvalid(sentence)
    return PolicyCode(system, code, _said(row.get("display")))


def parse_node(body: Mapping[str, Any], children: tuple[Node, ...]) -> Node:
    """Return one node over children that were read before. Raises PolicyInvalid with a sentence that names it."""
    node_id = fields.text(body, "id", "The node", longest=60)
    here = f"Node {node_id!r}"
    fields.nothing_hidden(body, here)
    _check_op(body, here)
    return _leaf(body, node_id, here) if body["op"] == "leaf" else _group(body, node_id, here, children)


def _node(value: Any, where: str, depth: int) -> Node:
    if depth > DEEPEST:
        raise PolicyInvalid(f"{where} lies more than {DEEPEST} groups deep.")
    body = fields.mapping(value, where)
    node_id = fields.text(body, "id", where, longest=60)
    here = f"Node {node_id!r}"
    fields.no_other_fields(body, NODE_FIELDS, here)
    fields.nothing_hidden({name: value for name, value in body.items() if name != "children"}, here)
    _check_op(body, here)
    if body["op"] == "leaf":
        return _leaf(body, node_id, here)
    rows = body.get("children")
    if not isinstance(rows, list):
        raise PolicyInvalid(f"{here} is a group and needs at least one child.")
    children = tuple(_node(row, f"A child of node {node_id!r}", depth + 1) for row in rows)
    return _group(body, node_id, here, children)


def _check_op(body: Mapping[str, Any], here: str) -> None:
    op = body.get("op")
    if not isinstance(op, str) or op not in GROUPS | {"leaf"}:
        raise PolicyInvalid(f"{here} has op {op!r}; known are 'leaf' and {sorted(GROUPS)}.")


def _group(body: Mapping[str, Any], node_id: str, here: str, children: tuple[Node, ...]) -> Node:
    if not children:
        raise PolicyInvalid(f"{here} is a group and needs at least one child.")
    for name, words in (("test", "a test"), ("evidence", "evidence")):
        if body.get(name) is not None:
            raise PolicyInvalid(f"{here} is a group; {words} belongs to a leaf.")
    at_least = None
    if body["op"] == "at_least":
        at_least = fields.whole_number(body, "k", here, lowest=1, highest=len(children))
    elif body.get("k") is not None:
        raise PolicyInvalid(f"{here} has 'k', which only 'at_least' may have.")
    return Node(node_id, body["op"], _said(body.get("text")), at_least, None, children)


def _leaf(body: Mapping[str, Any], node_id: str, here: str) -> Node:
    if body.get("children") or body.get("k") is not None:
        raise PolicyInvalid(f"{here} is a leaf and can have neither children nor 'k'.")
    sentence = fields.text(body, "text", here)
    test = body.get("test")
    if test is not None:
        typed_tests.check(test, f"node {node_id!r}")
    return Node(node_id, "leaf", sentence, None, test, (), _said(body.get("evidence")))


def _check_ids(root: Node) -> None:
    seen: set[str] = set()
    for node in root.walk():
        if node.node_id in seen:
            raise PolicyInvalid(f"Node {node.node_id!r} appears twice; each node needs its own id.")
        seen.add(node.node_id)
    if len(seen) > MOST_NODES:
        raise PolicyInvalid(f"The policy has {len(seen)} nodes; {MOST_NODES} are the most.")


def _check_same(root: Node) -> None:
    """Refuse a test that must agree with one nobody wrote: what it asks would be forgotten."""
    tests = [(node, test) for node in root.walk() for test in typed_tests.every_single(node.test)]
    known = {str(test["id"]) for _, test in tests if "id" in test} | {node.node_id for node in root.walk()}
    for node, test in tests:
        same = test.get("same", {})
        if not isinstance(same, Mapping):
            raise PolicyInvalid(f"Node {node.node_id!r} needs an object such as {{'side': 'dx'}} in 'same'.")
        for what, other in same.items():
            if str(other) not in known:
                raise PolicyInvalid(
                    f"Node {node.node_id!r} asks for the same {what} as {other!r}; no test of the policy has that id."
                )
