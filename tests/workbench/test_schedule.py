"""The schedule names only tasks that exist, and Celery is set up so that a lost worker loses no work."""

from typing import Any

import pytest

from apps.core.tasks import QUEUES
from workbench.celery import QUEUES as WORKER_QUEUES
from workbench.celery import VISIBILITY_SECONDS, app
from workbench.embedded import children
from workbench.embedded.paths import Folder, default_root
from workbench.schedule import BEAT_SCHEDULE


@pytest.mark.parametrize("entry", BEAT_SCHEDULE.values(), ids=lambda entry: entry["task"])
def test_every_periodic_task_exists_and_has_a_queue(entry: dict[str, Any]) -> None:
    app.loader.import_default_modules()
    assert entry["task"] in app.tasks
    assert entry["options"]["queue"] in QUEUES


def test_somebody_listens_to_every_queue() -> None:
    assert set(WORKER_QUEUES) == QUEUES
    commands = " ".join(word for worker in children.workers(Folder(default_root())) for word in worker.command)
    assert all(queue in commands for queue in QUEUES)


def test_only_json_is_taken_from_the_broker() -> None:
    assert app.conf.accept_content == ["json"]
    assert app.conf.task_serializer == "json"
    assert app.conf.result_backend is None


def test_a_task_is_acknowledged_only_when_it_is_done() -> None:
    assert app.conf.task_acks_late
    assert app.conf.task_reject_on_worker_lost
    assert app.conf.worker_prefetch_multiplier == 1


def test_redis_hands_no_running_task_to_a_second_worker() -> None:
    assert app.conf.task_time_limit < VISIBILITY_SECONDS
    assert app.conf.broker_transport_options["visibility_timeout"] == VISIBILITY_SECONDS
