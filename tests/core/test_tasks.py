"""The doorbell: it rings after the commit, with opaque ids, and a dead broker loses nothing."""

from typing import Any

import pytest
from celery import current_app
from django.db import transaction

from apps.core.tasks import QUEUES, ring, workbench_task


class Bell:
    """A task as ``ring`` sees it."""

    name = "bell"
    workbench_queue = "drafting"
    OperationalError = ConnectionError

    def __init__(self, *, is_dead: bool = False) -> None:
        self.rung: list[dict[str, Any]] = []
        self.is_dead = is_dead

    def apply_async(self, **message: Any) -> None:
        if self.is_dead:
            raise ConnectionError
        self.rung.append(message)


@pytest.mark.django_db(transaction=True)
def test_it_rings_after_the_commit_and_not_after_a_rollback() -> None:
    bell = Bell()
    with transaction.atomic():
        ring(bell, draft_id=7)
        assert bell.rung == []
    assert [message["kwargs"] for message in bell.rung] == [{"draft_id": "7"}]
    with transaction.atomic():
        ring(bell, draft_id=8)
        transaction.set_rollback(True)
    assert len(bell.rung) == 1


@pytest.mark.django_db(transaction=True)
def test_the_arguments_never_show_in_events_and_a_dead_broker_does_not_break_the_act() -> None:
    bell = Bell()
    with transaction.atomic():
        ring(bell, draft_id=7)
        ring(Bell(is_dead=True), draft_id=7)
    assert (bell.rung[0]["argsrepr"], bell.rung[0]["kwargsrepr"]) == ("***", "***")


def test_a_task_of_a_queue_that_no_worker_listens_to_is_refused_at_import() -> None:
    with pytest.raises(ValueError, match="No worker listens"):
        workbench_task(queue="elsewhere", stands="every")


def test_every_task_of_a_room_has_a_queue_that_a_worker_listens_to() -> None:
    current_app.loader.import_default_modules()
    tasks = {name: task for name, task in current_app.tasks.items() if name.startswith("apps.")}
    assert {task.workbench_queue for task in tasks.values()} <= QUEUES
