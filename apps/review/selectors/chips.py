"""The chips beside a sentence: the machine's citations, and those that a person chose for words of their own."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from apps.drafting.domain.claims import Severity, Stance
from apps.review.domain.gate import ClaimFacts
from apps.review.domain.status import ClaimState
from apps.review.selectors.chosen_citations import ChosenCited, Evidence, evidence_of

if TYPE_CHECKING:
    from apps.drafting.models import Citation
    from apps.review.selectors.accessed import AccessedDraft


@dataclass(frozen=True, slots=True)
class CitationView:
    """One chip: its number, what it says, whether it stands against the claim, whether this person opened it."""

    id: UUID
    ordinal: int
    label: str
    against: bool
    opened: bool
    broken: bool
    set_aside: bool = False  # its source names another person in its header
    own: bool = False  # chosen by a person for a sentence of theirs
    document_id: str = ""


def chip(citation: "Citation", opened: Collection[str], broken: Collection[str]) -> CitationView:
    """Return the chip of a citation of the machine's, its document at hand."""
    return CitationView(
        id=citation.pk,
        ordinal=citation.ordinal,
        label=citation.label,
        against=citation.stance == Stance.CONTRADICTS,
        opened=str(citation.pk) in opened,
        broken=str(citation.pk) in broken,
        set_aside=citation.source_document.set_aside,
        document_id=str(citation.source_document_id),
    )


def own_chips(
    cited: Iterable[ChosenCited], opened: Collection[str], broken: Collection[str], aside: Collection[str]
) -> tuple[CitationView, ...]:
    """Return the chips of what a person cites; ``aside`` are the documents whose header names another person."""
    return tuple(
        CitationView(
            id=one.id,
            ordinal=one.number,
            label=one.label,
            against=False,
            opened=str(one.id) in opened,
            broken=str(one.id) in broken,
            set_aside=one.span.document_id in aside,
            own=True,
            document_id=one.span.document_id,
        )
        for one in cited
    )


def own_findings(evidence: Evidence, broken: Mapping[str, str], said: Mapping[str, str]) -> tuple[str, ...]:
    """Return what is wrong with what a person cites, and what the checks say of it, in words they may read."""
    sources = ((one.number, broken.get(str(one.id))) for one in evidence.citations)
    wrong = (f"Source {number} {words}. Take it off, or cite another place." for number, words in sources if words)
    return (*wrong, *(said[note] for note in evidence.notes))


def statement_facts(draft: "AccessedDraft", claims: int, broken: Collection[str]) -> tuple[ClaimFacts, ...]:
    """Return, as the gate sees claims, the added sentences that what is cited for them does not carry. No SQL."""
    found = enumerate((evidence_of(row) for row in draft.statement_rows), start=claims + 1)
    facts = (_fact(number, evidence, broken) for number, evidence in found if evidence)
    return tuple(one for one in facts if one.is_unsound)


def _fact(number: int, evidence: Evidence, broken: Collection[str]) -> ClaimFacts:
    cited = frozenset(str(one.id) for one in evidence.citations)
    return ClaimFacts(
        ordinal=number,
        severity=Severity.MODERATE,
        support=evidence.support,
        state=ClaimState.EDITED,
        citations=cited,
        opened=cited,
        broken=cited.intersection(broken),
        recited=True,
    )
