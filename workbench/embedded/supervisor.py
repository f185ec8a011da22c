"""Keeps the services and their programs running, starts again what dies, and stops everything in order."""

import fcntl
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import IO

from workbench.embedded import use
from workbench.embedded.children import Child
from workbench.embedded.paths import Folder, shown
from workbench.embedded.postgres import Postgres
from workbench.embedded.processes import EmbeddedError
from workbench.embedded.redis import Redis
from workbench.embedded.terminal import console


class AlreadyRunningError(EmbeddedError):
    """Another supervisor looks after this folder."""


@contextmanager
def sole_supervisor(folder: Folder) -> Iterator[IO[str]]:
    """Hold the folder's supervisor lock; the file tells a second comer where the first one is."""
    folder.prepare()
    with (folder.run / "supervisor.lock").open("a+", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise AlreadyRunningError(_where(lock.read())) from None
        announce(lock, "it is still starting")
        yield lock
        lock.truncate(0)


def announce(lock: IO[str], where: str) -> None:
    """Write into the lock file what a second comer should be told."""
    lock.seek(0)
    lock.truncate(0)
    lock.write(f"{os.getpid()}\n{where}\n")
    lock.flush()


def _where(note: str) -> str:
    pid, _, where = note.strip().partition("\n")
    return (
        f"The workbench of this folder runs already: {where or 'it is still starting'}. "
        f"To stop it, press Ctrl-C in its terminal or type: kill {pid}"
    )


class Supervisor:
    """Looks after one folder. The services are shared with commands; the children are its own."""

    def __init__(self, folder: Folder) -> None:
        self.folder = folder
        self.children: list[Child] = []

    def clear_leftovers(self, names: Iterable[str]) -> None:
        """Stop children that a killed supervisor left behind; they were told to end and may still be at it."""
        for name in names:
            leftover = Child(name, [], self.folder)
            if leftover.process:
                console.print(f"  Stopping {name}, left over from a run that was killed")
                leftover.stop()

    def start(self, child: Child) -> None:
        child.start()
        self.children.append(child)

    def look_after(self) -> None:
        """Start again whatever died since the last look."""
        for service in use.services(self.folder):
            if service.process is None:
                self._revive(service)
        for child in self.children:
            if child.process is None:
                self._restart(child)

    def _revive(self, service: Postgres | Redis) -> None:
        console.print(f"  [yellow]{service.title} ended unexpectedly;[/] starting it again")
        try:
            with use.one_at_a_time(self.folder):
                service.start()
        except EmbeddedError as error:
            console.print(f"  [red]{error}[/]")

    def _restart(self, child: Child) -> None:
        """Start a dead child at once the first time; when it keeps dying, wait longer and longer in between."""
        if not child.not_before:
            pause = child.note_failure()
            later = f"starting it again in {pause:.0f} s" if pause >= 1 else "starting it again"
            console.print(f"  [yellow]{child.name} ended unexpectedly;[/] {later}. Its log: {shown(child.log)}")
        if child.is_due:
            child.not_before = 0.0
            try:
                child.start()
            except (EmbeddedError, OSError) as error:
                console.print(f"  [red]{child.name} could not be started:[/] {error}")

    def stop_children(self) -> None:
        """Ask all to stop in the order of their start, pages first: nothing new comes in. Then wait for each."""
        for child in self.children:
            child.ask_to_stop()
        for child in self.children:
            child.stop()
        self.children.clear()
