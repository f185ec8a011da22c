"""A letter for who sees it to its payer: its text, its criteria, and the very words these cite. Nothing else.

Whoever reads this opens no chart: no passage beside the cited ones, no page of a document, no summary.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import Http404

from apps.access.domain.labels import LEAVES_BY_CONSENT
from apps.access.domain.roles import Permission
from apps.access.selectors import may
from apps.chart.selectors.citable import documents_citable_to
from apps.coverage.domain.tree import parse
from apps.drafting.domain.claims import Stance
from apps.drafting.selectors import drafts_cited_to
from apps.review.domain.final import OWN, Basis
from apps.review.selectors.consents import consented_labels
from apps.review.selectors.criteria import Answer, answers_of
from apps.review.selectors.decisions import decision_signed
from apps.review.selectors.final_text import final_text
from apps.review.selectors.items import access_draft_cited
from apps.review.selectors.outline import NOT_APPLICABLE, TONES, VERDICTS
from apps.viewer.domain.citations import BoundSpan
from apps.viewer.selectors import Identity, Purpose, Sight, patient_identity, texts_restored

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.review.models import ReviewDecision
    from apps.review.selectors.accessed import AccessedDraft


@dataclass(frozen=True, slots=True)
class Place:
    """One citation: which words of which version, what they are cited for, and on which side they stand."""

    id: UUID
    number: str
    label: str
    against: bool
    span: BoundSpan
    owner: str  # "sentence 3", "criterion 2a"
    anchor: str
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class CitedDraft:
    """A letter that a person was let in to, in redacted words, with every place that it cites."""

    draft: "AccessedDraft"
    decision: "ReviewDecision | None"  # where it is signed
    claims: Sequence[Mapping[str, Any]]
    answers: tuple[Answer, ...]
    places: Mapping[UUID, Place]


@dataclass(frozen=True, slots=True)
class CitedSentence:
    """One sentence of the letter with its chips."""

    ordinal: int
    text: str
    is_own: bool
    is_waived: bool
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class CitedCriterion:
    """One criterion of the policy with what was answered to it."""

    node_id: str
    text: str
    verdict: str
    tone: str
    reason: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class CitedLetter:
    """The page: who it is about, the letter as it stands, and the criteria."""

    draft: "AccessedDraft"
    identity: Identity
    subject: str
    header: Mapping[str, str]  # as it was signed; empty before
    decision: "ReviewDecision | None"
    sections: tuple[tuple[str, tuple[CitedSentence, ...]], ...]
    criteria: tuple[CitedCriterion, ...]
    cited: int


def may_read_cited(person: "Person", draft_id: UUID) -> bool:
    """Return whether a person reads this letter with what it cites, to offer it."""
    return draft_id in cited_among(person, [draft_id])


def cited_among(person: "Person", draft_ids: Collection[UUID]) -> set[UUID]:
    """Return which of these letters a person reads with what they cite. One statement, none for any other role."""
    if not may(person, Permission.READ_EVIDENCE):
        return set()
    return set(drafts_cited_to(person).filter(pk__in=draft_ids).values_list("pk", flat=True))


def access_cited(person: "Person", draft_id: UUID) -> CitedDraft:
    """Return a letter of a patient the person works for, with what it cites, or raise Http404.

    As sensitive as its most sensitive source (F12): with one under a label that is not theirs, or that leaves by a
    consent which does not stand, it is not there.
    """
    draft = access_draft_cited(person, draft_id)
    decision = decision_signed(draft)
    claims: Sequence[Mapping[str, Any]] = (decision.final if decision else final_text(draft).body)["claims"]
    answers = answers_of(draft)
    places = {place.id: place for place in (*_of_claims(draft, claims), *_of_answers(answers))}
    _check_citable(draft, person, {UUID(place.span.document_id) for place in places.values()})
    return CitedDraft(draft, decision, claims, answers, places)


def _check_citable(draft: "AccessedDraft", person: "Person", cited: set[UUID]) -> None:
    rows = dict(documents_citable_to(person).filter(patient=draft.patient_id, pk__in=cited).values_list("pk", "labels"))
    held = {label for labels in rows.values() for label in labels} & {label.value for label in LEAVES_BY_CONSENT}
    if set(rows) != cited or (held and held - consented_labels(draft)):
        raise Http404("No such letter.")


def cited_letter(cited: CitedDraft, person: "Person") -> CitedLetter:
    """Return the page of a letter that ``access_cited`` let in, its identifiers in place. One statement."""
    draft = cited.draft
    header: Mapping[str, str] = cited.decision.final["header"] if cited.decision else {}
    reasons = [answer.reason for answer in cited.answers]
    texts = list(dict.fromkeys([draft.subject, *header.values(), *(one["text"] for one in cited.claims), *reasons]))
    sight = Sight(person, Purpose.CITED)
    said = dict(zip(texts, texts_restored(sight=sight, patient_id=draft.patient_id, texts=texts), strict=True))
    return CitedLetter(
        draft=draft,
        identity=patient_identity(draft.patient),
        subject=said[draft.subject],
        header={name: said[line] for name, line in header.items()},
        decision=cited.decision,
        sections=tuple(_sections(cited, said)),
        criteria=tuple(_criteria(cited, said)),
        cited=len(cited.places),
    )


def _of_claims(draft: "AccessedDraft", claims: Sequence[Mapping[str, Any]]) -> Iterator[Place]:
    withdrawn = set(map(str, draft.withdrawn_ids))
    for claim in claims:
        for one in _carrying(claim):
            span = BoundSpan(one["document_id"], one["sha256"], one["start"], one["end"], one["quote_sha256"])
            yield Place(
                UUID(one["citation_id"]), str(one["number"]), one["label"], one["stance"] == Stance.CONTRADICTS, span,
                f"sentence {claim['ordinal']}", f"sentence-{claim['ordinal']}", one["citation_id"] in withdrawn,
            )  # fmt: skip


def _of_answers(answers: Sequence[Answer]) -> Iterator[Place]:
    for answer in answers:
        for one in answer.citations:
            yield Place(
                one.id, "", one.label, one.stance == Stance.CONTRADICTS, one.span, f"criterion {answer.node_id}",
                f"criterion-{answer.node_id}", one.withdrawn,
            )  # fmt: skip


def _carrying(claim: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """Return what a sentence rests on: a clinician's own statement cites nothing."""
    return () if claim["basis"] == Basis.CLINICIAN else claim["citations"]


