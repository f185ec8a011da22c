"""What a second reader gets of a decided draft: the machine's text with the words it cites, and nothing that was done.

No decision, no edit, no name, and none of the marks that the machine sets on its own sentences, which pull a reader
along.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, groupby
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import QuerySet

from apps.audit.domain.actions import Action
from apps.audit.selectors import events_for
from apps.coverage.domain.tree import parse
from apps.drafting.domain.claims import DraftKind
from apps.drafting.domain.status import DraftStatus
from apps.drafting.selectors import claims_told, drafts_of_organization, drafts_visible_to
from apps.review.domain.status import Outcome
from apps.review.models import (
    ClaimReview,
    ClinicianStatement,
    EvidenceOpening,
    HandOver,
    OwnVerdict,
    ReviewDecision,
    ReviewItem,
    SecondSignature,
)
from apps.review.selectors.beside import told
from apps.review.selectors.criteria import Answer, answers_of
from apps.review.selectors.items import access_draft_blind
from apps.review.selectors.outline import NOT_APPLICABLE, VERDICTS, headings_of, is_of_criterion
from apps.review.selectors.own import KINDS
from apps.viewer.domain.citations import BoundSpan
from apps.viewer.selectors import Purpose, Sight, quoted_words, texts_restored

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.drafting.models import Citation, Claim, Draft
    from apps.review.selectors.accessed import AccessedDraft

OUTCOME_WORDS = {
    Outcome.APPROVE: "approved this draft as it was",
    Outcome.EDIT: "edited this draft",
    Outcome.REJECT: "rejected this draft",
}
TELL_THE_DECISION = (
    Action.DRAFT_VIEWED, Action.TRACE_VIEWED, Action.LEDGER_VIEWED, Action.AUTHORIZATION_VIEWED, Action.CASE_VIEWED,
    Action.CASE_LABELLED,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CitedPlace:
    """A place in the chart that a sentence cites, with its very words; no words where they no longer stand there."""

    number: str
    label: str
    words: str
    document_id: UUID


@dataclass(frozen=True, slots=True)
class MachineSentence:
    ordinal: int
    text: str
    places: tuple[CitedPlace, ...]


@dataclass(frozen=True, slots=True)
class MachineCriterion:
    """A criterion as the payer wrote it, and what the machine answered."""

    node_id: str
    text: str
    verdict: str
    reason: str
    places: tuple[CitedPlace, ...]


@dataclass(frozen=True, slots=True)
class MachineDraft:
    """A draft as the machine wrote it, identifiers in place."""

    draft: "AccessedDraft"
    kind: str
    subject: str
    sections: tuple[tuple[str, tuple[MachineSentence, ...]], ...]
    criteria: tuple[MachineCriterion, ...]
    missing: tuple[str, ...]

    @property
    def ordinals(self) -> list[int]:
        return [sentence.ordinal for _, sentences in self.sections for sentence in sentences]


def decisions_to_read_again(organization_id: UUID) -> "QuerySet[ReviewDecision]":
    """Return the decisions of an organization whose draft can still be read: not of a test patient, nor known wrong."""
    drafts = drafts_of_organization(organization_id).filter(
        is_seeded=False, status=DraftStatus.READY, patient__is_test=False, patient__destroyed_at=None, destruction=None
    )
    return ReviewDecision.objects.filter(item__organization=organization_id, item__draft__in=drafts).order_by("pk")


def drafts_of_decisions(decision_ids: Collection[UUID]) -> Mapping[UUID, UUID]:
    """Return the draft of each decision. One statement."""
    return dict(ReviewDecision.objects.filter(pk__in=decision_ids).values_list("pk", "item__draft"))


def readable_among(person: "Person", draft_ids: Collection[UUID]) -> set[UUID]:
    """Return which of these drafts a person may open. One statement."""
    return set(
        drafts_visible_to(person).filter(pk__in=draft_ids, status=DraftStatus.READY).values_list("pk", flat=True)
    )


def took_part(draft_ids: Collection[UUID]) -> Mapping[UUID, set[UUID]]:
    """Return of each draft who asked for it, held it, or did anything to it or to its evidence."""
    items = ReviewItem.objects.filter(draft__in=draft_ids)
    of_items = [
        items.values_list("draft", "draft__requested_by"),
        items.exclude(claimed_by=None).values_list("draft", "claimed_by"),
        HandOver.objects.filter(item__draft__in=draft_ids).values_list("item__draft", "asked_by"),
        HandOver.objects.filter(item__draft__in=draft_ids).values_list("item__draft", "holder"),
        SecondSignature.objects.filter(signature__decision__item__draft__in=draft_ids).values_list(
            "signature__decision__item__draft", "person"
        ),
        OwnVerdict.objects.filter(judgement__item__draft__in=draft_ids).values_list("judgement__item__draft", "person"),
        *(
            model._default_manager.filter(item__draft__in=draft_ids).values_list("item__draft", "person")
            for model in (ReviewDecision, ClaimReview, ClinicianStatement, EvidenceOpening)
        ),
    ]
    first, *others = (rows.order_by() for rows in of_items)
    return _by_draft(first.union(*others))


def deciders_of(draft_ids: Collection[UUID]) -> Mapping[UUID, set[UUID]]:
    """Return of each draft who decided on it, also earlier. One statement."""
    return _by_draft(ReviewDecision.objects.filter(item__draft__in=draft_ids).values_list("item__draft", "person"))


def claimed_once(organization_id: UUID, draft_ids: Collection[UUID]) -> Mapping[UUID, set[UUID]]:
    """Return of each draft who ever held it, as the log tells: also who put it back without a trace."""
    return _told(organization_id, draft_ids, Action.DRAFT_CLAIMED)


def opened_at_the_desk(organization_id: UUID, draft_ids: Collection[UUID]) -> Mapping[UUID, set[UUID]]:
    """Return of each draft who opened a page of it on which one reads, or can infer, what was decided."""
    return _told(organization_id, draft_ids, *TELL_THE_DECISION)


def _told(organization_id: UUID, draft_ids: Collection[UUID], *actions: Action) -> Mapping[UUID, set[UUID]]:
    events = events_for(organization_id=organization_id, actor_kind="person").order_by()
    rows = (
        events.filter(action__in=actions, object_id__in=[str(pk) for pk in draft_ids])
        .values_list("object_id", "actor_id")
        .distinct()
    )
    return _by_draft((UUID(draft), UUID(person)) for draft, person in rows)


def _by_draft(rows: Iterable[tuple[UUID, UUID]]) -> Mapping[UUID, set[UUID]]:
    people: defaultdict[UUID, set[UUID]] = defaultdict(set)
    for draft_id, person_id in rows:
        people[draft_id].add(person_id)
    return people


def drafts_named(person: "Person", draft_ids: Collection[UUID]) -> "Mapping[UUID, Draft]":
    """Return those of these drafts that a person may open, each with its patient. One statement."""
    drafts = drafts_visible_to(person).filter(pk__in=draft_ids, status=DraftStatus.READY)
    return {draft.pk: draft for draft in drafts.select_related("patient__organization")}


def sentences_of(draft: "AccessedDraft") -> list[int]:
    """Return the numbers of the machine's sentences."""
    return [claim.ordinal for claim in claims_told(told(draft).claim_rows)]


