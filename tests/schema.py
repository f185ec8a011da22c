"""The tables that the migrations make, made once: the second worker, and the next run, read them back in a second.

What they make is kept in ``var/tests``, named by the digest of all that has a part in it. A run on a fresh clone makes
it, so nothing stale outlives a change that the digest misses. On a real server (DATABASE_URL) the migrations run.
"""

import ast
import fcntl
import hashlib
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

from django.db import connection

from workbench.embedded.paths import OWNER_ROLE, PROJECT, Folder, names_a_server
from workbench.embedded.postgres import SUPERUSER, binaries

KEPT = PROJECT / "var" / "tests"
BESIDE = ("requirements.lock", "apps/audit/guard.sql", "workbench/embedded/postgres.py")


def digest() -> str:
    """Return the digest of the migrations, of what they import, and of what makes an empty database."""
    migrations = sorted(PROJECT.glob("apps/*/migrations/*.py"))
    files = {*migrations, *(PROJECT / name for name in BESIDE)}
    files.update(one for each in migrations for one in _imported(each))
    found = hashlib.sha256()
    for file in sorted(files):
        found.update(str(file.relative_to(PROJECT)).encode() + b"\0" + file.read_bytes() + b"\0")
    return found.hexdigest()[:20]


def _imported(file: Path) -> Iterator[Path]:
    for node in ast.walk(ast.parse(file.read_bytes())):
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{one.name}" for one in node.names)]
        else:
            names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
        for name in names:
            place = PROJECT.joinpath(*name.split("."))
            yield from (path for path in (place.with_suffix(".py"), place / "__init__.py") if path.is_file())


class Schema:
    """The tables of the test database that is about to be made, and whether they were there to be read back."""

    def __init__(self, folder: Folder) -> None:
        self.folder = folder
        self.database = connection.creation._get_test_db_name()
        self.file = KEPT / f"schema-{digest()}.sql"

    def read_back(self) -> None:
        """Make the database out of what is kept. Where nothing is, whoever asks meanwhile waits until it is."""
        if names_a_server("DATABASE_URL"):
            return
        KEPT.mkdir(parents=True, exist_ok=True)
        self.turn = (KEPT / "turn").open("a")
        fcntl.flock(self.turn, fcntl.LOCK_EX)
        if self.file.exists():
            self.turn.close()
            made = f'CREATE DATABASE "{self.database}" OWNER {OWNER_ROLE} TEMPLATE template0'
            self._run("psql", "postgres", "-c", made)
            self._run("psql", self.database, "--single-transaction", "--file", str(self.file))

    def keep(self) -> None:
        """Keep what the migrations made, if it was not there. Without a test of the database none was made."""
        if names_a_server("DATABASE_URL") or self.turn.closed:
            return
        if connection.settings_dict["NAME"] != self.database:
            self.turn.close()
            return
        for old in KEPT.glob("schema-*"):
            old.unlink()
        new = self.file.with_suffix(".new")
        self._run("pg_dump", self.database, "--file", str(new))
        new.rename(self.file)
        self.turn.close()

    def _run(self, program: str, database: str, *options: str) -> None:
        quiet = ["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1"] if program == "psql" else []
        address = self.folder.database_url(SUPERUSER, database)
        command = [str(binaries() / program), "--dbname", address, *quiet, *options]
        plain = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=plain)
