"""Everything the review page shows, put together once: claims, citations, what is left, why a button is off."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, Any
from uuid import UUID

from apps.access.domain.labels import label_words
from apps.access.domain.names import formal_name
from apps.chart.selectors import documents_quoted
from apps.drafting.domain.claims import ClaimType, DraftKind, Severity, Stance, Support
from apps.drafting.selectors import claims_told
from apps.review.domain import gate
from apps.review.domain.gate import ClaimFacts, DraftFinding, Tally
from apps.review.domain.status import REASON_CODES, ClaimState
from apps.review.selectors.appeals import appeal_texts
from apps.review.selectors.criteria import Answer, answers_of, evidence_of
from apps.review.selectors.facts import (
    claim_facts,
    findings_on_draft,
    review_token,
    reviews_of,
    unsound_citations,
)
from apps.review.selectors.outline import CriteriaView, criteria_view, headings_of, is_of_criterion
from apps.review.selectors.own import own_views
from apps.review.selectors.returns import return_texts
from apps.review.selectors.rights import item_of, why_not_now, why_not_review, why_not_sign, why_not_waiting
from apps.viewer.selectors import Purpose, Sight, texts_restored

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.chart.models import SourceDocument
    from apps.drafting.models import Citation, Claim
    from apps.review.models import ReviewItem
    from apps.review.selectors.accessed import AccessedDraft

KINDS = {DraftKind.CHART_SUMMARY: "Chart summary", DraftKind.PRIOR_AUTH_LETTER: "Prior authorization"}
Rows = Sequence[Mapping[str, Any]]


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


@dataclass(frozen=True, slots=True)
class ClaimView:
    """One claim as the page shows it, in the words a person may read."""

    id: UUID
    ordinal: int
    section: str
    criterion_id: str
    type: ClaimType
    support: Support
    text: str  # as it stands now
    machine_text: str
    state: ClaimState | None
    reason: str
    reviewer: str
    citations: tuple[CitationView, ...]
    findings: tuple[str, ...]
    facts: ClaimFacts
    why_not_confirm: str
    token: str

    @property
    def description(self) -> str:
        """Say what the claim is, for who hears the page instead of seeing it."""
        severity = f"{self.facts.severity.value} severity"
        words = [f"Claim {self.ordinal}", self.type.value, severity, self.support.value.replace("_", " ")]
        if self.facts.broken:
            words.append("citation broken")
        if any(citation.set_aside for citation in self.citations):
            words.append("a source names another person")
        return ", ".join([*words, self.state.value if self.state else "written by the machine, not yet checked"])


@dataclass(frozen=True, slots=True)
class SectionView:
    """A heading with its claims; ``paragraphs`` keeps apart what speaks of different criteria."""

    title: str
    anchor: str
    paragraphs: tuple[tuple[ClaimView, ...], ...]

    @property
    def findings(self) -> int:
        return sum(claim.facts.has_open_finding for paragraph in self.paragraphs for claim in paragraph)


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """The review page. Each ``why_not`` is the policy's own sentence, empty where the way is free."""

    draft: "AccessedDraft"
    item: "ReviewItem | None"
    kind: str
    subject: str
    is_letter: bool
    sections: tuple[SectionView, ...]
    claims: tuple[ClaimView, ...]
    work: tuple[ClaimView, ...]
    criteria: CriteriaView | None
    missing: tuple[str, ...]
    on_draft: tuple[DraftFinding, ...]  # findings on the draft as a whole, in words the person may read
    tally: Tally
    why_not_act: str
    why_not_decide: str
    held: bool
    release: bool
    said: Mapping[str, str]  # each redacted text of the draft in the words this person may read

    @property
    def restricted(self) -> str:
        """The labels of its sources in words (F12)."""
        return label_words(self.draft.labels)

    @property
    def misfiled(self) -> tuple[int, ...]:
        """The numbers of the claims that cite a page whose header names another person."""
        return tuple(claim.ordinal for claim in self.claims if any(one.set_aside for one in claim.citations))

    @property
    def omissions(self) -> tuple[DraftFinding, ...]:
        return tuple(finding for finding in self.on_draft if finding.is_omission)

    @property
    def objections(self) -> tuple[DraftFinding, ...]:
        return tuple(finding for finding in self.on_draft if not finding.is_omission)

    def claim(self, claim_id: object) -> ClaimView | None:
        return next((claim for claim in self.claims if str(claim.id) == str(claim_id)), None)


def review_page(draft: "AccessedDraft", person: "Person", purpose: Purpose = Purpose.REVIEW) -> ReviewPage:
    """Return the page of a draft that ``access_draft`` let in; ``purpose`` is what identifiers are put back for.

    Two statements: the documents that claims and answers to criteria cite, and the identifiers.
    """
    claims = claims_told(draft.claim_rows)
    reviews = reviews_of(draft)
    findings: Rows = sorted(draft.finding_rows, key=lambda row: (row["at"], row["id"]))
    answers = answers_of(draft)
    said = _restored(Sight(person, purpose), draft, claims, reviews, findings, answers)
    opened = frozenset(map(str, draft.opened_ids))
    documents = _documents(claims, answers)
    broken = unsound_citations(draft, claims, documents)
    views = tuple(_claim(claim, reviews.get(str(claim.pk)), findings, opened, broken, said, person) for claim in claims)
    facts = [view.facts for view in views]
    item = item_of(draft)
    on_draft = tuple(replace(row, sentence=said[row.sentence]) for row in findings_on_draft(draft))
    return ReviewPage(
        draft=draft,
        item=item,
        kind=KINDS[DraftKind(draft.kind)],
        subject=said[draft.subject],
        is_letter=draft.kind == DraftKind.PRIOR_AUTH_LETTER,
        sections=tuple(_sections(views, headings_of(draft.policy.body) if draft.policy else {})),
        claims=views,
        work=tuple(_work(views)),
        criteria=criteria_view(
            draft.policy.body, answers, evidence_of(draft, answers, documents), said, views, own_views(draft, person)
        )
        if draft.policy
        else None,
        missing=tuple(said[sentence] for sentence in draft.missing if not (answers and is_of_criterion(sentence))),
        on_draft=on_draft,
        tally=gate.tally(facts, on_draft),
        why_not_act=why_not_review(draft, person) or why_not_now(item, person, draft.status),
        why_not_decide=why_not_sign(draft, person) or why_not_waiting(draft) or gate.why_not_decide(facts),
        held=item is not None and item.claimed_by_id == person.pk,
        release=bool(draft.release),
        said=said,
    )


