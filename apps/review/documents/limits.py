"""What making one document may cost, and the sentences for what costs more."""

from dataclasses import dataclass

from apps.core.errors import Unavailable
from apps.review.errors import ReviewError

MEGABYTE = 1024 * 1024


class DocumentFailed(Unavailable):
    """The document could not be made (HTTP 503). Nothing is lost."""


class DocumentTooLarge(ReviewError):
    """The document would be longer or larger than any we hand out (HTTP 422)."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds of CPU time and of the clock, bytes of memory and of the file, pages."""

    cpu_seconds: int = 30
    clock_seconds: float = 60.0
    memory: int = 1024 * MEGABYTE
    size: int = 20 * MEGABYTE
    pages: int = 80


PRESS = Limits()
