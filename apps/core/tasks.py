"""The only way to define a Celery task here: opaque ids as keyword arguments, one named queue."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial, wraps
from typing import Any, Literal

import structlog
from celery import shared_task
from django.db import transaction

from apps.core.context import request_id_start
from apps.core.standing import standing_everywhere, standing_in

QUEUES = frozenset({"intake", "index", "drafting", "upkeep"})
log = structlog.get_logger(__name__)


Whose = Callable[[str], str | None]  # says by a record's id in whose organization it is


def workbench_task(*, queue: str, stands: Whose | Literal["every"]) -> Callable[[Callable[..., None]], Any]:
    """Make a function a task of ``queue``. The database holds the work; the message only rings the bell.

    ``stands`` says what PostgreSQL shows the task (``core.standing``): of one record, the rows of its organization,
    found by the one id that the message carries; to a belt that looks after all of them, those of every organization.
    """
    if queue not in QUEUES:
        raise ValueError(f"No worker listens to the queue {queue!r}; the queues are {sorted(QUEUES)}.")

    def decorate(func: Callable[..., None]) -> Any:
        @wraps(func)
        def run(**ids: str) -> None:
            request_id_start()
            with _place_of(stands, ids):
                func(**ids)

        # Celery 5.7 deprecates the task's own ``queue``; each message names the queue when it is sent.
        options: dict[str, Any] = {"ignore_result": True, "workbench_queue": queue}
        return shared_task(**options)(run)

    return decorate


def _place_of(stands: Whose | Literal["every"], ids: dict[str, str]) -> AbstractContextManager[None]:
    if not callable(stands):
        return standing_everywhere()
    (identifier,) = ids.values()
    return standing_in(stands(identifier))


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
