"""Reading coverage policies. They are no one's secret: every organization sees the same ones."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from apps.coverage.domain.errors import PolicyNotFound
from apps.coverage.models import CoveragePolicy, Criterion


@dataclass(frozen=True, slots=True)
class CriterionNode:
    """A criterion with the criteria under it, in the policy's order."""

    criterion: Criterion
    children: tuple["CriterionNode", ...]


def policies_loaded() -> QuerySet[CoveragePolicy]:
    """Return every version of every policy, newest version of a policy first."""
    return CoveragePolicy.objects.order_by("payer", "policy_id", "-effective_start", "-version")


def policies_in_force(on: date) -> QuerySet[CoveragePolicy]:
    """Return the policy versions in force on a day, by payer and title: what a new request may name."""
    return CoveragePolicy.objects.filter(_in_force(on)).order_by("payer", "title", "version")


def policy_get(policy_id: str, version: str | None = None) -> CoveragePolicy:
    """Return one version, or the one with the latest start when none is named. Raises PolicyNotFound."""
    rows = CoveragePolicy.objects.filter(policy_id=policy_id)
    found = (rows.filter(version=version) if version else rows.order_by("-effective_start", "-created_at")).first()
    if found is None:
        raise PolicyNotFound(f"No policy {policy_id}{f' version {version}' if version else ''} is loaded.")
    return found


def policy_current(policy_id: str, on: date) -> CoveragePolicy:
    """Return the version in force on a day. Raises PolicyNotFound."""
    found = CoveragePolicy.objects.filter(_in_force(on), policy_id=policy_id).order_by("-effective_start").first()
    if found is None:
        raise PolicyNotFound(f"No version of policy {policy_id} is in force on {on.day} {on:%b %Y}.")
    return found


def criteria_tree(policy: CoveragePolicy) -> CriterionNode:
    """Return the whole tree in one query."""
    children: dict[object, list[Criterion]] = {}
    for criterion in policy.criteria.order_by("ordinal"):
        children.setdefault(criterion.parent_id, []).append(criterion)

    def node(criterion: Criterion) -> CriterionNode:
        return CriterionNode(criterion, tuple(node(child) for child in children.get(criterion.pk, ())))

    return node(children[None][0])


def leaves(policy: CoveragePolicy) -> list[Criterion]:
    """Return the payer's sentences in the policy's order."""
    return list(policy.criteria.filter(op="leaf").order_by("ordinal"))


def criteria_by_node(policy: CoveragePolicy) -> dict[str, Criterion]:
    """Return every criterion of a policy by its node id, in the policy's order."""
    return {criterion.node_id: criterion for criterion in policy.criteria.order_by("ordinal")}


def codes_named(policy: CoveragePolicy, systems: frozenset[str]) -> frozenset[str]:
    """Return the codes of the given systems that the policy names."""
    return frozenset(row["code"] for row in policy.codes if row["system"] in systems)


def _in_force(on: date) -> Q:
    return (Q(effective_end=None) | Q(effective_end__gte=on)) & Q(effective_start__lte=on)
