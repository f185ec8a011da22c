"""The policy's criteria as the rows of a letter: each leaf under the payer's own sentence, with what answers it."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from apps.coverage.domain.tree import Node

if TYPE_CHECKING:
    from collections.abc import Iterable

S = TypeVar("S")
COUNTS = re.compile(r"(?:or )?(?:all|any|one|none|at least|either|each|both)\b", re.IGNORECASE)
GROUP_WORDS = {"all": "All of the following", "any": "Any of the following", "none": "None of the following"}


@dataclass(frozen=True, slots=True)
class Row(Generic[S]):
    """One node of the tree: a group (``words`` only), or a leaf with the sentences that speak to it."""

    node_id: str
    text: str
    words: str
    depth: int
    is_leaf: bool
    sentences: tuple[S, ...] = ()


def rows(root: Node, answers: Mapping[str, Sequence[S]]) -> "tuple[Row[S], ...]":
    """Return the rows of a letter in the policy's order; ``answers`` are the sentences of each leaf, by node id.

    Of a group where one or some are enough, what nobody argued is left out once enough is argued.
    """
    return tuple(_rows(root, answers, 0))


def _rows(node: Node, answers: Mapping[str, Sequence[S]], depth: int) -> "Iterator[Row[S]]":
    if node.is_leaf:
        yield Row(node.node_id, node.text, "", depth, is_leaf=True, sentences=tuple(answers.get(node.node_id, ())))
        return
    answered = frozenset(node_id for node_id, said in answers.items() if said)
    if depth or node.op != "all":
        yield Row(node.node_id, *_group(node), depth, is_leaf=False)
    is_enough = node.op in {"any", "at_least"} and not empty_leaves(node, answered)
    for child in node.children:
        if not (is_enough and not _touched(child, answered)):
            yield from _rows(child, answers, depth + 1)


def _group(node: Node) -> tuple[str, str]:
    words = GROUP_WORDS.get(node.op, f"At least {node.at_least} of the following")
    text = node.text.rstrip(".:")
    if COUNTS.match(text):
        return text, ""
    return text, words.lower() if text else words


def _touched(node: Node, answered: Collection[str]) -> bool:
    return any(leaf.node_id in answered for leaf in node.walk())


def empty_leaves(node: Node, answered: Collection[str]) -> tuple[Node, ...]:
    """Return the leaves that a letter must still speak to: all of "all"; of "any" and "at least k" the least it lacks.

    Where a group excludes ("none of"), silence is no gap in the argument: see ``silent_exclusions``.
    """
    if node.is_leaf:
        return () if node.node_id in answered else (node,)
    if node.op == "none":
        return ()
    lacking = [empty_leaves(child, answered) for child in node.children]
    if node.op == "all":
        return tuple(leaf for leaves in lacking for leaf in leaves)
    needed = 1 if node.op == "any" else (node.at_least or 0)
    missing = needed - sum(not leaves for leaves in lacking)
    begun = sorted((leaves for leaves in lacking if leaves), key=len)
    return tuple(leaf for leaves in begun[: max(0, missing)] for leaf in leaves)


def unmet_leaves(node: Node, met: Collection[str], not_met: Collection[str]) -> tuple[Node, ...]:
    """Return the leaves that stand against the request: a requirement that is not met, an exclusion that is.

    Where one or some are enough, none does while enough of the others may still hold; what nobody could answer may.
    """
    if node.is_leaf:
        return (node,) if node.node_id in not_met else ()
    if node.op == "none":
        return tuple(leaf for leaf in node.walk() if leaf.is_leaf and leaf.node_id in met)
    against = [unmet_leaves(child, met, not_met) for child in node.children]
    needed = len(against) if node.op == "all" else 1 if node.op == "any" else (node.at_least or 0)
    if sum(not leaves for leaves in against) >= needed:
        return ()
    return tuple(leaf for leaves in against for leaf in leaves)


def silent_exclusions(root: Node, answered: Collection[str]) -> "Iterable[Node]":
    """Return the leaves of exclusions that no sentence speaks to."""
    groups = (node for node in root.walk() if node.op == "none")
    return (leaf for group in groups for leaf in group.walk() if leaf.is_leaf and leaf.node_id not in answered)