def kind_in_words(draft: "Draft") -> str:
    return KINDS[DraftKind(draft.kind)]


def decided_in_words(decision: ReviewDecision) -> str:
    """Return what somebody did by a decision, in words: "edited this draft"."""
    return OUTCOME_WORDS[Outcome(decision.outcome)]


def machine_draft(person: "Person", draft_id: UUID) -> MachineDraft:
    """Return a draft as the machine wrote it to who may open it, or raise Http404."""
    draft = access_draft_blind(person, draft_id)
    claims, answers = claims_told(told(draft).claim_rows), answers_of(draft)
    said = _said(draft, person, claims, answers)
    words = _words(draft, claims, answers)
    headings = headings_of(draft.policy.body) if draft.policy else {}
    return MachineDraft(
        draft=draft,
        kind=kind_in_words(draft),
        subject=said[draft.subject],
        sections=tuple(
            (headings.get(title, title), tuple(_sentence(claim, said, words) for claim in members))
            for title, members in groupby(claims, key=lambda claim: claim.section)
        ),
        criteria=tuple(_criteria(draft, answers, said, words)),
        missing=tuple(said[one] for one in draft.missing if not (answers and is_of_criterion(one))),
    )


def _said(
    draft: "AccessedDraft", person: "Person", claims: Sequence["Claim"], answers: Sequence[Answer]
) -> Mapping[str, str]:
    texts = [draft.subject, *draft.missing, *(claim.text for claim in claims), *(answer.reason for answer in answers)]
    unique = list(dict.fromkeys(texts))
    restored = texts_restored(sight=Sight(person, Purpose.REVIEW), patient_id=draft.patient_id, texts=unique)
    return dict(zip(unique, restored, strict=True))


def _words(draft: "AccessedDraft", claims: Iterable["Claim"], answers: Iterable[Answer]) -> Mapping[UUID, str]:
    """Return the words behind each citation by its id. One statement."""
    spans = {one.pk: _span(one) for claim in claims for one in claim.citations.all()}
    spans |= {one.id: one.span for one in chain.from_iterable(answer.citations for answer in answers)}
    quoted = quoted_words(draft.patient_id, list(spans.values()), ()) if spans else []
    return dict(zip(spans, quoted, strict=True))


def _span(one: "Citation") -> BoundSpan:
    return BoundSpan(str(one.source_document_id), one.source_sha256, one.source_start, one.source_end, one.quote_sha256)


def _sentence(claim: "Claim", said: Mapping[str, str], words: Mapping[UUID, str]) -> MachineSentence:
    places = tuple(
        CitedPlace(str(one.ordinal), one.label, words[one.pk], one.source_document_id) for one in claim.citations.all()
    )
    return MachineSentence(claim.ordinal, said[claim.text], places)


def _criteria(
    draft: "AccessedDraft", answers: Sequence[Answer], said: Mapping[str, str], words: Mapping[UUID, str]
) -> Iterable[MachineCriterion]:
    by_node = {answer.node_id: answer for answer in answers}
    for node in parse(draft.policy.body).root.walk() if draft.policy else ():
        answer = by_node.get(node.node_id)
        if answer is None or not node.is_leaf:
            continue
        verdict = NOT_APPLICABLE if answer.not_applicable else VERDICTS[answer.verdict]
        places = tuple(CitedPlace("", one.label, words[one.id], UUID(one.span.document_id)) for one in answer.citations)
        yield MachineCriterion(node.node_id, node.text, verdict, said[answer.reason], places)
