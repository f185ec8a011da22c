"""Everything the review page shows, put together once: claims, citations, what is left, why a button is off."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, Any
from uuid import UUID

from apps.access.domain.labels import label_words
from apps.access.domain.names import formal_name
from apps.chart.selectors import documents_quoted
from apps.drafting.domain.claims import ClaimType, DraftKind, Severity, Support
from apps.drafting.selectors import claims_told
from apps.review.domain import gate
from apps.review.domain.final import OWN, Basis
from apps.review.domain.gate import ClaimFacts, DraftFinding, Tally
from apps.review.domain.status import CLAIM_REASONS, OVER, ClaimState
from apps.review.selectors.appeals import appeal_texts
from apps.review.selectors.beside import told
from apps.review.selectors.chips import CitationView, chip, own_chips, own_findings, statement_facts
from apps.review.selectors.chosen_citations import ChosenCited, chosen_citations
from apps.review.selectors.chosen_citations import evidence_of as own_evidence_of
from apps.review.selectors.criteria import Answer, answers_of, evidence_of
from apps.review.selectors.facts import (
    basis_now,
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
from apps.review.selectors.typed import Kept, Typed, typed_of
from apps.viewer.selectors import Purpose, Sight, texts_restored

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.chart.models import SourceDocument
    from apps.drafting.models import Claim
    from apps.review.models import ReviewItem
    from apps.review.selectors.accessed import AccessedDraft

KINDS = {DraftKind.CHART_SUMMARY: "Chart summary", DraftKind.PRIOR_AUTH_LETTER: "Prior authorization"}
Rows = Sequence[Mapping[str, Any]]


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
    kept: Mapping[str, Kept]  # what this person typed here and did not send, by act
    typing: str  # who else is typing here now
    basis: Basis = Basis.CHART
    machine_citations: tuple[CitationView, ...] = ()  # of a person's sentence: on record, carrying nothing

    @property
    def is_own(self) -> bool:
        """Return whether it is a person's sentence, for which they may cite."""
        return self.facts.recited or self.basis in OWN

    @property
    def may_cite(self) -> bool:
        """Return whether a person may choose evidence for it, as it reads."""
        return not gate.why_not_cite(self.facts) and (self.is_own or self.state is not ClaimState.EDITED)

    @property
    def may_edit(self) -> bool:
        return self.state in {None, ClaimState.EDITED, ClaimState.CITED}

    @property
    def description(self) -> str:
        """Say what the claim is, for who hears the page instead of seeing it."""
        severity = f"{self.facts.severity.value} severity"
        support = "citing nothing" if self.basis is Basis.CLINICIAN else self.support.value.replace("_", " ")
        words = [f"Claim {self.ordinal}", self.type.value, severity, support]
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
    kept: Mapping[str, Kept]  # what this person typed in a form of the whole draft and did not send, by act
    broken: Mapping[str, str]  # citations on which nothing may rest, by id, and what is wrong
    aside: frozenset[str]  # cited documents whose header names another person

    @property
    def is_over(self) -> bool:
        """Return whether the review has ended: nothing of it calls for work."""
        return self.item is not None and self.item.status in OVER

    @property
    def restricted(self) -> str:
        """The labels of its sources in words (F12)."""
        return label_words(told(self.draft).labels)

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

    @property
    def unsent(self) -> tuple[int, ...]:
        """The numbers of the claims at which this person typed what is not sent yet."""
        return tuple(claim.ordinal for claim in self.claims if claim.kept)

    def claim(self, claim_id: object) -> ClaimView | None:
        return next((claim for claim in self.claims if str(claim.id) == str(claim_id)), None)


def review_page(draft: "AccessedDraft", person: "Person", purpose: Purpose = Purpose.REVIEW) -> ReviewPage:
    """Return the page of a draft that ``access_draft`` let in; ``purpose`` is what identifiers are put back for.

    Two statements: the documents that claims and answers to criteria cite, and the identifiers.
    """
    claims = claims_told(told(draft).claim_rows)
    reviews = reviews_of(draft)
    findings: Rows = sorted(draft.finding_rows, key=lambda row: (row["at"], row["id"]))
    answers = answers_of(draft)
    said = _restored(Sight(person, purpose), draft, claims, reviews, findings, answers)
    opened = frozenset(map(str, draft.opened_ids))
    documents = _documents(claims, answers, chosen_citations(draft))
    broken = unsound_citations(draft, claims, documents)
    aside = frozenset(str(document.pk) for document in documents if document.set_aside)
    typed = typed_of(draft, person)
    views = tuple(
        _claim(claim, reviews.get(str(claim.pk)), findings, opened, broken, aside, said, person, typed)
        for claim in claims
    )
    facts = [*(view.facts for view in views), *statement_facts(draft, len(views), broken)]
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
        kept=typed.of(),
        broken=broken,
        aside=aside,
    )


def _documents(
    claims: Sequence["Claim"], answers: Iterable[Answer], own: Iterable[ChosenCited]
) -> "list[SourceDocument]":
    """Return every document that a draft cites, sealed; each citation of a claim has its own at hand. One statement."""
    citations = [one for claim in claims for one in claim.citations.all()]
    beside = {UUID(one.span.document_id) for answer in answers for one in answer.citations}
    beside |= {UUID(one.span.document_id) for one in own}
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
    written = (own_evidence_of(row) for row in (*reviews.values(), *draft.statement_rows))
    texts += [note for evidence in written if evidence for note in evidence.notes]
    texts += [*(row["text"] for row in draft.statement_rows), *appeal_texts(draft), *return_texts(draft)]
    unique = list(dict.fromkeys(texts))
    restored = texts_restored(sight=sight, patient_id=draft.patient_id, texts=unique)
    return dict(zip(unique, restored, strict=True))


def _claim(
    claim: "Claim", review: Mapping[str, Any] | None, findings: Rows, opened: frozenset[str], broken: Mapping[str, str],
    aside: frozenset[str], said: Mapping[str, str], person: "Person", typed: Typed,
) -> ClaimView:  # fmt: skip
    facts = claim_facts(claim, review, opened, broken)
    basis = basis_now(claim, review, facts)
    own = own_evidence_of(review)
    machine_text = said[claim.text]
    machine = tuple(chip(citation, opened, broken) for citation in claim.citations.all())
    is_own = own is not None or basis in OWN
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
        citations=own_chips(own.citations, opened, broken, aside) if own else () if is_own else machine,
        machine_citations=machine if is_own else (),
        basis=basis,
        findings=own_findings(own, broken, said) if own else () if is_own else _findings(claim, findings, broken, said),
        facts=facts,
        why_not_confirm=gate.why_not_confirm(facts),
        token=review_token(review),
        kept=typed.of(claim.pk),
        typing=typed.typing_at(claim.pk),
    )


def _findings(claim: "Claim", findings: Rows, broken: Mapping[str, str], said: Mapping[str, str]) -> tuple[str, ...]:
    checked = (said[row["sentence"]] for row in findings if row["claim_id"] == str(claim.pk))
    return (*_broken_sources(claim, broken), *_misfiled_sources(claim), *checked)


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
    parts = (CLAIM_REASONS.get(review["reason_code"], ""), said[review["reason"]])
    return ": ".join(part for part in parts if part)


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
