"""Writers that append events as fast as they can, each a process and a connection of its own, each event committed."""

import multiprocessing
import time
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier
from uuid import uuid4

from django.db import connection, connections, transaction

from apps.audit.domain.actions import Action
from apps.audit.services import event_append
from apps.core.actors import Actor

SECONDS = 4.0
PATIENCE_SECONDS = 60


def appends_per_second(writers: int, seconds: float = SECONDS) -> float:
    """Return how many events a second so many processes append together, each in a transaction of its own."""
    connections.close_all()  # no process may inherit a connection
    fork = multiprocessing.get_context("fork")
    start, counted = fork.Barrier(writers), fork.Queue()
    processes = [fork.Process(target=_write, args=(seconds, start, counted)) for _ in range(writers)]
    for process in processes:
        process.start()
    rates = [counted.get(timeout=seconds + PATIENCE_SECONDS) for _ in processes]
    for process in processes:
        process.join()
    return float(sum(rates))


def _write(seconds: float, start: Barrier, counted: "Queue[float]") -> None:
    actor, patient, draft = Actor.service("bench", str(uuid4())), uuid4(), uuid4()
    connection.ensure_connection()
    start.wait()
    began, appended = time.perf_counter(), 0
    while (taken := time.perf_counter() - began) < seconds:
        with transaction.atomic():
            event_append(
                actor=actor, action=Action.DRAFT_VIEWED, patient_id=patient, object_type="draft", object_id=draft,
                details={"identifiers": appended},
            )  # fmt: skip
        appended += 1
    counted.put(appended / taken)
