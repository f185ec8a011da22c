"""Which services a management command needs, and for how long."""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from itertools import pairwise
from pathlib import Path

from workbench.embedded.paths import PROJECT, Folder, default_root, names_a_server
from workbench.embedded.processes import EmbeddedError
from workbench.embedded.use import embedded_services, scratch_services

NEED_NO_SERVICES = frozenset(
    {
        "", "check", "collectstatic", "compilemessages", "diffsettings", "embedder_build", "findstatic", "help",
        "log_key", "log_witness", "makemessages",
        "sendtestemail", "startapp", "startproject", "statemachine", "version",
    }
)  # fmt: skip
# These make or change tables, which the application's own role may not.
NEED_THE_OWNER = frozenset(
    {"migrate", "makemigrations", "showmigrations", "sqlmigrate", "flush", "test", "createcachetable"}
)
MEASURE_ON_THEIR_OWN = frozenset({"answerability_fit", "bench"})
MEASURE_THE_DISK = frozenset({"audit"})  # benches whose figures mean nothing on a server that waits for no disk


@contextmanager
def services_for(arguments: Sequence[str]) -> Iterator[None]:
    """Keep the embedded services running while a command runs that needs them.

    A server named by DATABASE_URL or REDIS_URL is used as it is. A bench measures on services of its own, in a folder
    that is deleted afterwards.
    """
    command = arguments[0] if arguments else ""
    if command in NEED_THE_OWNER:
        os.environ.setdefault("WORKBENCH_DATABASE_ROLE", "owner")
    if command in MEASURE_ON_THEIR_OWN and (missing := _folder_missing(arguments[1:])):
        sys.exit(f"There is no folder {missing}. Name one that is there with --data.")
    with ExitStack() as running:
        if not needs_no_services(arguments):
            with _as_sentence():
                _start(command, running, durable=bool(MEASURE_THE_DISK & set(arguments[1:])))
        yield


def _folder_missing(arguments: Sequence[str]) -> str | None:
    """Return the first folder named with --data that is not there: better said before anything is started."""
    named = [value for flag, value in pairwise(arguments) if flag == "--data"]
    named += [one.partition("=")[2] for one in arguments if one.startswith("--data=")]
    return next((one for one in named if not Path(one).exists()), None)


def _start(command: str, running: ExitStack, *, durable: bool) -> None:
    if names_a_server("DATABASE_URL"):
        running.enter_context(embedded_services(say=_say))
        return
    if command in MEASURE_ON_THEIR_OWN:
        urls = running.enter_context(scratch_services(durable=durable))
        os.environ.update(urls.environment())
        migrate()
        return
    is_new = not Folder(default_root()).postgres_data.exists()
    running.enter_context(embedded_services(say=_say))
    if is_new and command not in NEED_THE_OWNER:
        _say("The database is new; making its tables")
        migrate()


def needs_no_services(arguments: Sequence[str]) -> bool:
    """Return whether a command only reads code, or only prints its help."""
    command = arguments[0] if arguments else ""
    if {"-h", "--help", "--version"} & set(arguments) or command.startswith("-"):
        return True
    return command in NEED_NO_SERVICES and "--database" not in arguments


def migrate() -> None:
    """Make the tables in a process of its own: it connects as the owner, this one does not."""
    subprocess.run(
        [sys.executable, str(PROJECT / "manage.py"), "migrate", "--verbosity=0", "--no-input"],
        check=True,
        env={**os.environ, "WORKBENCH_DATABASE_ROLE": "owner"},
    )


@contextmanager
def _as_sentence() -> Iterator[None]:
    """Turn what went wrong at the start into a sentence and an exit code."""
    try:
        yield
    except (EmbeddedError, PermissionError) as error:
        sys.exit(f"The embedded services could not be started. {error}")
    except subprocess.CalledProcessError as error:
        sys.exit(error.returncode)


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr)  # noqa: T201
