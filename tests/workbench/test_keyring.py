"""The clone's keyring is made for a database that needs none yet, and never in place of one that is gone."""

from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from workbench.embedded.keyring import make_keyring_if_missing
from workbench.embedded.paths import OWNER_ROLE, Folder


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "var")


@pytest.fixture
def database(folder: Folder, schema: str) -> str:
    """Return the address of a database of the running server in which only one schema is seen."""
    return f"{settings.EMBEDDED.database_url(OWNER_ROLE)}&options=-csearch_path%3D{schema}"


@pytest.fixture
def schema() -> "object":
    address = settings.EMBEDDED.database_url(OWNER_ROLE)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("CREATE SCHEMA of_keyring_test")
        yield "of_keyring_test"
        connection.execute("DROP SCHEMA of_keyring_test CASCADE")


def make(folder: Folder, database: str) -> None:
    make_keyring_if_missing(folder, f"file:{folder.keyring}", database)


def fill(database: str, destroyed_at: str | None) -> None:
    with psycopg.connect(database) as connection:
        connection.execute("CREATE TABLE core_datakey (destroyed_at timestamptz)")
        connection.execute("INSERT INTO core_datakey VALUES (%s)", [destroyed_at])


def test_it_is_made_for_a_folder_and_a_database_that_are_new(folder, database) -> None:
    make(folder, folder.database_url())
    assert folder.keyring.exists()
    folder.keyring.unlink()
    make(folder, database)
    assert folder.keyring.exists()


def test_it_is_made_where_every_key_was_destroyed(folder, database) -> None:
    fill(database, "2026-01-01")
    make(folder, database)
    assert folder.keyring.exists()


def test_a_missing_one_that_records_need_is_asked_for_and_not_replaced(folder, database) -> None:
    fill(database, None)
    with pytest.raises(ImproperlyConfigured, match=r"keyring\.json is missing.* Put your copy of the file back"):
        make(folder, database)
    assert not folder.keyring.exists()


def test_none_is_made_while_the_database_does_not_answer(folder) -> None:
    folder.postgres_data.mkdir(parents=True)
    make(folder, folder.database_url())
    assert not folder.keyring.exists()


def test_one_that_is_there_stays(folder) -> None:
    make(folder, folder.database_url())
    before = folder.keyring.read_bytes()
    make(folder, folder.database_url())
    assert folder.keyring.read_bytes() == before
