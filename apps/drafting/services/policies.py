"""Coverage policies beside protocols and guidelines in the corpus that belongs to no patient."""

import re
from itertools import pairwise
from typing import TYPE_CHECKING

import structlog

from apps.core.actors import Actor
from apps.core.errors import WorkbenchError
from apps.coverage.selectors import CriterionNode, criteria_tree, policies_loaded
from apps.retrieval.interface import ReferenceKind
from apps.retrieval.selectors import reference_versions
from apps.retrieval.services import Reference, reference_add

if TYPE_CHECKING:
    from apps.coverage.models import CoveragePolicy, Criterion

log = structlog.get_logger(__name__)

HOW_MANY = {
    "all": "all of these", "any": "any of these", "none": "none of these", "at_least": "at least {} of these",
}  # fmt: skip
SAID = {
    op: re.compile(rf"\b(?:{words})\b", re.IGNORECASE)
    for op, words in {"all": "all", "any": "any|one of", "none": "none|no", "at_least": "at least"}.items()
}


def policies_index(*, actor: Actor) -> int:
    """Make every loaded policy version searchable; return how many were not yet. Doing it twice changes nothing."""
    known = reference_versions(ReferenceKind.POLICY)
    rows = policies_loaded()
    missing = [row for row in rows if (row.organization_id, row.policy_id, row.version) not in known]
    return sum(_index(policy, actor) for policy in missing)


def _index(policy: "CoveragePolicy", actor: Actor) -> bool:
    """Make one version searchable; one that the corpus refuses keeps no other from it."""
    try:
        # A policy comes from its payer and was checked when it was loaded: what looks like a name in it is none.
        reference_add(reference=_reference(policy), reviewed=True, actor=actor)
    except WorkbenchError as refusal:
        log.warning("policy_not_indexed", policy_id=policy.policy_id, version=policy.version, reason=refusal.sentence)
        return False
    return True


def _reference(policy: "CoveragePolicy") -> Reference:
    return Reference(
        key=policy.policy_id,
        kind=ReferenceKind.POLICY,
        title=f"{policy.payer}: {policy.title}",
        version=policy.version,
        text="\n".join([f"# {policy.title}", *_codes(policy), *_sentences(criteria_tree(policy))]),
        effective_start=policy.effective_start,
        effective_end=policy.effective_end,
        organization_id=policy.organization_id,
    )


def _codes(policy: "CoveragePolicy") -> list[str]:
    rows = [(row["system"], row["code"], row) for row in policy.codes]
    rows += [(row["system"], row["range"], row) for row in policy.code_ranges]
    return [f"{system} {code} {row.get('display', '')}".strip() for system, code, row in rows]


def _sentences(node: CriterionNode) -> list[str]:
    """Return the payer's sentences in order, each group under a heading that says how many of its criteria count.

    What follows a group inside a larger one stands under the larger one's heading again: it is no part of the group.
    """
    if not node.children:
        return [f"{node.criterion.node_id}: {node.criterion.text}"]
    heading = f"\n## {_heading(node.criterion)}"
    lines = [heading]
    for before, child in pairwise((None, *node.children)):
        if before and before.children and child and not child.children:
            lines.append(f"{heading}, continued")
        lines += _sentences(child) if child else []
    return lines


def _heading(criterion: "Criterion") -> str:
    """Return the payer's words for a group, and how many count where they do not say so themselves."""
    says = HOW_MANY[criterion.op].format(criterion.at_least)
    if not criterion.text:
        return says.capitalize()
    return criterion.text if SAID[criterion.op].search(criterion.text) else f"{criterion.text} ({says})"
