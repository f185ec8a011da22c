"""Processes that outlive the one that started them: pid files that cannot be fooled, starting, stopping, waiting."""

import contextlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

LOG_KEEPS_BYTES = 5_000_000


class EmbeddedError(Exception):
    """Something about the embedded services that the person at the terminal can act on."""


@dataclass(frozen=True)
class ProcessId:
    """A pid together with its start time, so that a re-used pid is never taken for ours."""

    pid: int
    started: str

    @classmethod
    def of(cls, pid: int) -> "ProcessId | None":
        """Return the identity of a living process; a zombie counts as dead."""
        started = _start_time(pid)
        return cls(pid, started) if started else None

    @property
    def is_alive(self) -> bool:
        return _start_time(self.pid) == self.started

    def send(self, number: signal.Signals) -> None:
        if self.is_alive:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)


def _start_time(pid: int) -> str:
    """Return when the process was started as the kernel counts it, or an empty string when it does not live."""
    reap(pid)
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return "" if Path("/proc/self/stat").exists() else _start_time_without_proc(pid)
    except OSError:
        return ""
    # The command's name stands in brackets and may hold anything, brackets and blanks included.
    state, *fields = stat.rpartition(")")[2].split()
    return "" if state in {"Z", "X"} else fields[18]


def _start_time_without_proc(pid: int) -> str:
    listing = subprocess.run(
        ["ps", "-o", "stat=,lstart=", "-p", str(pid)], capture_output=True, text=True, check=False
    ).stdout.strip()
    state, _, started = listing.partition(" ")
    return "" if state.startswith("Z") else started.strip()


def reap(pid: int) -> None:
    """Collect the exit status when the process is our child, so that it does not stay as a zombie."""
    with contextlib.suppress(ChildProcessError, ProcessLookupError):
        os.waitpid(pid, os.WNOHANG)


def read_pid_file(path: Path) -> ProcessId | None:
    """Return the living process that the file names, or nothing."""
    try:
        pid, started = path.read_text(encoding="utf-8").split()
        found = ProcessId(int(pid), started)
    except (OSError, ValueError):
        return None
    return found if found.is_alive else None


def write_pid_file(path: Path, process: ProcessId) -> None:
    """Replace the file in one step, so that a reader never sees half of it."""
    draft = path.with_suffix(".new")
    draft.write_text(f"{process.pid} {process.started}\n", encoding="utf-8")
    draft.replace(path)


def start(
    command: Sequence[str | Path],
    *,
    log: Path,
    pid_file: Path,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    dies_with_parent: bool = False,
    pass_fds: Sequence[int] = (),
) -> ProcessId:
    """Start a process in a session of its own (Ctrl-C at the terminal must not reach it) and write its pid file."""
    _trim(log)
    with log.open("ab") as output:
        child = subprocess.Popen(
            [*(dying_with_us() if dies_with_parent else []), *map(str, command)],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=cwd,
            env=None if env is None else dict(env),
            start_new_session=True,
            pass_fds=pass_fds,
        )
    # The pid file is the handle from here on; without this, Popen would warn about a child that still runs.
    child.returncode = 0
    process = ProcessId.of(child.pid)
    if process is None:
        raise EmbeddedError(f"{Path(str(command[0])).name} ended at once. Its last words are in {log}.")
    write_pid_file(pid_file, process)
    return process


def dying_with_us() -> list[str]:
    """Return the words that run a command so that Linux sends it SIGTERM when we die, however we die."""
    return ["setpriv", "--pdeathsig=TERM", "--"] if shutil.which("setpriv") else []


def _trim(log: Path) -> None:
    """Keep one older log beside the current one."""
    if log.exists() and log.stat().st_size > LOG_KEEPS_BYTES:
        log.replace(log.with_suffix(".log.1"))


def stop(process: ProcessId, *, ask: signal.Signals = signal.SIGTERM, patience: float) -> bool:
    """Ask the process to end, then make it end. Return whether asking was enough."""
    process.send(ask)
    if wait_until(lambda: not process.is_alive, seconds=patience):
        return True
    process.send(signal.SIGKILL)
    wait_until(lambda: not process.is_alive, seconds=5)
    return False


def wait_until(condition: Callable[[], bool], *, seconds: float, pause: float = 0.02) -> bool:
    """Ask again and again until the condition holds; return whether it did in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(pause)
    return True


def last_words(log: Path, lines: int = 8) -> str:
    """Return the end of a log, to be shown when its writer failed."""
    try:
        text = log.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    return "\n".join(text.splitlines()[-lines:])
