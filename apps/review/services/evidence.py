"""Opening the evidence behind a claim: shown by the viewer, remembered by the desk."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.urls import reverse

from apps.core.actors import Actor
from apps.drafting.domain.claims import Stance
from apps.review.models import EvidenceOpening
from apps.review.selectors.facts import bound_span
from apps.review.selectors.rights import item_of, why_not_review
from apps.review.selectors.why import citation_why
from apps.viewer.domain.marks import Mark, MarkKind
from apps.viewer.selectors import DocumentView, Quote, evidence_quotes
from apps.viewer.services import evidence_show

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.drafting.models import Citation, Claim, Draft
    from apps.review.selectors.accessed import AccessedDraft


Against = tuple[tuple[UUID, Quote], ...]  # a citation and its words


@dataclass(frozen=True, slots=True)
class EvidencePane:
    """The source pane: the document behind one citation, its place in the claim's evidence, what stands against."""

    citation_id: UUID
    number: int
    claim_id: UUID
    claim_ordinal: int
    is_against: bool
    position: int
    total: int
    previous_id: UUID | None
    next_id: UUID | None
    view: DocumentView
    against: Against
    why: str  # why this passage: one line, redacted; empty where it was not kept
    used_by: tuple[tuple[str, str], ...]  # other claims that rest on these very words: label, address


@transaction.atomic
def evidence_open(*, draft: "AccessedDraft", citation_id: UUID, person: "Person", actor: Actor) -> EvidencePane:
    """Show the source of a citation and remember that this person opened it.

    A citation that no longer resolves is shown as broken and does not count as opened. Raises 404 for a citation of
    another draft.
    """
    claims = list(draft.claims.order_by("ordinal").prefetch_related("citations"))
    claim, citation = _found(claims, citation_id)
    marks = _marks(draft, claims, claim, citation)
    # What is slow comes before the event: appending locks the log.
    why = citation_why(draft, citation, claim.criterion_id, person)
    against = _against(draft, claim, citation)
    view = evidence_show(
        person=person, span=bound_span(citation), marks=marks, citation_id=citation.pk, draft_id=draft.pk, actor=actor
    )
    item = item_of(draft)
    if item and not view.broken and not why_not_review(draft, person):
        EvidenceOpening.objects.get_or_create(item=item, citation=citation, person=person)
    return _pane(draft, claims, claim, citation, view, against, why)


def _found(claims: "Sequence[Claim]", citation_id: UUID) -> "tuple[Claim, Citation]":
    for claim in claims:
        for citation in claim.citations.all():
            if citation.pk == citation_id:
                return claim, citation
    raise Http404("No such citation.")


def _marks(draft: "Draft", claims: "Sequence[Claim]", claim: "Claim", citation: "Citation") -> list[Mark]:
    """Return the marks of the other citations into the same document."""
    return [
        Mark(
            other.source_start,
            other.source_end,
            MarkKind.AGAINST if owner == claim and other.stance == Stance.CONTRADICTS else MarkKind.ALSO,
            () if owner == claim else (_link(draft, owner),),
        )
        for owner in claims
        for other in owner.citations.all()
        if other.source_document_id == citation.source_document_id and other != citation
    ]


def _pane(
    draft: "Draft", claims: "Sequence[Claim]", claim: "Claim", citation: "Citation", view: DocumentView,
    against: Against, why: str,
) -> EvidencePane:  # fmt: skip
    own = list(claim.citations.all())
    at = own.index(citation)
    return EvidencePane(
        citation_id=citation.pk,
        number=citation.ordinal,
        claim_id=claim.pk,
        claim_ordinal=claim.ordinal,
        is_against=citation.stance == Stance.CONTRADICTS,
        position=at + 1,
        total=len(own),
        previous_id=own[at - 1].pk if at else None,
        next_id=own[at + 1].pk if at + 1 < len(own) else None,
        view=view,
        against=against,
        why=why,
        used_by=tuple(_link(draft, owner) for owner in claims if owner != claim and _overlaps(owner, citation)),
    )


def _against(draft: "Draft", claim: "Claim", citation: "Citation") -> Against:
    """Return the words of the claim's other citations that contradict it."""
    others = [one for one in claim.citations.all() if one.stance == Stance.CONTRADICTS and one != citation]
    quotes = evidence_quotes(draft.patient_id, [bound_span(other) for other in others]) if others else []
    return tuple((other.pk, quote) for other, quote in zip(others, quotes, strict=True) if quote)


def _overlaps(claim: "Claim", citation: "Citation") -> bool:
    return any(
        other.source_document_id == citation.source_document_id
        and other.source_start < citation.source_end
        and citation.source_start < other.source_end
        for other in claim.citations.all()
    )


def _link(draft: "Draft", claim: "Claim") -> tuple[str, str]:
    return f"claim {claim.ordinal}", f"{reverse('review:draft_detail', args=[draft.pk])}#claim-{claim.ordinal}"
