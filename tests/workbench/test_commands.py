"""Which services a management command gets: none, the running ones, or its own."""

import os
from pathlib import Path

import pytest

from workbench.embedded.commands import needs_no_services, services_for
from workbench.embedded.paths import Folder, default_root
from workbench.embedded.postgres import Postgres
from workbench.embedded.use import Urls


@pytest.mark.parametrize(
    "arguments",
    [[], ["help"], ["check", "--deploy"], ["--version"], ["migrate", "--help"], ["collectstatic", "--no-input"]],
)
def test_a_command_that_only_reads_code_needs_no_services(arguments: list[str]) -> None:
    assert needs_no_services(arguments)


@pytest.mark.parametrize(
    "arguments", [["migrate"], ["shell"], ["check", "--database", "default"], ["intake_fhir", "x"]]
)
def test_a_command_that_asks_the_database_needs_services(arguments: list[str]) -> None:
    assert not needs_no_services(arguments)


def test_a_command_that_needs_no_services_starts_nothing(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKBENCH_VAR", str(folder.root / "var"))
    with services_for(["check"]):
        assert not (folder.root / "var").exists()


def test_a_command_leaves_running_services_alone(embedded_services: Urls) -> None:
    before = Postgres(embedded_services.folder).process
    with services_for(["migrate"]):
        assert default_root() == embedded_services.folder.root
    assert Postgres(embedded_services.folder).process == before


def test_a_bench_measures_on_services_of_its_own_and_deletes_them(
    embedded_services: Urls, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORKBENCH_VAR", str(embedded_services.folder.root))
    with services_for(["bench", "pages"]):
        own = Path(os.environ["WORKBENCH_VAR"])
        assert own != embedded_services.folder.root
        assert Postgres(Folder(own)).process is not None
    assert not own.exists()


def test_a_named_server_is_used_and_nothing_is_started(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKBENCH_VAR", str(folder.root))
    monkeypatch.setenv("DATABASE_URL_FILE", "/run/secrets/database_url")
    monkeypatch.setenv("REDIS_URL", "redis://broker.example")
    with services_for(["migrate"]):
        assert Postgres(folder).process is None


@pytest.mark.parametrize("arguments", [["answerability_fit", "--data", "gone"], ["bench", "abstention", "--data=gone"]])
def test_a_folder_that_is_not_there_is_named_before_anything_starts(
    arguments: list[str], folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORKBENCH_VAR", str(folder.root / "var"))
    with pytest.raises(SystemExit, match="There is no folder gone"), services_for(arguments):
        pass
    assert not (folder.root / "var").exists()
