"""One setting names the model, and a slip of the pen in it stops the start instead of sending a chart elsewhere."""

from decimal import Decimal
from pathlib import Path

import pytest
from django.core.checks import run_checks
from django.test import override_settings

from apps.drafting.backends import backend_in_use
from apps.drafting.backends.configuration import (
    ConfigurationError,
    Extractive,
    LlamaCpp,
    OpenAICompatible,
    configuration_of,
)

INSIDE = "openai+https://models.clinic.internal:8443/v1?model=llama&perimeter=inside"


def test_without_a_language_model_nothing_stands_behind_the_colon() -> None:
    assert configuration_of("extractive:") == Extractive()
    with pytest.raises(ConfigurationError, match="takes nothing behind it"):
        configuration_of("extractive:fast")


def test_a_model_file_is_named_with_how_it_runs() -> None:
    read = configuration_of("llama_cpp:small-q4.gguf?context=4096&gpu_layers=-1&threads=2&seed=7&temperature=0.7")
    assert read == LlamaCpp("small-q4.gguf", context=4096, gpu_layers=-1, threads=2, seed=7, temperature=0.7)


def test_a_server_is_named_with_its_side_of_the_perimeter_its_key_file_and_its_price() -> None:
    read = configuration_of(
        "openai+https://Models.Example/v1/?model=llama-70b&perimeter=outside&key_file=/run/secrets/key"
        "&context=16384&answer=1024&input_cost=0.15&output_cost=0.6&timeout=30&seed=3"
    )
    assert isinstance(read, OpenAICompatible)
    assert (read.url, read.host, read.inside) == ("https://Models.Example/v1", "models.example", False)
    assert (read.model, read.key_file, read.engine) == ("llama-70b", "/run/secrets/key", "other")
    assert (read.input_cost, read.output_cost, read.timeout) == (Decimal("0.15"), Decimal("0.6"), 30)


@pytest.mark.parametrize(
    ("text", "host", "socket"),
    [
        ("openai+http://127.0.0.1:8001/v1?model=m", "127.0.0.1", ""),
        ("openai+http://localhost/v1?model=m", "localhost", ""),
        ("openai+http://[::1]:8001/v1?model=m", "::1", ""),
        ("openai+http+unix:///run/model.sock?model=m", "localhost", "/run/model.sock"),
        ("openai+http://model-server:8001/v1?model=m&perimeter=inside", "model-server", ""),
    ],
)
def test_plain_http_is_for_this_machine_and_the_inside(text: str, host: str, socket: str) -> None:
    read = configuration_of(text)
    assert isinstance(read, OpenAICompatible)
    assert (read.host, read.socket, read.inside, read.engine) == (host, socket, True, "vllm")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "names no backend"),
        ("vllm://host/v1", "names no backend"),
        ("https://host/v1?model=m", "names no backend"),
        ("openai+https://host:port/v1?model=m", "can be read"),
        ("llama_cpp:", "names no model file"),
        ("llama_cpp:../secret.gguf", "names no model file"),
        ("llama_cpp:weights.bin", "names no model file"),
        ("llama_cpp:m.gguf?ctx=1", "unknown parameter 'ctx'"),
        ("llama_cpp:m.gguf?context=many", "context is a whole number from 512"),
        ("llama_cpp:m.gguf?context=4096&context=1", "gives a parameter twice"),
        ("llama_cpp:m.gguf?context", "not name=value"),
        ("llama_cpp:m.gguf?temperature=2.5", "temperature is a number from 0 to 2"),
        ("openai+https://host/v1?perimeter=inside", "names no model"),
        ("openai+https:///v1?model=m&perimeter=inside", "names no host"),
        ("openai+https://host/v1?model=m", "does not say where host stands"),
        ("openai+https://host/v1?model=m&perimeter=somewhere", "perimeter is one of inside, outside"),
        ("openai+http://host/v1?model=m&perimeter=outside", "outside over plain http"),
        ("openai+https://203.0.113.9/v1?model=m&perimeter=inside&engine=vlm", "engine is one of"),
        ("openai+https://8.8.8.8/v1?model=m&perimeter=inside", "public address"),
        ("openai+https://me:hunter2@host/v1?model=m&perimeter=inside", "Keys come from key_file"),
        ("openai+https://host/v1?model=m&perimeter=inside#x", "holds a #"),
        (f"{INSIDE}&api_key=hunter2", "unknown parameter 'api_key'"),
        (f"{INSIDE}&key_file=key", "must be a whole path"),
        (f"{INSIDE}&timeout=600", "timeout is a whole number from 1 to 85"),
        (f"{INSIDE}&input_cost=-1", "price per token in micros"),
        (f"{INSIDE}&input_cost=NaN", "price per token in micros"),
        (f"{INSIDE}&context=2048", "leaves nothing of context=2048"),
    ],
)
def test_what_is_not_exactly_right_is_refused_with_a_sentence_that_repeats_no_secret(text: str, sentence: str) -> None:
    with pytest.raises(ConfigurationError, match=sentence) as refused:
        configuration_of(text)
    assert "hunter2" not in refused.value.sentence


def faults(setting: str) -> list[str]:
    with override_settings(WORKBENCH_INFERENCE=setting):
        return [fault.msg for fault in run_checks() if str(fault.id).startswith("drafting.")]


def test_a_start_says_what_is_wrong_with_the_setting(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    assert "names no backend" in faults("gpt")[0]
    assert "not in WORKBENCH_MODELS_DIR" in faults("llama_cpp:absent.gguf")[0]
    assert "cannot be read" in faults(f"{INSIDE}&key_file={tmp_path}/absent")[0]
    assert "is empty" in faults(f"{INSIDE}&key_file={tmp_path}/empty")[0]


def test_a_start_finds_nothing_wrong_with_what_can_be_used(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("secret\n")
    assert faults("extractive:") == []
    assert faults(f"{INSIDE}&key_file={tmp_path}/key") == []


@pytest.mark.parametrize(
    ("setting", "name", "host", "policy"),
    [
        ("extractive:", "extractive", "", "local"),
        ("llama_cpp:absent.gguf?context=4096", "llama_cpp", "", "local"),
        (INSIDE, "openai_compatible", "models.clinic.internal", "local"),
        (INSIDE.replace("=inside", "=outside"), "openai_compatible", "models.clinic.internal", "hosted"),
    ],
)
def test_the_backend_in_use_is_the_one_named_and_is_made_once(setting: str, name: str, host: str, policy: str) -> None:
    with override_settings(WORKBENCH_INFERENCE=setting):
        backend = backend_in_use()
        assert backend is backend_in_use()
    assert (backend.name, backend.host, backend.policy) == (name, host, policy)
