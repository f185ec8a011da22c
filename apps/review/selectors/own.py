"""Own judgement first: from whom a draft is withheld meanwhile, what they are shown instead, what came of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, Q
from django.db.models.functions import JSONObject
from django.urls import reverse

from apps.access.domain.names import formal_name
from apps.access.domain.roles import Permission
from apps.access.selectors import may
from apps.core.errors import Detour
from apps.coverage.domain.tree import Node, parse
from apps.drafting.domain.claims import DraftKind
from apps.drafting.domain.criteria import Verdict
from apps.drafting.domain.status import DraftStatus
from apps.review.domain.own import side_by_side
from apps.review.models import OwnJudgement, OwnVerdict
from apps.review.selectors.criteria import answers_of
from apps.review.selectors.outline import GROUP_WORDS, evidence_seen
from apps.review.selectors.rights import item_of, why_not_now, why_not_review
from apps.viewer.selectors import Purpose, Sight, quoted_words, texts_restored

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.drafting.models import Draft
    from apps.review.selectors.accessed import AccessedDraft
    from apps.review.selectors.criteria import Cited

FIRST = "Say first what you read in the chart: then the draft and what the machine answered are shown."
KINDS = {DraftKind.CHART_SUMMARY: "Chart summary", DraftKind.PRIOR_AUTH_LETTER: "Prior authorization"}


@dataclass(frozen=True, slots=True)
class PassageView:
    """A place in the chart that was found for a criterion. Nothing says for which side."""

    id: UUID
    label: str
    words: str


@dataclass(frozen=True, slots=True)
class OwnCriterion:
    """One criterion as the payer wrote it, what it stands under, and what the chart holds of it."""

    node_id: str
    text: str
    within: str
    passages: tuple[PassageView, ...]
    given: str = ""  # what was chosen before something else was refused


@dataclass(frozen=True, slots=True)
class OwnPage:
    """What a reviewer sees of a draft before the machine's answers: the criteria and the chart."""

    draft: "AccessedDraft"
    kind: str
    subject: str
    criteria: tuple[OwnCriterion, ...]
    total: int  # criteria of the policy that concern this patient
    why_not: str


@dataclass(frozen=True, slots=True)
class OwnView:
    """What a person judged, beside what the machine answered."""

    words: str
    differs: bool


@dataclass(frozen=True, slots=True)
class OwnCounts:
    """How often an organization's reviewers were asked to judge first, and how often both said the same."""

    asked: int
    skipped: int
    people: int  # who judged
    verdicts: int
    agreed: int
    pairs: Mapping[tuple[str, str], int]  # by own verdict and the machine's


def judgement_of(draft: "Draft") -> OwnJudgement | None:
    """Return what a draft was drawn for, or None. No SQL where ``access_draft`` or ``access_ledger`` read it."""
    return getattr(item_of(draft), "own_judgement", None)


def is_withheld(draft: "Draft", person: "Person") -> bool:
    """Say whether a draft is kept from whoever may review it until somebody has judged its criteria."""
    judgement = judgement_of(draft)
    waits = judgement is not None and judgement.ended_at is None and draft.status == DraftStatus.READY
    return waits and may(person, Permission.REVIEW_DRAFT)


def withheld_from(person: "Person") -> Q:
    """Say the same of drafts in a list."""
    if not may(person, Permission.REVIEW_DRAFT):
        return Q(pk=None)
    waits = Q(review_item__own_judgement__isnull=False, review_item__own_judgement__ended_at=None)
    return waits & Q(status=DraftStatus.READY)


def check_judged(draft: "Draft", person: "Person") -> None:
    """Raise Detour to the criteria while a draft is withheld from a person."""
    if is_withheld(draft, person):
        raise Detour(FIRST, reverse("review:own", args=[draft.pk]))


def own_rows() -> ArraySubquery:
    """Return, to annotate drafts with, the verdicts that a person gave before the machine's were shown."""
    row = JSONObject(
        criterion_id="criterion_id", own="own", machine="machine", person_id="person_id",
        name="person__display_name", credentials="person__credentials",
    )  # fmt: skip
    verdicts = OwnVerdict.objects.filter(judgement__item__draft=OuterRef("pk")).order_by("criterion_id")
    return ArraySubquery(verdicts.values_list(row))


