"""Which workers hear: each writes down, in the database, that it took a bell."""

from datetime import timedelta
from time import monotonic

from apps.core import clock
from apps.drafting.models import WorkerBeat

BETWEEN = 5.0  # seconds between two entries of one process
FORGOTTEN_AFTER = timedelta(days=1)
_last: dict[str, float] = {}


def beat_keep(*, worker: str) -> str:
    """Write down that a worker took a bell, every few seconds at most; return its name."""
    moment = monotonic()
    if moment - _last.get(worker, -BETWEEN) >= BETWEEN:
        _last[worker] = moment
        now = clock.now()
        WorkerBeat.objects.update_or_create(worker=worker, defaults={"beat_at": now})
        WorkerBeat.objects.filter(beat_at__lt=now - FORGOTTEN_AFTER).delete()
    return worker
