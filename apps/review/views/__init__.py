"""The pages of the desk."""

from apps.review.views.attention import attention_report
from apps.review.views.authorizations import (
    appeal_ask,
    authorization,
    authorization_answer,
    authorization_letter,
    authorization_receipt,
    authorization_submit,
)
from apps.review.views.cited import cited, cited_words
from apps.review.views.claims import claim_confirm, claim_edit, claim_remove, claim_undo, claim_waive
from apps.review.views.consents import consent_withdraw, draft_consents
from apps.review.views.corrections import answer_correct, receipt_correct
from apps.review.views.decided import draft_decided
from apps.review.views.decisions import draft_challenge, draft_decide, draft_decide_back
from apps.review.views.drafts import (
    citation,
    criterion_citation,
    draft_again,
    draft_claim,
    draft_detail,
    draft_release,
    draft_reopen,
    draft_resume,
)
from apps.review.views.exchange import (
    exchange_ask,
    exchange_download,
    exchange_fields,
    exchange_prepare,
    exchange_read,
    exchange_send,
    exchange_update,
)
from apps.review.views.holding import hand_over, holding, take_over
from apps.review.views.identity import identity
from apps.review.views.later import (
    draft_amend,
    draft_amend_back,
    draft_amend_challenge,
    draft_second,
    draft_second_back,
    draft_second_challenge,
)
from apps.review.views.ledger import draft_ledger
from apps.review.views.own import own, own_citation, own_skip
from apps.review.views.queue import chart_check, draft_new, pause_decline, queue, redaction_drafts
from apps.review.views.requests import (
    document_requests,
    draft_anew,
    draft_go_on,
    draft_requests,
    draft_wait,
    request_assign,
    request_cancel,
    request_make,
    request_receive,
)
from apps.review.views.returns import draft_returned
from apps.review.views.rules import desk_help, rules
from apps.review.views.seeded import seeded
from apps.review.views.signed import draft_pdf, draft_signed
from apps.review.views.sources import (
    chosen_citation,
    source,
    source_find,
    sources,
    sources_search,
    span_cite,
    span_take_off,
)
from apps.review.views.spot_check import draft_spot_check
from apps.review.views.statements import statement_add, statement_undo
from apps.review.views.trace import draft_replay, draft_trace, draft_trace_export
from apps.review.views.typed import typed_claim, typed_draft
from apps.review.views.verify import draft_verify

__all__ = [
    "answer_correct",
    "appeal_ask",
    "attention_report",
    "authorization",
    "authorization_answer",
    "authorization_letter",
    "authorization_receipt",
    "authorization_submit",
    "chart_check",
    "chosen_citation",
    "citation",
    "cited",
    "cited_words",
    "claim_confirm",
    "claim_edit",
    "claim_remove",
    "claim_undo",
    "claim_waive",
    "consent_withdraw",
    "criterion_citation",
    "desk_help",
    "document_requests",
    "draft_again",
    "draft_amend",
    "draft_amend_back",
    "draft_amend_challenge",
    "draft_anew",
    "draft_challenge",
    "draft_claim",
    "draft_consents",
    "draft_decide",
    "draft_decide_back",
    "draft_decided",
    "draft_detail",
    "draft_go_on",
    "draft_ledger",
    "draft_new",
    "draft_pdf",
    "draft_release",
    "draft_reopen",
    "draft_replay",
    "draft_requests",
    "draft_resume",
    "draft_returned",
    "draft_second",
    "draft_second_back",
    "draft_second_challenge",
    "draft_signed",
    "draft_spot_check",
    "draft_trace",
    "draft_trace_export",
    "draft_verify",
    "draft_wait",
    "exchange_ask",
    "exchange_download",
    "exchange_fields",
    "exchange_prepare",
    "exchange_read",
    "exchange_send",
    "exchange_update",
    "hand_over",
    "holding",
    "identity",
    "own",
    "own_citation",
    "own_skip",
    "pause_decline",
    "queue",
    "receipt_correct",
    "redaction_drafts",
    "request_assign",
    "request_cancel",
    "request_make",
    "request_receive",
    "rules",
    "seeded",
    "source",
    "source_find",
    "sources",
    "sources_search",
    "span_cite",
    "span_take_off",
    "statement_add",
    "statement_undo",
    "take_over",
    "typed_claim",
    "typed_draft",
]
