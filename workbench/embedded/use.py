"""Share one set of services among commands: the first starts them, the last one out stops them."""

import fcntl
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from workbench.embedded.paths import APP_ROLE, OWNER_ROLE, Folder, default_root, names_a_server, shown
from workbench.embedded.postgres import Postgres
from workbench.embedded.redis import Redis


@dataclass(frozen=True)
class Urls:
    """The addresses of a running set of services."""

    folder: Folder
    database: str
    database_owner: str
    redis: str

    @classmethod
    def of(cls, folder: Folder) -> "Urls":
        return cls(folder, folder.database_url(APP_ROLE), folder.database_url(OWNER_ROLE), folder.redis_url)

    def environment(self) -> dict[str, str]:
        """Return the variables that point a child process to these services."""
        return {"WORKBENCH_VAR": str(self.folder.root)}


def services(folder: Folder, *, durable: bool = True) -> list[Postgres | Redis]:
    """Return the services of a folder in the order in which they start, without those that a real server replaces."""
    found: list[Postgres | Redis] = []
    if not names_a_server("DATABASE_URL"):
        found.append(Postgres(folder, durable))
    if not names_a_server("REDIS_URL"):
        found.append(Redis(folder, durable))
    return found


@contextmanager
def embedded_services(
    folder: Path | Folder | None = None, *, durable: bool = True, say: Callable[[str], None] = lambda _: None
) -> Iterator[Urls]:
    """Use the services of a folder, starting those that do not run.

    Each user holds a shared lock, which the kernel lets go of however the user ends. Whoever leaves and finds
    no other user stops the services, so they stop exactly when nobody needs them; a supervisor is a user too.
    """
    place = folder if isinstance(folder, Folder) else Folder((folder or default_root()).absolute())
    place.prepare()
    with (place.run / "users.lock").open("a") as users:
        with one_at_a_time(place):
            fcntl.flock(users, fcntl.LOCK_SH)
            start_missing(place, durable=durable, say=say)
        try:
            yield Urls.of(place)
        finally:
            with one_at_a_time(place):
                if _is_last(users):
                    stop_services(place)


def stop_services(place: Folder) -> None:
    """Stop what runs in a folder, the last started first."""
    for service in (Redis(place), Postgres(place)):
        service.stop()


@contextmanager
def scratch_services(*, durable: bool = False) -> Iterator[Urls]:
    """Use services in a folder of their own, which is deleted afterwards."""
    root = Path(tempfile.mkdtemp(prefix="workbench-"))
    try:
        with embedded_services(root, durable=durable) as urls:
            yield urls
    finally:
        shutil.rmtree(root, ignore_errors=True)
        shutil.rmtree(Folder(root).sockets, ignore_errors=True)


def start_missing(place: Folder, *, durable: bool = True, say: Callable[[str], None] = lambda _: None) -> None:
    """Start the services that do not run, and wait for each until it answers."""
    for service in services(place, durable=durable):
        if service.process is None:
            say(f"Starting the embedded {service.title} in {shown(place.root)}")
        service.start()


@contextmanager
def one_at_a_time(place: Folder) -> Iterator[None]:
    """Keep two commands from starting or stopping the same services at once."""
    with (place.run / "start.lock").open("a") as gate:
        fcntl.flock(gate, fcntl.LOCK_EX)
        yield


def _is_last(users: IO[str]) -> bool:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
