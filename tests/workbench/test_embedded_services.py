"""The private PostgreSQL and Redis: they start, are shared, survive kill -9, and stop with their last user."""

import os
import signal
import stat
from pathlib import Path

import psycopg
import pytest
import redis
from kombu import Connection

from workbench.embedded.paths import SOCKET_PATH_LIMIT, Folder
from workbench.embedded.postgres import Postgres
from workbench.embedded.processes import wait_until
from workbench.embedded.secret_key import read_or_make_secret_key
from workbench.embedded.use import Urls, embedded_services, scratch_services
from workbench.settings import env


def running(folder: Folder) -> bool:
    return Postgres(folder).process is not None


def test_both_services_answer_and_stop_with_their_only_user(folder: Folder) -> None:
    with embedded_services(folder, durable=False) as urls:
        with psycopg.connect(urls.database) as connection:
            row = connection.execute("SELECT current_user, '[1,2]'::vector <-> '[1,4]'::vector").fetchone()
        assert row == ("workbench_app", 2.0)
        assert redis.Redis.from_url(urls.redis).ping()
    assert not running(folder)


def test_services_stay_until_their_last_user_leaves(folder: Folder) -> None:
    with embedded_services(folder, durable=False):
        with embedded_services(folder, durable=False):
            first = Postgres(folder).process
        assert Postgres(folder).process == first
    assert not running(folder)


def test_nothing_listens_on_the_network(folder: Folder) -> None:
    with embedded_services(folder, durable=False) as urls, psycopg.connect(urls.database) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
        assert redis.Redis.from_url(urls.redis).config_get("port") == {"port": "0"}


def test_sockets_and_data_are_closed_to_other_people(folder: Folder) -> None:
    with embedded_services(folder, durable=False):
        for private in (folder.postgres_socket_folder, folder.postgres_data, folder.redis_data, folder.log):
            assert stat.S_IMODE(private.stat().st_mode) & 0o077 == 0


def test_what_was_committed_survives_kill_9(folder: Folder) -> None:
    with embedded_services(folder, durable=False) as urls:
        with psycopg.connect(urls.database_owner) as connection:
            # What throwaway services leave out for speed, and real ones always do.
            connection.execute("SET synchronous_commit = on")
            connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
        broker = redis.Redis.from_url(urls.redis)
        broker.config_set("appendonly", "yes")
        broker.set("kept", "yes")
        _kill_9(folder)
        with embedded_services(folder, durable=False), psycopg.connect(urls.database) as connection:
            assert connection.execute("SELECT answer FROM kept").fetchone() == (42,)


def _kill_9(folder: Folder) -> None:
    for name in ("postgres", "redis"):
        pid = int((folder.run / f"{name}.pid").read_text(encoding="utf-8").split()[0])
        os.kill(pid, signal.SIGKILL)
    assert wait_until(lambda: not running(folder), seconds=10)


def test_a_lock_whose_pid_went_to_another_program_is_forgotten(folder: Folder) -> None:
    with embedded_services(folder, durable=False):
        pass
    (folder.postgres_data / "postmaster.pid").write_text(f"{os.getpid()}\n", encoding="utf-8")
    with embedded_services(folder, durable=False):
        assert running(folder)


@pytest.mark.parametrize("inner", ["d" * 60 + "/" + "e" * 60, "a b/ü?x"])
def test_a_clone_in_an_awkward_place_gets_short_plain_sockets(folder: Folder, inner: str) -> None:
    deep = Folder(folder.root / inner)
    assert deep.sockets.parent == Path("/tmp")
    assert len(str(deep.postgres_socket_folder / ".s.PGSQL.5432")) <= SOCKET_PATH_LIMIT
    with embedded_services(deep, durable=False) as urls, psycopg.connect(urls.database) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
        broker = env.broker_from(env.parse_url(urls.redis, "REDIS_URL", ("unix",)))
        assert Connection(broker).ensure_connection(max_retries=1)
    deep.postgres_socket_folder.rmdir()
    deep.sockets.rmdir()


def test_a_socket_folder_of_somebody_else_is_refused(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.sockets.mkdir(parents=True)
    monkeypatch.setattr(os, "geteuid", lambda: folder.root.stat().st_uid + 1)
    with pytest.raises(PermissionError, match="belongs to another user"):
        folder.prepare()


def test_scratch_services_leave_nothing_behind() -> None:
    with scratch_services() as urls:
        assert isinstance(urls, Urls)
        assert running(urls.folder)
    assert not urls.folder.root.exists()
    assert not running(urls.folder)


def test_the_servers_log_holds_no_value_of_a_failed_statement(folder: Folder) -> None:
    with (
        embedded_services(folder, durable=False) as urls,
        psycopg.connect(urls.database_owner, autocommit=True) as connection,
    ):
        connection.execute("CREATE TABLE people (name text UNIQUE)")
        connection.execute("INSERT INTO people VALUES ('Canary Quillfeather')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("INSERT INTO people VALUES ('Canary Quillfeather')")
        with pytest.raises(psycopg.errors.InvalidTextRepresentation):
            connection.execute("SELECT 'Canary Quillfeather'::int")
    assert "Canary" not in Postgres(folder).log.read_text(encoding="utf-8")


def test_the_application_owns_nothing_and_cannot_make_tables(folder: Folder) -> None:
    with embedded_services(folder, durable=False) as urls:
        with psycopg.connect(urls.database_owner) as connection:
            connection.execute("CREATE TABLE work (id bigserial, note text)")
        with psycopg.connect(urls.database, autocommit=True) as connection:
            connection.execute("INSERT INTO work (note) VALUES ('a')")
            for refused in ("CREATE TABLE mine ()", "DROP TABLE work", "TRUNCATE work"):
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    connection.execute(refused)


def test_the_secret_key_is_made_once_and_is_its_owners_alone(folder: Folder) -> None:
    key = read_or_make_secret_key(folder)
    assert len(key) > 50
    assert read_or_make_secret_key(folder) == key
    assert stat.S_IMODE(folder.secret_key.stat().st_mode) == 0o600
