"""A version of a policy is written once and stays for ever."""

import json
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from apps.audit.domain.actions import Action
from apps.audit.selectors import events_for
from apps.core.actors import Actor
from apps.coverage.domain.errors import PolicyChanged, PolicyInvalid, PolicyNotFound
from apps.coverage.models import CoveragePolicy, Criterion
from apps.coverage.selectors import criteria_tree, leaves, policies_in_force, policy_current, policy_get
from apps.coverage.services import policy_load
from tests.coverage.test_tree import POLICY, changed

ACTOR = Actor.service("test")
FIXTURES = Path(__file__).parents[2] / "fixtures" / "policies"
pytestmark = pytest.mark.django_db


def test_a_policy_keeps_its_tree_and_its_sentences() -> None:
    policy = policy_load(body=POLICY, actor=ACTOR)
    tree = criteria_tree(policy)
    assert [child.criterion.node_id for child in tree.children] == ["1", "2"]
    assert [criterion.node_id for criterion in leaves(policy)] == ["1", "2a", "2b"]
    assert tree.children[1].children[0].criterion.text == "One."


def test_loading_it_again_changes_nothing_and_says_nothing_twice() -> None:
    first, again = policy_load(body=POLICY, actor=ACTOR), policy_load(body=POLICY, actor=ACTOR)
    assert first == again
    assert Criterion.objects.count() == 5
    assert events_for(organization_id="").filter(action=Action.POLICY_LOADED).count() == 1


def test_other_contents_under_the_same_version_are_refused_and_the_first_stays() -> None:
    policy_load(body=POLICY, actor=ACTOR)
    with pytest.raises(PolicyChanged, match="give the file a new version"):
        policy_load(body=changed("title", to="Another title"), actor=ACTOR)
    assert policy_get("TS-01").title == "Test drug"


def test_a_refused_file_leaves_nothing_behind() -> None:
    with pytest.raises(PolicyInvalid):
        policy_load(body=changed("root", "children", 0, "text", to=""), actor=ACTOR)
    assert not CoveragePolicy.objects.exists()


def test_a_newer_version_takes_over_and_the_older_one_stays_readable() -> None:
    policy_load(body=changed("effective", to={"start": "2025-01-01", "end": "2025-12-31"}), actor=ACTOR)
    newer = {**POLICY, "version": "2"}
    policy_load(body=newer, actor=ACTOR)
    assert policy_current("TS-01", date(2025, 6, 1)).version == "1"
    assert policy_current("TS-01", date(2026, 6, 1)).version == "2"
    assert policy_get("TS-01", "1").version == "1"
    assert [policy.version for policy in policies_in_force(date(2026, 6, 1))] == ["2"]


def test_a_policy_that_is_not_there_is_named_in_the_sentence() -> None:
    with pytest.raises(PolicyNotFound, match="No policy XX-9 version 3 is loaded"):
        policy_get("XX-9", "3")
    policy_load(body=POLICY, actor=ACTOR)
    with pytest.raises(PolicyNotFound, match="in force on 1 Jun 2020"):
        policy_current("TS-01", date(2020, 6, 1))


def test_the_command_loads_every_fixture_policy() -> None:
    out = StringIO()
    call_command("policy_load", str(FIXTURES), fixture=True, stdout=out)
    assert CoveragePolicy.objects.count() == len(list(FIXTURES.glob("*.json")))
    assert "RA-04 version 3" in out.getvalue()


def test_the_command_loads_what_is_right_and_names_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "good.json").write_text(json.dumps(POLICY))
    (tmp_path / "wrong.json").write_text(json.dumps(changed("root", "children", 0, "op", to="perhaps")))
    errors = StringIO()
    with pytest.raises(CommandError, match="1 of the files"):
        call_command("policy_load", str(tmp_path), fixture=True, stdout=StringIO(), stderr=errors)
    assert "Node '1' has op 'perhaps'" in errors.getvalue()
    assert policy_get("TS-01")


@pytest.mark.parametrize(("text", "words"), [("{", "is not JSON"), (None, "There is no file")])
def test_the_command_says_what_it_could_not_read(tmp_path: Path, text: str | None, words: str) -> None:
    path = tmp_path / "policy.json"
    if text is not None:
        path.write_text(text)
    with pytest.raises(CommandError, match=words):
        call_command("policy_load", str(path), fixture=True)
