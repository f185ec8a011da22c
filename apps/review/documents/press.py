"""Our side of the process in which a document is made: what it gets, what it may cost, what its end means."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from threading import Thread, Timer

from django.conf import settings

from apps.review.documents import pressing
from apps.review.documents.limits import MEGABYTE, PRESS, DocumentFailed, DocumentTooLarge, Limits

PRESSING = Path(pressing.__file__)
STYLES = Path(settings.BASE_DIR) / "static" / "css"
NOTHING_LOST = "Nothing was changed and nothing is lost."
# All that the process knows of the world: no secret of ours is among it.
ENVIRONMENT = {"LANG": "C.UTF-8", "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/nonexistent"}


def pdf_of(html: str, *, styles: str = "document.css", limits: Limits = PRESS) -> bytes:
    """Return the PDF (PDF/UA-1) of a rendered page; the same page gives the same bytes.

    Raises DocumentTooLarge for more pages or bytes than the limits allow, DocumentFailed for whatever else goes wrong.
    """
    given = json.dumps({"html": html, "styles": (STYLES / styles).read_text(encoding="utf-8")}).encode()
    with _process(limits) as process, _clock(process, limits):
        feeding = Thread(target=_feed, args=(process, given), daemon=True)
        feeding.start()
        pdf = process.stdout.read(limits.size + 1) if process.stdout else b""
        if len(pdf) > limits.size:
            process.kill()
        code = process.wait()
        feeding.join()
    _check(code, len(pdf), limits)
    return pdf


@contextmanager
def _process(limits: Limits) -> Iterator["subprocess.Popen[bytes]"]:
    command = [sys.executable, "-I", str(PRESSING), json.dumps(asdict(limits))]
    process = subprocess.Popen(  # noqa: S603
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=ENVIRONMENT, cwd="/",
        close_fds=True, start_new_session=True,
    )  # fmt: skip
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe:
                pipe.close()


@contextmanager
def _clock(process: "subprocess.Popen[bytes]", limits: Limits) -> Iterator[None]:
    timer = Timer(limits.clock_seconds, process.kill)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _feed(process: "subprocess.Popen[bytes]", given: bytes) -> None:
    """Write what the process reads; one that ended before it read everything is told of by its code."""
    if process.stdin is None:
        return
    try:
        process.stdin.write(given)
        process.stdin.close()
    except OSError:
        return


def _check(code: int, size: int, limits: Limits) -> None:
    if code == pressing.TOO_MANY_PAGES:
        raise DocumentTooLarge(f"The document would be longer than {limits.pages} pages. {NOTHING_LOST}")
    if code == pressing.TOO_LARGE or size > limits.size:
        raise DocumentTooLarge(f"The document would be larger than {limits.size // MEGABYTE} MB. {NOTHING_LOST}")
    if code == pressing.NO_MEMORY:
        raise DocumentFailed(f"Making the document took more memory than it may. {NOTHING_LOST}")
    if code in {-signal.SIGKILL, -signal.SIGXCPU}:
        raise DocumentFailed(f"Making the document took longer than it may. Try again. {NOTHING_LOST}")
    if code or not size:
        raise DocumentFailed(f"The document could not be made. Try again, or tell your administrator. {NOTHING_LOST}")
