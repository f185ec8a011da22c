"""Human acts on a draft. Each takes the draft as ``selectors.access_draft`` let it in, and records itself."""

from apps.review.services.amendments import Correction, amend_act, document_amend
from apps.review.services.attention import attention_report
from apps.review.services.authorizations import (
    answer_record,
    appeal_bind,
    appeal_replace,
    authorization_show,
    letter_submit,
    payer_letter_bind,
    receipt_confirm,
)
from apps.review.services.away import sheet_keep, sheet_refuse
from apps.review.services.cited import CitedWords, cited_letter_show, cited_words_show
from apps.review.services.citing import span_cite, span_take_off
from apps.review.services.claims import claim_confirm, claim_edit, claim_remove, claim_undo, claim_waive
from apps.review.services.consents import consent_record, consent_withdraw
from apps.review.services.corrections import CORRECTED, answer_correct, receipt_correct
from apps.review.services.decisions import item_decide, item_sign, signing_act
from apps.review.services.evidence import EvidencePane, chosen_evidence_open, criterion_evidence_open, evidence_open
from apps.review.services.exports import document_export, document_export_refuse
from apps.review.services.handing import (
    hand_over,
    hand_over_ask,
    hand_over_decline,
    hand_over_give,
    hand_over_withdraw,
    item_take_over,
)
from apps.review.services.items import (
    draft_show,
    item_claim,
    item_release,
    item_reopen,
    items_open_for_ready_drafts,
    ledger_show,
    ledger_values_refuse,
    ledger_values_show,
    queue_show,
    trace_export,
    trace_show,
)
from apps.review.services.own import own_evidence_open, own_judgement_give, own_judgement_skip
from apps.review.services.pauses import pause_go_on, pause_suggest
from apps.review.services.previews import chart_check_answer, chart_check_ask
from apps.review.services.proofs import document_verify, file_compare
from apps.review.services.requests import (
    Wanted,
    document_request,
    documents_request,
    draft_go_on,
    draft_wait,
    request_assign,
    request_cancel,
    request_receive,
    requests_show,
)
from apps.review.services.returns import return_answer
from apps.review.services.rules import rules_set
from apps.review.services.second import second_refuse, second_sign
from apps.review.services.seeding import seeded_draft_make, seeded_show
from apps.review.services.statements import statement_add, statement_undo
from apps.review.services.tempo import spot_check_answer, spot_check_ask, spot_check_require, spot_check_show
from apps.review.services.typed import words_discard, words_keep

__all__ = [
    "CORRECTED",
    "CitedWords",
    "Correction",
    "EvidencePane",
    "Wanted",
    "amend_act",
    "answer_correct",
    "answer_record",
    "appeal_bind",
    "appeal_replace",
    "attention_report",
    "authorization_show",
    "chart_check_answer",
    "chart_check_ask",
    "chosen_evidence_open",
    "cited_letter_show",
    "cited_words_show",
    "claim_confirm",
    "claim_edit",
    "claim_remove",
    "claim_undo",
    "claim_waive",
    "consent_record",
    "consent_withdraw",
    "criterion_evidence_open",
    "document_amend",
    "document_export",
    "document_export_refuse",
    "document_request",
    "document_verify",
    "documents_request",
    "draft_go_on",
    "draft_show",
    "draft_wait",
    "evidence_open",
    "file_compare",
    "hand_over",
    "hand_over_ask",
    "hand_over_decline",
    "hand_over_give",
    "hand_over_withdraw",
    "item_claim",
    "item_decide",
    "item_release",
    "item_reopen",
    "item_sign",
    "item_take_over",
    "items_open_for_ready_drafts",
    "ledger_show",
    "ledger_values_refuse",
    "ledger_values_show",
    "letter_submit",
    "own_evidence_open",
    "own_judgement_give",
    "own_judgement_skip",
    "pause_go_on",
    "pause_suggest",
    "payer_letter_bind",
    "queue_show",
    "receipt_confirm",
    "receipt_correct",
    "request_assign",
    "request_cancel",
    "request_receive",
    "requests_show",
    "return_answer",
    "rules_set",
    "second_refuse",
    "second_sign",
    "seeded_draft_make",
    "seeded_show",
    "sheet_keep",
    "sheet_refuse",
    "signing_act",
    "span_cite",
    "span_take_off",
    "spot_check_answer",
    "spot_check_ask",
    "spot_check_require",
    "spot_check_show",
    "statement_add",
    "statement_undo",
    "trace_export",
    "trace_show",
    "words_discard",
    "words_keep",
]
