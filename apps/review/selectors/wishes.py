"""What would settle the open criteria of a draft, as somebody may ask for it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from apps.coverage.domain.tree import Node, parse
from apps.drafting.domain.criteria.verdicts import Verdict, grouped
from apps.drafting.selectors import criteria_of_draft
from apps.review.domain.requests import RequestStatus
from apps.review.models import DocumentRequest

if TYPE_CHECKING:
    from apps.drafting.models import Draft


@dataclass(frozen=True, slots=True)
class Wished:
    """One thing to ask for, in redacted words: for which criterion, who could supply it, from which visit."""

    key: str
    criterion_id: str
    criterion: str  # the payer's sentence
    what: str
    supplier: str
    visit: str
    is_asked: bool  # it stands on the list of this draft already

    @property
    def of(self) -> str:
        """The criterion as a heading."""
        return f"Criterion {self.criterion_id}: {self.criterion}"


def wishes_of(draft: "Draft") -> tuple[Wished, ...]:
    """Return the wishes of the criteria that stayed open, in the policy's order.

    A criterion under a group that is met without it (any of several) is left out: nobody need be asked for it.
    """
    if draft.policy is None:
        return ()
    rows = {row.node_id: row for row in criteria_of_draft(draft)}
    verdicts = {node_id: Verdict(row.verdict) for node_id, row in rows.items()}
    asked = set(
        DocumentRequest.objects.filter(draft=draft, status=RequestStatus.REQUESTED).values_list("criterion_id", "what")
    )
    root = parse(draft.policy.body).root
    return tuple(
        Wished(
            f"{leaf.node_id}/{number}", leaf.node_id, leaf.text, wish["what"], wish["supplier"], wish["visit"],
            (leaf.node_id, wish["what"]) in asked,
        )
        for leaf in (_open_leaves(root, verdicts) if verdicts else ())
        for number, wish in enumerate(rows[leaf.node_id].wanted)
    )  # fmt: skip


def _open_leaves(node: Node, verdicts: Mapping[str, Verdict]) -> Iterator[Node]:
    if node.is_leaf:
        if verdicts.get(node.node_id) is Verdict.INSUFFICIENT:
            yield node
    elif _verdict(node, verdicts) is not Verdict.MET:
        for child in node.children:
            yield from _open_leaves(child, verdicts)


def _verdict(node: Node, verdicts: Mapping[str, Verdict]) -> Verdict:
    if node.is_leaf:
        return verdicts.get(node.node_id, Verdict.INSUFFICIENT)
    return grouped(node.op, (_verdict(child, verdicts) for child in node.children), node.at_least)
