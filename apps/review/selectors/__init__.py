"""Reads of the desk. Guarded ones start with ``access_`` and answer a stranger as if the draft did not exist."""

from apps.review.selectors.appeals import appeal_head
from apps.review.selectors.authorizations import (
    access_answer,
    access_authorization,
    access_draft_requests,
    authorization_page,
    outcomes_in,
)
from apps.review.selectors.came_in import came_in
from apps.review.selectors.counted import ClaimGroup, CountedDecision, counted_decisions, decisions_from
from apps.review.selectors.decisions import (
    decision_last,
    decisions_in,
    document_of,
    signed_document,
)
from apps.review.selectors.final_text import final_text
from apps.review.selectors.halted import halted_told
from apps.review.selectors.header import header_of
from apps.review.selectors.items import (
    access_draft,
    access_draft_to_act,
    access_draft_unjudged,
    drafts_redacted_again,
    drafts_waiting_for_an_item,
)
from apps.review.selectors.learning import (
    LearningClaim,
    LearningDraft,
    learning_decisions,
    learning_draft_of,
    learning_drafts,
    why_not_learning,
)
from apps.review.selectors.ledger import access_ledger, ledger_page, with_values
from apps.review.selectors.letter_lint import letter_gaps
from apps.review.selectors.letter_page import letter_page
from apps.review.selectors.own import OwnCounts, own_judgements_in, own_page
from apps.review.selectors.page import review_page
from apps.review.selectors.payer_basis import payer_basis
from apps.review.selectors.payers import other_payer
from apps.review.selectors.queue import queue_page
from apps.review.selectors.replays import replay_shown
from apps.review.selectors.requests import (
    access_request,
    assignees,
    documents_since,
    documents_unread,
    request_rows,
    requests_of,
    requests_page,
    waits_for,
)
from apps.review.selectors.rules import rules_told_in
from apps.review.selectors.seeded import SeededCounts, access_seeded, seeded_page, seeded_results_in
from apps.review.selectors.signals import SignalClaim, SignalDecision, SignalSpan, signal_decisions
from apps.review.selectors.signed_files import signed_pdf, why_not_handed
from apps.review.selectors.trace import trace_of
from apps.review.selectors.verification import signature_remains, verification

__all__ = [
    "ClaimGroup",
    "CountedDecision",
    "LearningClaim",
    "LearningDraft",
    "OwnCounts",
    "SeededCounts",
    "SignalClaim",
    "SignalDecision",
    "SignalSpan",
    "access_answer",
    "access_authorization",
    "access_draft",
    "access_draft_requests",
    "access_draft_to_act",
    "access_draft_unjudged",
    "access_ledger",
    "access_request",
    "access_seeded",
    "appeal_head",
    "assignees",
    "authorization_page",
    "came_in",
    "counted_decisions",
    "decision_last",
    "decisions_from",
    "decisions_in",
    "document_of",
    "documents_since",
    "documents_unread",
    "drafts_redacted_again",
    "drafts_waiting_for_an_item",
    "final_text",
    "halted_told",
    "header_of",
    "learning_decisions",
    "learning_draft_of",
    "learning_drafts",
    "ledger_page",
    "letter_gaps",
    "letter_page",
    "other_payer",
    "outcomes_in",
    "own_judgements_in",
    "own_page",
    "payer_basis",
    "queue_page",
    "replay_shown",
    "request_rows",
    "requests_of",
    "requests_page",
    "review_page",
    "rules_told_in",
    "seeded_page",
    "seeded_results_in",
    "signal_decisions",
    "signature_remains",
    "signed_document",
    "signed_pdf",
    "trace_of",
    "verification",
    "waits_for",
    "why_not_handed",
    "why_not_learning",
    "with_values",
]