def _documents(claims: Sequence["Claim"], answers: Iterable[Answer]) -> "list[SourceDocument]":
    """Return every document that a draft cites, sealed; each citation of a claim has its own at hand. One statement."""
    citations = [one for claim in claims for one in claim.citations.all()]
    beside = {UUID(one.span.document_id) for answer in answers for one in answer.citations}
    found = documents_quoted(beside | {one.source_document_id for one in citations})
    for one in citations:
        one.source_document = found[one.source_document_id]
    return list(found.values())


def _restored(
    sight: Sight, draft: "AccessedDraft", claims: Iterable["Claim"], reviews: Mapping[str, Any], findings: Rows,
    answers: Iterable[Answer],
) -> dict[str, str]:  # fmt: skip
    """Return every redacted text of the page with its identifiers put back, in one go."""
    texts = [draft.subject, draft.reason, draft.urgency_reason, *draft.missing, *(claim.text for claim in claims)]
    texts += [*(row["sentence"] for row in findings), *(words for answer in answers for words in answer.words())]
    texts += [text for row in reviews.values() for text in (row["text"], row["reason"])]
    texts += [*(row["text"] for row in draft.statement_rows), *appeal_texts(draft), *return_texts(draft)]
    unique = list(dict.fromkeys(texts))
    restored = texts_restored(sight=sight, patient_id=draft.patient_id, texts=unique)
    return dict(zip(unique, restored, strict=True))


def _claim(
    claim: "Claim", review: Mapping[str, Any] | None, findings: Rows, opened: frozenset[str], broken: Mapping[str, str],
    said: Mapping[str, str], person: "Person",
) -> ClaimView:  # fmt: skip
    facts = claim_facts(claim, review, opened, broken)
    machine_text = said[claim.text]
    return ClaimView(
        id=claim.pk,
        ordinal=claim.ordinal,
        section=claim.section,
        criterion_id=claim.criterion_id,
        type=ClaimType(claim.type),
        support=facts.support,
        text=said[review["text"]] if review and review["text"] else machine_text,
        machine_text=machine_text,
        state=facts.state,
        reason=_reason(review, said) if review else "",
        reviewer=_reviewer(review, person) if review else "",
        citations=tuple(_citation(citation, opened, broken) for citation in claim.citations.all()),
        findings=(
            *_broken_sources(claim, broken),
            *_misfiled_sources(claim),
            *(said[row["sentence"]] for row in findings if row["claim_id"] == str(claim.pk)),
        ),
        facts=facts,
        why_not_confirm=gate.why_not_confirm(facts),
        token=review_token(review),
    )


def _reviewer(review: Mapping[str, Any], person: "Person") -> str:
    if str(review["person_id"]) == str(person.pk):
        return "you"
    return formal_name(review["name"], review["credentials"])


def _broken_sources(claim: "Claim", broken: Mapping[str, str]) -> Iterable[str]:
    for citation in claim.citations.all():
        if wrong := broken.get(str(citation.pk)):
            yield f"Source {citation.ordinal} {wrong}. Do not rely on it."


def _misfiled_sources(claim: "Claim") -> Iterable[str]:
    for citation in claim.citations.all():
        if citation.source_document.set_aside:
            yield f"The header of source {citation.ordinal} names another person. Settle it before you rely on it."


def _reason(review: Mapping[str, Any], said: Mapping[str, str]) -> str:
    parts = (REASON_CODES.get(review["reason_code"], ""), said[review["reason"]])
    return ": ".join(part for part in parts if part)


def _citation(citation: "Citation", opened: frozenset[str], broken: Mapping[str, str]) -> CitationView:
    return CitationView(
        id=citation.pk,
        ordinal=citation.ordinal,
        label=citation.label,
        against=citation.stance == Stance.CONTRADICTS,
        opened=str(citation.pk) in opened,
        broken=str(citation.pk) in broken,
        set_aside=citation.source_document.set_aside,
    )


def _sections(claims: Iterable[ClaimView], headings: Mapping[str, str]) -> Iterable[SectionView]:
    for number, (title, members) in enumerate(groupby(claims, key=lambda claim: claim.section), start=1):
        paragraphs = groupby(members, key=lambda claim: claim.criterion_id)
        heading = headings.get(title, title)
        yield SectionView(heading, f"section-{number}", tuple(tuple(group) for _, group in paragraphs))


def _work(claims: Iterable[ClaimView]) -> Iterable[ClaimView]:
    """Return what is left to do in the order of work: contradicted and unsupported high-severity claims first."""
    ranked = [(rank, claim) for claim in claims if (rank := gate.rank(claim.facts)) is not None]
    return (claim for _, claim in sorted(ranked, key=lambda pair: (pair[0], pair[1].ordinal)))


def high_severity(claims: Iterable[ClaimView]) -> list[ClaimView]:
    return [claim for claim in claims if claim.facts.severity is Severity.HIGH]