def _sections(cited: CitedDraft, said: Mapping[str, str]) -> Iterator[tuple[str, tuple[CitedSentence, ...]]]:
    for title, members in groupby(cited.claims, key=lambda claim: claim["heading"]):
        yield (
            str(title),
            tuple(
                CitedSentence(
                    claim["ordinal"], said[claim["text"]], Basis(claim["basis"]) in OWN, claim["basis"] == Basis.WAIVED,
                    tuple(cited.places[UUID(one["citation_id"])] for one in _carrying(claim)),
                )
                for claim in members
            ),
        )  # fmt: skip


def _criteria(cited: CitedDraft, said: Mapping[str, str]) -> Iterator[CitedCriterion]:
    by_node = {answer.node_id: answer for answer in cited.answers}
    leaves = parse(cited.draft.policy.body).root.walk() if cited.draft.policy else ()
    for node in leaves:
        answer = by_node.get(node.node_id)
        if answer is None or not node.is_leaf:
            continue
        yield CitedCriterion(
            node.node_id, node.text, NOT_APPLICABLE if answer.not_applicable else VERDICTS[answer.verdict],
            "" if answer.not_applicable else TONES[answer.verdict], said[answer.reason],
            tuple(cited.places[one.id] for one in answer.citations),
        )  # fmt: skip
