"""Drafts of a random model through belt 2: an end with a sentence, and never a mark of support that is not earned."""

from pathlib import Path
from typing import Any

import pytest

from apps.access.selectors import actor_for
from apps.drafting.backends.llama_cpp import LlamaCppBackend
from apps.drafting.domain.prompting import PROMPTS_VERSION
from apps.drafting.interface import Watch
from apps.drafting.models import Claim, Draft
from apps.drafting.services import steps
from apps.evaluation.benches.random_model.weights import random_model_write
from apps.evaluation.benches.random_model.yardstick import is_said
from apps.governance.models import RegisteredModel
from apps.governance.services import kill_switch_stop, model_register
from tests.drafting.conftest import request_summary, run
from tests.drafting.gguf_models import BYTES, WORDS
from tests.factories import World

ROOM: dict[str, Any] = {"context": 10_000, "threads": 1, "temperature": 1.0, "most_output": 3000}


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("models")
    kinds = {"letters": BYTES, "words": WORDS}
    return {name: random_model_write(folder / f"{name}.gguf", model) for name, model in kinds.items()}


def drafted(world: World, monkeypatch: pytest.MonkeyPatch, backend: LlamaCppBackend) -> Draft:
    monkeypatch.setattr(steps, "backend_in_use", lambda: backend)
    if backend.path.exists() and not RegisteredModel.objects.filter(sha256=backend.model_sha256).exists():
        admin = world.admin
        model_register(
            path=backend.path, name="Random", licence="none", card={}, person=admin, actor=actor_for(admin)
        )  # fmt: skip
    return run(request_summary(world))


@pytest.mark.parametrize("name", ["letters", "words"])
@pytest.mark.parametrize("seed", [1, 2])
def test_a_random_model_ends_ready_or_blocked_and_earns_no_mark_of_support(
    charted: World, models: dict[str, Path], monkeypatch: pytest.MonkeyPatch, name: str, seed: int
) -> None:
    draft = drafted(charted, monkeypatch, LlamaCppBackend(models[name], **ROOM, seed=seed))
    assert draft.status in {"READY", "BLOCKED"}, draft.reason
    inference = draft.runs.get()
    shown = Claim.objects.filter(draft=draft, support="supported")
    quotes = [[span["quote"] for span in claim["citations"]] for claim in inference.output["claims"]]
    assert [claim.text for claim in shown if not is_said(claim.text, quotes[claim.ordinal - 1])] == []


def test_what_rebuilds_a_call_is_sealed_with_it(
    charted: World, models: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    backend = LlamaCppBackend(models["letters"], **ROOM)
    inference = drafted(charted, monkeypatch, backend).runs.get()
    assert inference.output["raw"].startswith('{"claims":[')
    assert len(inference.output["marker"]) == 32
    assert inference.parameters == backend.parameters()
    assert (inference.backend, inference.prompt_version) == ("llama_cpp", PROMPTS_VERSION)
    assert inference.release.model_sha256 == backend.model_sha256
    assert inference.output_tokens > 0
    again = drafted(charted, monkeypatch, backend).runs.get()
    assert (again.input_sha256 == inference.input_sha256) == (again.output == inference.output)


class Stopping(LlamaCppBackend):
    """The real backend; somebody throws the switch as it begins."""

    def __init__(self, world: World, path: Path) -> None:
        super().__init__(path, **ROOM)
        self.world = world

    def generate(self, draft_input: Any, watch: Watch) -> Any:
        admin = self.world.admin
        kill_switch_stop(reason="A wrong dose was seen.", person=admin, actor=actor_for(admin))
        return super().generate(draft_input, watch)


def test_the_kill_switch_stops_a_model_that_writes(
    charted: World, models: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = drafted(charted, monkeypatch, Stopping(charted, models["letters"]))
    assert draft.status == "HALTED"
    assert "A wrong dose was seen." in draft.reason
    made = draft.runs.get()  # the call was made: it stays on record, and no word that it wrote
    assert (made.broken_off, made.raw, made.output["claims"]) == ("halted", "", [])


def test_a_model_that_is_not_there_fails_the_draft_with_a_sentence(
    charted: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = drafted(charted, monkeypatch, LlamaCppBackend(tmp_path / "gone.gguf"))
    assert draft.status in {"FAILED", "HALTED"}
    assert "gone.gguf" in draft.reason
