"""The acts that the weekly look at the log leaves out, each with why. Every act is watched or stands here."""

from apps.audit.domain.actions import Action

UNWATCHED: tuple[tuple[str, tuple[Action, ...]], ...] = (
    (
        "Everyday sign-ins and their ends: what is unusual is watched as a new place, a failure or a refusal.",
        (
            Action.SIGNED_IN, Action.SIGNED_OUT, Action.STEP_UP_PROVEN, Action.SESSIONS_ENDED, Action.NOTICES_READ,
            Action.SIGN_IN_TRACES_PURGED,
        ),
    ),
    (
        "The oversight itself: each of these is a look at what is watched here, or the answer to it.",
        (
            Action.DELEGATIONS_VIEWED, Action.ACCESS_VIEWED, Action.ACCESS_REVIEWED, Action.EMERGENCIES_LISTED,
            Action.BREAK_GLASS_ENDED, Action.BREAK_GLASS_REVIEWED, Action.LOOKS_VIEWED, Action.DISCLOSURES_VIEWED,
            Action.RETENTION_VIEWED, Action.SHRED_COUNTED, Action.AUDIT_VIEWED, Action.AUDIT_WEEK_VIEWED,
            Action.AUDIT_REVIEWED, Action.LOG_SEGMENTS_VIEWED, Action.REPORT_VIEWED,
            Action.CARD_VIEWED, Action.CARD_FEEDBACK_GIVEN, Action.FILE_COMPARED,
        ),
    ),
    (
        "A request that came to nothing, or that waits for a second name: what comes of it is watched.",
        (
            Action.RESUME_ASKED, Action.RESUME_WITHDRAWN, Action.SHRED_WITHDRAWN, Action.LOG_DESTRUCTION_WITHDRAWN,
            Action.REPORT_ASKED, Action.REPORT_FAILED, Action.REPORT_PLANNED, Action.ROWS_ASKED, Action.ROWS_DENIED,
        ),
    ),
    (
        "Figures of a period that no file holds yet, and files whose link expired: what is taken away is watched.",
        (Action.REPORT_PUBLISHED, Action.REPORT_COUNTED, Action.REPORT_DESTROYED),
    ),
    (
        "Looks at a patient's record and the lists that lead there: counted by who saw the most patients.",
        (
            Action.CHART_VIEWED, Action.DOCUMENT_VIEWED, Action.EVIDENCE_OPENED, Action.CITED_LETTER_VIEWED,
            Action.CITED_WORDS_VIEWED, Action.QUEUE_VIEWED, Action.CHARTS_LISTED, Action.DRAFT_VIEWED,
            Action.PASSAGES_SEARCHED,
            Action.REIDENTIFIED, Action.REDACTION_LISTED, Action.REDACTION_VIEWED, Action.QUESTIONS_LISTED,
            Action.DOCUMENT_REQUESTS_LISTED, Action.AUTHORIZATION_VIEWED, Action.SEEDED_DRAFT_VIEWED,
            Action.LEDGER_VIEWED, Action.TRACE_VIEWED, Action.DOCUMENT_VERIFIED, Action.READINGS_LISTED,
            Action.READING_OPENED, Action.SECOND_READING_VIEWED,
        ),
    ),
    (
        "Records that come in and are made ready by the machine: what was held has a worklist of its own.",
        (
            Action.MESSAGE_RECEIVED, Action.MESSAGE_NOT_TAKEN, Action.MESSAGE_QUARANTINED, Action.RECORD_STORED,
            Action.LABEL_NOT_KNOWN, Action.DOCUMENT_SET_ASIDE, Action.DOCUMENT_SETTLED, Action.DOCUMENT_REDACTED,
            Action.REDACTION_CHECKED, Action.REDACTION_CORRECTED, Action.REDACTION_CASE_ACCEPTED,
            Action.DOCUMENT_INDEXED, Action.INDEX_STARTED, Action.INDEX_READY, Action.INDEX_SWITCHED,
            Action.INDEX_DROPPED, Action.MODEL_REGISTERED, Action.KEYS_REWRAPPED, Action.CODES_LOADED,
        ),
    ),
    (
        "Policies and references, which hold nothing of a patient and take two people of their own.",
        (
            Action.REFERENCE_ADDED, Action.REFERENCE_SEARCHED, Action.REFERENCE_VIEWED, Action.POLICY_LOADED,
            Action.POLICY_UPLOADED, Action.POLICY_EDITED, Action.POLICY_SUBMITTED, Action.POLICY_SENT_BACK,
            Action.POLICY_VALIDATED, Action.POLICY_RETIREMENT_ASKED, Action.POLICY_KEPT, Action.POLICY_RETIRED,
            Action.POLICY_DISCARDED, Action.POLICY_SOURCE_ATTACHED, Action.POLICY_EXPORTED,
        ),
    ),
    (
        "The making of a draft: quality counts it, and what left for a model outside is watched as it leaves.",
        (
            Action.DRAFT_REQUESTED, Action.DRAFT_REQUEST_REFUSED, Action.DRAFT_RETRIEVED, Action.DRAFT_GENERATED,
            Action.DRAFT_READY, Action.DRAFT_BLOCKED, Action.DRAFT_FAILED, Action.DRAFT_HALTED, Action.DRAFT_PURGED,
            Action.DRAFT_REPLAYED, Action.QUESTION_REFUSED, Action.QUESTION_HANDED_OVER, Action.QUESTION_TAKEN,
            Action.QUESTION_CLOSED, Action.SEEDED_DRAFT_MADE, Action.SEEDED_DRAFT_REVEALED, Action.LEARNING_COUNTED,
            Action.CASE_PROPOSED, Action.CASE_VIEWED, Action.CASE_LABELLED,
            Action.CAUSE_JUDGED, Action.PLAIN_PAGE_VIEWED, Action.DIGEST_MADE, Action.DIGEST_VIEWED,
            Action.BASELINE_SIGNED,
        ),
    ),
    (
        "Clinical judgement at the desk: quality reads it, and each act stands in the record of its draft.",
        (
            Action.DRAFT_CLAIMED, Action.CLAIM_CONFIRMED, Action.CLAIM_EDITED, Action.CLAIM_REMOVED,
            Action.CLAIM_WAIVED, Action.CLAIM_UNDONE, Action.CONSENT_RECORDED, Action.CONSENT_WITHDRAWN,
            Action.WORDS_KEPT, Action.HAND_OVER_ASKED, Action.HAND_OVER_WITHDRAWN, Action.HAND_OVER_DECLINED,
            Action.DRAFT_HANDED_OVER, Action.DRAFT_TAKEN_OVER, Action.SPAN_CITED, Action.SPAN_TAKEN_OFF,
            Action.STATEMENT_ADDED, Action.STATEMENT_UNDONE, Action.SPOT_CHECK_ASKED, Action.SPOT_CHECK_ANSWERED,
            Action.PAUSE_SUGGESTED, Action.PAUSE_DECLINED, Action.OWN_JUDGEMENT_GIVEN, Action.OWN_JUDGEMENT_SKIPPED,
            Action.DRAFT_APPROVED, Action.DRAFT_EDITED, Action.DRAFT_REJECTED, Action.DRAFT_NOT_JUDGED,
            Action.DRAFT_RETURNED, Action.DRAFT_SENT_TO_REQUESTER, Action.RETURN_ANSWERED, Action.RETURN_SENT_BACK,
            Action.DRAFT_WITHDRAWN, Action.DRAFT_SIGNED, Action.SECOND_SIGNED, Action.SECOND_SIGNATURE_REFUSED,
            Action.DRAFT_AMENDED, Action.DRAFT_ENTERED_IN_ERROR, Action.DRAFT_SET_WAITING, Action.DRAFT_GOES_ON,
            Action.DOCUMENT_REQUESTED, Action.DOCUMENT_REQUEST_ASSIGNED, Action.DOCUMENT_REQUEST_RECEIVED,
            Action.DOCUMENT_REQUEST_CANCELLED, Action.ADJUDICATION_DRAWN, Action.ADJUDICATION_SEATED,
            Action.ADJUDICATION_FINISHED, Action.READING_GIVEN, Action.THIRD_READING_ASKED,
        ),
    ),
    (
        "What a payer answered and how it is followed up: what was sent to one is watched as it leaves.",
        (
            Action.AUTHORIZATION_SUBMITTED, Action.AUTHORIZATION_RECEIVED, Action.AUTHORIZATION_PENDED,
            Action.AUTHORIZATION_DISCUSSED, Action.AUTHORIZATION_APPROVED, Action.AUTHORIZATION_PARTLY_APPROVED,
            Action.AUTHORIZATION_DENIED, Action.AUTHORIZATION_WITHDRAWN, Action.AUTHORIZATION_CORRECTED,
            Action.RECEIPT_CORRECTED, Action.PAYER_LETTER_STORED, Action.PAYER_REQUEST_PREPARED,
            Action.PAYER_REQUEST_NOT_SENT, Action.PAYER_ASKED, Action.PAYER_NOTIFIED, Action.PAYER_SUBSCRIBED,
            Action.PAYER_REPLY_TAKEN, Action.PAYER_REPLY_REFUSED, Action.APPEAL_ASKED,
        ),
    ),
)  # fmt: skip
