"""Opening the evidence behind a claim or a criterion: shown by the viewer; a claim's remembered by the desk."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.urls import reverse

from apps.core import clock
from apps.core.actors import Actor
from apps.drafting.domain.claims import Stance
from apps.drafting.selectors import claims_told, criteria_of_draft
from apps.review.models import ChosenCitation, EvidenceOpening
from apps.review.selectors.beside import told
from apps.review.selectors.facts import bound_span
from apps.review.selectors.rights import item_of, why_not_review
from apps.review.selectors.why import citation_why
from apps.review.services.resting import Resting, claims_resting
from apps.viewer.domain.marks import Mark, MarkKind
from apps.viewer.selectors import DocumentView, Quote, evidence_quotes
from apps.viewer.services import evidence_show

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.drafting.models import BoundQuote, Claim, Draft
    from apps.review.selectors.accessed import AccessedDraft


CRITERION_CHIP = "criterion-"
DAY = re.compile(r"(?:\d{1,2} )?[A-Z][a-z]{2} \d{4}$")
Against = tuple[tuple[str, Quote], ...]  # the address of a citation and its words


@dataclass(frozen=True, slots=True)
class EvidencePane:
    """The source pane: the document behind one citation, its place in the evidence, what stands against."""

    citation_id: UUID
    chip: str  # of the page: "12" of a claim's citation, "criterion-<id>" of one of an answer
    owner: str  # "claim 3", "criterion 2a"
    anchor: str
    claim_id: UUID | None  # None where it is evidence of a criterion: no claim is checked by opening it
    claim_ordinal: int | None
    is_against: bool
    position: int
    total: int
    previous: str  # addresses, empty at the ends
    next: str
    view: DocumentView
    against: Against
    why: str  # why this passage: one line, redacted; empty where it was not kept
    used_by: tuple[tuple[str, str], ...]  # other claims that rest on these very words: label, address
    is_own: bool = False  # chosen by a person for a sentence of theirs
    taken_off: bool = False  # of the machine's: a person's sentence has taken the place of the one it carried
    label: str = ""  # as the chip says it

    @property
    def is_of_another_day(self) -> bool:
        """Return whether the day on the chip is the quoted line's own, and the document's is another."""
        dated, written = self.view.header.dated_at, DAY.search(self.label)
        if dated is None or written is None:
            return False
        day = clock.day_of(dated)
        return written[0] not in {f"{day.day} {day:%b %Y}", f"{day:%b %Y}"}


@dataclass(frozen=True, slots=True)
class _Owner:
    """What a citation is evidence of: a claim of the draft, or the answer to a criterion of its policy."""

    draft: "Draft"
    words: str
    anchor: str
    criterion_id: str
    citations: "Sequence[BoundQuote]"
    claim: "Claim | None" = None
    name: str = "review:criterion_citation"

    def address(self, citation: "BoundQuote") -> str:
        """Return where one of its citations is opened."""
        return reverse(self.name, args=[self.draft.pk, citation.pk])


def evidence_open(*, draft: "AccessedDraft", citation_id: UUID, person: "Person", actor: Actor) -> EvidencePane:
    """Show the source of a claim's citation and remember that this person opened it.

    A citation that no longer resolves is shown as broken and does not count as opened; one that counts is among the
    draft's ``opened_ids`` from now on. Raises 404 for a citation of another draft.
    """
    owners = (_owner_of_claim(draft, claim) for claim in claims_told(told(draft).claim_rows))
    owner, citation = _found(owners, citation_id)
    with transaction.atomic():
        pane = _shown(draft, owner, citation, person, actor)
        item = item_of(draft)
        if item and not pane.view.broken and not why_not_review(draft, person):
            EvidenceOpening.objects.get_or_create(item=item, citation_id=citation.pk, person=person)
            draft.opened_ids.append(citation.pk)
    return pane


def criterion_evidence_open(
    *, draft: "AccessedDraft", citation_id: UUID, person: "Person", actor: Actor
) -> EvidencePane:  # fmt: skip
    """Show the source that the answer to a criterion rests on. It counts for no claim: each has sources of its own."""
    owners = (
        _Owner(draft, f"criterion {one.node_id}", f"criterion-{one.node_id}", one.node_id, list(one.citations.all()))
        for one in criteria_of_draft(draft)
    )
    owner, citation = _found(owners, citation_id)
    with transaction.atomic():
        return _shown(draft, owner, citation, person, actor)


def chosen_evidence_open(*, draft: "AccessedDraft", citation_id: UUID, person: "Person", actor: Actor) -> EvidencePane:
    """Show the source of what a person cites for a sentence of theirs. It checks no claim: who chose it has read it."""
    owners = (
        _Owner(draft, one.words, one.anchor, "", one.citations, one.claim, "review:chosen_citation")
        for one in claims_resting(draft)
        if any(isinstance(cited, ChosenCitation) for cited in one.citations)
    )
    owner, citation = _found(owners, citation_id)
    with transaction.atomic():
        return _shown(draft, owner, citation, person, actor)


def _owner_of_claim(draft: "Draft", claim: "Claim") -> _Owner:
    words, anchor = f"claim {claim.ordinal}", f"claim-{claim.ordinal}"
    return _Owner(
        draft, words, anchor, claim.criterion_id, list(claim.citations.all()), claim, "review:citation"
    )  # fmt: skip


def _found(owners: Iterable[_Owner], citation_id: UUID) -> "tuple[_Owner, BoundQuote]":
    for owner in owners:
        for citation in owner.citations:
            if citation.pk == citation_id:
                return owner, citation
    raise Http404("No such citation.")


def _shown(
    draft: "AccessedDraft", owner: _Owner, citation: "BoundQuote", person: "Person", actor: Actor
) -> EvidencePane:  # fmt: skip
    resting = claims_resting(draft)
    marks = list(_marks(resting, owner, citation))
    # What is slow comes before the event: appending locks the log.
    is_own = isinstance(citation, ChosenCitation)
    why = "" if is_own else citation_why(owner.draft, citation, owner.criterion_id, person)
    against = _against(owner, citation)
    view = evidence_show(
        person=person, span=bound_span(citation), marks=marks, citation_id=citation.pk, draft_id=owner.draft.pk,
        actor=actor,
    )  # fmt: skip
    return _pane(resting, owner, citation, view, against, why)


def _marks(resting: Sequence[Resting], owner: _Owner, citation: "BoundQuote") -> Iterator[Mark]:
    """Yield the marks of the other citations into the same document."""
    for other in owner.citations:
        if _beside(other, citation):
            kind = MarkKind.AGAINST if other.stance == Stance.CONTRADICTS else MarkKind.ALSO
            yield Mark(other.source_start, other.source_end, kind, ())
    for resting_one in resting:
        if resting_one.anchor != owner.anchor:
            link = resting_one.link(owner.draft)
            cited = (one for one in resting_one.citations if _beside(one, citation))
            yield from (Mark(one.source_start, one.source_end, MarkKind.ALSO, (link,)) for one in cited)


def _beside(other: "BoundQuote", citation: "BoundQuote") -> bool:
    return other.source_document_id == citation.source_document_id and other != citation


def _pane(
    resting: Sequence[Resting], owner: _Owner, citation: "BoundQuote", view: DocumentView, against: Against, why: str
) -> EvidencePane:  # fmt: skip
    own = list(owner.citations)
    at = own.index(citation)
    return EvidencePane(
        citation_id=citation.pk,
        chip=f"{CRITERION_CHIP}{citation.pk}" if owner.name == "review:criterion_citation" else str(citation.ordinal),
        owner=owner.words,
        anchor=owner.anchor,
        claim_id=owner.claim.pk if owner.claim else None,
        claim_ordinal=owner.claim.ordinal if owner.claim else None,
        is_against=citation.stance == Stance.CONTRADICTS,
        position=at + 1,
        total=len(own),
        previous=owner.address(own[at - 1]) if at else "",
        next=owner.address(own[at + 1]) if at + 1 < len(own) else "",
        view=view,
        against=against,
        why=why,
        used_by=tuple(
            other.link(owner.draft) for other in resting if other.anchor != owner.anchor and _overlaps(other, citation)
        ),
        label=citation.label,
        is_own=isinstance(citation, ChosenCitation),
        taken_off=owner.name == "review:citation" and not _rests_on(resting, citation),
    )


def _against(owner: _Owner, citation: "BoundQuote") -> Against:
    """Return the words of the owner's other citations that contradict it."""
    others = [one for one in owner.citations if one.stance == Stance.CONTRADICTS and one != citation]
    quotes = evidence_quotes(owner.draft.patient_id, [bound_span(other) for other in others]) if others else []
    return tuple((owner.address(other), quote) for other, quote in zip(others, quotes, strict=True) if quote)


def _rests_on(resting: Sequence[Resting], citation: "BoundQuote") -> bool:
    return any(one.pk == citation.pk for other in resting for one in other.citations)


def _overlaps(other: Resting, citation: "BoundQuote") -> bool:
    return any(
        one.source_document_id == citation.source_document_id
        and one.source_start < citation.source_end
        and citation.source_start < one.source_end
        for one in other.citations
    )
