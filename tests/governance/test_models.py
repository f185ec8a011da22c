"""A model file is run only while it is, byte for byte, the one somebody answers for."""

import json
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from apps.access.selectors import actor_for
from apps.audit.models import AuditEvent
from apps.core import terminal
from apps.core.actors import Actor
from apps.core.errors import NotAllowed
from apps.drafting import backends
from apps.drafting.domain.errors import BackendError
from apps.drafting.services.acts import release_in_use
from apps.drafting.services.models import model_check
from apps.governance.domain.rooms import ModelFile
from apps.governance.domain.scopes import Scope, ScopeKind
from apps.governance.domain.verdict import Act
from apps.governance.errors import ModelRefused
from apps.governance.models import KillSwitch, RegisteredModel
from apps.governance.selectors import generation_allowed
from apps.governance.selectors.models import model_files
from apps.governance.services import model_file_check, model_files_check, model_register, release_ensure
from apps.redaction.model_files import names_files
from tests.factories import PASSWORD, SETUP, World
from tests.governance.switch import resume
from tests.governance.test_release import PARTS

CHECK = Actor.service("model-check")


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    path = tmp_path / "llama.gguf"
    path.write_bytes(b"GGUF" + bytes(range(256)) * 64)
    return path


def register(world: World, path: Path, **said: object) -> RegisteredModel:
    given = {"name": "Llama", "licence": "Apache-2.0", "card": {}} | said
    return model_register(path=path, person=world.admin, actor=actor_for(world.admin), **given)


def flip_a_byte(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def test_a_registered_file_runs_and_one_changed_byte_stops_drafting(world: World, weights: Path) -> None:
    registered, file = register(world, weights), ModelFile("Llama", weights)
    assert model_file_check(file=file, actor=CHECK) == registered.sha256
    flip_a_byte(weights)
    with pytest.raises(ModelRefused, match=r"Nobody has registered the model file llama\.gguf"):
        model_file_check(file=file, actor=CHECK)
    assert "llama.gguf" in generation_allowed().sentence
    event = AuditEvent.objects.order_by("-sequence")[0]
    assert (event.action, event.actor_kind, event.actor_id) == ("kill_switch_set", "service", "model-check")


def test_the_stop_is_of_the_release_where_that_is_known(world: World, weights: Path) -> None:
    release = release_ensure(parts=PARTS, actor=SETUP).digest
    with pytest.raises(ModelRefused):
        model_file_check(file=ModelFile("Llama", weights), release=release, actor=CHECK)
    assert generation_allowed().allowed
    assert not generation_allowed(Act(release=release)).allowed


def test_a_file_that_is_gone_counts_as_another_one_and_two_people_let_it_go_on(world: World, weights: Path) -> None:
    register(world, weights)
    weights.unlink()
    with pytest.raises(ModelRefused, match="cannot be read"):
        model_file_check(file=ModelFile("Llama", weights), actor=CHECK)
    resume(world)
    assert generation_allowed().allowed


def test_the_models_of_this_process_are_the_recorded_ones_and_others_are_refused(world: World, weights: Path) -> None:
    assert {"clinician-review-workbench-names"} <= {file.name for file in model_files()}
    assert model_files_check(files=names_files(), actor=CHECK) == []
    other = ModelFile("all-MiniLM-L6-v2", weights, expected="0" * 64)
    [sentence] = model_files_check(files=[other, *names_files()], actor=CHECK)
    assert "is not the recorded one" in sentence
    assert not generation_allowed().allowed


def test_an_unregistered_candidate_stops_its_own_release_and_nobody_else(world: World, weights: Path) -> None:
    candidate = ModelFile("Candidate", weights)
    [sentence] = model_files_check(files=[candidate], actor=CHECK)
    assert "Nobody has registered" in sentence
    assert generation_allowed().allowed
    assert [stop.of for stop in KillSwitch.objects.all()] == [Scope(ScopeKind.RELEASE, release_in_use())]


def test_the_check_stops_nothing_unless_it_is_told_to(world: World, settings, capsys) -> None:
    settings.WORKBENCH_MODEL_FILES = ["tests.governance.test_models.unregistered"]
    for _ in range(2):
        with pytest.raises(CommandError, match="1 of the model files may not be run"):
            call_command("models_check")
    said = capsys.readouterr().err
    assert f"stops this: Drafting by release {release_in_use()[:12]}. Nothing was stopped now" in said
    assert not KillSwitch.objects.exists()
    with pytest.raises(CommandError):
        call_command("models_check", stop=True)
    assert "is stopped; two people let it go on" in capsys.readouterr().err
    assert generation_allowed().allowed
    assert not generation_allowed(Act(release=release_in_use())).allowed


def test_a_broken_file_is_named_in_a_sentence(world: World, settings, tmp_path: Path, capsys) -> None:
    settings.WORKBENCH_MODELS_DIR, settings.WORKBENCH_INFERENCE = tmp_path, "llama_cpp:broken.gguf"
    settings.WORKBENCH_MODEL_FILES = ["apps.drafting.machine.model_files"]
    (tmp_path / "broken.gguf").write_bytes(b"this is no model")
    with pytest.raises(CommandError, match="1 of the model files may not be run"):
        call_command("models_check")
    assert "Nobody has registered the model file broken.gguf" in capsys.readouterr().err


def unregistered() -> list[ModelFile]:
    """Return a file that nobody registered, as the settings may name one."""
    return [ModelFile("Candidate", Path(__file__))]


@dataclass
class Local(backends.ExtractiveBackend):
    """The composer, as if it loaded a model file in this process."""

    model_file: Path


def test_a_worker_looks_at_the_file_before_it_runs_it_and_again_when_it_was_written_to(
    world: World, weights: Path
) -> None:
    register(world, weights)
    model_check(Local(weights))
    model_check(backends.ExtractiveBackend())  # loads none
    flip_a_byte(weights)
    weights.write_bytes(weights.read_bytes() + b"more")
    with pytest.raises(BackendError, match="registered") as refused:
        model_check(Local(weights))
    assert (refused.value.bucket, refused.value.permanent) == ("model", True)
    assert not generation_allowed(Act(release=release_in_use())).allowed


@pytest.mark.parametrize(("said", "why"), [
    ({"licence": " "}, "under which licence"),
    ({"card": {"text": "x"}}, "under “attributes”"),
    ({"card": {"attributes": {"magic": "x"}}}, "No source attribute is called “magic”"),
])  # fmt: skip
def test_what_nobody_can_answer_for_is_not_registered(world: World, weights: Path, said, why: str) -> None:
    with pytest.raises(ModelRefused, match=why):
        register(world, weights, **said)
    with pytest.raises(NotAllowed):
        model_register(
            path=weights, name="x", licence="x", card={}, person=world.privacy, actor=actor_for(world.privacy)
        )
    assert not RegisteredModel.objects.exists()


def test_the_command_registers_with_a_card_and_the_password_once(
    world: World, weights: Path, monkeypatch, capsys
) -> None:
    card = weights.with_suffix(".json")
    card.write_text(json.dumps({"attributes": {"funding": "Our own"}}))
    given = {"name": "Llama", "licence": "MIT", "card": card, "person": world.admin.email}
    monkeypatch.setattr(terminal, "getpass", lambda _: "wrong")
    with pytest.raises(CommandError):
        call_command("model_register", weights, **given)
    monkeypatch.setattr(terminal, "getpass", lambda _: PASSWORD)
    call_command("model_register", weights, **given)
    assert RegisteredModel.objects.get().sha256 in capsys.readouterr().out
    with pytest.raises(CommandError, match="registered already"):
        call_command("model_register", weights, **given)
