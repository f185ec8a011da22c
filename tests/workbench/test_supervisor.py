"""The supervisor starts again what is killed, is alone in its folder, and clears what a killed one left behind."""

import os
import signal
import socket
import sys
from collections.abc import Callable

import pytest

from workbench.embedded.children import Child, listen
from workbench.embedded.paths import Folder
from workbench.embedded.postgres import Postgres
from workbench.embedded.processes import ProcessId, read_pid_file, wait_until, write_pid_file
from workbench.embedded.redis import Redis
from workbench.embedded.supervisor import AlreadyRunningError, Supervisor, announce, sole_supervisor
from workbench.embedded.use import embedded_services


def sleeper(folder: Folder, name: str = "sleeper") -> Child:
    folder.prepare()
    return Child(name, [sys.executable, "-c", "import time; time.sleep(600)"], folder)


def kill_9(process: ProcessId | None) -> None:
    assert process is not None
    os.kill(process.pid, signal.SIGKILL)
    assert wait_until(lambda: not process.is_alive, seconds=10)


@pytest.fixture
def real_servers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Name servers, so that a supervisor looks after its children only."""
    monkeypatch.setenv("DATABASE_URL", "postgresql://db.example/workbench")
    monkeypatch.setenv("REDIS_URL", "redis://broker.example")


@pytest.mark.usefixtures("real_servers")
def test_a_killed_child_is_started_again(folder: Folder) -> None:
    supervisor = Supervisor(folder)
    child = sleeper(folder)
    supervisor.start(child)
    try:
        killed = child.process
        kill_9(killed)
        assert look_until(supervisor, lambda: child.process is not None)
        assert child.process != killed
    finally:
        supervisor.stop_children()
    assert child.process is None


def test_killed_services_are_started_again(folder: Folder) -> None:
    with embedded_services(folder, durable=False):
        kill_9(Postgres(folder).process)
        kill_9(Redis(folder).process)
        supervisor = Supervisor(folder)
        assert look_until(supervisor, lambda: Postgres(folder).process is not None)
        assert Redis(folder).process is not None


def look_until(supervisor: Supervisor, condition: Callable[[], bool]) -> bool:
    """Look after things again and again until the condition holds."""

    def looked() -> bool:
        supervisor.look_after()
        return condition()

    return wait_until(looked, seconds=20)


def test_a_child_that_keeps_dying_is_started_less_and_less_often(folder: Folder) -> None:
    child = sleeper(folder)
    child.start()
    pauses = [child.note_failure() for _ in range(9)]
    child.stop()
    assert pauses == sorted(pauses)
    assert pauses[0] < 1 < pauses[-1] <= 30


def test_children_of_a_killed_supervisor_are_cleared(folder: Folder) -> None:
    left_over = sleeper(folder)
    left_over.start()
    Supervisor(folder).clear_leftovers(["sleeper", "web"])
    assert left_over.process is None


def test_a_second_supervisor_is_told_where_the_first_one_is(folder: Folder) -> None:
    with sole_supervisor(folder) as lock:
        announce(lock, "http://127.0.0.1:8123/")
        told = rf"http://127.0.0.1:8123/.*kill {os.getpid()}"
        with pytest.raises(AlreadyRunningError, match=told), sole_supervisor(folder):
            pass
    with sole_supervisor(folder):
        pass


def test_a_pid_that_belongs_to_another_program_now_is_not_ours(folder: Folder) -> None:
    folder.prepare()
    file = folder.run / "x.pid"
    me = ProcessId.of(os.getpid())
    assert me is not None
    write_pid_file(file, me)
    assert read_pid_file(file) == me
    write_pid_file(file, ProcessId(me.pid, "1"))
    assert read_pid_file(file) is None


def test_a_taken_port_is_passed_over() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with listen("127.0.0.1", port) as other:
            assert other.getsockname()[1] > port


@pytest.mark.usefixtures("real_servers")
def test_a_web_server_started_again_answers_on_the_same_port(folder: Folder) -> None:
    answer = (
        "import socket, sys; s = socket.socket(fileno=int(sys.argv[1]))\nwhile True: s.accept()[0].sendall(b'hello')"
    )
    supervisor = Supervisor(folder)
    supervisor.start(_server(folder, answer))
    child = supervisor.children[0]
    address = child.inherits[0].getsockname()
    try:
        assert _says_hello(address)
        kill_9(child.process)
        assert look_until(supervisor, lambda: child.process is not None)
        assert _says_hello(address)
    finally:
        supervisor.stop_children()
        child.inherits[0].close()


def _server(folder: Folder, program: str) -> Child:
    folder.prepare()
    listener = listen("127.0.0.1", 20_000)
    command = [sys.executable, "-c", program, str(listener.fileno())]
    return Child("server", command, folder, inherits=(listener,))


def _says_hello(address: tuple[str, int]) -> bool:
    with socket.create_connection(address, timeout=20) as connection:
        return connection.recv(16) == b"hello"
