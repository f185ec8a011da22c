"""The tree over the log: RFC 9162, section 2.1 (the same tree as RFC 6962), and what is proved with it.

A leaf is sha256(0x00 || what was appended), an inner node sha256(0x01 || left || right); the left part of a tree of n
leaves is the largest power of two below n. Whoever holds the root of n leaves needs about log2(n) hashes to be shown
that a leaf is in it (inclusion), or that a larger tree only appended to it (consistency).

A hash here is bytes. A proof is first a list of ranges of leaves, ``[first, end)``: what has the leaves, or the nodes
kept of them, turns ranges into hashes.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence

Hash = bytes
Range = tuple[int, int]
EMPTY = hashlib.sha256().digest()


class Unproved(ValueError):
    """A proof does not show what it is said to show."""


def node(left: Hash, right: Hash) -> Hash:
    """Return the hash over two parts of the tree."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Frontier:
    """The roots of the perfect trees a growing log consists of, largest first: one leaf more costs about two hashes."""

    def __init__(self, size: int = 0, roots: Iterable[Hash] = ()) -> None:
        self.size, self.roots = size, list(roots)
        if len(self.roots) != size.bit_count():
            raise ValueError(f"A tree of {size} leaves has {size.bit_count()} perfect parts, not {len(self.roots)}.")

    def append(self, part: Hash, level: int = 0) -> list[Hash]:
        """Add the next leaf, or the root of the next 2**level; return the roots of the perfect trees that end with it.

        The first of them is the part itself, each further one stands over twice as many leaves.
        """
        if self.size % (1 << level):
            raise ValueError(f"The root of {1 << level} leaves cannot follow leaf {self.size}.")
        size, whole = self.size >> level, [part]
        while size & 1:
            whole.append(node(self.roots.pop(), whole[-1]))
            size >>= 1
        self.roots.append(whole[-1])
        self.size += 1 << level
        return whole

    def root(self) -> Hash:
        """Return the root of all leaves so far."""
        if not self.roots:
            return EMPTY
        whole = self.roots[-1]
        for left in reversed(self.roots[:-1]):
            whole = node(left, whole)
        return whole


def root_of(leaves: Iterable[Hash]) -> Hash:
    """Return the root over leaves that are read once."""
    frontier = Frontier()
    for leaf in leaves:
        frontier.append(leaf)
    return frontier.root()


def split(size: int) -> int:
    """Return how many of ``size`` leaves (two or more) stand in the left part: the largest power of two below it."""
    return 1 << (size - 1).bit_length() - 1


def inclusion_ranges(index: int, size: int) -> list[Range]:
    """Return the parts whose hashes prove that leaf ``index`` is in the tree of ``size``, the nearest first."""
    if not 0 <= index < size:
        raise ValueError(f"There is no leaf {index} in a tree of {size}.")
    found: list[Range] = []
    first, end = 0, size
    while end - first > 1:
        middle = first + split(end - first)
        if index < middle:
            found.append((middle, end))
            end = middle
        else:
            found.append((first, middle))
            first = middle
    return found[::-1]


def consistency_ranges(old: int, size: int) -> list[Range]:
    """Return the parts whose hashes prove that the tree of ``size`` begins with the tree of ``old`` leaves."""
    if not 0 < old <= size:
        raise ValueError(f"A tree of {size} leaves cannot be compared with one of {old}.")
    found: list[Range] = []
    first, end, whole = 0, size, True
    while old != end:
        middle = first + split(end - first)
        if old <= middle:
            found.append((middle, end))
            end = middle
        else:
            found.append((first, middle))
            first, whole = middle, False
    if not whole:
        found.append((first, end))
    return found[::-1]


def range_hash(first: int, end: int, perfect: Callable[[int, int], Hash | None]) -> Hash:
    """Return the hash over a part, asking ``perfect(first, end)`` for those it knows; it must know single leaves."""
    known = perfect(first, end)
    if known is not None:
        return known
    if end - first == 1:
        raise LookupError(f"Leaf {first} is not there.")
    middle = first + split(end - first)
    return node(range_hash(first, middle, perfect), range_hash(middle, end, perfect))


def inclusion_check(leaf: Hash, index: int, size: int, proof: Sequence[Hash], root: Hash) -> None:
    """Raise Unproved unless the proof leads from the leaf to the root (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        raise Unproved("The leaf lies outside the tree.")
    if _climb(index, size - 1, leaf, proof)[1] != root:
        raise Unproved("The proof leads to another root.")


def consistency_check(old: int, old_root: Hash, size: int, root: Hash, proof: Sequence[Hash]) -> None:
    """Raise Unproved unless the tree of ``size`` begins with that of ``old`` leaves (RFC 9162, 2.1.4.2)."""
    if not 0 <= old <= size:
        raise Unproved("A tree does not shrink.")
    if old in {0, size}:
        if proof or old_root != (root if old else EMPTY):
            raise Unproved("The two trees are of one size, or the first is empty, and yet they differ.")
        return
    # A perfect tree is itself a part of the larger one, and is not sent.
    parts = list(proof) if old & (old - 1) else [old_root, *proof]
    if not parts:
        raise Unproved("The proof is too short.")
    here, last = old - 1, size - 1
    while here & 1:
        here, last = here >> 1, last >> 1
    before, after = _climb(here, last, parts[0], parts[1:])
    if before != old_root:
        raise Unproved("The larger tree does not begin with the smaller one.")
    if after != root:
        raise Unproved("The proof leads to another root.")


def _climb(here: int, last: int, start: Hash, proof: Sequence[Hash]) -> tuple[Hash, Hash]:
    """Return the hash over what stands left of a place with the place, and over the whole tree."""
    before = after = start
    for part in proof:
        if last == 0:
            raise Unproved("The proof is too long.")
        if here & 1 or here == last:
            before, after = node(part, before), node(part, after)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            after = node(after, part)
        here, last = here >> 1, last >> 1
    if last:
        raise Unproved("The proof is too short.")
    return before, after
