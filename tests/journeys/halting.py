"""The workbench with a place to die: while the file ``WORKBENCH_HALT`` is there, what a person posts is not answered.

``gunicorn tests.journeys.halting:application``. By then its transaction is committed; ``<file>.reached`` says so.
What the page posts by itself (typed words, active time) is answered: its coming is a matter of chance.
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
    if environ["REQUEST_METHOD"] == "POST" and halt.exists() and "HTTP_WORKBENCH_BACKGROUND" not in environ:
        halt.with_suffix(".reached").touch()
        Event().wait()
    return answer
