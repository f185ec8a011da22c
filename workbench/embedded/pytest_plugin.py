"""Gives each pytest run services of its own, in a folder that is deleted afterwards.

Loaded with ``-p workbench.embedded.pytest_plugin`` (pyproject.toml). The folder's name is known before Django reads
its settings; the services start (in half a second) before the first test. Servers named by DATABASE_URL and
REDIS_URL are used instead.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from workbench.embedded.paths import Folder
from workbench.embedded.use import Urls
from workbench.embedded.use import embedded_services as services_of

FOLDER = pytest.StashKey[Folder]()


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Iterator[None]:
    """Name the folder before pytest-django imports the settings."""
    folder = Folder(Path(tempfile.mkdtemp(prefix="workbench-test-")))
    early_config.stash[FOLDER] = folder
    os.environ["WORKBENCH_VAR"] = str(folder.root)
    return (yield)


def pytest_unconfigure(config: pytest.Config) -> None:
    if folder := config.stash.get(FOLDER, None):
        shutil.rmtree(folder.root, ignore_errors=True)


@pytest.fixture(scope="session", autouse=True)
def embedded_services(request: pytest.FixtureRequest) -> Iterator[Urls]:
    """Run PostgreSQL and Redis for the whole session."""
    folder = request.config.stash[FOLDER]
    with services_of(folder, durable=False) as urls:
        yield urls
