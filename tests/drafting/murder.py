"""The real worker, with places where it can be killed: at each it says so and waits to die.

``celery --app=tests.drafting.murder worker``. ``WORKBENCH_MURDER`` names a folder; ``<folder>/<draft id>`` holds the
place at which the work on that draft stops until the file is gone, and ``<draft id>.reached`` appears once it has.
"""

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from workbench.celery import app

__all__ = ["app"]
PLACES = ("retrieve", "generate", "check", "commit")
MURDER = "WORKBENCH_MURDER"


def wait_to_die(draft: Any, place: str) -> None:
    named = Path(os.environ[MURDER]) / str(draft.pk)
    if named.exists() and named.read_text() == place:
        named.with_suffix(".reached").touch()
        while named.exists():
            time.sleep(0.1)


def lay_in_wait() -> None:
    """Put the places around the steps of belt 2: before the work of each, and between the last save and its commit."""
    from apps.drafting.domain.status import DraftStatus
    from apps.drafting.services import steps

    def before(work: Callable[..., Any], place: str) -> Callable[..., Any]:
        def wrapped(draft: Any, actor: Any) -> Any:
            wait_to_die(draft, place)
            return work(draft, actor)

        return wrapped

    def last(save: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(held: Any, *args: Any, **more: Any) -> None:
            save(held, *args, **more)
            if held.status == DraftStatus.READY:
                wait_to_die(held, "commit")

        return wrapped

    steps._retrieve = before(steps._retrieve, "retrieve")
    steps._generate = before(steps._generate, "generate")
    steps._check = before(steps._check, "check")
    steps.result_save = last(steps.result_save)


@app.on_after_finalize.connect
def _(**_: Any) -> None:
    if MURDER in os.environ:  # who only wants the names of the places works unharmed
        lay_in_wait()
