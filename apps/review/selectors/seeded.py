"""Drafts that are known to be wrong: who is told, when, and what others may know of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Count, Q
from django.http import Http404
from django.urls import reverse

from apps.access.domain.roles import Permission
from apps.access.selectors import may
from apps.core import clock
from apps.core.errors import Detour
from apps.drafting.domain.planting import KIND_WORDS, PlantKind
from apps.drafting.domain.status import IN_PROGRESS, DraftStatus
from apps.drafting.selectors import drafts_of_organization, drafts_visible_to
from apps.review.domain import seeded
from apps.review.domain.status import ENDED, Outcome, ReviewStatus
from apps.review.models import ReviewDecision, SeededCatch
from apps.review.selectors.rights import item_of
from apps.review.selectors.rules import rules_of
from apps.viewer.selectors import Purpose, Sight, texts_restored

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from apps.access.models import Person
    from apps.drafting.models import Citation, Draft

WEEK = timedelta(days=seeded.WEEK_DAYS)
REVEALED = "You decided this draft. It was a check of the desk."
NOT_TRACED = (
    "This draft is about a test patient and not decided yet: its trace is read on its page, and handed over as a file "
    "after the decision."
)
STATE_WORDS = {True: "caught", False: "missed", None: "not judged"}
OVER = Q(is_seeded=True) & (
    Q(review_item__status=ReviewStatus.DECIDED) | ~Q(status__in=[*IN_PROGRESS, DraftStatus.READY])
)


@dataclass(frozen=True, slots=True)
class ErrorView:
    """One known error, as who decided may read it."""

    ordinal: int
    kind: str
    planted: str  # the sentence with the error
    right: str  # as it was; empty for a sentence that was put in
    caught: bool | None
    sources: "tuple[Citation, ...]"

    @property
    def words(self) -> str:
        return STATE_WORDS[self.caught]


@dataclass(frozen=True, slots=True)
class SeededPage:
    """What was put into a draft, and what became of it. For the person who decided, and nobody else."""

    draft: "Draft"
    decision: ReviewDecision
    subject: str
    errors: tuple[ErrorView, ...]
    told: str


@dataclass(frozen=True, slots=True)
class SeededCounts:
    """How many known errors were caught, of those in drafts that were judged; and how many were not judged."""

    drafts: int
    people: int
    errors: int
    caught: int
    not_judged: int
    kinds: Mapping[str, tuple[int, int]]  # words of the kind: caught, of how many


def is_over(draft: "Draft") -> bool:
    """Say whether a draft was known to be wrong and has been decided: it is nothing of the desk any more."""
    item = item_of(draft)
    return draft.is_seeded and item is not None and item.status == ReviewStatus.DECIDED


def check_not_over(draft: "Draft", person: "Person") -> None:
    """Lead who decided a draft known to be wrong to what was wrong with it; for anybody else it is not there."""
    if not is_over(draft):
        return
    item = item_of(draft)
    if item is not None and item.claimed_by_id == person.pk:
        raise Detour(REVEALED, reverse("review:seeded", args=[draft.pk]))
    if not may(person, Permission.VIEW_AUDIT):
        raise Http404("No such draft.")


def why_not_traced(draft: "Draft") -> str:
    """Return why the trace of a draft is not handed over as a file yet, or an empty text.

    A file leaves the desk, and a draft about a test patient may be one that is known to be wrong. It is asked of all of
    them alike: what is refused tells nothing.
    """
    item = item_of(draft)
    is_open = draft.status in {*IN_PROGRESS, DraftStatus.READY} and (item is None or item.status not in ENDED)
    return NOT_TRACED if is_open and draft.patient.is_test else ""


def access_seeded(person: "Person", draft_id: UUID) -> "tuple[Draft, ReviewDecision]":
    """Return a draft known to be wrong and its decision to the person who made it, or raise Http404."""
    drafts = drafts_visible_to(person).select_related("patient__organization", "organization")
    draft = drafts.filter(pk=draft_id, is_seeded=True, review_item__status=ReviewStatus.DECIDED).first()
    decision = ReviewDecision.objects.filter(item__draft=draft, person=person).last() if draft else None
    if draft is None or decision is None:
        raise Http404("No such draft.")
    return draft, decision


def seeded_page(draft: "Draft", decision: ReviewDecision, person: "Person") -> SeededPage:
    """Return what was put into a draft that ``access_seeded`` let in."""
    catches = list(decision.seeded_catches.select_related("error__claim").prefetch_related("error__claim__citations"))
    texts = [text for row in catches for text in (row.error.claim.text, row.error.sentence)]
    subject, *said = texts_restored(
        sight=Sight(person, Purpose.REVIEW), patient_id=draft.patient_id, texts=[draft.subject, *texts]
    )
    errors = tuple(
        ErrorView(
            ordinal=row.error.claim.ordinal,
            kind=KIND_WORDS[PlantKind(row.error.kind)],
            planted=planted,
            right=right,
            caught=row.caught,
            sources=tuple(row.error.claim.citations.all()),
        )
        for row, planted, right in zip(catches, said[::2], said[1::2], strict=True)
    )
    caught = sum(error.caught is True for error in errors)
    told = seeded.told(Outcome(decision.outcome), caught, len(errors))
    return SeededPage(draft, decision, subject, errors, told)


def seeded_results_in(*, organization_id: UUID, start: datetime, end: datetime) -> SeededCounts:
    """Count what became of known errors in drafts decided in [start, end). Two statements; no name, no draft."""
    catches = SeededCatch.objects.filter(
        decision__item__organization=organization_id, decision__created_at__gte=start, decision__created_at__lt=end
    )
    judged = Q(caught__isnull=False)
    rows = catches.order_by().values("error__kind").annotate(
        errors=Count("pk", filter=judged), caught_ones=Count("pk", filter=Q(caught=True)),
        open_ones=Count("pk", filter=~judged),
    )  # fmt: skip
    kinds = {row["error__kind"]: (row["caught_ones"], row["errors"], row["open_ones"]) for row in rows}
    whole = catches.aggregate(
        drafts=Count("decision", distinct=True, filter=judged),
        people=Count("decision__person", distinct=True, filter=judged),
    )
    return SeededCounts(
        drafts=whole["drafts"],
        people=whole["people"],
        errors=sum(errors for _, errors, _ in kinds.values()),
        caught=sum(caught for caught, _, _ in kinds.values()),
        not_judged=sum(left for _, _, left in kinds.values()),
        kinds={KIND_WORDS[kind]: kinds[kind][:2] for kind in PlantKind if kind in kinds and kinds[kind][1]},
    )


def draft_to_seed(organization_id: UUID) -> "Draft | None":
    """Return a draft of a test patient to make a wrong one like, where the rules want one more this week; or None.

    Where nobody is waiting on the same patient already, one that was decided before one that was not.
    """
    percent = rules_of(organization_id).seeded_percent
    drafts = drafts_of_organization(organization_id).order_by()
    since = clock.now() - WEEK
    made = drafts.filter(is_seeded=True, created_at__gte=since).count() if percent else 0
    ready = drafts.filter(is_seeded=False, ready_at__gte=since).count() if percent else 0
    if not seeded.is_due(ready, made, percent):
        return None
    waiting = drafts.filter(OVER | Q(is_seeded=False)).values("pk")
    busy = drafts.filter(is_seeded=True).exclude(pk__in=waiting).values("patient")
    alike = drafts.filter(
        is_seeded=False, status=DraftStatus.READY, patient__is_test=True, patient__destroyed_at=None, destruction=None,
        requested_by__is_active=True,
    )  # fmt: skip
    done = Q(review_item__status__in=ENDED)
    chosen: QuerySet[Draft] = alike.exclude(patient__in=busy).select_related("patient")
    return chosen.filter(done).order_by("?").first() or chosen.exclude(done).order_by("?").first()
