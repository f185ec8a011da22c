"""Where the embedded services keep their files, and the addresses that follow from it."""

import hashlib
import os
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

PROJECT = Path(__file__).resolve().parents[2]
# The kernel's limit for a unix socket's path is 108 bytes, one of them the closing zero.
SOCKET_PATH_LIMIT = 107
# Not $TMPDIR: it may be long, and two terminals of one person may disagree about it.
SHORT_FOLDER = Path("/tmp")  # noqa: S108 - the folder made in it is private and its owner is checked
PLAIN_PATH = re.compile(r"[A-Za-z0-9/._+-]+")
LONGEST_SOCKET_NAME = "/postgres/.s.PGSQL.5432"

DATABASE = "workbench"
OWNER_ROLE = "workbench_owner"
APP_ROLE = "workbench_app"


def default_root() -> Path:
    """Return the folder of this clone's services: ``WORKBENCH_VAR``, or ``var/`` in the clone."""
    return Path(os.environ.get("WORKBENCH_VAR") or PROJECT / "var").absolute()


def shown(path: Path) -> Path:
    """Return a path as a person at the clone's root would type it."""
    return path.relative_to(PROJECT) if path.is_relative_to(PROJECT) else path


def names_a_server(variable: str) -> bool:
    """Return whether the environment points to a real server, so that the embedded one is not needed."""
    return bool(os.environ.get(variable) or os.environ.get(f"{variable}_FILE"))


@dataclass(frozen=True)
class Folder:
    """One set of embedded services on disk. Every address is a function of the folder, so nobody has to pass it on."""

    root: Path

    @property
    def postgres_data(self) -> Path:
        return self.root / "postgres"

    @property
    def redis_data(self) -> Path:
        return self.root / "redis"

    @property
    def log(self) -> Path:
        return self.root / "log"

    @property
    def run(self) -> Path:
        return self.root / "run"

    @property
    def secret_key(self) -> Path:
        return self.root / "secret_key"

    @property
    def keyring(self) -> Path:
        return self.root / "keyring.json"

    @property
    def sockets(self) -> Path:
        """Return the folder of the sockets: beside the pid files, or a short private one when that path will not do.

        It will not when it is too long for the kernel, or holds a character that Celery's addresses cannot carry.
        """
        beside = self.run / "sockets"
        is_short = len(os.fsencode(beside)) + len(LONGEST_SOCKET_NAME) <= SOCKET_PATH_LIMIT
        if is_short and PLAIN_PATH.fullmatch(str(beside)):
            return beside
        digest = hashlib.sha256(os.fsencode(self.root)).hexdigest()[:12]
        return SHORT_FOLDER / f"workbench-{os.geteuid()}-{digest}"

    @property
    def postgres_socket_folder(self) -> Path:
        return self.sockets / "postgres"

    @property
    def redis_socket(self) -> Path:
        return self.sockets / "redis.sock"

    def database_url(self, role: str = APP_ROLE, database: str = DATABASE) -> str:
        return f"postgresql://{role}@/{database}?host={quote(str(self.postgres_socket_folder), safe='')}"

    @property
    def redis_url(self) -> str:
        return f"unix://{quote(str(self.redis_socket))}?db=0"

    def prepare(self) -> None:
        """Make the folders. Nobody else may list them; PostgreSQL's own user may pass through ``root`` and ``run``."""
        for folder, mode in (
            (self.root, 0o711),
            (self.run, 0o711),
            (self.log, 0o700),
            (self.redis_data, 0o700),
            (self.sockets, 0o711),
        ):
            _make_folder(folder, mode)


def _make_folder(folder: Path, mode: int) -> None:
    if not folder.exists():
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(mode)
    if folder.is_symlink() or folder.stat().st_uid != os.geteuid():
        raise PermissionError(
            f"{folder} belongs to another user, so the embedded services cannot use it. "
            "Remove it, or set WORKBENCH_VAR to a folder of your own."
        )
