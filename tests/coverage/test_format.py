"""One format for files, editor and schema: what goes out comes back the same, byte for byte."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.coverage.domain import inputs, typed_tests
from apps.coverage.domain.errors import PolicyInvalid
from apps.coverage.domain.exporting import body_of, text_of
from apps.coverage.domain.payers import PayerClass
from apps.coverage.domain.reading import read_json
from apps.coverage.domain.telling import decides_alone, told
from apps.coverage.domain.tree import PolicyFile, parse
from tests.coverage.policies import POLICIES, SINGLES, TESTS
from tests.coverage.policy_schema import SCHEMA, fits
from tests.coverage.test_tree import GROUP, LEAF, POLICY, changed

FIXTURES = sorted((Path(__file__).parents[2] / "fixtures" / "policies").glob("*.json"))


@given(policy=POLICIES)
def test_a_policy_that_is_exported_and_imported_is_the_same_policy(policy: PolicyFile) -> None:
    assert parse(body_of(policy)) == policy
    assert text_of(parse(read_json(text_of(policy)))) == text_of(policy)


@given(policy=POLICIES)
def test_what_is_exported_follows_the_schema_that_ships(policy: PolicyFile) -> None:
    assert fits(body_of(policy))


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_every_fixture_follows_the_schema_and_comes_back_as_it_was(path: Path) -> None:
    body = json.loads(path.read_text())
    assert fits(body)
    assert parse(body_of(parse(body))) == parse(body)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("policy_id",), None), (("effective", "start"), "soon"), (("codes",), "J0135"), (("colour",), "red"),
        ((*LEAF, "text"), " "), ((*LEAF, "op"), "maybe"), ((*GROUP, "children"), []), ((*GROUP, "k"), 0),
        ((*LEAF, "test"), {"kind": "guess"}), ((*LEAF, "test"), {"kind": "trial", "any_of": ["x"]}),
        ((*LEAF, "test", "dose"), 5), ((*LEAF, "test"), {"all": []}), (("line_of_business",), ["guess"]),
        (("code_ranges",), [{"system": "LOINC", "range": "1*"}]), ((*GROUP, "evidence"), "words"),
    ],
)  # fmt: skip
def test_what_the_reader_refuses_the_schema_refuses_too(path: Any, value: Any) -> None:
    body = changed(*path, to=value)
    with pytest.raises(PolicyInvalid):
        parse(body)
    assert not fits(body)
    assert fits(POLICY)


def test_the_schema_and_the_reader_know_the_same_words() -> None:
    for kind in typed_tests.REQUIRED:
        shape = SCHEMA["$defs"][f"{kind}_test"]
        known = typed_tests.REQUIRED[kind] | typed_tests.OPTIONAL[kind] | typed_tests.ANY_KIND
        assert set(shape["properties"]) == known
        assert set(shape["required"]) == typed_tests.REQUIRED[kind] | {"kind"}
    assert set(SCHEMA["properties"]["line_of_business"]["items"]["enum"]) == set(PayerClass)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "not JSON"), (b"\xff", "no UTF-8 text"), ('{"a": 1, "a": 2}', "names 'a' twice"), ('{"a": NaN}', "NaN"),
        ('{"a": "\\u0000"}', "cannot be kept"), ('{"a": "\\ud800"}', "cannot be kept"), ("[" * 100_000, "more levels"),
        ("[1e999]", "larger than JSON can carry"), ("[9007199254740993]", "larger than JSON can carry"),
        (" " * 6_000_000, "larger than"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_kept_is_refused_before_it_is_read(text: str | bytes, words: str) -> None:
    with pytest.raises(PolicyInvalid, match=words):
        read_json(text)


def test_a_tree_without_end_is_refused_in_a_sentence() -> None:
    node: dict[str, Any] = {"id": "leaf", "op": "leaf", "text": "x"}
    for level in range(60):
        node = {"id": f"g{level}", "op": "all", "children": [node]}
    with pytest.raises(PolicyInvalid, match="groups deep"):
        parse(changed("root", to=node))


@given(test=TESTS)
def test_every_typed_test_can_be_told_in_one_line(test: Any) -> None:
    said = told(test)
    assert said.strip() == said
    assert "\n" not in said
    assert said


@given(test=SINGLES)
def test_a_form_says_a_test_exactly_or_leaves_it_to_json(test: Any) -> None:
    said = inputs.to_inputs(test)
    if said is not None:
        assert inputs.from_inputs(test["kind"], said) == test
        assert {name for name, value in said.items() if value} <= {*inputs.inputs_of(test["kind"]), "kind"}


@pytest.mark.parametrize(
    ("test", "said"),
    [
        (
            {"kind": "observation", "any_of": ["AHI"], "compare": {"op": ">=", "value": 15, "unit": "/h"},
             "within": {"months": 12, "before": "as_of"}},
            "AHI at least 15 /h within 12 months before the request",
        ),
        (
            {"kind": "trial", "any_of": ["methotrexate"], "min_dose": {"value": 15, "unit": "mg", "per": "wk"},
             "min_duration": {"days": 90}, "outcome": "inadequate_response"},
            "Trial of methotrexate at 15 mg a week or more for at least 90 days, with inadequate response",
        ),
        (
            {"kind": "patient", "attribute": "age", "compare": {"op": ">=", "value": 18, "unit": "a"}},
            "The patient's age at least 18 years",
        ),
        (
            {"kind": "document", "any_of": ["sleep study"], "within": {"before": "order"}, "signed_by": "physician"},
            "Document in the chart: sleep study, signed by physician at any time before the order",
        ),
    ],
)  # fmt: skip
def test_a_clinician_reads_what_the_program_will_ask(test: Any, said: str) -> None:
    assert told(test) == said


@given(word=st.sampled_from(["AND", "OR", "IF"]))
def test_a_note_that_adds_a_condition_says_that_the_typed_part_does_not_decide(word: str) -> None:
    test = {"kind": "document", "any_of": ["log"], "note": f"{word} it shows 30 days."}
    assert not decides_alone({"any": [test]})
    assert decides_alone({**test, "note": "IFN counts as well."})
