"""What must never stand in the project's files, and what must agree between them."""

import re
import subprocess

import pytest

from workbench.embedded.paths import PROJECT
from workbench.embedded.postgres import QUIET

LOCKS = ("requirements.lock", "docker/requirements.lock")


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_index_and_hashes_every_package(lock: str) -> None:
    text = (PROJECT / lock).read_text(encoding="utf-8")
    assert "://" not in text
    assert "--index-url" not in text
    entries = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    assert entries
    assert all("--hash=sha256:" in entry for entry in entries)


def test_both_locks_pin_the_same_versions() -> None:
    everything, runtime = (_pins(lock) for lock in LOCKS)
    assert runtime <= everything
    assert not {"pytest", "ruff", "playwright"} & {pin.partition("==")[0] for pin in runtime}


def _pins(lock: str) -> set[str]:
    return set(re.findall(r"^[a-z0-9][^ \n]*==[^ \n]+", (PROJECT / lock).read_text(encoding="utf-8"), re.MULTILINE))


def test_the_real_server_is_as_quiet_as_the_embedded_one() -> None:
    compose = (PROJECT / "docker" / "compose.yaml").read_text(encoding="utf-8")
    assert all(f"-c{key}={value}" in compose for key, value in QUIET.items())


@pytest.mark.parametrize("script", ["workbench/setup/install", "workbench/setup/system_libraries", ".ci/run"])
def test_scripts_are_valid_and_executable(script: str) -> None:
    path = PROJECT / script
    assert path.stat().st_mode & 0o100
    subprocess.run(["bash", "-n", str(path)], check=True)


def test_make_alone_lists_what_can_be_typed() -> None:
    listing = subprocess.run(["make"], cwd=PROJECT, check=True, capture_output=True, text=True).stdout
    for target in ("setup", "demo", "test", "lint", "bench", "clean"):
        assert f"make {target} " in listing
