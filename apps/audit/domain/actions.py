"""Every act the record knows: one name each, in one place."""

from enum import StrEnum


class Action(StrEnum):
    # access
    SIGNED_IN = "signed_in"
    SIGN_IN_FAILED = "sign_in_failed"
    SIGNED_OUT = "signed_out"
    STEP_UP_FAILED = "step_up_failed"
    ORGANIZATION_CREATED = "organization_created"
    PERSON_CREATED = "person_created"
    PERSON_ACTIVATED = "person_activated"
    PERSON_DEACTIVATED = "person_deactivated"
    TEAM_CREATED = "team_created"
    TEAM_MEMBER_ADDED = "team_member_added"
    GRANT_GIVEN = "grant_given"
    GRANT_REMOVED = "grant_removed"
    # governance
    KILL_SWITCH_SET = "kill_switch_set"
    RELEASE_REGISTERED = "release_registered"
    LEGAL_HOLD_PLACED = "legal_hold_placed"
    LEGAL_HOLD_LIFTED = "legal_hold_lifted"
    RECORDS_PURGED = "records_purged"
    SHRED_ASKED = "shred_asked"
    SHRED_WITHDRAWN = "shred_withdrawn"
    PATIENT_SHREDDED = "patient_shredded"
    SHRED_COUNTED = "shred_counted"
    RETENTION_VIEWED = "retention_viewed"
    KEY_DESTROYED = "key_destroyed"
    KEY_ROTATED = "key_rotated"
    KEYS_REWRAPPED = "keys_rewrapped"
    # intake, chart, redaction, retrieval
    MESSAGE_RECEIVED = "message_received"
    MESSAGE_QUARANTINED = "message_quarantined"
    RECORD_STORED = "record_stored"
    DOCUMENT_REDACTED = "document_redacted"
    DOCUMENT_INDEXED = "document_indexed"
    PASSAGES_SEARCHED = "passages_searched"
    # coverage
    POLICY_LOADED = "policy_loaded"
    # drafting
    DRAFT_REQUESTED = "draft_requested"
    DRAFT_RETRIEVED = "draft_retrieved"
    DRAFT_GENERATED = "draft_generated"
    DRAFT_READY = "draft_ready"
    DRAFT_BLOCKED = "draft_blocked"
    DRAFT_FAILED = "draft_failed"
    DRAFT_HALTED = "draft_halted"
    DRAFT_PURGED = "draft_purged"
    # viewer
    CHART_VIEWED = "chart_viewed"
    DOCUMENT_VIEWED = "document_viewed"
    EVIDENCE_OPENED = "evidence_opened"
    # review
    QUEUE_VIEWED = "queue_viewed"
    DRAFT_VIEWED = "draft_viewed"
    DRAFT_CLAIMED = "draft_claimed"
    CLAIM_CONFIRMED = "claim_confirmed"
    CLAIM_EDITED = "claim_edited"
    CLAIM_REMOVED = "claim_removed"
    CLAIM_WAIVED = "claim_waived"
    CLAIM_UNDONE = "claim_undone"
    DRAFT_APPROVED = "draft_approved"
    DRAFT_EDITED = "draft_edited"
    DRAFT_REJECTED = "draft_rejected"
    DRAFT_NOT_JUDGED = "draft_not_judged"
    DRAFT_RETURNED = "draft_returned"
    DRAFT_SIGNED = "draft_signed"
    DOCUMENT_EXPORTED = "document_exported"
    # quality, audit
    REPORT_VIEWED = "report_viewed"
    REPORT_EXPORTED = "report_exported"
    AUDIT_VIEWED = "audit_viewed"
    REFUSED = "refused"


class Outcome(StrEnum):
    SUCCESS = "success"
    FAILURE = "failure"
