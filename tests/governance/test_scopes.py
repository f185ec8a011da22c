"""Which stop concerns which act: exactly when one of the scopes of the act is stopped."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.drafting.domain.claims import DraftKind
from apps.governance.domain.retention import PATHWAYS
from apps.governance.domain.scopes import ALL_DRAFTING, WORKFLOWS, Act, Scope, ScopeKind, may_turn, of_act, scope_from
from apps.governance.domain.verdict import Stop, stopped

ORGANIZATIONS = (str(UUID(int=1)), str(UUID(int=2)))
KINDS, RELEASES = tuple(WORKFLOWS), ("a" * 64, "b" * 64)
SCOPES = [ALL_DRAFTING] + [
    Scope(kind, subject)
    for kind, subjects in (
        (ScopeKind.ORGANIZATION, ORGANIZATIONS), (ScopeKind.WORKFLOW, KINDS), (ScopeKind.RELEASE, RELEASES),
    )
    for subject in subjects
]  # fmt: skip
ACTS = st.builds(
    Act, st.sampled_from(("", *ORGANIZATIONS)), st.sampled_from(("", *KINDS)), st.sampled_from(("", *RELEASES))
)


@given(act=ACTS, turned_off=st.sets(st.sampled_from(SCOPES)))
def test_an_act_is_stopped_exactly_when_a_scope_that_concerns_it_is(act: Act, turned_off: set[Scope]) -> None:
    concerned = {
        scope
        for scope in turned_off
        if scope.kind is ScopeKind.ALL or scope.subject in {act.organization_id, act.workflow, act.release}
    }
    verdict = stopped(*(Stop(scope, "why") for scope in of_act(act) if scope in turned_off))
    assert verdict.allowed is not bool(concerned)
    assert {stop.scope for stop in verdict.stops} == concerned


@given(st.sampled_from(SCOPES))
def test_a_scope_comes_back_from_the_word_a_form_carries(scope: Scope) -> None:
    assert scope_from(scope.key) == scope


@pytest.mark.parametrize(
    "key",
    [
        "",
        "everything",
        "workflow",
        "workflow:",
        "all:x",
        "workflow:poems",
        "release",
        "release:0",
        "release:\0",
        f"release:{'a' * 10_000}",
        "organization:cedar",
        "organization:\0",
    ],
)
def test_a_word_that_names_no_scope_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match=r"[Ss]cope|kind|called this"):
        scope_from(key)


@pytest.mark.parametrize("everywhere", [True, False])
@pytest.mark.parametrize("scope", SCOPES, ids=lambda scope: scope.key[:24])
def test_an_organization_turns_its_own_switch_and_the_others_take_a_right_of_their_own(
    scope: Scope, everywhere: bool
) -> None:
    may = may_turn(scope, organization_id=ORGANIZATIONS[0], everywhere=everywhere)
    assert may is (scope.subject == ORGANIZATIONS[0] if scope.kind is ScopeKind.ORGANIZATION else everywhere)


def test_the_widest_stop_speaks() -> None:
    verdict = stopped(*(Stop(scope, "A wrong dose.") for scope in reversed(SCOPES)))
    assert verdict.sentence == "Drafting is stopped: A wrong dose."


def test_every_kind_of_draft_can_be_stopped_by_itself() -> None:
    assert set(WORKFLOWS) == set(DraftKind) == set(PATHWAYS)
