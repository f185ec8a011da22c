from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.drafting.domain.claims import Severity, Support
from apps.review.domain.gate import (
    ClaimFacts,
    rank,
    tally,
    why_not_confirm,
    why_not_decide,
    why_not_outcome,
    why_not_second,
    why_not_state,
)
from apps.review.domain.status import ClaimState, Outcome

AB = frozenset({"a", "b"})
SETTLING = [ClaimState.EDITED, ClaimState.CITED, ClaimState.REMOVED, ClaimState.WAIVED]


def claim(state=None, severity=Severity.HIGH, support=Support.SUPPORTED, citations=AB, opened=AB, ordinal=1):
    return ClaimFacts(ordinal, severity, support, state, citations, opened)


CONFIRMED = claim(ClaimState.CONFIRMED)
facts = st.builds(
    ClaimFacts,
    ordinal=st.integers(1, 20),
    severity=st.sampled_from(Severity),
    support=st.sampled_from(Support),
    state=st.none() | st.sampled_from(ClaimState),
    citations=st.frozensets(st.sampled_from("abc")),
    opened=st.frozensets(st.sampled_from("abcd")),
    reworded=st.booleans(),
    kept=st.booleans(),
)


def test_a_supported_claim_whose_every_source_was_opened_can_be_confirmed():
    assert why_not_confirm(claim()) == ""


@pytest.mark.parametrize(
    ("citations", "opened", "sentence"),
    [
        ({"a"}, set(), "Open its source first."),
        ({"a", "b", "c"}, set(), "Open its 3 sources first."),
        ({"a", "b"}, {"a"}, "Open its other source first."),
        ({"a", "b", "c"}, {"a"}, "Open its other 2 sources first."),
    ],
)
def test_a_high_severity_claim_says_what_is_left_to_open(citations, opened, sentence):
    assert why_not_confirm(claim(citations=frozenset(citations), opened=frozenset(opened))) == sentence


def test_a_moderate_claim_can_be_confirmed_without_opening_its_source():
    assert why_not_confirm(claim(severity=Severity.MODERATE, opened=frozenset())) == ""


@pytest.mark.parametrize("support", [Support.CONTRADICTED, Support.NOT_FOUND])
def test_what_the_chart_denies_or_does_not_hold_is_never_confirmed(support):
    assert "Edit, remove or waive" in why_not_confirm(claim(support=support))


@pytest.mark.parametrize("state", SETTLING)
def test_an_edit_a_removal_and_a_waiver_settle_a_claim_without_opening(state):
    settled = claim(state, support=Support.CONTRADICTED, opened=frozenset())
    assert settled.is_checked
    assert not settled.has_open_finding


@pytest.mark.parametrize(
    ("support", "opened", "checked", "finding"),
    [
        (Support.SUPPORTED, AB, True, False),
        (Support.SUPPORTED, frozenset({"a"}), False, False),
        (Support.CONTRADICTED, AB, False, True),
    ],
)
def test_an_edit_that_changes_no_fact_needs_what_a_confirmation_needs(support, opened, checked, finding):
    reworded = replace(claim(ClaimState.EDITED, support=support, opened=opened), reworded=True)
    assert reworded.is_checked is checked
    assert reworded.has_open_finding is finding


def test_a_confirmation_by_somebody_else_does_not_replace_opening_the_evidence_oneself():
    assert not claim(ClaimState.CONFIRMED, opened=frozenset({"a"})).is_checked


def test_the_disabled_button_says_exactly_what_is_missing():
    claims = [CONFIRMED, claim(), claim(), claim(support=Support.NOT_FOUND, severity=Severity.LOW)]
    assert why_not_decide(claims) == "Settle 1 finding and check 2 more high-severity claims first."
    assert why_not_decide([claim()]) == "Check 1 high-severity claim first."
    assert why_not_decide([CONFIRMED]) == ""


def test_an_unchanged_draft_is_approved_and_a_changed_one_is_edited():
    edited = claim(ClaimState.EDITED)
    assert why_not_outcome(Outcome.APPROVE, [CONFIRMED]) == ""
    assert (
        why_not_outcome(Outcome.EDIT, [CONFIRMED]) == "No claim was edited, cited for or removed: this is an approval."
    )
    assert why_not_outcome(Outcome.EDIT, [CONFIRMED, edited]) == ""
    assert "this is an edit" in why_not_outcome(Outcome.APPROVE, [CONFIRMED, edited])


def test_a_draft_with_nothing_left_is_a_rejection():
    assert "this is a rejection" in why_not_outcome(Outcome.EDIT, [claim(ClaimState.REMOVED)])


@pytest.mark.parametrize("outcome", [Outcome.REJECT, Outcome.CANNOT_JUDGE])
def test_a_rejection_needs_no_finished_check(outcome):
    assert why_not_outcome(outcome, [claim(support=Support.CONTRADICTED)]) == ""


def test_the_worst_claims_come_first_and_finished_ones_not_at_all():
    order = [
        claim(support=Support.CONTRADICTED),
        claim(support=Support.NOT_FOUND),
        claim(support=Support.CONTRADICTED, severity=Severity.LOW),
        claim(support=Support.NOT_FOUND, severity=Severity.LOW),
        claim(),
    ]
    assert [rank(one) for one in order] == [0, 1, 2, 3, 4]
    assert rank(CONFIRMED) is None
    assert rank(claim(severity=Severity.LOW)) is None


@given(st.lists(facts, max_size=8))
def test_a_draft_can_be_approved_only_when_no_high_severity_claim_and_no_finding_is_open(claims):
    allowed = not why_not_outcome(Outcome.APPROVE, claims) or not why_not_outcome(Outcome.EDIT, claims)
    if allowed:
        assert all(one.is_checked for one in claims if one.is_high)
        assert not any(one.has_open_finding for one in claims)


@given(st.lists(facts, max_size=8))
def test_the_order_of_work_lists_exactly_what_the_gate_asks_for(claims):
    counted = tally(claims)
    asked = counted.left + counted.findings > 0
    assert any(rank(one) is not None for one in claims) == asked == bool(why_not_decide(claims))


@given(st.lists(facts, max_size=8))
def test_what_was_waived_never_counts_as_checked_and_is_still_nothing_left_to_do(claims):
    counted = tally(claims)
    settled = [one for one in claims if one.is_high and one.is_checked]
    assert counted.waived == sum(one.state is ClaimState.WAIVED for one in settled)
    assert (counted.checked, counted.left) == (len(settled) - counted.waived, counted.high - len(settled))


def test_an_edit_that_keeps_the_facts_is_checked_once_its_evidence_was_opened():
    kept = replace(claim(ClaimState.EDITED, opened=frozenset({"a"})), kept=True)
    assert not kept.is_checked
    assert "Open its other source first" in why_not_state(kept)
    assert "opened does not count for you" in why_not_second([kept])
    for other in ({"opened": AB}, {"broken": frozenset({"b"})}, {"severity": Severity.LOW}, {"kept": False}):
        assert why_not_state(replace(kept, **other)) == ""
        assert replace(kept, **other).is_checked
