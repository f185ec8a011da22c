"""The programs that the supervisor keeps running beside the services: web server, workers, scheduler."""

import http.client
import os
import signal
import socket
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from workbench.embedded import processes
from workbench.embedded.paths import PROJECT, Folder
from workbench.embedded.processes import EmbeddedError, ProcessId

FIRST_PORT = 8000
PORTS_TRIED = 50
LONGEST_PAUSE_SECONDS = 30.0
STEADY_AFTER_SECONDS = 60.0


@dataclass
class Child:
    """One program, its pid file and log, and when it may be started again after it failed."""

    name: str
    command: list[str]
    folder: Folder
    env: Mapping[str, str] = field(default_factory=dict)
    # Held open here, so that every later start of the child inherits the very same sockets.
    inherits: tuple[socket.socket, ...] = ()
    patience: float = 12.0
    failures: int = 0
    started_at: float = 0.0
    not_before: float = 0.0

    @property
    def log(self) -> Path:
        return self.folder.log / f"{self.name}.log"

    @property
    def pid_file(self) -> Path:
        return self.folder.run / f"{self.name}.pid"

    @property
    def process(self) -> ProcessId | None:
        return processes.read_pid_file(self.pid_file)

    def start(self) -> None:
        self.started_at = time.monotonic()
        processes.start(
            self.command,
            log=self.log,
            pid_file=self.pid_file,
            cwd=PROJECT,
            env={**os.environ, **self.env},
            dies_with_parent=True,
            pass_fds=[inherited.fileno() for inherited in self.inherits],
        )

    def ask_to_stop(self) -> None:
        if process := self.process:
            process.send(signal.SIGTERM)

    def stop(self) -> None:
        """Wait until the process has ended; make it end when asking was not enough."""
        if process := self.process:
            processes.stop(process, ask=signal.SIGTERM, patience=self.patience)
        self.pid_file.unlink(missing_ok=True)

    @property
    def is_due(self) -> bool:
        return time.monotonic() >= self.not_before

    def note_failure(self) -> float:
        """Return the pause before the next start: it doubles while failures follow each other closely."""
        now = time.monotonic()
        self.failures = 0 if now - self.started_at > STEADY_AFTER_SECONDS else self.failures + 1
        pause = min(0.5 * 2 ** max(self.failures - 1, 0), LONGEST_PAUSE_SECONDS) if self.failures else 0.0
        self.not_before = now + pause
        return pause


def listen(host: str, first_port: int = FIRST_PORT) -> socket.socket:
    """Return a listening socket on the first free port.

    The supervisor holds it and the web server inherits it: nobody can take the port while the server restarts,
    and requests wait instead of failing.
    """
    for port in range(first_port, first_port + PORTS_TRIED):
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
        except OSError:
            listener.close()
            continue
        listener.listen(128)
        listener.set_inheritable(True)
        return listener
    raise EmbeddedError(
        f"The ports {first_port} to {first_port + PORTS_TRIED - 1} are all taken. Set WORKBENCH_PORT to a free one."
    )


def web(folder: Folder, listener: socket.socket) -> Child:
    """Return the web server: one process, threads enough for one clinic's desk."""
    command = [
        *_module("gunicorn"),
        "workbench.wsgi:application",
        f"--bind=fd://{listener.fileno()}",
        "--worker-class=gthread",
        "--workers=1",
        "--threads=8",
        "--timeout=120",
        "--graceful-timeout=5",
        "--no-control-socket",
        "--log-level=warning",
        "--logger-class=workbench.gunicorn_log.QuietLogger",
    ]
    return Child("web", command, folder, inherits=(listener,))


def workers(folder: Folder) -> list[Child]:
    """Return a worker for what comes in and one for drafts, so that a long draft does not hold up the intake."""
    return [
        _worker(folder, "worker-intake", ("intake", "index", "upkeep")),
        _worker(folder, "worker-drafting", ("drafting",)),
    ]


def _worker(folder: Folder, name: str, queues: tuple[str, ...]) -> Child:
    command = [
        *_module("celery"),
        "--app=workbench",
        "worker",
        f"--hostname={name}@%h",
        f"--queues={','.join(queues)}",
        "--concurrency=1",
        "--loglevel=INFO",
        "--without-gossip",
        "--without-mingle",
    ]
    # A stop lets the task at hand finish for a few seconds and then puts it back, instead of waiting without end.
    return Child(name, command, folder, env={"REMAP_SIGTERM": "SIGQUIT"}, patience=20.0)


def scheduler(folder: Folder) -> Child:
    command = [*_module("celery"), "--app=workbench", "beat", f"--schedule={folder.run / 'schedule'}", "--pidfile="]
    return Child("scheduler", command, folder)


def signer(folder: Folder) -> Child:
    """Return the process that signs heads of the audit log; it alone reads the key (decision 0052)."""
    return Child("log-signer", [sys.executable, str(PROJECT / "manage.py"), "log_sign", "--make-key"], folder)


def _module(name: str) -> list[str]:
    return [sys.executable, "-m", name]


def web_answers(host: str, port: int) -> bool:
    """Return whether the web server serves pages already, not only listens."""
    connection = http.client.HTTPConnection(host, port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status < http.HTTPStatus.INTERNAL_SERVER_ERROR
    except OSError:
        return False
    finally:
        connection.close()
