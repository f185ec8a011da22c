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


TRIAL = {"kind": "trial", "any_of": ["x"], "outcome": "intolerance"}
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
        ({"op": ">=", "value": "eighteen"}, "node '1' compares >= 'eighteen', which is no number"),
        ({"op": "<", "value": True}, "no number"),
        ([{"op": ">", "value": 1}, {"op": "<", "value": [2]}], "no number"),
    ],
)
def test_a_comparison_that_could_not_be_made_is_refused(compare: Any, words: str) -> None:
    test = {"kind": "observation", "any_of": ["x"], "compare": compare}
    with pytest.raises(PolicyInvalid, match=words):
        parse(changed(*LEAF, "test", to=test))


@pytest.mark.parametrize(
    ("test", "words"),
    [
        (
            {"kind": "patient", "attribute": "age", "compare": {"op": "=", "value": "adult"}},
            "'adult', which is no number",
        ),
        ({**TRIAL, "min_dose": {"value": "fifteen", "unit": "mg"}}, "needs a number in 'value' of 'min_dose'"),
        ({**TRIAL, "min_duration": {"intolerance": {"days": "few"}}}, "needs a number in 'days' of 'min_duration'"),
        ({"kind": "treatment", "any_of": ["x"], "sessions": "six"}, "needs a number in 'sessions'"),
        ({**TRIAL, "min_duration": {"days": -5}}, "needs more than 0 in 'days' of 'min_duration'"),
        ({**TRIAL, "min_dose": {"value": 0, "unit": "mg"}}, "needs more than 0 in 'value' of 'min_dose'"),
        ({"kind": "treatment", "any_of": ["x"], "sessions": -1}, "needs more than 0 in 'sessions'"),
        (
            {"kind": "observation", "any_of": ["x"], "same": {"side": "nosuch"}},
            "the same side as 'nosuch'; no test",
        ),
        ({"kind": "observation", "any_of": ["x"], "same": "side"}, "needs an object such as"),
    ],
)
def test_a_test_that_no_chart_could_be_held_against_is_refused_by_its_node(test: Any, words: str) -> None:
    with pytest.raises(PolicyInvalid, match="ode '1'") as refusal:
        parse(changed(*LEAF, "test", to=test))
    assert words in refusal.value.sentence


@pytest.mark.parametrize(
    "test",
    [
        {"kind": "patient", "attribute": "sex", "compare": {"op": "=", "value": "female"}},
        {"kind": "request", "attribute": "dose", "compare": {"op": "in", "value": ["40 mg", "80 mg"]}},
        {**TRIAL, "min_dose": {"value": 2.5, "unit": "mg"}, "min_duration": {"intolerance": {"days": 14}}},
        {"all": [{"kind": "condition", "any_of": ["x"], "id": "dx"},
                 {"kind": "treatment", "any_of": ["y"], "same": {"side": "dx"}}]},
        {"kind": "observation", "any_of": ["x"], "id": "a", "applies_if": {"kind": "condition", "any_of": ["x"],
                                                                          "same": {"side": "a"}}},
    ],
)  # fmt: skip
def test_words_stand_where_words_are_compared_and_same_names_a_test_of_the_policy(test: Any) -> None:
    assert parse(changed(*LEAF, "test", to=test)).root.children[0].test == test


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        (("title",), "Drug \u202epolicy", r"The policy holds an invisible character \(U\+202E\)"),
        (("title",), "Drug\a", r"U\+0007"),
        (("codes",), [{"system": "HCPCS", "code": "E0601", "display": "De\u200bvice"}], r"U\+200B"),
        ((*LEAF, "text"), "Age \u2066eighteen", r"Node '1' holds an invisible character \(U\+2066\)"),
        ((*LEAF, "test", "any_of"), ["\u202ex"], r"Node '1' holds an invisible"),
    ],
)
def test_what_no_reader_sees_is_refused_in_a_policy(path: Any, value: Any, words: str) -> None:
    with pytest.raises(PolicyInvalid, match=words):
        parse(changed(*path, to=value))
    assert parse(changed("title", to="Arthritis, 2\u2013way: \u2265 15\u00a0mg\nÄrzte")).title.startswith("Arthritis")


@pytest.mark.parametrize(
    ("system", "right", "wrong"),
    [("HCPCS", "e0601", "zzz!!"), ("HCPCS", "72148", "J01*"), ("CPT", "0001T", "7214"), ("NDC", "0074-4339-02", "pen"),
     ("ICD-10-CM", "M05.79", "rheumatoid arthritis"), ("LOINC", "2703-7", None)],
)  # fmt: skip
def test_a_code_that_its_system_cannot_have_is_refused(system: str, right: str, wrong: str | None) -> None:
    assert parse(changed("codes", to=[{"system": system, "code": right}])).codes[0].code == right
    if wrong:
        with pytest.raises(PolicyInvalid, match=f"is none of {system}"):
            parse(changed("codes", to=[{"system": system, "code": wrong}]))


def test_what_is_not_an_object_is_refused() -> None:
    with pytest.raises(PolicyInvalid, match="A policy file must be an object"):
        parse(["not", "a", "policy"])
