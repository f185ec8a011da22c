"""A typed policy as its file again: the same policy always gives the same bytes, and those bytes the same policy."""

import json
from typing import Any

from apps.coverage.domain.tree import Node, PolicyFile


def text_of(policy: PolicyFile) -> str:
    """Return the file's text: fields in the order of the format, one space of indent, a line break at the end."""
    return json.dumps(body_of(policy), indent=1, ensure_ascii=False) + "\n"


def body_of(policy: PolicyFile) -> dict[str, Any]:
    """Return the file as plain values; what is optional and empty is left out."""
    end = policy.effective_end
    optional = {
        "as_of": policy.as_of.isoformat() if policy.as_of else None,
        "plan": policy.plan,
        "line_of_business": list(policy.line_of_business),
        "code_ranges": [_kept(system=r.system, range=r.range, display=r.display) for r in policy.code_ranges],
    }
    return {
        "policy_id": policy.policy_id,
        "title": policy.title,
        "payer": policy.payer,
        "version": policy.version,
        "effective": {"start": policy.effective_start.isoformat(), "end": end.isoformat() if end else None},
        **_kept(**optional),
        "codes": [_kept(system=code.system, code=code.code, display=code.display) for code in policy.codes],
        "applies_to": policy.applies_to,
        "root": _node(policy.root),
    }


def _node(node: Node) -> dict[str, Any]:
    body: dict[str, Any] = {"id": node.node_id, "op": node.op}
    body |= _kept(k=node.at_least, text=node.text, evidence=node.evidence)
    if node.is_leaf:
        return body | ({"test": ordered(node.test)} if node.test is not None else {})
    return {**body, "children": [_node(child) for child in node.children]}


def ordered(value: Any) -> Any:
    """Return a test with its fields in one order: kind and id first, then by name. Lists keep theirs."""
    if isinstance(value, dict):
        first = [name for name in ("kind", "id") if name in value]
        return {name: ordered(value[name]) for name in [*first, *sorted(set(value) - set(first))]}
    return [ordered(one) for one in value] if isinstance(value, list) else value


def _kept(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in ("", None, [])}
