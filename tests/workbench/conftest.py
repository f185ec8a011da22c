"""Folders with services of their own: these tests start, stop and kill them."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from workbench.embedded.paths import Folder
from workbench.embedded.use import stop_services


@pytest.fixture
def folder() -> Iterator[Folder]:
    """A folder that nobody uses; what still runs in it is stopped afterwards."""
    place = Folder(Path(tempfile.mkdtemp(prefix="workbench-embedded-")))
    yield place
    stop_services(place)
    shutil.rmtree(place.root, ignore_errors=True)
    shutil.rmtree(place.sockets, ignore_errors=True)


@pytest.fixture(autouse=True)
def no_servers_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Test the embedded services even where the suite itself runs on real servers."""
    for variable in ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL"):
        monkeypatch.delenv(variable, raising=False)
        monkeypatch.delenv(f"{variable}_FILE", raising=False)
