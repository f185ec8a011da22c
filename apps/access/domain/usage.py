"""Which acts use which right: what the review of who may see what calls unused."""

from collections.abc import Mapping
from datetime import timedelta

from apps.access.domain.roles import ROLES, Permission
from apps.audit.domain.actions import Action

UNUSED_AFTER = timedelta(days=90)
REVIEW_EVERY = timedelta(days=90)
P = Permission
# The acts that only somebody with the right can cause. Each right has some, so that none is called unused by oversight.
USED_BY: Mapping[Permission, frozenset[Action]] = {
    P.OPEN_DESK: frozenset({Action.QUEUE_VIEWED, Action.PLAIN_PAGE_VIEWED}),
    P.OPEN_CHARTS: frozenset({Action.CHART_VIEWED, Action.DOCUMENT_VIEWED, Action.PASSAGES_SEARCHED}),
    P.REQUEST_DRAFT: frozenset({Action.DRAFT_REQUESTED, Action.DRAFT_REQUEST_REFUSED, Action.APPEAL_ASKED}),
    P.REVIEW_DRAFT: frozenset({Action.DRAFT_VIEWED, Action.DRAFT_CLAIMED, Action.EVIDENCE_OPENED}),
    P.SIGN_DRAFT: frozenset({
        Action.DRAFT_SIGNED, Action.SECOND_SIGNED, Action.DRAFT_AMENDED, Action.DRAFT_REJECTED, Action.DRAFT_NOT_JUDGED,
        Action.DRAFT_ENTERED_IN_ERROR, Action.SECOND_SIGNATURE_REFUSED,
    }),
    P.VIEW_QUALITY: frozenset({
        Action.REPORT_VIEWED, Action.REPORT_EXPORTED, Action.BASELINE_SIGNED, Action.CAUSE_JUDGED,
        Action.CASE_PROPOSED, Action.ADJUDICATION_DRAWN, Action.ADJUDICATION_SEATED, Action.REPORT_PUBLISHED,
        Action.REPORT_ASKED, Action.REPORT_TAKEN, Action.REPORT_PLANNED, Action.ROWS_ASKED,
    }),
    P.ALLOW_ROWS: frozenset({Action.ROWS_ALLOWED, Action.ROWS_DENIED}),
    P.EXPORT_LEARNING: frozenset({Action.LEARNING_EXPORTED, Action.LEARNING_COUNTED}),
    P.VIEW_AUDIT: frozenset({Action.AUDIT_VIEWED, Action.LEDGER_VIEWED, Action.TRACE_VIEWED}),
    P.REVIEW_REDACTION: frozenset({Action.REDACTION_LISTED, Action.REDACTION_VIEWED, Action.REDACTION_CHECKED}),
    P.RUN_CONTROL_ROOM: frozenset({
        Action.PERSON_CREATED, Action.PERSON_DEACTIVATED, Action.PERSON_ACTIVATED, Action.ROLE_CHANGED,
        Action.TEAM_CREATED, Action.TEAM_MEMBER_ADDED, Action.TEAM_MEMBER_REMOVED, Action.GRANT_GIVEN,
        Action.GRANT_REMOVED, Action.ACCESS_REVIEWED, Action.KILL_SWITCH_SET, Action.REVIEW_RULES_SET,
        Action.LETTERHEAD_CHANGED, Action.AGREEMENT_RECORDED, Action.AGREEMENT_WITHDRAWN, Action.SIGNING_FACTORS_RESET,
        Action.INDEX_SWITCHED,
    }),
    P.STOP_EVERYWHERE: frozenset({Action.KILL_SWITCH_SET, Action.RESUME_CONFIRMED}),
    P.MANAGE_RETENTION: frozenset({
        Action.RETENTION_VIEWED, Action.LEGAL_HOLD_PLACED, Action.LEGAL_HOLD_LIFTED, Action.SHRED_ASKED,
        Action.PATIENT_SHREDDED, Action.LOG_SEGMENTS_VIEWED, Action.LOG_DESTRUCTION_ASKED,
        Action.LOG_DESTRUCTION_CONFIRMED,
    }),
    P.SEND_RECORDS: frozenset({Action.MESSAGE_RECEIVED}),
    P.VIEW_CONTRACT: frozenset(),  # a page about fields, of nobody: reading it is no event
    P.BREAK_GLASS: frozenset({Action.BREAK_GLASS_OPENED}),
    P.REVIEW_EMERGENCIES: frozenset({Action.BREAK_GLASS_REVIEWED}),
    P.REVIEW_AUDIT: frozenset({Action.AUDIT_REVIEWED}),
    P.REVEAL_IDENTITY: frozenset({Action.IDENTITY_REVEALED}),
    P.WRITE_POLICIES: frozenset({Action.POLICY_UPLOADED, Action.POLICY_EDITED, Action.POLICY_SUBMITTED}),
    P.VALIDATE_POLICIES: frozenset({Action.POLICY_VALIDATED, Action.POLICY_SENT_BACK, Action.POLICY_RETIRED}),
    P.HANDLE_REQUESTS: frozenset({
        Action.DOCUMENT_REQUESTS_LISTED, Action.DOCUMENT_REQUESTED, Action.DOCUMENT_REQUEST_RECEIVED,
    }),
    P.SUBMIT_LETTER: frozenset({
        Action.AUTHORIZATION_VIEWED, Action.AUTHORIZATION_SUBMITTED, Action.PAYER_REQUEST_SENT,
    }),
    P.VIEW_ACCESS: frozenset({Action.ACCESS_VIEWED, Action.ACCESS_EXPORTED}),
    P.DELEGATE_REVIEW: frozenset({Action.DELEGATION_GIVEN}),
    P.REPLAY_RUN: frozenset({Action.DRAFT_REPLAYED}),
    P.ADJUDICATE: frozenset({Action.READING_GIVEN, Action.READING_OPENED, Action.READINGS_LISTED}),
    P.READ_EVIDENCE: frozenset({Action.CITED_LETTER_VIEWED, Action.CITED_WORDS_VIEWED}),
}  # fmt: skip
# Kept for the day they are needed: not used is how they should be.
RARE = frozenset({
    P.BREAK_GLASS, P.STOP_EVERYWHERE, P.VIEW_CONTRACT, P.REPLAY_RUN, P.DELEGATE_REVIEW, P.REVIEW_EMERGENCIES,
    P.REVEAL_IDENTITY, P.ALLOW_ROWS, P.ADJUDICATE,
})  # fmt: skip


def rights_unused(role: str, acts: frozenset[str]) -> list[Permission]:
    """Return the rights of a role that none of these acts used, but for those kept for a rare day."""
    definition = ROLES.get(role)
    held = definition.permissions if definition else frozenset()
    return [right for right in Permission if right in held and right not in RARE and not USED_BY[right] & acts]
