"""``make demo``: from nothing to a page one can use, and back to nothing running."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from workbench.embedded import children, use
from workbench.embedded.paths import PROJECT, Folder, shown
from workbench.embedded.processes import EmbeddedError, dying_with_us, last_words
from workbench.embedded.supervisor import Supervisor, announce, sole_supervisor
from workbench.embedded.terminal import StopRequest, console, step

WEB_WITHIN_SECONDS = 90
LOOK_EVERY_SECONDS = 1.0
LAST_PORT = 65_535


class StoppedError(Exception):
    """Somebody asked for a stop while things were still starting."""


def run_demo(folder: Folder) -> int:
    """Run the whole workbench until it is told to stop; return the exit code."""
    stop = StopRequest()
    with sole_supervisor(folder) as lock:
        console.print(f"[bold]Clinician Review Workbench[/], demo in {shown(folder.root)}")
        with _running(folder) as supervisor:
            if not _manage(supervisor, stop, "demo_prepare", role="owner"):
                return 1
            address = _start_programs(supervisor, stop)
            announce(lock, address)
            if not _manage(supervisor, stop, "demo_load", f"--address={address}"):
                console.print("[red]The fictional charts are not all loaded;[/] what is there can be used.")
            console.print(f"\n[bold]{address}[/]  Press Ctrl-C to stop.")
            _look_after_until_stopped(supervisor, stop)
    return 0


def run_services(folder: Folder) -> int:
    """Run PostgreSQL and Redis alone until told to stop."""
    stop = StopRequest()
    with sole_supervisor(folder) as lock, _running(folder) as supervisor:
        announce(lock, f"PostgreSQL and Redis in {folder.root}")
        console.print(f"  DATABASE_URL={folder.database_url()}\n  REDIS_URL={folder.redis_url}\nPress Ctrl-C to stop.")
        _look_after_until_stopped(supervisor, stop)
    return 0


@contextmanager
def _running(folder: Folder) -> Iterator[Supervisor]:
    """Run the services, and stop the children before them, however this ends."""
    private = " and ".join(service.title for service in use.services(folder))
    with step(f"Starting {private}" if private else "Using the servers of DATABASE_URL and REDIS_URL"):
        services = ExitStack()
        services.enter_context(use.embedded_services(folder))
    supervisor = Supervisor(folder)
    try:
        yield supervisor
    except StoppedError:
        pass
    finally:
        with step("Stopping everything"):
            supervisor.stop_children()
            services.close()


def _start_programs(supervisor: Supervisor, stop: StopRequest) -> str:
    """Start web server, workers and scheduler; return the address once pages are served."""
    folder = supervisor.folder
    programs = [children.scheduler(folder), *children.workers(folder), children.signer(folder)]
    supervisor.clear_leftovers(["web", *(program.name for program in programs)])
    listener = _listen()
    host, port = listener.getsockname()[:2]
    web = children.web(folder, listener)
    # The web server has the machine for itself until it serves pages: somebody waits for it.
    with step("Starting the web server"):
        supervisor.start(web)
        _wait_for_pages(supervisor, stop, host, port)
    with step("Starting workers, scheduler and the signer of the log"):
        for program in programs:
            supervisor.start(program)
    return f"http://{host}:{port}/"


def _listen() -> socket.socket:
    host = os.environ.get("WORKBENCH_HOST", "127.0.0.1")
    wanted = _wanted_port()
    listener = children.listen(host, wanted)
    port = listener.getsockname()[1]
    if port != wanted:
        console.print(f"  Port {wanted} is taken by another program; using {port} instead")
    return listener


def _wanted_port() -> int:
    text = os.environ.get("WORKBENCH_PORT", str(children.FIRST_PORT))
    if not text.isdigit() or not 0 < int(text) <= LAST_PORT:
        raise EmbeddedError(f"WORKBENCH_PORT is {text!r}; it must be a number from 1 to {LAST_PORT}.")
    return int(text)


def _wait_for_pages(supervisor: Supervisor, stop: StopRequest, host: str, port: int) -> None:
    waited = 0.0
    while not children.web_answers(host, port):
        _leave_if_stopped(stop)
        supervisor.look_after()
        stop.wait(0.1)
        waited += 0.1
        if waited > WEB_WITHIN_SECONDS:
            log = supervisor.folder.log / "web.log"
            raise EmbeddedError(f"The web server serves no page. The end of {shown(log)}:\n{last_words(log)}")


def _manage(supervisor: Supervisor, stop: StopRequest, *arguments: str, role: str = "app") -> bool:
    """Run a management command in sight of the user, looking after the rest; return whether it went well."""
    process = subprocess.Popen(
        [*dying_with_us(), sys.executable, str(PROJECT / "manage.py"), *arguments],
        env={"LOG_LEVEL": "WARNING", **os.environ, "WORKBENCH_DATABASE_ROLE": role},
        # In its own session Ctrl-C reaches only us, and we end it in order.
        start_new_session=True,
    )
    try:
        while process.poll() is None:
            _leave_if_stopped(stop)
            supervisor.look_after()
            stop.wait(LOOK_EVERY_SECONDS)
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait()
    return process.returncode == 0


def _look_after_until_stopped(supervisor: Supervisor, stop: StopRequest) -> None:
    while not stop:
        supervisor.look_after()
        stop.wait(LOOK_EVERY_SECONDS)


def _leave_if_stopped(stop: StopRequest) -> None:
    if stop:
        raise StoppedError
