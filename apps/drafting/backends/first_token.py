"""How long the first token of an answer was waited for."""

from math import ceil
from time import perf_counter


class FirstToken:
    """Counts from its making to the first token: ``ms`` milliseconds, a begun one whole; 0 while none has come."""

    def __init__(self) -> None:
        self.started = perf_counter()
        self.ms = 0

    def came(self) -> None:
        """Note a token; only the first one counts."""
        self.ms = self.ms or max(1, ceil((perf_counter() - self.started) * 1000))
