"""Loading coverage policies. A version is written once and stays for ever."""

from typing import Any

from django.db import transaction

from apps.audit.domain.actions import Action
from apps.audit.services import event_append
from apps.core.actors import Actor
from apps.core.canonical import digest
from apps.coverage.domain.errors import PolicyChanged
from apps.coverage.domain.tree import Node, PolicyFile, parse
from apps.coverage.models import CoveragePolicy, Criterion


@transaction.atomic
def policy_load(*, body: Any, actor: Actor) -> CoveragePolicy:
    """Store one policy version with its criteria, or return the one stored before when nothing differs.

    Raises PolicyInvalid (a sentence naming the node) and PolicyChanged (same version, other contents).
    """
    policy_file = parse(body)
    sha256 = digest(body)
    policy, created = CoveragePolicy.objects.get_or_create(
        policy_id=policy_file.policy_id,
        version=policy_file.version,
        defaults=_columns(policy_file, body, sha256),
    )
    if created:
        Criterion.objects.bulk_create(_criteria(policy, policy_file.root, None, []))
        _record(policy, actor)
    elif policy.sha256 != sha256:
        raise PolicyChanged(
            f"{policy} is already loaded with other contents. A version is never rewritten: give the file a new "
            "version."
        )
    return policy


def _columns(policy_file: PolicyFile, body: Any, sha256: str) -> dict[str, Any]:
    return {
        "title": policy_file.title,
        "payer": policy_file.payer,
        "effective_start": policy_file.effective_start,
        "effective_end": policy_file.effective_end,
        "codes": [{"system": c.system, "code": c.code, "display": c.display} for c in policy_file.codes],
        "body": body,
        "sha256": sha256,
    }


def _criteria(policy: CoveragePolicy, node: Node, parent: Criterion | None, rows: list[Criterion]) -> list[Criterion]:
    row = Criterion(
        policy=policy,
        parent=parent,
        node_id=node.node_id,
        ordinal=len(rows),
        op=node.op,
        at_least=node.at_least,
        text=node.text,
        test=node.test,
    )
    rows.append(row)
    for child in node.children:
        _criteria(policy, child, row, rows)
    return rows


def _record(policy: CoveragePolicy, actor: Actor) -> None:
    event_append(
        actor=actor,
        action=Action.POLICY_LOADED,
        object_type="coverage_policy",
        object_id=str(policy.id),
        details={"policy_id": policy.policy_id, "version": policy.version, "sha256": policy.sha256},
    )
