"""How the belt runs, as one value for the page and as metrics."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from apps.access.selectors import organizations
from apps.audit.selectors import Freshness, freshness, witness_states
from apps.core import clock
from apps.core.standing import standing_everywhere
from apps.drafting.domain.budgets import MICROS
from apps.drafting.selectors import (
    Ends,
    Queue,
    StageTimes,
    Use,
    draft_ends,
    draft_queue,
    draft_use,
    stage_times,
    workers_alive,
)
from apps.drafting.services.budgets import budget_for, spent_today
from apps.governance.selectors import generation_allowed
from apps.quality.domain.exposition import Metric, Sample

if TYPE_CHECKING:
    from apps.access.models import Organization

LATELY = timedelta(hours=1)  # what the metrics' quantiles cover
LIMITS = (("drafts", "Drafts"), ("tokens", "Tokens"), ("cost_micros", "Cost"))


@dataclass(frozen=True, slots=True)
class BudgetUse:
    """One limit of a day: what was used of how much; ``most`` is None where there is no limit."""

    key: str
    name: str
    used: float
    most: float | None

    @property
    def share(self) -> float | None:
        return self.used / self.most if self.most else None


@dataclass(frozen=True, slots=True)
class OperationsReport:
    """What the page of one organization shows."""

    since: datetime
    ends: list[Ends]
    stages: list[StageTimes]
    use: Use | None
    queue: Queue
    workers: int
    budget: list[BudgetUse]
    log: Freshness

    @property
    def ended(self) -> int:
        return sum(row.number for row in self.ends)

    @property
    def tokens_per_draft(self) -> float:
        return (self.use.input_tokens + self.use.output_tokens) / self.use.drafts if self.use else 0.0

    @property
    def cost(self) -> float:
        return self.use.cost_micros / MICROS if self.use else 0.0

    @property
    def cost_per_draft(self) -> float:
        return self.cost / self.use.drafts if self.use else 0.0


def operations_report(*, organization: "Organization", days: int) -> OperationsReport:
    """Return how the drafts of an organization went in the last days, and what it waits for now."""
    since, own = clock.now() - timedelta(days=days), organization.pk
    return OperationsReport(
        since=since,
        ends=draft_ends(organization_id=own, since=since),
        stages=stage_times(organization_id=own, since=since),
        use=next(iter(draft_use(organization_id=own, since=since)), None),
        queue=next(iter(draft_queue(organization_id=own)), Queue(organization.slug, 0, 0, 0.0)),
        workers=workers_alive(),
        budget=budget_use(own, organization.slug),
        log=freshness(clock.now()),
    )


def budget_use(organization_id: UUID, slug: str) -> list[BudgetUse]:
    """Return what an organization used today of each limit."""
    limit, spent = budget_for(slug).organization, spent_today({"organization": organization_id})
    rows = []
    for key, name in LIMITS:
        most, unit = getattr(limit, key), MICROS if key == "cost_micros" else 1
        rows.append(BudgetUse(key, name, getattr(spent, key) / unit, None if most is None else most / unit))
    return rows


def metrics() -> list[Metric]:
    """Return the same figures for whoever watches over the machine: of every organization, of no person or patient."""
    with standing_everywhere():
        return _metrics()


def _metrics() -> list[Metric]:
    queue, use = draft_queue(), draft_use()
    return [
        Metric("workbench_drafting_allowed", "gauge", "1 while the kill switch lets the machine draft.", (
            Sample(int(generation_allowed().allowed)),
        )),
        Metric("workbench_workers_alive", "gauge", "Processes that took a bell of the drafting queue lately.", (
            Sample(workers_alive()),
        )),
        Metric("workbench_draft_ends_total", "counter", "Drafts by how they ended.", tuple(
            Sample(it.number, {"organization": it.organization, "end": it.end, "bucket": it.bucket})
            for it in draft_ends()
        )),
        Metric("workbench_draft_stage_seconds", "summary", "Seconds by part of the way, of the last hour.", _stages()),
        Metric("workbench_drafts_waiting", "gauge", "Drafts that wait for a worker.", _each(queue, "waiting")),
        Metric("workbench_drafts_running", "gauge", "Drafts under work.", _each(queue, "running")),
        Metric(
            "workbench_drafts_oldest_waiting_seconds", "gauge", "How long the oldest of them waits.",
            _each(queue, "oldest_seconds"),
        ),
        Metric("workbench_draft_input_tokens_total", "counter", "Tokens read.", _each(use, "input_tokens")),
        Metric("workbench_draft_output_tokens_total", "counter", "Tokens written.", _each(use, "output_tokens")),
        Metric("workbench_draft_cost_micros_total", "counter", "Cost in millionths.", _each(use, "cost_micros")),
        Metric("workbench_budget_used_ratio", "gauge", "Share of the day's budget that is used.", _budgets()),
        *_log(),
    ]  # fmt: skip


def _log() -> list[Metric]:
    """Return whether the audit log proves itself in time (T07): alarm above 300 seconds, and on any 1 of stopped."""
    now = clock.now()
    fresh = freshness(now)
    waits = (now - fresh.waiting_since).total_seconds() if fresh.waiting_since else 0
    behind = tuple(Sample(one.behind, {"witness": one.name}) for one in witness_states())
    return [
        Metric("workbench_log_unsigned_seconds", "gauge", "How long the oldest event waits for a head.", (
            Sample(waits),
        )),
        Metric("workbench_log_unsigned_events", "gauge", "Events in no signed head yet.", (Sample(fresh.unsigned),)),
        Metric("workbench_log_stopped", "gauge", "1 while the log takes no event.", (Sample(int(fresh.stopped)),)),
        Metric("workbench_log_witness_heads_behind", "gauge", "Heads that a witness has not got yet.", behind),
    ]  # fmt: skip


def _each(rows: list[Queue] | list[Use], name: str) -> tuple[Sample, ...]:
    return tuple(Sample(getattr(row, name), {"organization": row.organization}) for row in rows)


def _stages() -> tuple[Sample, ...]:
    samples = []
    for row in stage_times(since=clock.now() - LATELY):
        stage = {"stage": row.name}
        samples += [Sample(row.p50, {**stage, "quantile": "0.5"}), Sample(row.p95, {**stage, "quantile": "0.95"})]
        samples.append(Sample(row.number, stage, "_count"))
    return tuple(samples)


def _budgets() -> tuple[Sample, ...]:
    return tuple(
        Sample(row.share, {"organization": organization.slug, "limit": row.key})
        for organization in organizations()
        for row in budget_use(organization.pk, organization.slug)
        if row.share is not None
    )
