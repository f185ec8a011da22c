"""Building and emptying versions of the index, one batch a bell; the database says what is still to do."""

from datetime import timedelta
from uuid import UUID

from django.db.models import Q

from apps.core import clock
from apps.core.actors import Actor
from apps.core.tasks import ring, workbench_task
from apps.retrieval.domain.status import IndexStatus
from apps.retrieval.models import IndexVersion
from apps.retrieval.services import index_build_batch, index_drop_batch

WORKER = Actor.service("index-worker")
IDLE = timedelta(minutes=5)  # longer than a batch takes


@workbench_task(queue="index", stands="every")
def build_index(*, name: str, after: str = "") -> None:
    """Index one batch of documents in a version that is being built, then ring for the next."""
    last = index_build_batch(name=name, after=UUID(after) if after else None, actor=WORKER)
    if last:
        ring(build_index, name=name, after=str(last))


@workbench_task(queue="index", stands="every")
def empty_index(*, name: str) -> None:
    """Delete one batch of a dropped version, then ring for the next."""
    if index_drop_batch(name=name, actor=WORKER):
        ring(empty_index, name=name)


@workbench_task(queue="index", stands="every")
def sweep_index_versions() -> None:
    """Ring again for versions whose worker, or whose bell, was lost. A batch done twice changes nothing."""
    bells = {IndexStatus.BUILDING: build_index, IndexStatus.DROPPED: empty_index}
    idle = Q(worked_at=None) | Q(worked_at__lt=clock.now() - IDLE)
    for name, status in IndexVersion.objects.filter(idle, status__in=list(bells)).values_list("name", "status"):
        ring(bells[IndexStatus(status)], name=name)
