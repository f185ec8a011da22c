"""Changing one node of a tree: each act gives a new tree back and leaves the old one as it was."""

from collections.abc import Callable
from dataclasses import replace

from apps.coverage.domain.errors import PolicyInvalid
from apps.coverage.domain.tree import Node


def find(root: Node, node_id: str) -> Node:
    """Return the node of that id. Raises PolicyInvalid when there is none."""
    for node in root.walk():
        if node.node_id == node_id:
            return node
    raise PolicyInvalid(f"There is no node {node_id!r} in this version.")


def parent_of(root: Node, node_id: str) -> Node | None:
    """Return the group that holds a node; None for the root."""
    return next((node for node in root.walk() if any(c.node_id == node_id for c in node.children)), None)


def node_replace(root: Node, node_id: str, new: Node) -> Node:
    """Return the tree with one node as it now reads. Its id may change, to one that no other node has."""
    find(root, node_id)
    if new.node_id != node_id and any(node.node_id == new.node_id for node in root.walk()):
        raise PolicyInvalid(f"Node {new.node_id!r} appears twice; each node needs its own id.")
    return _changed(root, node_id, lambda _: new)


def node_add(root: Node, parent_id: str, new: Node) -> Node:
    """Return the tree with a node more, as the last of a group."""
    parent = find(root, parent_id)
    if parent.is_leaf:
        raise PolicyInvalid(f"Node {parent_id!r} is one criterion; only a group holds others.")
    if any(node.node_id == new.node_id for node in root.walk()):
        raise PolicyInvalid(f"Node {new.node_id!r} appears twice; each node needs its own id.")
    return _changed(root, parent_id, lambda node: replace(node, children=(*node.children, new)))


def node_remove(root: Node, node_id: str) -> Node:
    """Return the tree without a node and all below it. The last of a group, and the root, stay."""
    node, parent = find(root, node_id), parent_of(root, node_id)
    if parent is None:
        raise PolicyInvalid("The root of the policy cannot be removed.")
    left = tuple(child for child in parent.children if child is not node)
    if not left:
        raise PolicyInvalid(f"Node {node_id!r} is the last of its group. Remove the group, or add another one first.")
    if parent.at_least is not None and parent.at_least > len(left):
        raise PolicyInvalid(
            f"Node {parent.node_id!r} asks for at least {parent.at_least}: without {node_id!r} it would hold fewer. "
            "Lower its number first."
        )
    return _changed(root, parent.node_id, lambda group: replace(group, children=left))


def node_shift(root: Node, node_id: str, by: int) -> Node:
    """Return the tree with a node one place earlier (-1) or later (1) in its group; at the end it stays."""
    node, parent = find(root, node_id), parent_of(root, node_id)
    if parent is None:
        raise PolicyInvalid("The root of the policy has no place to move to.")
    rest = [child for child in parent.children if child is not node]
    place = min(max(parent.children.index(node) + by, 0), len(rest))
    children = (*rest[:place], node, *rest[place:])
    return _changed(root, parent.node_id, lambda group: replace(group, children=children))


def node_move(root: Node, node_id: str, group_id: str) -> Node:
    """Return the tree with a node and all below it as the last of another group."""
    node, target = find(root, node_id), find(root, group_id)
    if any(below is target for below in node.walk()):
        raise PolicyInvalid(f"Node {node_id!r} cannot be moved into itself or into what it holds.")
    return node_add(node_remove(root, node_id), group_id, node)


def _changed(node: Node, node_id: str, change: Callable[[Node], Node]) -> Node:
    if node.node_id == node_id:
        return change(node)
    return replace(node, children=tuple(_changed(child, node_id, change) for child in node.children))
