"""Reading drafts: for the desk, for the review page, for the sweeper, for whoever runs the belt."""

from apps.drafting.selectors.criteria import criteria_of_draft, criteria_of_drafts, criterion_rows
from apps.drafting.selectors.drafts import (
    Progress,
    blocked_count,
    citations_among,
    cited_spans,
    claims_bare,
    claims_with_sources,
    draft_for_review,
    draft_labels,
    draft_progress,
    draft_status,
    drafts_cited_to,
    drafts_of_organization,
    drafts_on_old_redactions,
    drafts_visible_to,
    drafts_with_inputs,
    findings_of,
    planted_errors,
    queries_asked_for,
    runs_of,
    source_labels,
    stale_draft_ids,
)
from apps.drafting.selectors.operations import (
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
from apps.drafting.selectors.previews import preview_key
from apps.drafting.selectors.replays import replay_newest
from apps.drafting.selectors.sources import claim_rows, claims_told, finding_rows

__all__ = [
    "Ends", "Progress", "Queue", "StageTimes", "Use", "blocked_count", "citations_among", "cited_spans", "claim_rows",
    "claims_bare", "claims_told", "claims_with_sources", "criteria_of_draft", "criteria_of_drafts", "criterion_rows",
    "draft_ends",
    "draft_for_review", "draft_labels", "draft_progress", "draft_queue", "draft_status", "draft_use",
    "drafts_cited_to", "drafts_of_organization", "drafts_on_old_redactions", "drafts_visible_to", "drafts_with_inputs",
    "finding_rows", "findings_of",
    "planted_errors",
    "preview_key",
    "queries_asked_for", "replay_newest", "runs_of", "source_labels", "stage_times", "stale_draft_ids",
    "workers_alive",
]  # fmt: skip
