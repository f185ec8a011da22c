"""The button on the trace page: a worker makes the run again, and who may not read the words is told none."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from apps.audit.domain.actions import Action
from apps.audit.services import event_append
from apps.drafting.backends import ExtractiveBackend
from apps.drafting.models import Draft, DraftReplay
from apps.drafting.services import inference_inputs_purge, replay_make, replaying
from tests.drafting.conftest import WORKER
from tests.drafting.test_replay import Newer
from tests.factories import World
from tests.governance.test_purging import CLOCK
from tests.kept import Copies, Kept
from tests.review.test_trace import page_of


@pytest.fixture
def draft(kept_summary: Kept[Draft], world: World, copies: Copies) -> Draft:
    return kept_summary.put_back(copies)


def press(person: Any, draft: Any) -> int:
    client = Client()
    client.force_login(person)
    return client.post(reverse("review:draft_replay", args=[draft.pk])).status_code


def trace(person: Any, draft: Any) -> str:
    client = Client()
    client.force_login(person)
    return client.get(page_of(draft)).content.decode()


def test_who_asks_sees_it_wait_and_then_what_differs_word_by_word(
    world: World, draft: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert press(world.okafor, draft) == 302
    assert "It waits for a worker" in trace(world.okafor, draft)
    monkeypatch.setattr(replaying, "backend_in_use", Newer)
    replay_make(replay_id=DraftReplay.objects.get().pk, actor=WORKER)
    shown = trace(world.okafor, draft)
    assert "<ins>Indeed.</ins>" in shown
    assert f"prompt version: was {ExtractiveBackend.prompt_version}, is {Newer.prompt_version}" in shown


def test_who_reads_the_audit_log_without_a_grant_is_told_no_word(
    world: World, draft: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replaying, "backend_in_use", Newer)
    assert press(world.privacy, draft) == 302
    replay_make(replay_id=DraftReplay.objects.get().pk, actor=WORKER)
    shown = trace(world.privacy, draft)
    assert "is another one" in shown
    assert "Indeed." not in shown


def test_a_stranger_is_told_nothing_and_a_role_without_the_right_is_refused(world: World, draft: Any) -> None:
    assert (press(world.quill, draft), press(world.lindqvist, draft)) == (404, 403)
    assert not DraftReplay.objects.exists()


def test_a_replay_goes_with_the_input_it_was_made_from(world: World, draft: Any) -> None:
    press(world.okafor, draft)
    replay_make(replay_id=DraftReplay.objects.get().pk, actor=WORKER)
    event = purge_event()
    inference_inputs_purge(draft_ids=[draft.pk], event_id=event.id, actor=CLOCK)
    sealed = draft.runs.get()
    assert (bytes(sealed.input_sealed), bytes(sealed.raw_sealed), sealed.passages) == (b"", b"", [])
    assert len(sealed.input_sha256) == 64
    assert not DraftReplay.objects.exists()


def purge_event() -> Any:
    """Append the event under which words may go."""
    return event_append(actor=CLOCK, action=Action.RECORDS_PURGED)
