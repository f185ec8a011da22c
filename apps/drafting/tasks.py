"""The bells of belt 2. A message carries a draft's id; whether there is anything to do, the database says."""

import os
import socket

import structlog

from apps.core.actors import Actor
from apps.core.standing import organization_of
from apps.core.tasks import ring, workbench_task
from apps.drafting import services
from apps.drafting.domain.status import IN_PROGRESS, DraftStatus
from apps.drafting.selectors import draft_status, stale_draft_ids
from apps.drafting.services.beats import beat_keep

log = structlog.get_logger(__name__)
STEPS = {
    DraftStatus.QUEUED: services.draft_retrieve,
    DraftStatus.RETRIEVED: services.draft_generate,
    DraftStatus.GENERATED: services.draft_check,
}


@workbench_task(queue="drafting", stands=organization_of("drafting.Draft"))
def advance_draft(*, draft_id: str) -> None:
    """Do the one step that is due, then ring for the next."""
    status = draft_status(draft_id)
    if status not in IN_PROGRESS:
        log.info("nothing_to_do", draft_id=draft_id, status=status)
        return
    worker = beat_keep(worker=_worker())
    after = STEPS[status](draft_id=draft_id, worker=worker, actor=Actor.service("drafting"))
    log.info("draft_step", draft_id=draft_id, stage=status, status=after)
    if after in IN_PROGRESS:
        ring(advance_draft, draft_id=draft_id)


@workbench_task(queue="index", stands="every")
def index_policies() -> None:
    """Make policies searchable that were loaded since."""
    services.policies_index(actor=Actor.service("drafting"))


@workbench_task(queue="drafting", stands="every")
def sweep_stale_drafts() -> None:
    """Ring again for drafts whose worker or whose bell was lost. Who takes this bell is alive."""
    beat_keep(worker=_worker())
    for draft_id in stale_draft_ids():
        ring(advance_draft, draft_id=draft_id)


@workbench_task(queue="drafting", stands=organization_of("drafting.DraftReplay", "run__draft__organization_id"))
def replay_draft(*, replay_id: str) -> None:
    """Make a run once more, for whoever asked to see whether the same comes out."""
    beat_keep(worker=_worker())
    services.replay_make(replay_id=replay_id, actor=Actor.service("drafting"))


def _worker() -> str:
    return f"{socket.gethostname()}:{os.getpid()}"
