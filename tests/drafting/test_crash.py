"""Workers are killed with -9 and the broker forgets everything: every draft ends right, and exactly once."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection, transaction

from apps.access.selectors import actor_for
from apps.audit.models import AuditEvent
from apps.core import clock
from apps.drafting.models import Draft, DraftStage, WorkerBeat
from apps.drafting.pipeline import draft_request
from apps.drafting.tasks import sweep_stale_drafts
from tests.drafting.conftest import take_in
from tests.drafting.murder import PLACES
from tests.factories import World, make_world

PROJECT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0  # seconds until a test gives up; what it asserts has no time in it
ONCE = ["draft_requested", "draft_retrieved", "draft_generated", "draft_ready"]


@pytest.fixture
def charted(transactional_db: None) -> World:
    world = make_world()
    take_in(world.cedar, "anna", "Anna", "Lindgren-Sato")
    return world


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "places"
    place.mkdir()
    return place


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, "It did not come to that."
        time.sleep(0.1)


@contextmanager
def worker(folder: Path, log: str, concurrency: int = 1) -> Iterator[int]:
    """Run a real worker on the test's own database and broker; yield the id of its process group."""
    database = connection.settings_dict
    signs_in = f"{database['USER']}:{database['PASSWORD']}" if database["PASSWORD"] else database["USER"]
    address = f"postgresql://{signs_in}@/{database['NAME']}?host={database['HOST']}"
    if database["PORT"]:
        address += f"&port={database['PORT']}"
    env = {
        **os.environ, "DATABASE_URL": address, "DATABASE_OWNER_URL": address, "WORKBENCH_LEASE_SECONDS": "2",
        "WORKBENCH_MURDER": str(folder), "DJANGO_SETTINGS_MODULE": "workbench.settings.test",
    }  # fmt: skip
    command = [
        sys.executable, "-m", "celery", "--app=tests.drafting.murder", "worker", "--queues=drafting",
        f"--concurrency={concurrency}", "--without-gossip", "--without-mingle", "--loglevel=WARNING",
    ]  # fmt: skip
    with (folder / log).open("w") as out:
        process = subprocess.Popen(command, cwd=PROJECT, env=env, stdout=out, stderr=out, start_new_session=True)
        try:
            yield process.pid
        finally:
            kill(process.pid)
            process.wait()


def kill(group: int) -> None:
    """Kill a worker and every child of it, as the machine does when it runs out of memory."""
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        return


def ask(world: World) -> Draft:
    return draft_request(
        patient_id=world.anna.pk, kind="chart_summary", subject="Visit", person=world.okafor,
        actor=actor_for(world.okafor),
    )  # fmt: skip


def ask_and_lie_in_wait(world: World, folder: Path, place: str) -> Draft:
    """Ask for a draft whose worker stops at this place. No bell rings before the worker can know where."""
    with transaction.atomic():
        draft = ask(world)
        (folder / str(draft.pk)).write_text(place)
    return draft


def all_ready(drafts: list[Draft]) -> bool:
    sweep_stale_drafts()
    return Draft.objects.filter(pk__in=[draft.pk for draft in drafts], status="READY").count() == len(drafts)


def assert_done_once(draft: Draft) -> None:
    events = AuditEvent.objects.filter(object_type="draft", object_id=str(draft.pk)).order_by("sequence")
    assert list(events.values_list("action", flat=True)) == ONCE
    assert draft.runs.count() == 1
    assert list(draft.claims.values_list("ordinal", flat=True)) == list(range(1, draft.claims.count() + 1))
    assert draft.claims.exists()
    assert list(DraftStage.objects.filter(draft=draft).values_list("stage", flat=True)) == [
        "QUEUED", "RETRIEVED", "GENERATED",
    ]  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_workers_killed_at_every_stage_leave_drafts_that_end_ready_exactly_once(charted: World, folder: Path) -> None:
    drafts = []
    with worker(folder, "first.log", concurrency=len(PLACES)) as group:
        for place in PLACES:  # one after the other: whoever waits before its commit holds the end of the audit log
            drafts.append(ask_and_lie_in_wait(charted, folder, place))
            until(lambda: len(list(folder.glob("*.reached"))) == len(drafts))
        kill(group)
    assert not Draft.objects.filter(status="READY").exists()
    for draft in drafts:
        (folder / str(draft.pk)).unlink()
    with worker(folder, "second.log"):
        until(lambda: all_ready(drafts))
    for draft in drafts:
        assert_done_once(draft)


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_forgets_everything_in_mid_run_loses_no_draft(charted: World, folder: Path) -> None:
    under_work = ask_and_lie_in_wait(charted, folder, "generate")
    drafts = [under_work, ask(charted)]  # the other one waits behind it
    place = folder / str(under_work.pk)
    with worker(folder, "first.log"):
        until(place.with_suffix(".reached").exists)
        forget_everything()
        place.unlink()
        Draft.objects.update(created_at=clock.now() - timedelta(minutes=1))  # as if nobody had come for a minute
        until(lambda: all_ready(drafts))
    for draft in drafts:
        assert_done_once(draft)
    assert WorkerBeat.objects.exists()


def forget_everything() -> None:
    cache._cache.get_client(write=True).flushall()  # FLUSHALL: the bells, what is under way, the bindings
