"""How a policy file becomes rows, and what each act on them says to the log."""

from typing import Any

from apps.audit.domain.actions import Action
from apps.audit.services import event_append
from apps.core.actors import Actor
from apps.core.canonical import digest
from apps.coverage.domain.tree import Node, PolicyFile
from apps.coverage.models import CoveragePolicy, Criterion


def columns(policy_file: PolicyFile, body: Any) -> dict[str, Any]:
    """Return what a row repeats of the file, to be searched by."""
    return {
        "title": policy_file.title,
        "payer": policy_file.payer,
        "plan": policy_file.plan,
        "line_of_business": list(policy_file.line_of_business),
        "effective_start": policy_file.effective_start,
        "effective_end": policy_file.effective_end,
        "codes": [{"system": c.system, "code": c.code, "display": c.display} for c in policy_file.codes],
        "code_ranges": [{"system": r.system, "range": r.range, "display": r.display} for r in policy_file.code_ranges],
        "body": body,
        "sha256": digest(body),
    }


def criteria_store(policy: CoveragePolicy, root: Node) -> None:
    """Write one row per node, depth first, in place of those of before."""
    policy.criteria.all().delete()
    Criterion.objects.bulk_create(_criteria(policy, root, None, []))


def _criteria(policy: CoveragePolicy, node: Node, parent: Criterion | None, rows: list[Criterion]) -> list[Criterion]:
    row = Criterion(
        policy=policy,
        parent=parent,
        node_id=node.node_id,
        ordinal=len(rows),
        op=node.op,
        at_least=node.at_least,
        text=node.text,
        evidence=node.evidence,
        test=node.test,
    )
    rows.append(row)
    for child in node.children:
        _criteria(policy, child, row, rows)
    return rows


def record(policy: CoveragePolicy, action: Action, actor: Actor, **details: object) -> None:
    """Append the event of an act on a version: which one, by its name, version and hash."""
    event_append(
        actor=actor.within(policy.organization_id) if policy.organization_id else actor,
        action=action,
        object_type="coverage_policy",
        object_id=str(policy.pk),
        details={"policy_id": policy.policy_id, "version": policy.version, "sha256": policy.sha256, **details},
    )
