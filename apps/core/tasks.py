"""The only way to define a Celery task here: opaque ids as keyword arguments, one named queue."""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

import structlog
from celery import shared_task
from django.db import transaction

from apps.core.context import request_id_start

QUEUES = frozenset({"intake", "index", "drafting", "upkeep"})
log = structlog.get_logger(__name__)


def workbench_task(*, queue: str) -> Callable[[Callable[..., None]], Any]:
    """Make a function a task of ``queue``. The database holds the work; the message only rings the bell."""
    if queue not in QUEUES:
        raise ValueError(f"No worker listens to the queue {queue!r}; the queues are {sorted(QUEUES)}.")

    def decorate(func: Callable[..., None]) -> Any:
        @wraps(func)
        def run(**ids: str) -> None:
            request_id_start()
            func(**ids)

        # Celery 5.7 deprecates the task's own ``queue``; each message names the queue when it is sent.
        options: dict[str, Any] = {"ignore_result": True, "workbench_queue": queue}
        return shared_task(**options)(run)

    return decorate


def ring(task: Any, **ids: object) -> None:
    """Send a task once the surrounding transaction has committed.

    A broker that is down loses nothing: the row is the truth and the sweeper rings again.
    """
    transaction.on_commit(partial(_send, task, {key: str(value) for key, value in ids.items()}))


def _send(task: Any, ids: dict[str, str]) -> None:
    try:
        task.apply_async(kwargs=ids, queue=task.workbench_queue, argsrepr="***", kwargsrepr="***", retry=False)
    except task.OperationalError:
        log.warning("broker_unreachable", task=task.name)
