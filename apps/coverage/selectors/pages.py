"""What the pages of the library show, put together once."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from apps.access.domain.roles import NEEDED_FOR, Permission
from apps.access.selectors import may, reason_refusal
from apps.core import clock
from apps.coverage.domain.differences import Comparison, compare
from apps.coverage.domain.payers import payer_words
from apps.coverage.domain.status import Origin, PolicyStatus
from apps.coverage.domain.telling import decides_alone, notes_of, told_parts
from apps.coverage.domain.tree import Node, parse
from apps.coverage.models import CoveragePolicy
from apps.coverage.selectors.policies import (
    code_covered,
    policies_readable_by,
    superseded_by,
    why_not_retire,
    why_not_second,
)

if TYPE_CHECKING:
    from apps.access.models import Person

GROUP_WORDS = {"all": "All of the following", "any": "Any of the following", "none": "None of the following"}
TONES = {
    PolicyStatus.DRAFT: ("warn", "pen"), PolicyStatus.IN_VALIDATION: ("warn", "clock"),
    PolicyStatus.VALIDATED: ("ok", "check"), PolicyStatus.RETIRED: ("bad", "stop"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class NodeView:
    """One node as a person reads it: the payer's words, and what the program asks of a chart."""

    number: int
    node: Node
    words: str  # how the children of a group count
    heading: str
    told: tuple[str, ...]
    notes: tuple[str, ...]
    alone: bool
    children: tuple["NodeView", ...]


@dataclass(frozen=True, slots=True)
class PolicyRow:
    """One version in the list."""

    policy: CoveragePolicy
    codes: tuple[str, ...]
    more: int
    tone: str
    icon: str


@dataclass(frozen=True, slots=True)
class PolicyPage:
    """One version whole. Each ``why_not`` is a sentence, empty where the way is free."""

    policy: CoveragePolicy
    row: PolicyRow
    tree: NodeView
    applies_to: str
    lines: tuple[str, ...]
    codes: tuple[tuple[str, str, str], ...]
    versions: tuple[CoveragePolicy, ...]
    newer: CoveragePolicy | None
    is_own: bool
    why_not_write: str
    why_not_validate: str
    why_not_retire: str
    leaves: int
    typed: int
    personal: tuple[str, ...]  # nodes whose words look as if they told of a person

    @property
    def is_draft(self) -> bool:
        return self.policy.status == PolicyStatus.DRAFT

    @property
    def may_change(self) -> bool:
        return self.is_draft and self.is_own and not self.why_not_write

    @property
    def source(self) -> object:
        return getattr(self.policy, "source", None)

    @property
    def by_nobody(self) -> str:
        """Say why no validator is named, where none is."""
        return {
            Origin.FIXTURE: "Loaded as a fixture: fictional, and validated by nobody.",
            Origin.BEFORE: "Loaded before two people were asked for: no validator is on record.",
        }.get(Origin(self.policy.origin) if self.policy.origin else Origin.PEOPLE, "")


MOST_CODES = 4


def policy_rows(person: "Person", *, payer: str, code: str, status: str) -> list[PolicyRow]:
    """Return the versions a person sees, by payer and policy, the newest of each first."""
    rows = policies_readable_by(person).defer("body").order_by("payer", "policy_id", "-effective_start", "-version")
    if payer.strip():
        rows = rows.filter(payer__icontains=payer.strip())
    if status:
        rows = rows.filter(status=status)
    wanted = code.split()[-1:]
    return [_row(policy) for policy in rows if not wanted or _speaks_of(policy, wanted[0])]


def _speaks_of(policy: CoveragePolicy, code: str) -> bool:
    return any(code_covered(policy, code, system) for system in ("HCPCS", "CPT", "NDC", "ICD-10-CM"))


def _row(policy: CoveragePolicy) -> PolicyRow:
    named = [row["code"] for row in policy.codes] + [row["range"] for row in policy.code_ranges]
    tone, icon = TONES[PolicyStatus(policy.status)]
    return PolicyRow(policy, tuple(named[:MOST_CODES]), max(len(named) - MOST_CODES, 0), tone, icon)


def policy_page(policy: CoveragePolicy, person: "Person") -> PolicyPage:
    """Return the page of a version that ``access_policy`` let in."""
    policy_file = parse(policy.body)
    leaves = [node for node in policy_file.root.walk() if node.is_leaf]
    versions = policies_readable_by(person).filter(policy_id=policy.policy_id, payer=policy.payer)
    codes = [(row.system, row.code, row.display) for row in policy_file.codes]
    return PolicyPage(
        policy=policy,
        row=_row(policy),
        tree=node_view(policy_file.root),
        applies_to=policy_file.applies_to,
        lines=tuple(payer_words(one) for one in policy_file.line_of_business),
        codes=(*codes, *((row.system, row.range, row.display) for row in policy_file.code_ranges)),
        versions=tuple(versions.exclude(pk=policy.pk).order_by("-effective_start", "-version")),
        newer=superseded_by(policy, clock.today(), person.organization_id),
        is_own=policy.organization_id == person.organization_id,
        why_not_write=_why_not(person, Permission.WRITE_POLICIES),
        why_not_retire=why_not_retire(policy, person),
        why_not_validate=_why_not(person, Permission.VALIDATE_POLICIES) or why_not_second(policy, person),
        leaves=len(leaves),
        typed=sum(leaf.test is not None for leaf in leaves),
        personal=() if policy.origin else personal_nodes(policy_file.root, person.organization_id),
    )


def personal_nodes(root: Node, organization_id: UUID) -> tuple[str, ...]:
    """Return the ids of the nodes whose words hold something shaped like a person's name, number or address.

    A policy tells of no patient. It may be a payer's own number, so it is a question to who reads it, no refusal.
    """
    said = {node.node_id: " ".join((node.text, node.evidence, *notes_of(node.test))) for node in root.walk()}
    personal = partial(reason_refusal, None, organization_id=organization_id, names_company=True)
    if not personal("\n".join(said.values())):
        return ()
    return tuple(node_id for node_id, words in said.items() if personal(words))


def node_view(root: Node) -> NodeView:
    """Return a tree as a person reads it, each node numbered in the policy's order."""
    numbers = {node.node_id: number for number, node in enumerate(root.walk(), start=1)}

    def view(node: Node) -> NodeView:
        heading, told = told_parts(node.test) if node.test else ("", ())
        return NodeView(
            number=numbers[node.node_id],
            node=node,
            words=_words(node),
            heading=heading,
            told=told,
            notes=notes_of(node.test),
            alone=decides_alone(node.test),
            children=tuple(view(child) for child in node.children),
        )

    return view(root)


def _words(node: Node) -> str:
    if node.is_leaf:
        return ""
    words = GROUP_WORDS.get(node.op, f"At least {node.at_least} of the following")
    return "" if node.text.rstrip(".:").casefold() == words.casefold() else words


def comparison(before: CoveragePolicy, after: CoveragePolicy) -> Comparison:
    """Return what changed from one version to another."""
    return compare(parse(before.body), parse(after.body))


def groups_for(root: Node, node: Node) -> Iterable[Node]:
    """Return the groups that a node can be moved into: not itself, nor what it holds."""
    below = {one.node_id for one in node.walk()}
    return (group for group in root.walk() if not group.is_leaf and group.node_id not in below)


def _why_not(person: "Person", permission: Permission) -> str:
    return "" if may(person, permission) else f"Your role may not {NEEDED_FOR[permission]}."
