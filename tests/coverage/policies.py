"""Policies of every shape, for properties: trees of groups and leaves with typed tests of every kind."""

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from apps.coverage.domain.codes import CodeRange, PolicyCode
from apps.coverage.domain.payers import PayerClass
from apps.coverage.domain.tree import Node, PolicyFile
from apps.coverage.domain.typed_tests import COMPARISONS, OPTIONAL, OUTCOMES, PERIODS, REQUIRED

WORDS = st.text("abcdefgh ÄµΩ%/<>&'\"-", min_size=1, max_size=12).map(str.strip).filter(bool)
NUMBERS = st.one_of(st.integers(-500, 500), st.floats(-50, 50).map(lambda number: round(number, 2)))
COMPARE = st.one_of(
    st.fixed_dictionaries(
        {"op": st.sampled_from(sorted(COMPARISONS - {"in"})), "value": NUMBERS},
        optional={"unit": st.sampled_from(["%", "mm[Hg]", "/h"])},
    ),
    st.fixed_dictionaries({"op": st.just("in"), "value": st.lists(WORDS, min_size=1, max_size=3)}),
)
PERIOD = st.dictionaries(st.sampled_from(sorted(PERIODS)), st.integers(1, 60), max_size=1)
FIELDS: dict[str, Any] = {
    "any_of": st.lists(WORDS, min_size=1, max_size=3),
    "codes": st.lists(st.sampled_from(["ICD-10-CM|M05", "LOINC|2703-7"]), min_size=1, max_size=2),
    "attribute": st.sampled_from(["age", "sex", "dose"]),
    "compare": st.one_of(COMPARE, st.lists(COMPARE, min_size=2, max_size=2)),
    "outcome": st.one_of(st.sampled_from(sorted(OUTCOMES)), st.just(sorted(OUTCOMES))),
    "within": st.builds(
        lambda period, before: {**period, "before": before}, PERIOD, st.sampled_from(["as_of", "order"])
    ),
    "min_dose": st.fixed_dictionaries(
        {"value": NUMBERS.filter(lambda number: number > 0), "unit": st.just("mg")}, optional={"per": st.just("wk")}
    ),
    "min_duration": st.fixed_dictionaries({"days": st.integers(1, 400)}),
    "k": st.integers(1, 5),
    "sessions": st.integers(1, 30),
    "setting": st.lists(WORDS, min_size=1, max_size=2),
    "qualifiers": st.lists(WORDS, min_size=1, max_size=2),
    "performed_by": st.one_of(st.lists(WORDS, min_size=1), st.fixed_dictionaries({"not": st.lists(WORDS, min_size=1)})),
}


def _single(kind: str) -> st.SearchStrategy[dict[str, Any]]:
    optional = sorted(OPTIONAL[kind] | {"about", "performed_by", "note"})
    return st.fixed_dictionaries(
        {"kind": st.just(kind), **{name: FIELDS.get(name, WORDS) for name in sorted(REQUIRED[kind])}},
        optional={name: FIELDS.get(name, WORDS) for name in optional},
    )


SINGLES = st.sampled_from(sorted(REQUIRED)).flatmap(_single)
TESTS = st.recursive(
    SINGLES,
    lambda parts: st.builds(
        lambda word, tests, condition: {word: tests, **({"applies_if": condition} if condition else {})},
        st.sampled_from(["all", "any"]), st.lists(parts, min_size=1, max_size=3), st.none() | parts,
    ),
    max_leaves=4,
)  # fmt: skip
LEAVES = st.builds(
    lambda text, test, evidence: Node("", "leaf", text, None, test, (), evidence), WORDS, st.none() | TESTS,
    st.just("") | WORDS,
)  # fmt: skip
TREES = st.recursive(
    LEAVES,
    lambda below: st.builds(
        lambda op, text, children: Node(
            "", op, text, 1 + len(children) // 2 if op == "at_least" else None, None, tuple(children)
        ),
        st.sampled_from(["all", "any", "none", "at_least"]), st.just("") | WORDS,
        st.lists(below, min_size=1, max_size=4),
    ),
    max_leaves=8,
)  # fmt: skip


def numbered(node: Node, at: str = "r") -> Node:
    """Give each node an id of its own, by its place."""
    children = tuple(numbered(child, f"{at}.{n}") for n, child in enumerate(node.children, start=1))
    return Node(at, node.op, node.text, node.at_least, node.test, children, node.evidence)


DAYS = st.dates(date(2000, 1, 1), date(2040, 1, 1))
POLICIES = st.builds(
    lambda root, words, start, lasts, lines, plan: PolicyFile(
        "P-1", "1", words, "Example Payer", start, start + timedelta(days=lasts) if lasts else None,
        (PolicyCode("HCPCS", "E0601", "Device"),), words, numbered(root), plan, tuple(lines),
        (CodeRange("HCPCS", "L1800-L1999"), CodeRange("ICD-10-CM", "G47*", "Sleep")), start if plan else None,
    ),
    TREES, WORDS, DAYS, st.none() | st.integers(0, 900),
    st.lists(st.sampled_from([str(one) for one in PayerClass]), unique=True), st.just("") | WORDS,
)  # fmt: skip
