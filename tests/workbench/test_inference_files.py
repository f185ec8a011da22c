"""The files that serve a model hold what their README promises: no port, no way out, no log, no code in the weights."""

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from apps.drafting.backends.configuration import OpenAICompatible, configuration_of
from workbench.embedded.paths import PROJECT

FOLDER = PROJECT / "docker" / "inference"
COMPOSE = ("compose.yaml", "compose.hosts.yaml")
SERVING = [("compose.yaml", "vllm"), ("compose.hosts.yaml", "head"), ("compose.hosts.yaml", "worker")]
SILENT = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "VLLM_NO_USAGE_STATS": "1", "DO_NOT_TRACK": "1"}


def read(name: str) -> dict[str, Any]:
    body: dict[str, Any] = yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))
    return body


def command(name: str, service: str) -> str:
    return " ".join(read(name)["services"][service]["command"])


@pytest.mark.parametrize("name", COMPOSE)
def test_no_service_publishes_a_port_writes_files_or_is_pulled_by_tag(name: str) -> None:
    for service, body in read(name)["services"].items():
        assert not {"ports", "expose", "privileged"} & body.keys(), service
        assert (body["read_only"], body["cap_drop"]) == (True, ["ALL"])
        assert "sha256" in body["image"]
        assert not re.search(r"[a-z0-9-]+\.[a-z]{2,}/", body["image"])  # a name, no registry's host


def test_the_model_s_network_has_no_way_out_and_no_guest() -> None:
    body = read("compose.yaml")
    assert body["networks"]["model"] == {"internal": True}
    members = {name for name, service in body["services"].items() if "model" in service.get("networks", [])}
    assert members == {"vllm", "llama-server", "model-proxy"}
    assert yaml.safe_load((PROJECT / "docker/compose.yaml").read_text())["networks"]["inside"] == {"internal": True}


@pytest.mark.parametrize(("name", "service"), SERVING)
def test_vllm_logs_no_request_runs_no_code_of_a_model_and_fetches_nothing(name: str, service: str) -> None:
    said, body = command(name, service), read(name)["services"][service]
    for flag in ("--no-enable-log-requests", "--load-format safetensors", "--max-model-len", "--tensor-parallel-size"):
        assert flag in said
    for flag in ("--trust-remote-code", "--api-key", "--enable-lora", "--host", "--port ", "--enable-log-outputs"):
        assert flag not in said
    assert body["environment"].items() >= SILENT.items()
    assert body["volumes"][0].endswith(":/models:ro")
    assert body["depends_on"]["check-models"] == {"condition": "service_completed_successfully"}


@pytest.mark.parametrize(("name", "service"), SERVING[:2])
def test_vllm_listens_on_a_socket_alone_and_keeps_to_the_schema(name: str, service: str) -> None:
    said = command(name, service)
    assert "--uds /run/model/model.sock" in said
    assert "--structured-outputs-config.backend xgrammar" in said
    assert "--prefix-caching-hash-algo sha256" in said
    assert 'VLLM_API_KEY="$$(cat /run/secrets/model_key)"' in said


def test_llama_server_shows_and_keeps_no_prompt() -> None:
    said = command("compose.yaml", "llama-server")
    for flag in ("--no-slots", "--no-cache-prompt", "--api-key-file /run/secrets/model_key", "--offline", "--no-webui"):
        assert flag in said
    assert "--host /run/model/model.sock" in said
    assert "--slot-save-path" not in said


def test_the_proxy_lets_through_one_question_of_who_has_a_certificate_and_writes_nothing_down() -> None:
    said = (FOLDER / "proxy.conf").read_text(encoding="utf-8")
    assert re.findall(r"location (.+) \{", said) == ["= /v1/chat/completions", "= /health", "/"]
    for words in ("ssl_verify_client on;", "access_log off;", "error_log stderr crit;", "proxy_buffering off;"):
        assert words in said
    assert "client_body_buffer_size 2m;" in said


def test_the_workbench_is_given_every_file_its_setting_names() -> None:
    said = (FOLDER / "README.md").read_text(encoding="utf-8")
    found = re.search(r"WORKBENCH_INFERENCE='([^']+)'", said)
    assert found
    setting = configuration_of(found[1])
    assert isinstance(setting, OpenAICompatible)
    assert (setting.inside, setting.engine, setting.host) == (True, "vllm", "model-proxy")
    body = read("compose.workbench.yaml")
    given = {f"/run/secrets/{name}" for name in body["secrets"]}
    assert {setting.key_file, setting.ca_file, setting.client_file} == given
    assert all(set(service["secrets"]) == body["secrets"].keys() for service in body["services"].values())
    main = yaml.safe_load((PROJECT / "docker/compose.yaml").read_text())["services"]
    ours = {name for name, service in main.items() if "WORKBENCH_INFERENCE" in str(service.get("environment"))}
    assert ours == body["services"].keys()


def checked(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([FOLDER / "check_models", folder], capture_output=True, text=True, check=False)


@pytest.fixture
def models(tmp_path: Path) -> Path:
    (tmp_path / "model.safetensors").write_bytes(b"weights")
    (tmp_path / "config.json").write_text("{}")
    subprocess.run([FOLDER / "make_sums", tmp_path], check=True)
    return tmp_path


def test_files_that_are_what_they_were_are_served(models: Path) -> None:
    assert checked(models).returncode == 0


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda folder: (folder / "model.safetensors").write_bytes(b"others"), "not what it was"),
        (lambda folder: (folder / "extra.safetensors").write_bytes(b"x"), "does not list exactly"),
        (lambda folder: (folder / "config.json").unlink(), "does not list exactly"),
        (lambda folder: (folder / "pytorch_model.bin").write_bytes(b"x"), "safetensors or GGUF"),
        (lambda folder: (folder / "modeling.py").write_text("x"), "safetensors or GGUF"),
        (lambda folder: (folder / "link.json").symlink_to("/etc/hostname"), "links are not followed"),
        (lambda folder: (folder / "SHA256SUMS").unlink(), "no SHA256SUMS"),
    ],
)
def test_a_model_folder_with_anything_else_in_it_is_not_served(models: Path, spoil: Any, said: str) -> None:
    spoil(models)
    result = checked(models)
    assert result.returncode == 1
    assert said in result.stderr
