"""The text as it stands: what is left of each claim, in redacted words, ready to be looked at and signed."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from apps.core.canonical import digest
from apps.review.domain import final
from apps.review.domain.edit_kinds import EditKind, Kinds, class_of
from apps.review.domain.edit_typing import claim_kinds
from apps.review.domain.final import Basis, FinalClaim
from apps.review.domain.gate import ClaimFacts, DraftFinding
from apps.review.domain.statements import Part, placed, section_of
from apps.review.domain.status import ClaimState, EditClass
from apps.review.selectors.chips import statement_facts
from apps.review.selectors.chosen_citations import evidence_of
from apps.review.selectors.facts import basis_now, claim_facts, findings_on_draft, reviews_of, unsound_citations
from apps.review.selectors.outline import headings_of

if TYPE_CHECKING:
    from apps.drafting.models import Citation, Claim
    from apps.review.selectors.accessed import AccessedDraft


@dataclass(frozen=True, slots=True)
class TextEdit:
    """One change of the text: of a claim, or a sentence of a clinician's own; ``proposed`` is what code says of it."""

    ordinal: int
    claim_id: str  # empty: added by a person
    proposed: Kinds


@dataclass(frozen=True, slots=True)
class FinalText:
    """What would be signed now. ``sha256`` is what the decide page shows and the signature must find again."""

    body: Mapping[str, Any]
    sha256: str
    machine_sha256: str
    edits: tuple[TextEdit, ...]
    facts: tuple[ClaimFacts, ...]
    on_draft: tuple[DraftFinding, ...]
    edited: int
    removed: int
    opened: int
    added: int = 0  # sentences of clinicians' own
    cited: int = 0  # claims in the machine's words on evidence that a person chose
    unsettled: tuple[ClaimFacts, ...] = ()  # of these, those that what is cited for them does not carry

    @property
    def proposed(self) -> EditClass:
        """What the changes count as together, as code sees them."""
        return class_of(kind for edit in self.edits for kind in edit.proposed)


def final_text(draft: "AccessedDraft") -> FinalText:
    """Return the final text of a draft that ``access_draft`` let in. Three statements: claims, citations, sources."""
    claims = list(draft.claims.order_by("ordinal").prefetch_related("citations"))
    reviews = reviews_of(draft)
    opened = frozenset(map(str, draft.opened_ids))
    broken = unsound_citations(draft, claims)
    facts = tuple(claim_facts(claim, reviews.get(str(claim.pk)), opened, broken) for claim in claims)
    headings = headings_of(draft.policy.body) if draft.policy else {}
    words = [_text(claim, reviews) for claim in claims]
    kept = [
        _final_claim(claim, reviews.get(str(claim.pk)), fact, text, headings.get(claim.section, claim.section))
        for claim, fact, text in zip(claims, facts, words, strict=True)
        if fact.state is not ClaimState.REMOVED
    ]
    gone = [fact.ordinal for fact in facts if fact.state is ClaimState.REMOVED]
    own = _statements(draft, headings, len(claims))
    leaves = [section.removeprefix("Criterion ") for section in headings]
    body = final.content(placed(kept, own, leaves), gone)
    return FinalText(
        body=body,
        sha256=digest(body),
        machine_sha256=final.machine_text((str(claim.pk), claim.section, claim.text) for claim in claims),
        edits=(
            *_edits(zip(facts, claims, words, strict=True)),
            *(TextEdit(one.ordinal, "", frozenset({EditKind.ADDITION})) for one in own),
        ),
        facts=facts,
        on_draft=findings_on_draft(draft),
        edited=_number(facts, ClaimState.EDITED),
        removed=len(gone),
        opened=sum(len(fact.opened) for fact in facts),
        added=len(own),
        cited=_number(facts, ClaimState.CITED),
        unsettled=statement_facts(draft, len(claims), broken),
    )


def _edits(rows: "Iterable[tuple[ClaimFacts, Claim, str]]") -> Iterator[TextEdit]:
    for fact, claim, text in rows:
        if kinds := _kinds(fact, claim.text, text):
            yield TextEdit(fact.ordinal, str(claim.pk), kinds)


def _kinds(fact: ClaimFacts, before: str, after: str) -> Kinds:
    return claim_kinds(fact.state, before, after, is_broken=bool(fact.broken), is_recited=fact.recited)


def _statements(draft: "AccessedDraft", headings: Mapping[str, str], claims: int) -> list[FinalClaim]:
    """Return the sentences that clinicians added, numbered after the claims, each with what they cite for it."""
    rows: list[Mapping[str, Any]] = draft.statement_rows
    sections = [section_of(Part(row["part"]), row["criterion_id"]) for row in rows]
    return [
        FinalClaim(
            claim_id=str(row["id"]),
            ordinal=number,
            section=section,
            heading=headings.get(section, section),
            text=row["text"],
            basis=Basis.CITED if evidence_of(row) else Basis.CLINICIAN,
            citations=_own(row),
        )
        for number, (row, section) in enumerate(zip(rows, sections, strict=True), start=claims + 1)
    ]


def _text(claim: "Claim", reviews: Mapping[str, Any]) -> str:
    review = reviews.get(str(claim.pk))
    return str(review["text"]) if review and review["text"] else claim.text


def _number(facts: Iterable[ClaimFacts], state: ClaimState) -> int:
    return sum(fact.state is state for fact in facts)


def _own(row: Mapping[str, Any] | None) -> tuple[Mapping[str, Any], ...]:
    found = evidence_of(row)
    return tuple(one.as_json() for one in found.citations) if found else ()


def _final_claim(
    claim: "Claim", review: Mapping[str, Any] | None, fact: ClaimFacts, text: str, heading: str
) -> final.FinalClaim:
    """Return one kept sentence. A citation that no longer resolves carries nothing, so a settled claim drops it."""
    dropped = frozenset() if fact.has_open_finding else fact.broken
    machine = tuple(map(_citation, claim.citations.all()))
    cited = _own(review) if fact.recited else machine
    return final.FinalClaim(
        claim_id=str(claim.pk),
        ordinal=claim.ordinal,
        section=claim.section,
        heading=heading,
        text=text,
        basis=basis_now(claim, review, fact),
        citations=tuple(one for one in cited if one["citation_id"] not in dropped),
        machine_cited=machine if fact.recited else (),
    )


def _citation(citation: "Citation") -> dict[str, Any]:
    return {
        "citation_id": str(citation.pk),
        "number": citation.ordinal,
        "label": citation.label,
        "stance": citation.stance,
        "document_id": str(citation.source_document_id),
        "sha256": citation.source_sha256,
        "start": citation.source_start,
        "end": citation.source_end,
        "quote_sha256": citation.quote_sha256,
    }
