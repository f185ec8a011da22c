"""Codes, acts on a tree, and what changed between two versions: pure, and every refusal a sentence."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.coverage.domain.codes import CodeRange, PolicyCode, bounds, covers, split_service
from apps.coverage.domain.differences import compare
from apps.coverage.domain.editing import find, node_add, node_move, node_remove, node_replace, node_shift
from apps.coverage.domain.errors import PolicyInvalid
from apps.coverage.domain.tree import Node, PolicyFile, parse
from tests.coverage.policies import POLICIES
from tests.coverage.test_tree import GROUP, POLICY, changed

ROOT = parse(POLICY).root
LEAF = Node("9", "leaf", "Another one.", None, None, ())


@pytest.mark.parametrize(
    ("system", "entry", "inside", "outside"),
    [
        ("HCPCS", "L1800-L1999", ["L1800", "l1832", "L1999"], ["L1799", "L2000", "K1832", "L183"]),
        ("HCPCS", "E04*", ["E0424", "E0499"], ["E0500"]),
        ("ICD-10-CM", "M05*", ["M05.79", "m0579"], ["M06.9"]),
        ("ICD-10-CM", "M05-M06", ["M05.79", "M06.9"], ["M07.0", "M04.9"]),
        ("NDC", "0074-*", ["0074-4339-02", "00074433902"], ["0075-4339-02"]),
        ("CPT", "72148-72158", ["72148", "72150"], ["72159"]),
    ],
)
def test_a_range_holds_the_codes_between_and_no_others(
    system: str, entry: str, inside: list[str], outside: list[str]
) -> None:
    ranges = [CodeRange(system, entry)]
    assert all(covers([], ranges, code, system) for code in inside)
    assert not any(covers([], ranges, code, system) for code in outside)


@pytest.mark.parametrize(
    ("system", "entry"),
    [
        ("HCPCS", "L1999-L1800"),
        ("HCPCS", "L18-L1999"),
        ("NDC", "00074-00075"),
        ("LOINC", "1*"),
        ("HCPCS", "*"),
        ("CPT", "x"),
    ],
)
def test_a_range_that_means_nothing_is_refused(system: str, entry: str) -> None:
    with pytest.raises(PolicyInvalid, match="The code range"):
        bounds(CodeRange(system, entry))


def test_two_writings_of_one_code_are_one_code() -> None:
    codes = [PolicyCode("NDC", "0074-4339-02"), PolicyCode("ICD-10-CM", "M05.79")]
    assert covers(codes, [], "00074433902", "NDC")
    assert covers(codes, [], "m0579", "ICD-10-CM")
    assert not covers(codes, [], "M05.79")  # a diagnosis is no service
    assert split_service("HCPCS J0139") == ("HCPCS", "J0139")
    assert split_service("72148") == ("", "72148")
    assert split_service("") == ("", "")


def test_nodes_are_added_changed_moved_and_removed() -> None:
    more = node_add(ROOT, "2", LEAF)
    assert [node.node_id for node in find(more, "2").children] == ["2a", "2b", "9"]
    assert find(node_replace(more, "9", replace(LEAF, text="New words.")), "9").text == "New words."
    assert [node.node_id for node in node_shift(ROOT, "2", -1).children] == ["2", "1"]
    assert node_shift(ROOT, "1", -1) == ROOT
    assert [node.node_id for node in find(node_move(ROOT, "1", "2"), "2").children] == ["2a", "2b", "1"]
    assert [node.node_id for node in node_remove(ROOT, "2").children] == ["1"]


def test_an_act_that_would_break_the_tree_is_refused_in_a_sentence() -> None:
    alone = node_remove(ROOT, "2a")
    strict = node_replace(ROOT, "2", replace(find(ROOT, "2"), at_least=2))
    for act, words in [
        (lambda: node_remove(ROOT, "TS-01"), "root of the policy cannot be removed"),
        (lambda: node_remove(alone, "2b"), "the last of its group"),
        (lambda: node_remove(strict, "2a"), "Lower its number first"),
        (lambda: node_move(ROOT, "2", "2a"), "cannot be moved into itself"),
        (lambda: node_move(ROOT, "1", "2a"), "only a group holds others"),
        (lambda: node_add(ROOT, "2", replace(LEAF, node_id="1")), "appears twice"),
        (lambda: node_replace(ROOT, "1", replace(LEAF, node_id="2")), "appears twice"),
        (lambda: node_shift(ROOT, "TS-01", 1), "no place to move to"),
        (lambda: find(ROOT, "nothing"), "There is no node"),
    ]:
        with pytest.raises(PolicyInvalid, match=words):
            act()


@given(policy=POLICIES, data=st.data())
def test_moving_a_node_loses_none_and_doubles_none(policy: PolicyFile, data: st.DataObject) -> None:
    ids = [node.node_id for node in policy.root.walk()]
    node_id, group_id = data.draw(st.sampled_from(ids)), data.draw(st.sampled_from(ids))
    try:
        moved = node_move(policy.root, node_id, group_id)
    except PolicyInvalid:
        return
    assert sorted(node.node_id for node in moved.walk()) == sorted(ids)


@given(policy=POLICIES)
def test_a_version_does_not_differ_from_itself(policy: PolicyFile) -> None:
    assert compare(policy, policy).is_empty


def test_what_changed_is_told_node_by_node() -> None:
    before = parse(POLICY)
    body = changed(*GROUP, "k", to=2)
    body["title"], body["effective"] = "Another", {"start": "2026-07-01", "end": None}
    after = parse(body)
    found = compare(before, after)
    assert [(row.name, row.before, row.after) for row in found.head] == [
        ("Title", "Test drug", "Another"), ("In force from", "1 Jan 2026", "1 Jul 2026"),
    ]  # fmt: skip
    assert [(node.node_id, node.what) for node in found.nodes] == [("2", "changed")]
    grown = compare(before, replace(before, root=node_add(node_remove(before.root, "2b"), "TS-01", LEAF)))
    assert {(node.node_id, node.what) for node in grown.nodes} == {
        ("TS-01", "changed"), ("2", "changed"), ("9", "added"), ("2b", "removed"),
    }  # fmt: skip
