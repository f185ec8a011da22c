"""The policy's criteria beside the draft: what the draft offers for each, in words. The verdict is the physician's."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from apps.coverage.domain.tree import Node, parse
from apps.drafting.domain.claims import Support

if TYPE_CHECKING:
    from apps.review.selectors.page import ClaimView

READINGS = {
    "readings_do_not_pass": ("bad", "Quoted readings do not pass"),
    "readings_disagree": ("warn", "Readings disagree"),
}
GROUP_WORDS = {"all": "All of the following", "any": "Any of the following", "none": "None of the following"}


@dataclass(frozen=True, slots=True)
class CriterionView:
    """A node of the tree. A group has ``words`` only; a leaf says how much evidence stands for and against it."""

    text: str
    words: str
    depth: int
    is_leaf: bool
    tone: str = ""  # "", "bad" or "warn": decides icon and colour, never alone
    verdict: str = ""
    evidence: str = ""
    first_claim: int | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """What the checks said of a criterion as a whole."""

    rule: str
    words: str


NO_NOTE = Note("", "")


def headings_of(body: Any) -> dict[str, str]:
    """Return the heading of each criterion's section: its number and the payer's own sentence. No SQL."""
    leaves = (node for node in parse(body).root.walk() if node.is_leaf)
    return {f"Criterion {node.node_id}": f"Criterion {node.node_id}: {node.text}" for node in leaves}


def leaves_of(body: Any) -> tuple[tuple[str, str], ...]:
    """Return every criterion of a policy by its number: number, and number with the payer's own sentence. No SQL."""
    leaves = (node for node in parse(body).root.walk() if node.is_leaf)
    return tuple((node.node_id, f"{node.node_id}: {node.text}") for node in leaves)


def criteria_of(body: Any, claims: Sequence["ClaimView"], notes: Mapping[str, Note]) -> tuple[CriterionView, ...]:
    """Return the tree of a policy, depth first, each leaf with what the draft offers for it. No SQL.

    ``notes`` are what the checks said of a criterion as a whole, by node id.
    """
    by_node: dict[str, list[ClaimView]] = {}
    for claim in claims:
        by_node.setdefault(claim.criterion_id, []).append(claim)
    return tuple(_views(parse(body).root, by_node, notes, 0))


def _views(
    node: Node, by_node: Mapping[str, Sequence["ClaimView"]], notes: Mapping[str, Note], depth: int
) -> Iterator[CriterionView]:
    if node.is_leaf:
        yield _leaf(node, by_node.get(node.node_id, ()), notes.get(node.node_id, NO_NOTE), depth)
        return
    words = GROUP_WORDS.get(node.op, f"At least {node.at_least} of the following")
    text = "" if node.text.rstrip(".:").casefold() == words.casefold() else node.text.rstrip(".:")
    yield CriterionView(text, words if not text else words.lower(), depth, is_leaf=False)
    for child in node.children:
        yield from _views(child, by_node, notes, depth + 1)


def _leaf(node: Node, claims: Sequence["ClaimView"], note: Note, depth: int) -> CriterionView:
    citations = [citation for claim in claims for citation in claim.citations]
    against = sum(citation.against for citation in citations)
    tone, verdict, evidence = _verdict(claims, len(citations) - against, against, note)
    first = claims[0].ordinal if claims else None
    return CriterionView(node.text, "", depth, True, tone, verdict, evidence, first)


def _verdict(claims: Sequence["ClaimView"], support: int, against: int, note: Note) -> tuple[str, str, str]:
    if any(claim.facts.broken for claim in claims):
        return "bad", "Citation broken", "a source no longer holds the quoted words"
    if note.rule in READINGS:
        return (*READINGS[note.rule], f"{note.words} {against} against." if against else note.words)
    if against or any(claim.support is Support.CONTRADICTED for claim in claims):
        return "bad", "In conflict", f"{support} for, {against} against"
    found = support and any(claim.support is not Support.NOT_FOUND for claim in claims)
    if note.rule:
        return "warn", "Look closely" if found else "Insufficient", note.words
    if found:
        return "", "Evidence found", f"{support} passage{'' if support == 1 else 's'}"
    return "warn", "Insufficient", "the search found nothing"
