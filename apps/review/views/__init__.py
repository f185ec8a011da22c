"""The pages of the desk."""

from apps.review.views.claims import claim_confirm, claim_edit, claim_remove, claim_undo, claim_waive
from apps.review.views.decisions import draft_decide
from apps.review.views.drafts import (
    citation,
    draft_again,
    draft_claim,
    draft_detail,
    draft_release,
    draft_reopen,
    draft_resume,
)
from apps.review.views.ledger import draft_ledger
from apps.review.views.queue import draft_new, queue, redaction_drafts
from apps.review.views.signed import draft_pdf, draft_signed
from apps.review.views.trace import draft_replay, draft_trace, draft_trace_export

__all__ = [
    "citation",
    "claim_confirm",
    "claim_edit",
    "claim_remove",
    "claim_undo",
    "claim_waive",
    "draft_again",
    "draft_claim",
    "draft_decide",
    "draft_detail",
    "draft_ledger",
    "draft_new",
    "draft_pdf",
    "draft_release",
    "draft_reopen",
    "draft_replay",
    "draft_resume",
    "draft_signed",
    "draft_trace",
    "draft_trace_export",
    "queue",
    "redaction_drafts",
]
