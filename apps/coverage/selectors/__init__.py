"""Reads of the room: policies and their trees, and the tables of clocks and standards."""

from apps.coverage.selectors.clocks import appeal_due, internal_target, payer_due, standard_in_force
from apps.coverage.selectors.codes import diagnosis_doubts, diagnosis_titles
from apps.coverage.selectors.policies import (
    CriterionNode,
    access_policy,
    code_covered,
    criteria_by_node,
    criteria_tree,
    leaves,
    names_services,
    newer_version,
    policies_in_force,
    policies_loaded,
    policies_namable,
    policies_offered,
    policies_readable_by,
    policy_current,
    policy_for,
    policy_get,
    source_of,
    superseded_by,
    version_of_day,
    why_not_named,
    why_not_on,
    why_not_second,
)

__all__ = [
    "CriterionNode", "access_policy", "appeal_due", "code_covered", "criteria_by_node", "criteria_tree",
    "diagnosis_doubts", "diagnosis_titles",
    "internal_target", "leaves", "names_services", "newer_version", "payer_due", "policies_in_force",
    "policies_loaded", "policies_namable", "policies_offered", "policies_readable_by", "policy_current",
    "policy_for", "policy_get", "source_of", "standard_in_force", "superseded_by", "version_of_day", "why_not_named",
    "why_not_on", "why_not_second",
]  # fmt: skip
