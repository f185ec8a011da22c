"""The workbench with a place to die: while the file ``WORKBENCH_HALT`` is there, what was posted is not answered.

``gunicorn tests.journeys.halting:application``. By then its transaction is committed; ``<file>.reached`` says so.
"""

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from threading import Event
from typing import Any

from django.core.wsgi import get_wsgi_application

workbench = get_wsgi_application()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    answer: Iterable[bytes] = workbench(environ, start_response)
    halt = Path(os.environ["WORKBENCH_HALT"])
    if environ["REQUEST_METHOD"] == "POST" and halt.exists() and "typed" not in environ["PATH_INFO"]:
        halt.with_suffix(".reached").touch()
        Event().wait()
    return answer
