"""Coverage policies beside protocols and guidelines in the corpus that belongs to no patient."""

from typing import TYPE_CHECKING

from apps.core.actors import Actor
from apps.coverage.selectors import CriterionNode, criteria_tree, policies_loaded
from apps.retrieval.interface import ReferenceKind
from apps.retrieval.selectors import reference_versions
from apps.retrieval.services import Reference, reference_add

if TYPE_CHECKING:
    from apps.coverage.models import CoveragePolicy


def policies_index(*, actor: Actor) -> int:
    """Make every loaded policy version searchable; return how many were not yet. Doing it twice changes nothing."""
    known = reference_versions(ReferenceKind.POLICY)
    missing = [policy for policy in policies_loaded() if (policy.policy_id, policy.version) not in known]
    for policy in missing:
        # A policy comes from its payer and was checked when it was loaded: what looks like a name in it is none.
        reference_add(reference=_reference(policy), reviewed=True, actor=actor)
    return len(missing)


def _reference(policy: "CoveragePolicy") -> Reference:
    return Reference(
        key=policy.policy_id,
        kind=ReferenceKind.POLICY,
        title=f"{policy.payer}: {policy.title}",
        version=policy.version,
        text="\n".join([f"# {policy.title}", *_codes(policy), *_sentences(criteria_tree(policy))]),
        effective_start=policy.effective_start,
        effective_end=policy.effective_end,
    )


def _codes(policy: "CoveragePolicy") -> list[str]:
    return [f"{row['system']} {row['code']} {row.get('display', '')}".strip() for row in policy.codes]


def _sentences(node: CriterionNode) -> list[str]:
    """Return the payer's sentences in order, each group of criteria under its own heading."""
    text = node.criterion.text
    if not node.children:
        return [f"{node.criterion.node_id}: {text}"]
    heading = [f"\n## {text}"] if text else []
    return [*heading, *(line for child in node.children for line in _sentences(child))]
