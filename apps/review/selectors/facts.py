"""The gate's view of a draft: what each claim is, what was done to it, what was opened."""

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from apps.core.canonical import digest
from apps.drafting.domain.claims import Severity, Support
from apps.review.domain.gate import ClaimFacts, DraftFinding, Place
from apps.review.domain.status import ClaimState, EditClass
from apps.review.domain.wording import edit_class
from apps.viewer.domain.citations import BoundSpan
from apps.viewer.selectors import spans_resolve

if TYPE_CHECKING:
    from apps.chart.models import SourceDocument
    from apps.drafting.models import BoundQuote, Claim, Draft
    from apps.review.selectors.accessed import AccessedDraft

UNTOUCHED = "untouched"
BROKEN = "no longer resolves: the quoted words are not in it"
WITHDRAWN = "was withdrawn by its sender, as entered in error"


def reviews_of(draft: "AccessedDraft") -> dict[str, Mapping[str, Any]]:
    """Return what was done to each claim, by claim id (``draft`` as ``access_draft`` returns it)."""
    rows: list[Mapping[str, Any]] = draft.review_rows
    return {str(row["claim_id"]): row for row in rows}


def findings_on_draft(draft: "AccessedDraft") -> tuple[DraftFinding, ...]:
    """Return what the checks said of the draft as a whole, in redacted words (``draft`` as ``access_draft`` gives it).

    No SQL.
    """
    rows: list[Mapping[str, Any]] = draft.finding_rows
    return tuple(
        DraftFinding(
            str(row["id"]), row["rule"], Severity(row["severity"]), row["sentence"], row["criterion_id"], _place(row)
        )
        for row in sorted(rows, key=lambda row: (row["at"], row["id"]))
        if not row["claim_id"]
    )


def _place(row: Mapping[str, Any]) -> Place | None:
    return Place(str(row["document_id"]), row["start"], row["end"]) if row["document_id"] else None


def bound_span(citation: "BoundQuote") -> BoundSpan:
    """Return what a citation was bound to when the draft was made."""
    return BoundSpan(
        document_id=str(citation.source_document_id),
        sha256=citation.source_sha256,
        start=citation.source_start,
        end=citation.source_end,
        quote_sha256=citation.quote_sha256,
    )


def broken_citations(
    draft: "Draft", claims: "Iterable[Claim]", documents: "Iterable[SourceDocument] | None" = None
) -> frozenset[str]:
    """Return the ids of the citations whose words no longer stand in the version they were bound to.

    One statement, none when the documents are given.
    """
    citations = [citation for claim in claims for citation in claim.citations.all()]
    if not citations:
        return frozenset()
    resolved = spans_resolve(draft.patient_id, [bound_span(citation) for citation in citations], documents)
    return frozenset(str(citation.pk) for citation, holds in zip(citations, resolved, strict=True) if not holds)


def unsound_citations(
    draft: "AccessedDraft", claims: "Iterable[Claim]", documents: "Iterable[SourceDocument] | None" = None
) -> Mapping[str, str]:
    """Return, by id, the citations on which nothing may rest, each with what is wrong with its source.

    Statements as ``broken_citations``.
    """
    withdrawn = dict.fromkeys(map(str, draft.withdrawn_ids), WITHDRAWN)
    return withdrawn | dict.fromkeys(broken_citations(draft, claims, documents), BROKEN)


def claim_facts(
    claim: "Claim", review: Mapping[str, Any] | None, opened: frozenset[str], broken: Collection[str]
) -> ClaimFacts:
    """Return what the gate asks of a claim; ``broken`` as ``unsound_citations`` gives it."""
    citations = frozenset(str(citation.pk) for citation in claim.citations.all())
    return ClaimFacts(
        ordinal=claim.ordinal,
        severity=Severity(claim.severity),
        support=Support(claim.support),
        state=ClaimState(review["state"]) if review else None,
        citations=citations,
        opened=citations & opened,
        broken=citations.intersection(broken),
        reworded=_is_reworded(claim, review),
    )


def _is_reworded(claim: "Claim", review: Mapping[str, Any] | None) -> bool:
    if not review or review["state"] != ClaimState.EDITED:
        return False
    return edit_class(claim.text, review["text"]) is not EditClass.SUBSTANTIVE


def review_token(review: Mapping[str, Any] | None) -> str:
    """Return what a form carries to prove which state of the claim its sender was looking at."""
    if not review:
        return UNTOUCHED
    return digest([str(review[key]) for key in ("id", "state", "text", "reason_code", "reason")])[:16]
