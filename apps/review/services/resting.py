"""Which sentence of a draft rests on which words of the chart now: what a person cites takes the machine's place."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.urls import reverse

from apps.drafting.selectors import claims_told
from apps.review.domain.final import OWN
from apps.review.domain.status import ClaimState
from apps.review.models import ChosenCitation
from apps.review.selectors.beside import told
from apps.review.selectors.chosen_citations import chosen_citations
from apps.review.selectors.facts import basis_now, claim_facts, reviews_of

if TYPE_CHECKING:
    from apps.drafting.models import BoundQuote, Claim, Draft
    from apps.review.selectors.accessed import AccessedDraft


@dataclass(frozen=True, slots=True)
class Resting:
    """A sentence with what it rests on: a claim as it stands, or one that a person added."""

    words: str  # "claim 3", "your sentence 14"
    anchor: str
    citations: "Sequence[BoundQuote]"
    claim: "Claim | None" = None

    def link(self, draft: "Draft") -> tuple[str, str]:
        """Return its name and its address on the review page."""
        return self.words, f"{reverse('review:draft_detail', args=[draft.pk])}#{self.anchor}"


def claims_resting(draft: "AccessedDraft") -> tuple[Resting, ...]:
    """Return the sentences of a draft that rest on the chart, in their order.

    No statement while nobody has chosen a citation of their own, one otherwise.
    """
    return tuple(_resting(draft))


def _resting(draft: "AccessedDraft") -> Iterator[Resting]:
    own: dict[object, list[ChosenCitation]] = {}
    rows = ChosenCitation.objects.filter(evidence__item__draft=draft).select_related("evidence__review")
    for row in rows.order_by("ordinal") if chosen_citations(draft) else ():
        written = row.evidence.review
        own.setdefault(written.claim_id if written else row.evidence.statement_id, []).append(row)
    reviews, claims = reviews_of(draft), claims_told(told(draft).claim_rows)
    for claim in claims:
        review = reviews.get(str(claim.pk))
        facts = claim_facts(claim, review, frozenset(), ())
        rests: Sequence[BoundQuote] = own.get(claim.pk, ())
        if not rests and basis_now(claim, review, facts) not in OWN:
            rests = list(claim.citations.all())
        if facts.state is not ClaimState.REMOVED:
            yield Resting(f"claim {claim.ordinal}", f"claim-{claim.ordinal}", list(rests), claim)
    for number, added in enumerate(draft.statement_rows, start=len(claims) + 1):
        if cited := own.get(UUID(str(added["id"]))):
            yield Resting(f"sentence {number}, a clinician's own", "own-words", cited)
