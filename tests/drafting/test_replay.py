"""A run made once more: the same, byte for byte, or what differs; the draft never changes."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from apps.access.selectors import actor_for
from apps.audit.domain.actions import Action
from apps.audit.models import AuditEvent
from apps.core.canonical import digest
from apps.drafting import backends
from apps.drafting.domain.replaying import Replay, WordRun, replay_from_json, words_changed
from apps.drafting.domain.tasks import DraftInput, DraftOutput, ProposedClaim
from apps.drafting.interface import Watch
from apps.drafting.models import Draft, DraftReplay
from apps.drafting.services import replay_ask, replay_make, replaying
from apps.governance.services import kill_switch_stop
from tests.drafting.conftest import WORKER, request_summary, run
from tests.factories import World


class Newer(backends.ExtractiveBackend):
    """The composer with another version of its words, and a seed."""

    prompt_version = "composer-5"

    def parameters(self) -> dict[str, object]:
        return {"seed": 7}

    def generate(self, draft_input: DraftInput, watch: Watch) -> DraftOutput:
        answer = super().generate(draft_input, watch)
        first = answer.claims[0]
        changed = ProposedClaim(first.section, f"{first.text} Indeed.", first.type, first.severity, first.citations)
        return DraftOutput((changed, *answer.claims[1:]), answer.missing)


class Elsewhere(backends.ExtractiveBackend):
    name = "elsewhere"


def again(draft: Draft, world: World) -> Replay:
    asked = replay_ask(draft=draft, person=world.okafor, actor=actor_for(world.okafor))
    assert asked
    made = replay_make(replay_id=asked.pk, actor=WORKER)
    assert made
    return made


def use(monkeypatch: pytest.MonkeyPatch, backend: Any) -> None:
    monkeypatch.setattr(replaying, "backend_in_use", backend)


def stands(draft: Draft) -> str:
    draft.refresh_from_db()
    claims = list(draft.claims.values_list("text", flat=True))
    return digest([claims, draft.status, draft.fence, draft.runs.count()])


def test_the_same_input_gives_the_same_answer_and_the_draft_stays_as_it_is(charted: World) -> None:
    draft = run(request_summary(charted))
    before = stands(draft)
    made = again(draft, charted)
    assert (made.verdict, made.parts, made.passages, made.claims) == ("identical", (), (), ())
    assert made.output_sha256 == draft.runs.get().output_sha256
    assert stands(draft) == before
    event = AuditEvent.objects.get(action=Action.DRAFT_REPLAYED)
    assert (event.actor_id, event.object_id) == (str(charted.okafor.pk), str(draft.pk))
    kept = DraftReplay.objects.get()
    assert replay_from_json(kept.result) == made


def test_another_release_is_named_by_its_parts_and_the_claims_word_by_word(
    charted: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = run(request_summary(charted))
    before = stands(draft)
    use(monkeypatch, Newer)
    made = again(draft, charted)
    assert made.verdict == "differs"
    assert [(it.part, it.before, it.now) for it in made.parts] == [
        ("prompt_version", "composer-4", "composer-5"), ("seed", "", "7"),
    ]  # fmt: skip
    assert [claim.number for claim in made.claims] == [1]
    assert made.claims[0].words[-1] == WordRun("new", "Indeed.")
    assert stands(draft) == before


def test_passages_that_are_gone_today_are_named_and_the_run_is_made_from_what_it_sealed(
    charted: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = run(request_summary(charted))
    gone = draft.runs.get().passage_ids[0]
    monkeypatch.setattr(replaying, "passages_get", without(gone))
    made = again(draft, charted)
    assert made.verdict == "identical"
    assert [(it.passage_id, it.what) for it in made.passages] == [(gone, "gone")]


def without(gone: str) -> Any:
    """Return the search of passages as it is once one of them was purged."""
    usual = replaying.passages_get

    def passages_get(ids: list[str], **whose: Any) -> Any:
        return usual([id_ for id_ in ids if id_ != gone], **whose)

    return passages_get


def test_the_switch_another_backend_and_a_draft_without_a_run_are_said_and_nothing_is_asked(
    charted: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = run(request_summary(charted))
    never = request_summary(charted)
    assert replay_ask(draft=never, person=charted.okafor, actor=WORKER) is None
    kill_switch_stop(reason="A test.", person=charted.admin, actor=actor_for(charted.admin))
    assert (again(draft, charted).verdict, again(draft, charted).sentence) == (
        "not_run",
        "Drafting is stopped: A test.",
    )
    use(monkeypatch, Elsewhere)
    assert again(draft, charted).sentence == replaying.OTHER


def test_a_replay_that_waits_is_not_asked_for_twice_and_made_once(charted: World) -> None:
    draft = run(request_summary(charted))
    first, second = (replay_ask(draft=draft, person=charted.okafor, actor=WORKER) for _ in range(2))
    assert first == second
    assert replay_make(replay_id=first.pk, actor=WORKER)
    assert replay_make(replay_id=first.pk, actor=WORKER) is None


def test_the_command_says_the_same(charted: World, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = run(request_summary(charted))
    out = StringIO()
    call_command("draft_replay", str(draft.pk), stdout=out)
    assert out.getvalue().strip() == replaying.IDENTICAL
    use(monkeypatch, Newer)
    call_command("draft_replay", str(draft.pk), stdout=out)
    assert "{+Indeed.+}" in out.getvalue()
    with pytest.raises(CommandError, match="no draft"):
        call_command("draft_replay", str(charted.cedar.pk))


def test_words_are_compared_in_the_order_they_are_read() -> None:
    assert list(words_changed("stopped after 5 doses", "stopped after 6 doses")) == [
        WordRun("same", "stopped after"), WordRun("gone", "5"), WordRun("new", "6"), WordRun("same", "doses"),
    ]  # fmt: skip
