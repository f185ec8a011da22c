"""A letter as it would be signed now, held against what a letter must carry."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from apps.access.domain.roles import ROLES, Permission
from apps.core import clock
from apps.coverage.domain.tree import parse
from apps.coverage.selectors import diagnosis_doubts
from apps.drafting.domain.claims import DraftKind, Stance, Support
from apps.drafting.domain.criteria.verdicts import Verdict
from apps.review.domain.final import OWN, Basis
from apps.review.domain.letter_lint import Gap, LetterFacts, LintedSentence, gaps
from apps.review.domain.statements import part_in
from apps.review.domain.status import ClaimState
from apps.review.domain.therapies import CitedLine, therapies
from apps.review.selectors.beside import told
from apps.review.selectors.consents import consented_labels
from apps.review.selectors.payers import other_payer
from apps.viewer.domain.citations import BoundSpan
from apps.viewer.selectors import Purpose, Quote, Sight, evidence_quotes, texts_restored

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.review.selectors.accessed import AccessedDraft
    from apps.review.selectors.final_text import FinalText

MEDICATIONS = "Medication list"
CRITERION = "Criterion "
SOMEBODY = re.compile(r"\[(?:PERSON|RELATIVE)-\d+[a-z]*\]")
NUMBERED = re.compile(r"\[(?:MRN|SSN|ACCOUNT)-\d+[a-z]*\]")
Claims = list[Mapping[str, Any]]


def letter_gaps(
    draft: "AccessedDraft", text: "FinalText", header: Mapping[str, str], person: "Person"
) -> tuple[Gap, ...]:
    """Return what a letter lacks, the blocking first; nothing for what is no letter. Seven statements at most."""
    if draft.kind != DraftKind.PRIOR_AUTH_LETTER or draft.policy is None:
        return ()
    claims: Claims = list(text.body["claims"])
    quotes = quotes_of(draft.patient_id, claims)
    words = texts_restored(
        sight=Sight(person, Purpose.DECISION), patient_id=draft.patient_id, texts=[claim["text"] for claim in claims]
    )
    verdicts = dict(draft.criterion_answers.values_list("node_id", "verdict"))
    return gaps(
        LetterFacts(
            header=header,
            root=parse(draft.policy.body).root,
            sentences=[
                _sentence(claim, said, quotes, _silent(text)) for claim, said in zip(claims, words, strict=True)
            ],
            is_urgent=draft.urgency == "expedited",
            urgency_reason=draft.urgency_reason,
            is_clinicians_reason=Permission.REVIEW_DRAFT in ROLES[draft.requested_by.role].permissions,
            has_therapies=bool(therapies(medication_lines(claims, quotes))),
            labels=frozenset(told(draft).labels),
            consented=consented_labels(draft) if told(draft).labels else frozenset(),
            code_doubts=diagnosis_doubts(draft.diagnosis_codes),
            other_payer=other_payer(draft.patient, draft.policy),
            met=_answered(verdicts, Verdict.MET),
            not_met=_answered(verdicts, Verdict.NOT_MET),
        )
    )


def _answered(verdicts: Mapping[str, str], verdict: Verdict) -> frozenset[str]:
    return frozenset(node_id for node_id, answered in verdicts.items() if answered == verdict)


def quotes_of(patient_id: object, claims: Claims) -> dict[str, Quote]:
    """Return the line behind each citation that carries a claim, by citation id. One statement."""
    cited = [citation for claim in claims for citation in carrying(claim)]
    quotes = evidence_quotes(patient_id, [span_of(citation) for citation in cited])
    return {citation["citation_id"]: quote for citation, quote in zip(cited, quotes, strict=True) if quote}


def carrying(claim: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the citations that a sentence of a final text rests on: none where it is the clinician's own."""
    return [] if claim["basis"] == Basis.CLINICIAN else list(claim["citations"])


def span_of(citation: Mapping[str, Any]) -> BoundSpan:
    """Return what a citation of a final text was bound to."""
    keys = ("document_id", "sha256", "start", "end", "quote_sha256")
    return BoundSpan(*(citation[key] for key in keys))


def criterion_of(claim: Mapping[str, Any]) -> str:
    """Return the node that a sentence of a final text speaks to, or an empty text."""
    section = str(claim["section"])
    return section.removeprefix(CRITERION) if section.startswith(CRITERION) else ""


def medication_lines(claims: Claims, quotes: Mapping[str, Quote]) -> list[CitedLine]:
    """Return the lines of the medication list that a letter cites under its criteria."""
    return [
        CitedLine(citation["number"], line_words(quote), _is_against(citation), _disputing(claim))
        for claim in claims
        if criterion_of(claim)
        for citation in carrying(claim)
        if (quote := quotes.get(citation["citation_id"])) and quote.header.kind == MEDICATIONS
    ]


def _is_against(citation: Mapping[str, Any]) -> bool:
    return bool(citation["stance"] == Stance.CONTRADICTS)


def _disputing(claim: Mapping[str, Any]) -> tuple[int, ...]:
    return tuple(citation["number"] for citation in carrying(claim) if _is_against(citation))


def line_words(quote: Quote) -> str:
    """Return the line a quote stands in."""
    return "".join(run.text for run in quote.runs)


def _silent(text: "FinalText") -> frozenset[int]:
    """Return the numbers of the claims that say nothing but that nothing was found, unless a person rewrote them."""
    return frozenset(
        fact.ordinal
        for fact in text.facts
        if fact.support is Support.NOT_FOUND and fact.state is not ClaimState.EDITED and not fact.citations
    )


def _sentence(
    claim: Mapping[str, Any], text: str, quotes: Mapping[str, Quote], silent: frozenset[int]
) -> LintedSentence:
    is_own = claim["basis"] in OWN
    found = [quotes[pk] for citation in carrying(claim) if (pk := citation["citation_id"]) in quotes]
    return LintedSentence(
        ordinal=claim["ordinal"],
        text=text,
        basis=Basis(claim["basis"]),
        criterion_id=criterion_of(claim),
        cited=len(carrying(claim)),
        part=part_in(claim["section"]) if is_own else None,
        is_finding=claim["ordinal"] not in silent,
        lines=tuple(line_words(quote) for quote in found),
        names_somebody=is_own and bool(SOMEBODY.search(claim["text"])),
        numbers_somebody=is_own and bool(NUMBERED.search(claim["text"])),
        days=tuple(clock.day_of(quote.header.dated_at) for quote in found if quote.header.dated_at),
    )
