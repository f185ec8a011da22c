"""The gate's view of a draft: what each claim is, what was done to it, what was opened."""

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from apps.core.canonical import digest
from apps.drafting.domain.claims import Severity, Support
from apps.review.domain.edit_typing import keeps_facts
from apps.review.domain.final import Basis, basis_of
from apps.review.domain.gate import ClaimFacts, DraftFinding, Place
from apps.review.domain.status import ClaimState, EditClass
from apps.review.domain.wording import edit_class
from apps.review.selectors.chosen_citations import chosen_citations, evidence_of
from apps.viewer.domain.citations import BoundSpan
from apps.viewer.selectors import spans_resolve

if TYPE_CHECKING:
    from apps.chart.models import SourceDocument
    from apps.drafting.models import BoundQuote, Claim
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


def unsound_citations(
    draft: "AccessedDraft", claims: "Iterable[Claim]", documents: "Iterable[SourceDocument] | None" = None
) -> Mapping[str, str]:
    """Return, by id, the citations on which nothing may rest, the machine's and people's, each with what is wrong.

    One statement, none when the documents are given.
    """
    own = chosen_citations(draft)
    withdrawn = dict.fromkeys(map(str, draft.withdrawn_ids), WITHDRAWN)
    withdrawn |= {str(one.id): WITHDRAWN for one in own if one.withdrawn}
    spans = {str(one.pk): bound_span(one) for claim in claims for one in claim.citations.all()}
    spans |= {str(one.id): one.span for one in own}
    if not spans:
        return withdrawn
    resolved = spans_resolve(draft.patient_id, list(spans.values()), documents)
    return withdrawn | {pk: BROKEN for pk, holds in zip(spans, resolved, strict=True) if not holds}


def claim_facts(
    claim: "Claim", review: Mapping[str, Any] | None, opened: frozenset[str], broken: Collection[str]
) -> ClaimFacts:
    """Return what the gate asks of a claim; ``broken`` as ``unsound_citations`` gives it."""
    own = evidence_of(review)
    cited = (one.id for one in own.citations) if own else (one.pk for one in claim.citations.all())
    citations = frozenset(map(str, cited))
    return ClaimFacts(
        ordinal=claim.ordinal,
        severity=Severity(claim.severity),
        support=own.support if own else Support(claim.support),
        state=ClaimState(review["state"]) if review else None,
        citations=citations,
        opened=citations & opened,
        broken=citations.intersection(broken),
        reworded=own is None and _is_reworded(claim, review),
        kept=own is None and _is_kept(claim, review),
        recited=own is not None,
    )


def basis_now(claim: "Claim", review: Mapping[str, Any] | None, facts: ClaimFacts) -> Basis:
    """Return what the sentence of a claim stands on, as things are."""
    edit = edit_class(claim.text, review["text"]) if review and review["text"] else EditClass.NONE
    return basis_of(facts.state, edit, is_broken=bool(facts.broken), is_recited=facts.recited)


def _is_reworded(claim: "Claim", review: Mapping[str, Any] | None) -> bool:
    if not review or review["state"] != ClaimState.EDITED:
        return False
    return edit_class(claim.text, review["text"]) is not EditClass.SUBSTANTIVE


def _is_kept(claim: "Claim", review: Mapping[str, Any] | None) -> bool:
    if not review or review["state"] != ClaimState.EDITED or claim.severity != Severity.HIGH:
        return False
    return keeps_facts(claim.text, review["text"])


def review_token(review: Mapping[str, Any] | None) -> str:
    """Return what a form carries to prove which state of the claim its sender was looking at."""
    if not review:
        return UNTOUCHED
    cited = [str(one["id"]) for one in (review.get("evidence") or {}).get("citations", ())]
    return digest([*(str(review[key]) for key in ("id", "state", "text", "reason_code", "reason")), *cited])[:16]
