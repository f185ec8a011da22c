"""The tree over the log, held against the definition written down a second time, as plainly as RFC 9162 says it."""

import hashlib
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.audit.domain import merkle
from apps.audit.domain.merkle import Frontier, Unproved, consistency_check, inclusion_check

EIGHT = [bytes.fromhex(text) for text in (
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
)]  # fmt: skip
# Roots of the first one, two, ... of them, as published with the reference implementations of RFC 6962.
ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)


def leaf(data: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + data).digest()


def plain_root(leaves: Sequence[bytes]) -> bytes:
    """MTH of RFC 9162, 2.1.1, word for word."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return hashlib.sha256(b"\x01" + plain_root(leaves[:k]) + plain_root(leaves[k:])).digest()


def plain_path(m: int, leaves: Sequence[bytes]) -> list[bytes]:
    """PATH of RFC 9162, 2.1.3.1, word for word."""
    if len(leaves) == 1:
        return []
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    if m < k:
        return [*plain_path(m, leaves[:k]), plain_root(leaves[k:])]
    return [*plain_path(m - k, leaves[k:]), plain_root(leaves[:k])]


def plain_subproof(m: int, leaves: Sequence[bytes], whole: bool) -> list[bytes]:
    """SUBPROOF of RFC 9162, 2.1.4.1, word for word."""
    n = len(leaves)
    if m == n:
        return [] if whole else [plain_root(leaves)]
    k = 1
    while k * 2 < n:
        k *= 2
    if m <= k:
        return [*plain_subproof(m, leaves[:k], whole), plain_root(leaves[k:])]
    return [*plain_subproof(m - k, leaves[k:], False), plain_root(leaves[:k])]


def grown(size: int) -> list[bytes]:
    return [leaf(str(number).encode()) for number in range(size)]


def hashes_of(ranges: list[merkle.Range], leaves: Sequence[bytes]) -> list[bytes]:
    def perfect(first: int, end: int) -> bytes | None:
        return leaves[first] if end - first == 1 else None

    return [merkle.range_hash(first, end, perfect) for first, end in ranges]


def test_the_roots_are_those_that_are_published() -> None:
    leaves = [leaf(data) for data in EIGHT]
    assert [merkle.root_of(leaves[:size]).hex() for size in range(1, 9)] == list(ROOTS)
    assert merkle.root_of([]) == hashlib.sha256(b"").digest()


@given(st.integers(0, 300))
def test_a_growing_frontier_has_the_root_of_the_definition(size: int) -> None:
    assert merkle.root_of(grown(size)) == plain_root(grown(size))


@given(st.data())
def test_every_leaf_is_proved_to_be_in_the_tree_and_no_other_is(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 150))
    index = data.draw(st.integers(0, size - 1))
    leaves = grown(size)
    proof = hashes_of(merkle.inclusion_ranges(index, size), leaves)
    assert proof == plain_path(index, leaves)
    inclusion_check(leaves[index], index, size, proof, plain_root(leaves))
    with pytest.raises(Unproved):
        inclusion_check(leaf(b"another"), index, size, proof, plain_root(leaves))
    with pytest.raises(Unproved):
        inclusion_check(leaves[index], index, size, [*proof, leaf(b"one more")], plain_root(leaves))
    if proof:
        with pytest.raises(Unproved):
            inclusion_check(leaves[index], index, size, proof[:-1], plain_root(leaves))


@given(st.data())
def test_a_log_that_only_grew_is_proved_to_and_one_that_changed_is_not(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 150))
    old = data.draw(st.integers(1, size))
    leaves = grown(size)
    proof = hashes_of(merkle.consistency_ranges(old, size), leaves)
    assert proof == plain_subproof(old, leaves, True)
    consistency_check(old, plain_root(leaves[:old]), size, plain_root(leaves), proof)
    changed = [leaf(b"rewritten"), *leaves[1:]]
    with pytest.raises(Unproved):
        consistency_check(
            old, plain_root(leaves[:old]), size, plain_root(changed),
            hashes_of(merkle.consistency_ranges(old, size), changed),
        )  # fmt: skip
    for position in range(len(proof)):
        bent = [*proof[:position], leaf(b"bent"), *proof[position + 1 :]]
        with pytest.raises(Unproved):
            consistency_check(old, plain_root(leaves[:old]), size, plain_root(leaves), bent)


def test_a_tree_that_shrank_and_one_of_the_same_size_with_another_root_are_refused() -> None:
    leaves = grown(7)
    with pytest.raises(Unproved):
        consistency_check(7, plain_root(leaves), 6, plain_root(leaves[:6]), [])
    with pytest.raises(Unproved):
        consistency_check(7, plain_root(leaves), 7, plain_root(leaves[::-1]), [])
    consistency_check(0, merkle.EMPTY, 7, plain_root(leaves), [])


def test_a_frontier_that_was_put_down_goes_on_where_it_was() -> None:
    first = Frontier()
    for one in grown(11):
        first.append(one)
    again = Frontier(first.size, first.roots)
    for one in grown(20)[11:]:
        again.append(one)
    assert again.root() == plain_root(grown(20))
    with pytest.raises(ValueError, match="perfect parts"):
        Frontier(3, first.roots[:1])
