"""Whatever stands in a file, it is read or refused in a sentence: no odd value breaks a page."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from apps.core.canonical import digest
from apps.coverage.domain.differences import compare
from apps.coverage.domain.errors import PolicyInvalid
from apps.coverage.domain.exporting import body_of, text_of
from apps.coverage.domain.inputs import to_inputs
from apps.coverage.domain.questionnaires import policy_from, questionnaire_of
from apps.coverage.domain.telling import decides_alone, told, told_parts
from apps.coverage.domain.tree import PolicyFile, parse
from apps.coverage.domain.typed_tests import singles
from apps.coverage.selectors.pages import node_view
from tests.coverage.test_questionnaires import FORM
from tests.coverage.test_tree import POLICY

FIXTURES = Path(__file__).parents[2] / "fixtures" / "policies"
BODIES = [POLICY, *(json.loads(path.read_text()) for path in sorted(FIXTURES.glob("*.json")))]
ODD = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.floats(-2, 2) | st.text(max_size=3),
    lambda below: (
        st.lists(below, max_size=2) | st.dictionaries(st.sampled_from(["op", "kind", "x"]), below, max_size=2)
    ),
    max_leaves=3,
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the way to every value inside a value."""
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [place for step, below in steps for place in ((*path, step), *places(below, (*path, step)))]


def spoiled(data: st.DataObject, body: Any) -> Any:
    """Return a copy with one value replaced by an odd one."""
    copied = copy.deepcopy(body)
    path = data.draw(st.sampled_from(places(body)))
    place = copied
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = data.draw(ODD)
    return copied


def read_or_refused(read: Callable[[], PolicyFile]) -> PolicyFile | None:
    """Return what was read, or None where it was refused; nothing else may come of it."""
    try:
        return read()
    except PolicyInvalid:
        return None


@given(data=st.data())
def test_a_policy_with_an_odd_value_is_refused_or_can_be_shown_whole(data: st.DataObject) -> None:
    policy = read_or_refused(lambda: parse(spoiled(data, data.draw(st.sampled_from(BODIES)))))
    if policy is None:
        return
    node_view(policy.root)
    for node in policy.root.walk():
        for test in (node.test, *singles(node.test)):
            if test:
                assert told(test)
                told_parts(test)
                decides_alone(test)
                to_inputs(test)
    assert compare(policy, policy).is_empty
    assert parse(json.loads(text_of(policy))) == policy
    digest(body_of(policy))


@given(data=st.data())
def test_a_form_with_an_odd_value_is_refused_or_becomes_a_policy(data: st.DataObject) -> None:
    about = {"policy_id": "P", "version": "1", "payer": "Harbor", "start": "2026-01-01"}
    policy = read_or_refused(lambda: parse(policy_from(questionnaire_of(spoiled(data, FORM)), **about).body))
    assert policy is None or (policy.policy_id == "P" and list(policy.root.walk()))
