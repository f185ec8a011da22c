"""The bells: a message rings for one step, and nothing is lost when none arrives."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache

from apps.access.selectors import actor_for
from apps.core import clock
from apps.drafting import pipeline, tasks
from apps.drafting.models import Draft
from tests.drafting.conftest import request_summary
from tests.factories import World


@pytest.fixture
def rung(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Every message that would go to the broker."""
    sent: list[dict[str, Any]] = []
    for task in (tasks.advance_draft,):
        monkeypatch.setattr(task, "apply_async", lambda **message: sent.append(message))
    return sent


def test_asking_rings_for_a_worker_once_it_is_committed_with_nothing_but_the_id(
    world: World, rung: list, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        draft = pipeline.draft_request(
            patient_id=world.anna.pk, kind="chart_summary", subject="Visit",
            person=world.okafor, actor=actor_for(world.okafor),
        )  # fmt: skip
        assert rung == []
    assert [message["kwargs"] for message in rung] == [{"draft_id": str(draft.pk)}]
    assert rung[0]["kwargsrepr"] == "***"


def test_a_step_done_rings_for_the_next_until_the_draft_is_ready(
    charted: World, rung: list, django_capture_on_commit_callbacks: Any
) -> None:
    draft = request_summary(charted)
    for expected in ("RETRIEVED", "GENERATED", "READY"):
        with django_capture_on_commit_callbacks(execute=True):
            tasks.advance_draft(draft_id=str(draft.pk))
        draft.refresh_from_db()
        assert draft.status == expected
    assert len(rung) == 2
    tasks.advance_draft(draft_id=str(draft.pk))
    assert len(rung) == 2


def test_a_draft_whose_bell_was_lost_with_the_whole_broker_is_rung_for_again(
    world: World, rung: list, django_capture_on_commit_callbacks: Any
) -> None:
    draft = request_summary(world)
    Draft.objects.filter(pk=draft.pk).update(created_at=clock.now() - timedelta(minutes=1))
    cache.clear()
    with django_capture_on_commit_callbacks(execute=True):
        tasks.sweep_stale_drafts()
    assert [message["kwargs"]["draft_id"] for message in rung] == [str(draft.pk)]
