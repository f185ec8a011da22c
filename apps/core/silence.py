"""What a program says when it breaks: where in the code and which kind of error, never with which values.

A message of an exception quotes what it stumbled over: a database error the row, a decoding error the text.
"""

import logging
import sys
import threading
import traceback
from collections.abc import Iterator
from types import TracebackType
from typing import TextIO

WITHHELD = "values are withheld: they may be a patient's"


def programs_stay_silent() -> None:
    """Make this process keep values to itself when something is caught by nobody. Call once, at its start."""
    sys.excepthook = _say_uncaught
    threading.excepthook = lambda failed: _say_uncaught(failed.exc_type, failed.exc_value, failed.exc_traceback)
    sys.unraisablehook = lambda failed: _say_uncaught(failed.exc_type, failed.exc_value, failed.exc_traceback)
    logging.raiseExceptions = False  # a record that cannot be written is not printed with its arguments instead
    logging.captureWarnings(True)  # a warning quotes values too: as a record it leaves its template


def silent_traceback(
    kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
) -> Iterator[str]:
    """Yield the lines of a traceback: files, functions, lines of code, classes of errors; no message, no variable."""
    yield "Traceback (most recent call last):"
    yield from (line.rstrip("\n") for line in traceback.format_tb(where))
    yield f"{kind.__module__}.{kind.__qualname__}: {WITHHELD}" if kind else WITHHELD
    cause = error and (error.__cause__ or error.__context__)
    if cause:
        yield "because of:"
        yield from silent_traceback(type(cause), cause, cause.__traceback__)


def _say_uncaught(kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None) -> None:
    stream: TextIO | None = sys.stderr
    if stream is None or (kind is not None and issubclass(kind, KeyboardInterrupt)):
        return
    stream.write("\n".join(silent_traceback(kind, error, where)) + "\n")
