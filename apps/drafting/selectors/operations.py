"""How the belt runs: ends, times by stage, tokens and cost, what waits, who works. Figures only, of no patient."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Aggregate, Count, DurationField, ExpressionWrapper, F, FloatField, Min, QuerySet, Sum

from apps.core import clock
from apps.drafting.domain.status import IN_PROGRESS, DraftStatus
from apps.drafting.models import Draft, DraftStage, InferenceRun, WorkerBeat

DEAF_AFTER = timedelta(minutes=2)  # a worker that took no bell for so long is not counted on (C08)
SHARES = (0.5, 0.95)
WENT_ON = (DraftStatus.RETRIEVED, DraftStatus.GENERATED, DraftStatus.READY)
# What a person waits for between the click and the draft, in order: its words, the stage, from when, to when.
PARTS = (
    ("Waiting for a worker", DraftStatus.QUEUED, "entered_at", "started_at"),
    ("Reading the chart", DraftStatus.QUEUED, "started_at", "ended_at"),
    ("Waiting to be written", DraftStatus.RETRIEVED, "entered_at", "started_at"),
    ("Writing", DraftStatus.RETRIEVED, "started_at", "ended_at"),
    ("Waiting to be checked", DraftStatus.GENERATED, "entered_at", "started_at"),
    ("Checking", DraftStatus.GENERATED, "started_at", "ended_at"),
    ("From the click to ready", DraftStatus.GENERATED, "queued_at", "ended_at"),
)
FIRST_WORD = "To the first word of the model"


@dataclass(frozen=True, slots=True)
class Ends:
    """How many drafts of one organization came to one end."""

    organization: str  # slug
    end: str
    bucket: str
    number: int


@dataclass(frozen=True, slots=True)
class StageTimes:
    """How long one part of the way took, in seconds: half of the drafts at most p50, 95 of 100 at most p95."""

    name: str
    number: int
    p50: float
    p95: float


@dataclass(frozen=True, slots=True)
class Use:
    """What the models of one organization's drafts read, wrote and cost."""

    organization: str
    drafts: int
    input_tokens: int
    output_tokens: int
    cost_micros: int


@dataclass(frozen=True, slots=True)
class Queue:
    """What one organization waits for now; ``oldest_seconds`` is 0 where nothing waits."""

    organization: str
    waiting: int
    running: int
    oldest_seconds: float


class Percentile(Aggregate):
    """PostgreSQL's percentile_cont over the rows of a group."""

    function = "percentile_cont"
    template = "%(function)s(%(share)s) WITHIN GROUP (ORDER BY %(expressions)s)"

    def __init__(self, expression: Any, share: float, output_field: Any) -> None:
        super().__init__(expression, share=share, output_field=output_field)


def draft_ends(*, organization_id: UUID | None = None, since: datetime | None = None) -> list[Ends]:
    """Return how drafts ended, by organization, end and bucket; a draft that was resumed counts at each end."""
    rows = _of(
        DraftStage.objects.filter(draft__is_seeded=False).exclude(end__in=IN_PROGRESS),
        organization_id,
        "ended_at",
        since,
    )
    grouped = rows.values_list("organization__slug", "end", "bucket").annotate(number=Count("id"))
    return [Ends(*row) for row in grouped.order_by("organization__slug", "end", "bucket")]


def stage_times(*, organization_id: UUID | None = None, since: datetime) -> list[StageTimes]:
    """Return how long each part of the way took for drafts that went on, in the order of the way."""
    rows = _of(DraftStage.objects.filter(end__in=WENT_ON, draft__is_seeded=False), organization_id, "ended_at", since)
    return [*_timed(rows), *_first_token(organization_id, since)]


def _timed(rows: "QuerySet[DraftStage]") -> Iterator[StageTimes]:
    for name, stage, start, end in PARTS:
        took = ExpressionWrapper(F(end) - F(start), output_field=DurationField())
        shares = {f"p{share}": Percentile(took, share, DurationField()) for share in SHARES}
        found = rows.filter(stage=stage, started_at__isnull=False).aggregate(number=Count("id"), **shares)
        if found["number"]:
            p50, p95 = (found[f"p{share}"].total_seconds() for share in SHARES)
            yield StageTimes(name, found["number"], p50, p95)


def _first_token(organization_id: UUID | None, since: datetime) -> Iterator[StageTimes]:
    runs = _runs(organization_id, since).filter(first_token_ms__gt=0)
    shares = {f"p{share}": Percentile(F("first_token_ms"), share, FloatField()) for share in SHARES}
    found = runs.aggregate(number=Count("id"), **shares)
    if found["number"]:
        yield StageTimes(FIRST_WORD, found["number"], *(found[f"p{share}"] / 1000 for share in SHARES))


def draft_use(*, organization_id: UUID | None = None, since: datetime | None = None) -> list[Use]:
    """Return tokens and cost, by organization. Calls that broke off are not among them: they left no run."""
    grouped = _runs(organization_id, since).values_list("draft__organization__slug").annotate(
        drafts=Count("draft", distinct=True), read=Sum("input_tokens"), wrote=Sum("output_tokens"),
        cost=Sum("cost_micros"),
    )  # fmt: skip
    return [Use(*row) for row in grouped.order_by("draft__organization__slug")]


def draft_queue(*, organization_id: UUID | None = None) -> list[Queue]:
    """Return what waits and what is under work, by organization."""
    rows = _of(Draft.objects.filter(status__in=IN_PROGRESS), organization_id, "created_at", None)
    waiting = {row[0]: row[1:] for row in _queued(rows.filter(lease_owner=""))}
    running = dict(rows.exclude(lease_owner="").values_list("organization__slug").annotate(n=Count("id")).order_by())
    moment = clock.now()
    found = []
    for slug in sorted(waiting.keys() | running.keys()):
        number, oldest = waiting.get(slug, (0, None))
        seconds = (moment - oldest).total_seconds() if oldest else 0.0
        found.append(Queue(slug, number, running.get(slug, 0), seconds))
    return found


def _queued(rows: "QuerySet[Draft]") -> Any:
    return rows.values_list("organization__slug").annotate(n=Count("id"), oldest=Min("entered_at")).order_by()


def workers_alive() -> int:
    """Return how many processes took a bell of this belt lately."""
    return WorkerBeat.objects.filter(beat_at__gte=clock.now() - DEAF_AFTER).count()


def _runs(organization_id: UUID | None, since: datetime | None) -> "QuerySet[InferenceRun]":
    rows = InferenceRun.objects.filter(draft__is_seeded=False)
    rows = rows.filter(created_at__gte=since) if since else rows
    return rows.filter(draft__organization=organization_id) if organization_id else rows


def _of(rows: Any, organization_id: UUID | None, moment: str, since: datetime | None) -> Any:
    if organization_id:
        rows = rows.filter(organization=organization_id)
    return rows.filter(**{f"{moment}__gte": since}) if since else rows
