"""The tables of the review: complete, and the same everywhere."""

from apps.review.domain.status import (
    AUDIT_EVENT,
    CLAIM_AUDIT_EVENT,
    OWNER,
    REASON_CODES,
    SIGNABLE,
    VALID_TRANSITIONS,
    ClaimState,
    Outcome,
    ReviewStatus,
)


def test_every_status_stands_in_every_table():
    assert set(VALID_TRANSITIONS) == set(OWNER) == set(ReviewStatus)


def test_every_outcome_and_every_act_has_its_audit_event():
    assert set(AUDIT_EVENT) == set(Outcome)
    assert set(CLAIM_AUDIT_EVENT) == set(ClaimState)


def test_nothing_leads_out_of_a_signature_but_an_addendum():
    assert VALID_TRANSITIONS[ReviewStatus.SIGNED] == {ReviewStatus.AMENDED}
    assert VALID_TRANSITIONS[ReviewStatus.AMENDED] == {ReviewStatus.AMENDED}
    assert set(SIGNABLE) == {Outcome.APPROVE, Outcome.EDIT}


def test_a_reviewer_chooses_among_few_reasons():
    assert len(REASON_CODES) <= 13
    assert all(len(code) <= 30 for code in REASON_CODES)
