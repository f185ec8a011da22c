"""The gate's view of a draft: what each claim is, what was done to it, what was opened."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from apps.core.canonical import digest
from apps.drafting.domain.claims import Severity, Support
from apps.review.domain.gate import ClaimFacts
from apps.review.domain.status import ClaimState

if TYPE_CHECKING:
    from apps.drafting.models import Claim, Draft

UNTOUCHED = "untouched"


def reviews_of(draft: "Draft") -> dict[str, Mapping[str, Any]]:
    """Return what was done to each claim, by claim id (``draft`` as ``access_draft`` returns it)."""
    rows: list[Mapping[str, Any]] = draft.review_rows  # type: ignore[attr-defined]
    return {str(row["claim_id"]): row for row in rows}


def claim_facts(claim: "Claim", review: Mapping[str, Any] | None, opened: frozenset[str]) -> ClaimFacts:
    citations = frozenset(str(citation.pk) for citation in claim.citations.all())
    return ClaimFacts(
        ordinal=claim.ordinal,
        severity=Severity(claim.severity),
        support=Support(claim.support),
        state=ClaimState(review["state"]) if review else None,
        citations=citations,
        opened=citations & opened,
    )


def review_token(review: Mapping[str, Any] | None) -> str:
    """Return what a form carries to prove which state of the claim its sender was looking at."""
    if not review:
        return UNTOUCHED
    return digest([str(review[key]) for key in ("id", "state", "text", "reason_code", "reason")])[:16]
