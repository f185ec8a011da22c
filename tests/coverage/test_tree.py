"""A policy file is read whole or refused with a sentence that names the node."""

import copy
from typing import Any

import pytest

from apps.coverage.domain.errors import PolicyInvalid
from apps.coverage.domain.tree import parse

POLICY: dict[str, Any] = {
    "policy_id": "TS-01",
    "title": "Test drug",
    "payer": "Example Payer",
    "version": "1",
    "effective": {"start": "2026-01-01", "end": None},
    "codes": [{"system": "HCPCS", "code": "J0135", "display": "Injection"}],
    "applies_to": "Adults.",
    "root": {
        "id": "TS-01",
        "op": "all",
        "text": "All of",
        "children": [
            {
                "id": "1",
                "op": "leaf",
                "text": "The member has the disease.",
                "test": {"kind": "condition", "any_of": ["x"]},
            },
            {
                "id": "2",
                "op": "at_least",
                "k": 1,
                "children": [{"id": "2a", "op": "leaf", "text": "One."}, {"id": "2b", "op": "leaf", "text": "Two."}],
            },
        ],
    },
}


def changed(*path: Any, to: Any) -> dict[str, Any]:
    body = copy.deepcopy(POLICY)
    place: Any = body
    for step in path[:-1]:
        place = place[step]
    if to is None:
        del place[path[-1]]
    else:
        place[path[-1]] = to
    return body


def test_a_well_formed_policy_is_read_in_its_own_order() -> None:
    policy = parse(POLICY)
    assert [node.node_id for node in policy.root.walk()] == ["TS-01", "1", "2", "2a", "2b"]
    assert policy.root.children[1].at_least == 1
    assert policy.effective_end is None


LEAF = ("root", "children", 0)
GROUP = ("root", "children", 1)


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        (("policy_id",), None, "needs a text in 'policy_id'"),
        (("effective", "start"), "soon", "needs a date"),
        (("effective",), {"start": "2026-01-01", "end": "2025-01-01"}, "ends before it starts"),
        (("effective", "start"), "0026-01-01", "no policy is of that year"),
        (("effective", "end"), "9999-12-31", "no policy is of that year"),
        (("codes",), "J0135", "needs a list in 'codes'"),
        (("colour",), "red", "'colour'"),
        ((*LEAF, "id"), "2a", "Node '2a' appears twice"),
        ((*LEAF, "text"), " ", "Node '1' needs a text"),
        ((*LEAF, "op"), "maybe", "Node '1' has op 'maybe'"),
        ((*LEAF, "children"), [{"id": "z", "op": "leaf", "text": "z"}], "Node '1' is a leaf"),
        ((*GROUP, "children"), [], "Node '2' is a group and needs"),
        ((*GROUP, "k"), 3, "Node '2' needs a whole number from 1 to 2"),
        ((*GROUP, "test"), {"kind": "condition", "any_of": ["x"]}, "Node '2' is a group; a test belongs to a leaf"),
        (("root", "k"), 1, "Node 'TS-01' has 'k'"),
        ((*LEAF, "test"), {"kind": "guess"}, "node '1' has kind 'guess'"),
        ((*LEAF, "test"), {"kind": "trial", "any_of": ["x"]}, "The trial test of node '1' needs 'outcome'"),
        ((*LEAF, "test", "any_of"), [], "node '1' needs a list of texts in 'any_of'"),
        ((*LEAF, "test", "dose"), 5, "node '1' has a field 'dose'"),
        ((*LEAF, "test"), {"all": []}, "node '1' needs a list of tests in 'all'"),
    ],
)
def test_a_malformed_policy_is_refused_with_a_sentence_that_names_the_node(path: Any, value: Any, words: str) -> None:
    with pytest.raises(PolicyInvalid) as refusal:
        parse(changed(*path, to=value))
    assert words in refusal.value.sentence


@pytest.mark.parametrize(
    ("compare", "words"),
    [
        ({"op": "~", "value": 1}, "compares with '~'"),
        ({"op": ">="}, "needs a 'value'"),
        ({"op": "in", "value": "x"}, "'value' must be a list"),
    ],
)
def test_a_comparison_that_could_not_be_made_is_refused(compare: Any, words: str) -> None:
    test = {"kind": "observation", "any_of": ["x"], "compare": compare}
    with pytest.raises(PolicyInvalid, match=words):
        parse(changed(*LEAF, "test", to=test))


def test_what_is_not_an_object_is_refused() -> None:
    with pytest.raises(PolicyInvalid, match="A policy file must be an object"):
        parse(["not", "a", "policy"])
