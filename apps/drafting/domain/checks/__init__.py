"""What stands between a model and a person: every claim is held against its own quotes, by code."""

from apps.drafting.domain.checks.claim import check_claim
from apps.drafting.domain.checks.draft import check_draft
from apps.drafting.domain.checks.verdicts import CheckedClaim, CheckedDraft, Note

__all__ = ["CheckedClaim", "CheckedDraft", "Note", "check_claim", "check_draft"]