def own_views(draft: "AccessedDraft", person: "Person") -> dict[str, OwnView]:
    """Return each own verdict beside the machine's, by criterion. No SQL."""
    return {row["criterion_id"]: _view(row, person) for row in draft.own_rows}


def _view(row: Mapping[str, Any], person: "Person") -> OwnView:
    own, machine = Verdict(row["own"]), Verdict(row["machine"])
    mine = str(row["person_id"]) == str(person.pk)
    who = "You" if mine else formal_name(row["name"], row["credentials"])
    return OwnView(side_by_side(own, machine, who), own is not machine)


def own_page(draft: "AccessedDraft", person: "Person", given: Mapping[str, str] | None = None) -> OwnPage:
    """Return the criteria that are asked with what the chart holds of each: no verdict, no reason, no claim.

    ``given`` is what was chosen so far, by criterion.
    """
    judgement = judgement_of(draft)
    asked = judgement.criteria if judgement else []
    answers = {answer.node_id: answer for answer in answers_of(draft)}
    cited = {node_id: _neutral(answers[node_id].citations) for node_id in asked if node_id in answers}
    flat = [one for citations in cited.values() for one in citations]
    quoted = quoted_words(draft.patient_id, [one.span for one in flat], ()) if flat else []
    words = {one.id: evidence_seen(one, text).words for one, text in zip(flat, quoted, strict=True)}
    (subject,) = texts_restored(sight=Sight(person, Purpose.REVIEW), patient_id=draft.patient_id, texts=[draft.subject])
    policy = parse(draft.policy.body) if draft.policy else None
    criteria = tuple(
        OwnCriterion(
            node_id=node.node_id,
            text=node.text,
            within=within,
            passages=tuple(PassageView(one.id, one.label, words[one.id]) for one in cited.get(node.node_id, ())),
            given=(given or {}).get(node.node_id, ""),
        )
        for node, within in (_leaves(policy.root, "") if policy else ())
        if node.node_id in asked
    )
    return OwnPage(
        draft=draft,
        kind=KINDS[DraftKind(draft.kind)],
        subject=subject,
        criteria=criteria,
        total=sum(not answer.not_applicable for answer in answers.values()),
        why_not=why_not_review(draft, person) or why_not_now(item_of(draft), person, draft.status),
    )


def _neutral(citations: "tuple[Cited, ...]") -> "list[Cited]":
    """Return citations in an order that tells nothing of their side."""
    return sorted(citations, key=lambda one: (one.span.document_id, one.span.start, str(one.id)))


def _leaves(node: Node, within: str) -> Iterator[tuple[Node, str]]:
    """Yield each criterion with the words of the group it stands under, where these turn or weaken it."""
    if node.is_leaf:
        yield node, within
        return
    words = GROUP_WORDS.get(node.op, f"At least {node.at_least} of the following")
    for child in node.children:
        yield from _leaves(child, "" if node.op == "all" else words)


def own_judgements_in(*, organization_id: UUID, start: datetime, end: datetime) -> OwnCounts:
    """Count the own judgements of an organization that ended in [start, end). Two statements."""
    drawn = OwnJudgement.objects.filter(
        item__organization=organization_id, item__draft__is_seeded=False, ended_at__gte=start, ended_at__lt=end
    ).aggregate(
        asked=Count("pk"),
        without=Count("pk", filter=~Q(skipped="")),
        people=Count("person", distinct=True, filter=Q(skipped="")),
    )
    rows = OwnVerdict.objects.filter(
        judgement__item__organization=organization_id,
        judgement__item__draft__is_seeded=False,
        created_at__gte=start,
        created_at__lt=end,
    )
    pairs = {
        (row["own"], row["machine"]): row["number"]
        for row in rows.order_by().values("own", "machine").annotate(number=Count("pk"))
    }
    return OwnCounts(
        asked=drawn["asked"],
        skipped=drawn["without"],
        people=drawn["people"],
        verdicts=sum(pairs.values()),
        agreed=sum(number for (own, machine), number in pairs.items() if own == machine),
        pairs=pairs,
    )
